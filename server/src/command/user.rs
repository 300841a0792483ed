//! `coterie user reset-link`: for when mail does not arrive.

use backend::{
    Backend,
    access::{SystemAccess, SystemReason},
    password_reset,
};
use clap::Subcommand;
use domain::EmailAddress;

use super::Stopped;

#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Print a link with which that user sets a new password; it works once, for an hour
    ResetLink {
        /// The user's sign-in address
        email: String,
    },
}

pub(super) async fn run(backend: &Backend, command: UserCommand) -> Result<(), Stopped> {
    let UserCommand::ResetLink { email } = command;
    let address =
        EmailAddress::parse(&email).map_err(|_| Stopped::Usage(format!("{email:?} is not an email address")))?;
    let system = SystemAccess::new(SystemReason::Operator);
    let link = password_reset::link_for(backend, &system, &address)
        .await
        .map_err(|error| Stopped::failed("the link cannot be made", error))?;
    match link {
        Some(link) => println!("{link}"),
        None => return Err(Stopped::Failed(format!("nobody signs in as {}", address.as_str()))),
    }
    Ok(())
}
