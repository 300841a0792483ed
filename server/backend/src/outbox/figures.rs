//! How much waits: for `/metrics`.

use domain::{Code, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::letter::MailState;
use crate::{Backend, Failure, db::entity::outbox};

/// How much waits, on all nodes together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// The code of each state that is not the end, and `failed`, with its number.
    pub lengths: Vec<(&'static str, u64)>,
    /// How long the oldest letter that is not held has been waiting, in milliseconds.
    pub oldest: Option<i64>,
}

/// Counts what waits.
pub async fn figures(backend: &Backend) -> Result<Figures, Failure> {
    let mut lengths = Vec::new();
    for state in [MailState::Queued, MailState::Retrying, MailState::Held, MailState::Failed] {
        let number = outbox::Entity::find().filter(state.rows()).count(backend.db.read()).await?;
        lengths.push((state.code(), number));
    }
    let oldest: Option<i64> = outbox::Entity::find()
        .select_only()
        .column(outbox::Column::CreatedAt)
        .filter(outbox::Column::State.eq("queued"))
        .order_by_asc(outbox::Column::CreatedAt)
        .limit(1)
        .into_tuple()
        .one(backend.db.read())
        .await?;
    let now: Timestamp = backend.now();
    Ok(Figures { lengths, oldest: oldest.map(|since| (now.0 - since).max(0)) })
}
