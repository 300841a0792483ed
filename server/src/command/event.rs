//! `coterie event send`: what happened at the provider, as JSON, becomes email.

use std::{fs, io::Read as _};

use backend::{
    Backend,
    access::{SystemAccess, SystemReason},
    mail::events::{self, BadEvent, Posted},
};
use clap::Subcommand;
use domain::{
    AccountId,
    business_event::BusinessEvent,
    code::Code as _,
    recipients::{Reason, Recipient},
};
use uuid::Uuid;

use super::Stopped;

#[derive(Debug, Subcommand)]
pub(super) enum EventCommand {
    /// Queue the emails of one event, or of a list of events; `coterie mail events` lists what there is
    Send {
        /// A file with JSON; `-` reads the standard input
        file: String,
    },
}

pub(super) async fn run(backend: &Backend, command: EventCommand) -> Result<(), Stopped> {
    let EventCommand::Send { file } = command;
    let json = text(&file)?;
    let bad = |problem: &BadEvent| Stopped::Usage(format!("{file}: {problem}"));
    let incoming = events::read(&json).map_err(|problem| bad(&problem))?;
    let system = SystemAccess::new(SystemReason::Operator);
    let failed = |error| Stopped::failed("the events cannot be sent", error);
    // All are checked before the first is stored: a list that is wrong somewhere leaves nothing behind.
    let mut checked: Vec<(AccountId, Option<Uuid>, BusinessEvent)> = Vec::new();
    for (index, one) in incoming.into_iter().enumerate() {
        match events::check(backend, &system, one).await.map_err(failed)? {
            Ok(found) => checked.push(found),
            Err(refused) => return Err(bad(&BadEvent::refused(index + 1, &refused))),
        }
    }
    for (index, (account, id, event)) in checked.into_iter().enumerate() {
        let what = event.kind();
        match events::post(backend, &system, account, id, event).await.map_err(failed)? {
            Ok(posted) => tell(what.code(), account, &posted),
            Err(refused) => return Err(bad(&BadEvent::refused(index + 1, &refused))),
        }
    }
    Ok(())
}

fn text(file: &str) -> Result<String, Stopped> {
    let read = if file == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(file)
    };
    read.map_err(|error| Stopped::Usage(format!("{file} cannot be read: {error}")))
}

fn tell(what: &str, account: AccountId, posted: &Posted) {
    let emails = match (posted.new, posted.recipients.len()) {
        (false, _) => "was sent before, so nothing was queued".to_owned(),
        (true, 1) => "1 email queued".to_owned(),
        (true, count) => format!("{count} emails queued"),
    };
    println!("{what} for account {account}: {emails}");
    for one in &posted.recipients {
        println!("  {} ({})", one.address.as_str(), reasons(one));
    }
}

fn reasons(recipient: &Recipient) -> String {
    let words = recipient.reasons.iter().map(|reason| match reason {
        Reason::Owner => "owner",
        Reason::Ticked => "ticked for it",
        Reason::OpenedTicket => "opened the ticket",
        Reason::CopiedOnTicket => "gets copies of the ticket",
        Reason::NobodyElse => "owner, because nobody else would get it",
        Reason::InPlaceOfUnreachable => "owner, because somebody else cannot be reached",
    });
    words.collect::<Vec<_>>().join(", ")
}
