//! One attempt to deliver one claimed email.

use std::time::Duration;

use domain::Timestamp;
use sea_orm::EntityTrait;

use super::{
    backoff,
    claim::{self, Claimed, Outcome},
};
use crate::{
    Backend, Failure,
    access::{SystemAccess, SystemReason},
    mail::{Delivery, Links, Mailer, Message, mailbox, render},
};

/// The longest that handing an email to the server may take. Shorter than the lease.
const TIME_LIMIT: Duration = Duration::from_mins(2);
/// How often recording the outcome is tried, a second apart.
const RECORD_ATTEMPTS: u32 = 5;

/// Delivers, and records how it went. `true`: it was sent.
pub(super) async fn deliver(backend: &Backend, mailer: &Mailer, claimed: &Claimed) -> Result<bool, Failure> {
    let result = match mailer {
        Mailer::Kept => keep(backend, claimed).await,
        Mailer::Smtp(_) => send(backend, mailer, claimed).await,
    };
    match result {
        Ok(sent) => Ok(sent),
        // Our own failure: a database that does not answer, a row that cannot be read. Nothing was sent.
        Err(failure) => {
            let outcome = retry(claimed, backend.now(), failure.to_string())?;
            record(backend, claimed, &outcome).await?;
            Ok(false)
        }
    }
}

/// Renders and keeps the email in the database, all in one transaction: exactly once.
async fn keep(backend: &Backend, claimed: &Claimed) -> Result<bool, Failure> {
    let now = backend.now();
    let tx = backend.db.write().await?;
    if !claim::hold(&tx, claimed, now).await? {
        return Ok(false);
    }
    let outcome = match render(backend, &system(), &tx, &claimed.row, &Links::default(), now).await? {
        Ok(message) => {
            let row = mailbox::row(&message, now);
            crate::db::entity::mailbox::Entity::insert(row).exec_without_returning(tx.conn()).await?;
            Outcome::Sent
        }
        Err(why) => Outcome::Dropped(why),
    };
    claim::settle(&tx, claimed, now, &outcome).await?;
    tx.commit().await?;
    Ok(outcome == Outcome::Sent)
}

/// Renders in one transaction (the secret of a link is stored before the link leaves), sends, and records the outcome
/// in another.
async fn send(backend: &Backend, mailer: &Mailer, claimed: &Claimed) -> Result<bool, Failure> {
    let now = backend.now();
    let tx = backend.db.write().await?;
    if !claim::hold(&tx, claimed, now).await? {
        return Ok(false);
    }
    let message: Message = match render(backend, &system(), &tx, &claimed.row, &Links::default(), now).await? {
        Ok(message) => message,
        Err(why) => {
            claim::settle(&tx, claimed, now, &Outcome::Dropped(why)).await?;
            tx.commit().await?;
            return Ok(false);
        }
    };
    tx.commit().await?;
    let delivery = match tokio::time::timeout(TIME_LIMIT, mailer.send(&message)).await {
        Ok(delivery) => delivery,
        Err(_) => Delivery::Later("the server took too long".to_owned()),
    };
    let outcome = match delivery {
        Delivery::Accepted => Outcome::Sent,
        Delivery::Later(error) => retry(claimed, backend.now(), error)?,
        Delivery::Never(error) => Outcome::Failed(error),
    };
    record(backend, claimed, &outcome).await?;
    Ok(outcome == Outcome::Sent)
}

/// Whatever a mail tells is read without a person.
fn system() -> SystemAccess {
    SystemAccess::new(SystemReason::Outbox)
}

fn retry(claimed: &Claimed, now: Timestamp, error: String) -> Result<Outcome, Failure> {
    let created = Timestamp(claimed.row.created_at);
    Ok(match backoff::next_attempt(created, claimed.row.attempts, now, backoff::jitter()?) {
        Some(at) => Outcome::Retry(at, error),
        None => Outcome::Failed(error),
    })
}

/// Records the outcome in a transaction of its own. Tries again when the database does not answer: what was sent and
/// is not recorded would be sent again.
async fn record(backend: &Backend, claimed: &Claimed, outcome: &Outcome) -> Result<(), Failure> {
    let id = claimed.row.id;
    // Why is kept in the row, not in the log: a server's answer often repeats the address.
    match outcome {
        Outcome::Failed(_) => tracing::error!(%id, "an email could not be delivered and is given up"),
        Outcome::Retry(..) => {
            tracing::warn!(%id, attempts = claimed.row.attempts, "an email waits for another attempt");
        }
        Outcome::Sent | Outcome::Dropped(_) => {}
    }
    let mut attempt = 1;
    loop {
        match try_record(backend, claimed, outcome).await {
            Ok(true) => return Ok(()),
            Ok(false) => {
                tracing::warn!(%id, "another worker took over an email while it was being sent");
                return Ok(());
            }
            Err(failure) if attempt == RECORD_ATTEMPTS => return Err(failure),
            Err(_) => {
                attempt += 1;
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

async fn try_record(backend: &Backend, claimed: &Claimed, outcome: &Outcome) -> Result<bool, Failure> {
    let tx = backend.db.write().await?;
    let ours = claim::settle(&tx, claimed, backend.now(), outcome).await?;
    tx.commit().await?;
    Ok(ours)
}
