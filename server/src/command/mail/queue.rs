//! `coterie mail queue`, `retry` and `drop`: what waits or failed, and what is to become of it.

use std::io::{self, Write as _};

use backend::{
    Backend,
    access::{SystemAccess, SystemReason},
    outbox::{MailState, Posted, Which, discard, letters, retry},
};
use clap::Args;
use domain::{AccountId, code::Code as _, instant::Instant};
use uuid::Uuid;

use crate::command::Stopped;

/// What `coterie mail queue` lists.
#[derive(Args, Debug)]
pub(in crate::command) struct Listing {
    /// queued, retrying, held, sent, dropped or failed [default: what waits or failed]
    #[arg(long, value_parser = state)]
    state: Option<MailState>,
    /// Only those of an account
    #[arg(long, value_name = "ID")]
    account: Option<Uuid>,
    /// How many at most
    #[arg(long, default_value_t = 100)]
    limit: u64,
}

/// Which emails `coterie mail retry` tries again.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(in crate::command) struct Again {
    /// The email, as `coterie mail queue` lists it
    id: Option<Uuid>,
    /// All that failed
    #[arg(long)]
    failed: bool,
}

/// Which emails `coterie mail drop` throws away.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(in crate::command) struct Away {
    /// The email, as `coterie mail queue` lists it
    id: Option<Uuid>,
    /// All of an account that wait
    #[arg(long, value_name = "ID")]
    account: Option<Uuid>,
}

fn state(code: &str) -> Result<MailState, String> {
    let all = MailState::ALL.iter().map(|state| state.code()).collect::<Vec<_>>().join(", ");
    MailState::from_code(code).ok_or_else(|| format!("only these are known: {all}"))
}

fn system() -> SystemAccess {
    SystemAccess::new(SystemReason::Operator)
}

pub(super) async fn list(backend: &Backend, listing: Listing) -> Result<(), Stopped> {
    let account = listing.account.map(AccountId);
    let found = letters(backend, &system(), listing.state, account, listing.limit)
        .await
        .map_err(|error| Stopped::failed("the queue cannot be read", error))?;
    let mut out = io::stdout().lock();
    for one in &found {
        // Whoever reads no further (`| head`) ends the list.
        if writeln!(out, "{}", line(one)).is_err() {
            break;
        }
    }
    let count = u64::try_from(found.len()).unwrap_or(u64::MAX);
    if count == listing.limit {
        eprintln!("these are the oldest {count}; --limit shows more");
    }
    Ok(())
}

/// One email in one line, with what a script may need set apart by tabs.
fn line(one: &Posted) -> String {
    let when = match (one.next, one.done) {
        (Some(next), _) if one.state == MailState::Retrying => format!("next {}", Instant(next)),
        (_, Some(done)) => format!("at {}", Instant(done)),
        _ => format!("since {}", Instant(one.created)),
    };
    let account = one.account.map_or_else(|| "-".to_owned(), |account| account.0.to_string());
    let words = one.words.replace(['\t', '\n', '\r'], " ");
    let attempts = match one.attempts {
        0 => String::new(),
        1 => "1 attempt".to_owned(),
        many => format!("{many} attempts"),
    };
    [
        one.id.to_string(),
        one.state.code().to_owned(),
        when,
        attempts,
        one.what.clone(),
        account,
        one.to.clone(),
        words,
    ]
    .join("\t")
}

pub(super) async fn again(backend: &Backend, again: Again) -> Result<(), Stopped> {
    let which = again.id.map_or(Which::Failed, Which::One);
    let count = retry(backend, &system(), which)
        .await
        .map_err(|error| Stopped::failed("the queue cannot be changed", error))?;
    said(which, count, "tried again")
}

pub(super) async fn away(backend: &Backend, away: Away) -> Result<(), Stopped> {
    let which = match (away.id, away.account) {
        (Some(id), _) => Which::One(id),
        (None, Some(account)) => Which::WaitingOf(AccountId(account)),
        (None, None) => return Err(Stopped::Usage("name an email or an account".to_owned())),
    };
    let count = discard(backend, &system(), which)
        .await
        .map_err(|error| Stopped::failed("the queue cannot be changed", error))?;
    said(which, count, "thrown away")
}

fn said(which: Which, count: u64, what: &str) -> Result<(), Stopped> {
    match (which, count) {
        (Which::One(id), 0) => Err(Stopped::Failed(format!(
            "there is no email {id} that waits or failed; perhaps it was sent, or is being sent just now"
        ))),
        (_, 1) => {
            println!("1 email is {what}");
            Ok(())
        }
        (_, count) => {
            println!("{count} emails are {what}");
            Ok(())
        }
    }
}
