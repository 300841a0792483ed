//! The outbox as the operator works on it: what waits or failed, sending it again, and throwing it away.

use domain::AccountId;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType},
};
use uuid::Uuid;

use super::{
    claim::nobody_sends,
    letter::{MailState, Posted},
};
use crate::{Backend, Failure, access::SystemAccess, db::entity::outbox};

/// How many rows one statement changes: others have to wait for it on SQLite.
const STEP: u64 = 500;

/// Which letters are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    One(Uuid),
    /// All that failed.
    Failed,
    /// All of an account that wait.
    WaitingOf(AccountId),
}

/// The letters in a state, the oldest first; `None`: those that wait or failed. `account`: of that account only.
pub async fn letters(
    backend: &Backend,
    _system: &SystemAccess,
    state: Option<MailState>,
    account: Option<AccountId>,
    at_most: u64,
) -> Result<Vec<Posted>, Failure> {
    let states = match state {
        Some(state) => state.rows(),
        None => Condition::all().add(outbox::Column::State.is_in(["queued", "held", "failed"])),
    };
    let mut query = outbox::Entity::find().filter(states);
    if let Some(account) = account {
        query = query.filter(outbox::Column::AccountId.eq(account.0));
    }
    let rows = query.order_by_asc(outbox::Column::CreatedAt).limit(at_most).all(backend.db.read()).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Tries letters again, from now on for as long as a new one. Returns how many: what was sent, or is being sent just
/// now, is left alone.
pub async fn retry(backend: &Backend, _system: &SystemAccess, which: Which) -> Result<u64, Failure> {
    let states: &[&str] = match which {
        Which::One(_) => &["queued", "failed", "dropped"],
        Which::Failed => &["failed"],
        Which::WaitingOf(_) => &["queued"],
    };
    let now = backend.now();
    // What is changed does not match any more, so this ends; what fails again meanwhile was created before.
    in_steps(backend, which, states, |ids| {
        outbox::Entity::update_many()
            .col_expr(outbox::Column::State, Expr::value("queued"))
            .col_expr(outbox::Column::Attempts, Expr::value(0))
            .col_expr(outbox::Column::FirstTriedAt, Expr::value(None::<i64>))
            .col_expr(outbox::Column::NextAt, Expr::value(now.0))
            .col_expr(outbox::Column::DoneAt, Expr::value(None::<i64>))
            .filter(outbox::Column::Id.is_in(ids))
    })
    .await
}

/// Throws letters away that wait or failed. Returns how many.
pub async fn discard(backend: &Backend, _system: &SystemAccess, which: Which) -> Result<u64, Failure> {
    let states: &[&str] = match which {
        Which::One(_) => &["queued", "held", "failed"],
        Which::Failed => &["failed"],
        Which::WaitingOf(_) => &["queued", "held"],
    };
    let now = backend.now();
    in_steps(backend, which, states, |ids| {
        outbox::Entity::update_many()
            .col_expr(outbox::Column::State, Expr::value("dropped"))
            .col_expr(outbox::Column::DoneAt, Expr::value(now.0))
            .col_expr(outbox::Column::LastError, Expr::value("thrown away by the operator"))
            .filter(outbox::Column::Id.is_in(ids))
    })
    .await
}

/// Changes letters in some short transactions, in the order of their ids. What a worker has just claimed, or settled, is
/// looked at again once that is committed.
async fn in_steps(
    backend: &Backend,
    which: Which,
    states: &[&str],
    change: impl Fn(Vec<Uuid>) -> sea_orm::UpdateMany<outbox::Entity>,
) -> Result<u64, Failure> {
    let now = backend.now();
    let (mut changed, mut after) = (0, None);
    loop {
        let tx = backend.db.write().await?;
        let free = Condition::all().add(outbox::Column::State.is_in(states.iter().copied())).add(nobody_sends(now));
        let mut query = outbox::Entity::find()
            .select_only()
            .column(outbox::Column::Id)
            .filter(meant(which))
            .filter(free.clone())
            .order_by_asc(outbox::Column::Id)
            .limit(STEP)
            .lock(LockType::Update);
        if let Some(after) = after {
            query = query.filter(outbox::Column::Id.gt(after));
        }
        let ids: Vec<Uuid> = query.into_tuple().all(tx.conn()).await?;
        let Some(last) = ids.last().copied() else { return Ok(changed) };
        after = Some(last);
        changed += change(ids).filter(free).exec(tx.conn()).await?.rows_affected;
        tx.mail_queued();
        tx.commit().await?;
    }
}

fn meant(which: Which) -> Condition {
    match which {
        Which::One(id) => Condition::all().add(outbox::Column::Id.eq(id)),
        Which::Failed => Condition::all(),
        Which::WaitingOf(account) => Condition::all().add(outbox::Column::AccountId.eq(account.0)),
    }
}
