//! One attempt to deliver one claimed email.

use std::time::Duration;

use domain::Timestamp;
use sea_orm::EntityTrait;

use super::{
    Outcomes, Probe, Step, backoff,
    claim::{self, Claimed, Outcome},
    settled,
};
use crate::{
    Backend, Failure, Tx,
    access::{SystemAccess, SystemReason},
    bounces, leaving,
    mail::{Delivery, LONGEST, Mailer, Message, Post, mailbox, render},
};

/// How often recording the outcome is tried, a second apart.
const RECORD_ATTEMPTS: u32 = 5;

/// What deliveries have in common.
#[derive(Clone)]
pub(super) struct Desk {
    pub backend: Backend,
    pub probe: Probe,
    pub outcomes: Outcomes,
}

/// How a delivery ended, as far as the worker is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    Sent,
    NotSent,
    /// There is no server to hand anything to: the other emails need not try now.
    Unreachable,
}

impl Desk {
    /// Delivers, and records how it went.
    pub async fn deliver(&self, mailer: &Mailer, claimed: &Claimed) -> Result<Ended, Failure> {
        self.probe.at(Step::Claimed, claimed.row.id).await;
        let result = match mailer {
            Mailer::Kept => self.keep(claimed).await,
            Mailer::Smtp(post) => self.send(post, claimed).await,
        };
        match result {
            Ok(ended) => Ok(ended),
            // Our own failure: a database that does not answer, a row that cannot be read. Nothing was sent.
            Err(failure) => {
                let outcome = retry(claimed, self.backend.now(), failure.to_string())?;
                self.record(claimed, &outcome).await?;
                Ok(Ended::NotSent)
            }
        }
    }

    /// Renders and keeps the email in the database, all in one transaction: exactly once.
    async fn keep(&self, claimed: &Claimed) -> Result<Ended, Failure> {
        let now = self.backend.now();
        let tx = self.backend.db.write().await?;
        if !claim::hold(&tx, claimed, now).await? {
            return Ok(Ended::NotSent);
        }
        let outcome = match self.render(&tx, claimed, now).await? {
            Ok(message) => {
                let row = mailbox::row(&message, now);
                crate::db::entity::mailbox::Entity::insert(row).exec_without_returning(tx.conn()).await?;
                Outcome::Sent
            }
            Err(why) => Outcome::Dropped(why),
        };
        if claim::settle(&tx, claimed, now, &outcome).await? {
            settled::follow(&self.backend, &tx, &claimed.row, &outcome, now).await?;
        }
        tx.commit().await?;
        self.outcomes.count(&outcome);
        Ok(if outcome == Outcome::Sent { Ended::Sent } else { Ended::NotSent })
    }

    /// Renders in one transaction (the secret of a link is stored before the link leaves), sends, and records the
    /// outcome in another.
    async fn send(&self, post: &Post, claimed: &Claimed) -> Result<Ended, Failure> {
        let now = self.backend.now();
        let tx = self.backend.db.write().await?;
        if !claim::hold(&tx, claimed, now).await? {
            return Ok(Ended::NotSent);
        }
        let message = match self.render(&tx, claimed, now).await? {
            Ok(message) => message,
            Err(why) => {
                let outcome = Outcome::Dropped(why);
                claim::settle(&tx, claimed, now, &outcome).await?;
                tx.commit().await?;
                self.outcomes.count(&outcome);
                return Ok(Ended::NotSent);
            }
        };
        tx.commit().await?;
        self.probe.at(Step::Rendered, claimed.row.id).await;
        let delivery = match tokio::time::timeout(LONGEST, post.send(&message)).await {
            Ok(delivery) => delivery,
            Err(_) => Delivery::Later("the server took too long".to_owned()),
        };
        self.probe.at(Step::Answered, claimed.row.id).await;
        let ended = match &delivery {
            Delivery::Accepted => Ended::Sent,
            Delivery::Unreachable(_) => Ended::Unreachable,
            _ => Ended::NotSent,
        };
        let outcome = match delivery {
            Delivery::Accepted => Outcome::Sent,
            Delivery::Later(words) | Delivery::Unreachable(words) => retry(claimed, self.backend.now(), words)?,
            Delivery::Never { words, dead } => Outcome::Failed { words, dead },
        };
        self.record(claimed, &outcome).await?;
        self.probe.at(Step::Recorded, claimed.row.id).await;
        Ok(ended)
    }

    /// The finished email, or why there is nothing to tell any more.
    async fn render(
        &self,
        tx: &Tx,
        claimed: &Claimed,
        now: Timestamp,
    ) -> Result<Result<Message, &'static str>, Failure> {
        let (backend, row) = (&self.backend, &claimed.row);
        // Whatever an email tells is read without a person.
        let system = SystemAccess::new(SystemReason::Outbox);
        if let Some(why) = leaving::stopped(tx, row).await? {
            return Ok(Err(why));
        }
        let links = leaving::links(backend, &system, tx, row).await?;
        let mut rendered = render(backend, &system, tx, row, &links, now).await?;
        if let Ok(message) = &mut rendered {
            message.return_path = bounces::return_path(backend, tx, row.id).await?;
        }
        Ok(rendered)
    }

    /// Records the outcome in a transaction of its own. Tries again when the database does not answer: what was sent and
    /// is not recorded would be sent again.
    async fn record(&self, claimed: &Claimed, outcome: &Outcome) -> Result<(), Failure> {
        let id = claimed.row.id;
        // Why is kept in the row, not in the log: a server's answer often repeats the address.
        match outcome {
            Outcome::Failed { .. } => tracing::error!(%id, "an email could not be delivered and is given up"),
            Outcome::Retry(..) => {
                tracing::warn!(%id, attempts = claimed.row.attempts, "an email waits for another attempt");
            }
            Outcome::Sent | Outcome::Dropped(_) => {}
        }
        let mut attempt = 1;
        loop {
            match self.try_record(claimed, outcome).await {
                Ok(true) => break,
                Ok(false) => {
                    tracing::warn!(%id, "another worker took over an email while it was being sent");
                    break;
                }
                Err(failure) if attempt == RECORD_ATTEMPTS => return Err(failure),
                Err(_) => {
                    attempt += 1;
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
        self.outcomes.count(outcome);
        Ok(())
    }

    async fn try_record(&self, claimed: &Claimed, outcome: &Outcome) -> Result<bool, Failure> {
        let now = self.backend.now();
        let tx = self.backend.db.write().await?;
        let ours = claim::settle(&tx, claimed, now, outcome).await?;
        if ours {
            settled::follow(&self.backend, &tx, &claimed.row, outcome, now).await?;
        }
        tx.commit().await?;
        Ok(ours)
    }
}

fn retry(claimed: &Claimed, now: Timestamp, words: String) -> Result<Outcome, Failure> {
    let since = claimed.row.first_tried_at.map_or(now, Timestamp);
    Ok(match backoff::next_attempt(since, claimed.row.attempts, now, backoff::jitter()?) {
        Some(at) => Outcome::Retry(at, words),
        None => Outcome::Failed { words, dead: false },
    })
}
