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

/// How long to wait when recording the outcome did not work: at first, and at most.
const WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// For how long that is tried when nothing was sent: the claim runs out, and nothing is lost.
const PATIENCE: i64 = 5 * Timestamp::SECOND;
/// How often what follows from the outcome is tried before the outcome is recorded without it.
const FOLLOW_ATTEMPTS: u32 = 3;

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
        let ready = match mailer {
            Mailer::Kept => match self.keep(claimed).await {
                Ok(ended) => return Ok(ended),
                Err(failure) => Err(failure),
            },
            Mailer::Smtp(post) => self.prepare(claimed).await.map(|message| (post, message)),
        };
        match ready {
            // From here on a failure of ours does not mean that nothing was sent.
            Ok((post, Some(message))) => self.hand_over(post, claimed, &message).await,
            Ok((_, None)) => Ok(Ended::NotSent),
            // Our own failure: a database that does not answer, a row that cannot be read. Nothing was sent.
            Err(failure) => {
                let now = self.backend.now();
                let outcome = retry(claimed, now, failure.to_string())?;
                self.record(claimed, &outcome, now.plus(PATIENCE)).await?;
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

    /// Renders in a transaction of its own: the secret of a link is stored before the link leaves. `None`: there is
    /// nothing to send.
    async fn prepare(&self, claimed: &Claimed) -> Result<Option<Message>, Failure> {
        let now = self.backend.now();
        let tx = self.backend.db.write().await?;
        if !claim::hold(&tx, claimed, now).await? {
            return Ok(None);
        }
        let rendered = self.render(&tx, claimed, now).await?;
        if let Err(why) = rendered {
            let outcome = Outcome::Dropped(why);
            claim::settle(&tx, claimed, now, &outcome).await?;
            tx.commit().await?;
            self.outcomes.count(&outcome);
            return Ok(None);
        }
        tx.commit().await?;
        self.probe.at(Step::Rendered, claimed.row.id).await;
        Ok(rendered.ok())
    }

    /// Sends, and records the outcome in another transaction.
    async fn hand_over(&self, post: &Post, claimed: &Claimed, message: &Message) -> Result<Ended, Failure> {
        let delivery = match tokio::time::timeout(LONGEST, post.send(message)).await {
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
        let lease_ends = Timestamp(claimed.row.lease_until.unwrap_or_default());
        self.record(claimed, &outcome, lease_ends).await?;
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
        if let Some((why, missed)) = leaving::stopped(tx, row).await? {
            bounces::pass_to_owner(tx, row, missed, now).await?;
            return Ok(Err(why));
        }
        let links = leaving::links(backend, &system, tx, row).await?;
        let mut rendered = render(backend, &system, tx, row, &links, now).await?;
        if let Ok(message) = &mut rendered {
            message.return_path = bounces::return_path(backend, tx, row.id).await?;
        }
        Ok(rendered)
    }

    /// Records the outcome in a transaction of its own. Tries again until then when the database does not answer: what
    /// was sent and is not recorded would be sent again.
    async fn record(&self, claimed: &Claimed, outcome: &Outcome, until: Timestamp) -> Result<(), Failure> {
        let id = claimed.row.id;
        // Why is kept in the row, not in the log: a server's answer often repeats the address.
        match outcome {
            Outcome::Failed { .. } => tracing::error!(%id, "an email could not be delivered and is given up"),
            Outcome::Retry(..) => {
                tracing::warn!(%id, attempts = claimed.row.attempts, "an email waits for another attempt");
            }
            Outcome::Sent | Outcome::Dropped(_) => {}
        }
        let (mut wait, mut follows) = (WAIT, FOLLOW_ATTEMPTS);
        loop {
            let failure = match self.try_record(claimed, outcome, &mut follows).await {
                Ok(true) => break,
                Ok(false) => {
                    tracing::warn!(%id, "another worker took over an email while it was being sent");
                    break;
                }
                Err(failure) => failure,
            };
            let left = until.0 - self.backend.now().0;
            let Some(left) = u64::try_from(left).ok().filter(|left| *left > 0) else {
                return Err(failure);
            };
            tracing::warn!(%id, error = %failure, "how the delivery of an email ended is not recorded yet");
            tokio::time::sleep(wait.min(Duration::from_millis(left))).await;
            wait = wait.saturating_mul(2).min(LONGEST_WAIT);
        }
        self.outcomes.count(outcome);
        Ok(())
    }

    /// `follows`: how often what follows may still be tried. It must not keep the outcome from being recorded.
    async fn try_record(&self, claimed: &Claimed, outcome: &Outcome, follows: &mut u32) -> Result<bool, Failure> {
        let now = self.backend.now();
        let tx = self.backend.db.write().await?;
        let ours = claim::settle(&tx, claimed, now, outcome).await?;
        if ours
            && *follows > 0
            && let Err(failure) = settled::follow(&self.backend, &tx, &claimed.row, outcome, now).await
        {
            *follows -= 1;
            if *follows == 0 {
                tracing::error!(id = %claimed.row.id, error = %failure, "what follows from an email is left out");
            }
            return Err(failure);
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
