//! `coterie secrets`: the encrypted passwords of services and codes of domains.

use backend::{
    Backend,
    access::{SystemAccess, SystemReason},
    vault,
};
use clap::Subcommand;

use super::Stopped;

#[derive(Debug, Subcommand)]
pub(super) enum SecretsCommand {
    /// Encrypt all with the first key of `COTERIE_SECRET_KEYS`, so that the others can be removed; safe to run again
    Rotate,
}

pub(super) async fn run(backend: &Backend, command: SecretsCommand) -> Result<(), Stopped> {
    let SecretsCommand::Rotate = command;
    if backend.settings.secret_keys.is_empty() {
        return Err(Stopped::Usage("COTERIE_SECRET_KEYS (--secret-keys) is not set".to_owned()));
    }
    let system = SystemAccess::new(SystemReason::Operator);
    let done = vault::rotate(backend, &system)
        .await
        .map_err(|error| Stopped::failed("the secrets cannot be encrypted anew", error))?;
    println!("{} secrets were encrypted anew, {} had the first key already", done.anew, done.as_before);
    if done.unreadable > 0 {
        return Err(Stopped::Failed(format!(
            "{} secrets cannot be read: their key is missing in COTERIE_SECRET_KEYS, or they were damaged",
            done.unreadable
        )));
    }
    Ok(())
}
