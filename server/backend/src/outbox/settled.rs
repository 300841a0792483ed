//! What follows from the outcome of an attempt, in the transaction that records it.

use domain::Timestamp;

use super::claim::Outcome;
use crate::{Failure, Tx, bounces, db::entity::outbox};

pub(super) async fn follow(tx: &Tx, letter: &outbox::Model, outcome: &Outcome, now: Timestamp) -> Result<(), Failure> {
    match outcome {
        Outcome::Failed { words, dead } => bounces::not_delivered(tx, letter, words, *dead, now).await,
        Outcome::Sent | Outcome::Dropped(_) | Outcome::Retry(..) => Ok(()),
    }
}
