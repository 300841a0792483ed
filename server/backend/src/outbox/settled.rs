//! What follows from the outcome of an attempt, in the transaction that records it.

use domain::Timestamp;

use super::claim::Outcome;
use crate::{
    Backend, Failure, Tx, bounces,
    db::entity::outbox,
    mail::{MailEvent, kept},
};

pub(super) async fn follow(
    backend: &Backend,
    tx: &Tx,
    letter: &outbox::Model,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<(), Failure> {
    match outcome {
        Outcome::Failed { words, dead } => bounces::not_delivered(tx, letter, words, *dead, now).await,
        Outcome::Sent if is_test(letter) => bounces::works_again(tx, letter, now).await,
        Outcome::Sent => kept::keep(backend, tx, letter, now).await,
        Outcome::Dropped(_) | Outcome::Retry(..) => Ok(()),
    }
}

/// Whether somebody sent it to find out whether email arrives.
fn is_test(letter: &outbox::Model) -> bool {
    matches!(serde_json::from_str(&letter.event), Ok(MailEvent::Test { .. }))
}
