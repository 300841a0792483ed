//! Something came back.

use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, LockType},
};
use uuid::Uuid;

use super::{
    follow::not_delivered,
    report::{self, Said},
};
use crate::{Backend, Failure, access::SystemAccess, db::entity::outbox, mail::tokens::Tokens};

/// How much of what comes back is read, in bytes: whatever matters stands at the beginning.
pub const READ: usize = 256 * 1024;

/// What was done about something that came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// The letter did not arrive. It is recorded, and what follows is done.
    NotDelivered,
    /// It is about a letter of ours, and says nothing that matters: a delay, or an answering machine.
    Nothing,
    /// It is about no letter that we know.
    NotOurs,
}

/// A message that was sent to a return path, as it is.
pub async fn receive(backend: &Backend, system: &SystemAccess, message: &[u8]) -> Result<Received, Failure> {
    let Some(base) = &backend.settings.bounce_address else {
        return Ok(Received::NotOurs);
    };
    let text = String::from_utf8_lossy(message.get(..READ).unwrap_or(message));
    let tokens = Tokens::load(backend.db.read()).await?;
    let Some(letter) = report::tokens(&text, base).find_map(|token| tokens.read_letter(token)) else {
        return Ok(Received::NotOurs);
    };
    take(backend, system, letter, report::read(&text)).await
}

/// What somebody else made of such a message: the token of the return path, a status such as `5.1.1`, and words.
pub async fn receive_status(
    backend: &Backend,
    system: &SystemAccess,
    token: &str,
    status: &str,
    words: &str,
) -> Result<Received, Failure> {
    match Tokens::load(backend.db.read()).await?.read_letter(token) {
        Some(letter) => take(backend, system, letter, report::from_status(status, words)).await,
        None => Ok(Received::NotOurs),
    }
}

async fn take(backend: &Backend, _system: &SystemAccess, letter: Uuid, said: Said) -> Result<Received, Failure> {
    let Said::Failed { words, dead } = said else { return Ok(Received::Nothing) };
    let now = backend.now();
    let tx = backend.db.write().await?;
    let query = outbox::Entity::find_by_id(letter).lock(LockType::Update);
    let Some(row) = query.one(tx.conn()).await? else {
        return Ok(Received::NotOurs);
    };
    // Handed in again. What followed is done, and may have been set right since: by a test that arrived, say.
    if row.state == "failed" {
        return Ok(Received::NotDelivered);
    }
    let kept: String = words.chars().take(500).collect();
    outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::value("failed"))
        .col_expr(outbox::Column::DoneAt, Expr::col(outbox::Column::DoneAt).if_null(now.0))
        .col_expr(outbox::Column::LastError, Expr::value(kept))
        .filter(outbox::Column::Id.eq(letter))
        .exec(tx.conn())
        .await?;
    not_delivered(&tx, &row, &words, dead, now).await?;
    tx.commit().await?;
    tracing::info!(id = %letter, dead, "an email came back");
    Ok(Received::NotDelivered)
}
