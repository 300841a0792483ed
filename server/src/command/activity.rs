//! `coterie activity verify`: whether the activity log is what was written.

use backend::{
    Backend,
    access::{SystemAccess, SystemReason},
    activity::{Damage, verify},
};
use clap::Subcommand;
use domain::AccountId;
use uuid::Uuid;

use super::Stopped;

#[derive(Debug, Subcommand)]
pub(super) enum ActivityCommand {
    /// Check the chain of each account's log; exit code 1 when one is broken
    Verify {
        /// One account only
        #[arg(long, value_name = "ID")]
        account: Option<Uuid>,
    },
}

pub(super) async fn run(backend: &Backend, command: ActivityCommand) -> Result<(), Stopped> {
    let ActivityCommand::Verify { account } = command;
    let system = SystemAccess::new(SystemReason::Operator);
    let report = verify(&backend.db, &system, account.map(AccountId))
        .await
        .map_err(|error| Stopped::failed("the activity log cannot be read", error))?;
    println!("{} entries of {} accounts are in order", report.entries, report.accounts);
    for found in &report.broken {
        let damage = match found.damage {
            Damage::Changed => "was changed",
            Damage::Removed => "was removed",
            Damage::Inserted => "was inserted",
        };
        println!("account {}: entry {} {damage}", found.account.0, found.number);
    }
    if report.is_whole() {
        Ok(())
    } else {
        Err(Stopped::Failed(format!("the activity log of {} accounts is broken", report.broken.len())))
    }
}
