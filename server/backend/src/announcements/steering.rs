//! Pausing an announcement, going on, and calling it back.
//!
//! That it is paused or cancelled holds from the next email on, on every node: whoever claims an email looks, and keeps
//! the announcement as it is until the claim is stored. What waits is moved in small steps, so that nobody else has to
//! wait long.

use domain::{Code, Timestamp};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, Query},
};
use uuid::Uuid;

use super::{
    queueing::{Progress, progress},
    state::AnnouncementState,
};
use crate::{
    Backend, Failure, Tx,
    access::SystemAccess,
    db::{
        entity::{announcements, outbox},
        found,
    },
    outbox::{Line, nobody_sends, release_bulk},
};

/// How many emails are moved in one step.
const STEP: u64 = 500;

/// Pauses an announcement. Returns how it stands now: what was done already stays.
pub async fn pause(backend: &Backend, _system: &SystemAccess, id: Uuid) -> Result<Progress, Failure> {
    change(backend, id, |state, _| match state {
        AnnouncementState::Queueing | AnnouncementState::Sending => AnnouncementState::Paused,
        other => other,
    })
    .await
}

/// Goes on with an announcement that was paused, or whose queueing was interrupted. What waits gets new times.
pub async fn resume(backend: &Backend, _system: &SystemAccess, id: Uuid) -> Result<Progress, Failure> {
    let progress = change(backend, id, |state, row| match state {
        AnnouncementState::Paused if row.accounts_done < row.accounts => AnnouncementState::Queueing,
        AnnouncementState::Paused => AnnouncementState::Sending,
        other => other,
    })
    .await?;
    if progress.state != AnnouncementState::Cancelled {
        while release_some(backend, id).await? > 0 {}
    }
    Ok(progress)
}

/// Calls an announcement back: what has not left does not leave any more. Returns how many emails that were.
pub async fn cancel(backend: &Backend, _system: &SystemAccess, id: Uuid) -> Result<u64, Failure> {
    change(backend, id, |_, _| AnnouncementState::Cancelled).await?;
    let mut dropped = 0;
    loop {
        let some = drop_some(backend, id).await?;
        if some == 0 {
            return Ok(dropped);
        }
        dropped += some;
    }
}

async fn change(
    backend: &Backend,
    id: Uuid,
    to: impl Fn(AnnouncementState, &announcements::Model) -> AnnouncementState,
) -> Result<Progress, Failure> {
    let tx = backend.db.write().await?;
    let mut row = lock(&tx, id).await?;
    let state = progress(&row)?.state;
    to(state, &row).code().clone_into(&mut row.state);
    announcements::Entity::update_many()
        .set(announcements::ActiveModel { state: Set(row.state.clone()), ..Default::default() })
        .filter(announcements::Column::Id.eq(id))
        .exec(tx.conn())
        .await?;
    tx.commit().await?;
    progress(&row)
}

/// The announcement, which nobody else steers, queues or begins to send until the transaction ends.
async fn lock(tx: &Tx, id: Uuid) -> Result<announcements::Model, Failure> {
    let query = announcements::Entity::find_by_id(id).lock(LockType::NoKeyUpdate);
    found(query.one(tx.conn()).await?)
}

/// Some of the emails of an announcement in these states that nobody is sending, locked. What somebody else has locked is
/// passed by: a worker that claims it looks how the announcement stands now.
async fn some(tx: &Tx, id: Uuid, states: &[&str], now: Timestamp) -> Result<Vec<Uuid>, Failure> {
    Ok(outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Id)
        .filter(outbox::Column::AnnouncementId.eq(id))
        .filter(free(states, now))
        .order_by_asc(outbox::Column::NextAt)
        .limit(STEP)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .into_tuple()
        .all(tx.conn())
        .await?)
}

fn free(states: &[&str], now: Timestamp) -> Condition {
    Condition::all().add(outbox::Column::State.is_in(states.iter().copied())).add(nobody_sends(now))
}

async fn release_some(backend: &Backend, id: Uuid) -> Result<usize, Failure> {
    let now = backend.now();
    let tx = backend.db.write().await?;
    let row = lock(&tx, id).await?;
    if progress(&row)?.state.stops().is_some() {
        // Somebody has paused it again.
        return Ok(0);
    }
    let waiting = some(&tx, id, &["held"], now).await?;
    let line = Line { announcement: id, per_minute: u32::try_from(row.per_minute).unwrap_or(0) };
    release_bulk(&tx, now, line, &waiting).await?;
    tx.commit().await?;
    Ok(waiting.len())
}

async fn drop_some(backend: &Backend, id: Uuid) -> Result<u64, Failure> {
    const WAITS: [&str; 2] = ["queued", "held"];
    let now = backend.now();
    let tx = backend.db.write().await?;
    lock(&tx, id).await?;
    let waiting = some(&tx, id, &WAITS, now).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let changed = outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::value("dropped"))
        .col_expr(outbox::Column::DoneAt, Expr::value(now.0))
        .col_expr(outbox::Column::LastError, Expr::value("the announcement was called back"))
        .filter(outbox::Column::Id.is_in(waiting.iter().copied()))
        .filter(free(&WAITS, now))
        .exec(tx.conn())
        .await?;
    forget_unsent(&tx, id, &waiting).await?;
    tx.commit().await?;
    Ok(changed.rows_affected)
}

/// Takes the announcement out of the history of accounts to which nothing of it has left.
async fn forget_unsent(tx: &Tx, id: Uuid, dropped: &[Uuid]) -> Result<(), Failure> {
    let accounts = Query::select()
        .column("account_id")
        .from("outbox")
        .and_where(Expr::col("id").is_in(dropped.iter().copied()))
        .take();
    let left = Query::select()
        .expr(Expr::val(1))
        .from("outbox")
        .and_where(Expr::col(("outbox", "account_id")).equals(("emails", "account_id")))
        .and_where(Expr::col(("outbox", "email_id")).eq(id))
        .and_where(Expr::col(("outbox", "state")).ne("dropped"))
        .take();
    let delete = Query::delete()
        .from_table("emails")
        .and_where(Expr::col(("emails", "account_id")).in_subquery(accounts))
        .and_where(Expr::col(("emails", "id")).eq(id))
        .and_where(Expr::exists(left).not())
        .take();
    tx.conn().execute(&delete).await?;
    Ok(())
}
