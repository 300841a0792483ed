//! Claiming emails for delivery: one statement, so that no two workers get the same.

use domain::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, Order, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, Query},
};
use uuid::Uuid;

use crate::{Db, Failure, Tx, db::entity::outbox};

/// How long a claim lasts. Longer than one delivery may take (`deliver::TIME_LIMIT`), so that nobody else takes over
/// what is still being sent.
const LEASE: i64 = 5 * Timestamp::MINUTE;

/// A claimed email. Whoever holds the `lease` may deliver it.
pub(super) struct Claimed {
    pub row: outbox::Model,
    pub lease: Uuid,
}

fn due(now: Timestamp) -> Condition {
    Condition::all()
        .add(outbox::Column::State.eq("queued"))
        .add(outbox::Column::NextAt.lte(now.0))
        .add(outbox::Column::LeaseUntil.is_null().or(outbox::Column::LeaseUntil.lte(now.0)))
}

/// Claims up to that many emails that are due, oldest first. An attempt is counted when it begins: one that kills the
/// process counts too.
pub(super) async fn claim(db: &Db, now: Timestamp, at_most: u64) -> Result<Vec<Claimed>, Failure> {
    // Asking first keeps the polling of an idle server from taking SQLite's write lock.
    let waiting: Option<Uuid> = outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Id)
        .filter(due(now))
        .into_tuple()
        .one(db.read())
        .await?;
    if waiting.is_none() {
        return Ok(Vec::new());
    }
    let lease = crate::random::new_id(now);
    let mut chosen = Query::select()
        .column(outbox::Column::Id)
        .from(outbox::Entity)
        .cond_where(due(now))
        .order_by(outbox::Column::NextAt, Order::Asc)
        .order_by(outbox::Column::Id, Order::Asc)
        .limit(at_most)
        .take();
    if !db.is_sqlite() {
        chosen.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let update = Query::update()
        .table(outbox::Entity)
        .value(outbox::Column::LeaseUntil, now.plus(LEASE).0)
        .value(outbox::Column::LeasedBy, lease)
        .value(outbox::Column::Attempts, Expr::col(outbox::Column::Attempts).add(1))
        .and_where(Expr::col(outbox::Column::Id).in_subquery(chosen))
        .returning_all()
        .take();
    let rows = db.read().query_all(&update).await?;
    let mut claimed = Vec::with_capacity(rows.len());
    for row in &rows {
        claimed.push(Claimed { row: outbox::Model::from_query_result(row, "")?, lease });
    }
    claimed.sort_by_key(|claimed| claimed.row.id);
    Ok(claimed)
}

/// Renews the claim in the transaction that renders the email. `false`: somebody else has taken over.
pub(super) async fn hold(tx: &Tx, claimed: &Claimed, now: Timestamp) -> Result<bool, Failure> {
    let changed = outbox::Entity::update_many()
        .col_expr(outbox::Column::LeaseUntil, Expr::value(now.plus(LEASE).0))
        .filter(ours(claimed))
        .exec(tx.conn())
        .await?;
    Ok(changed.rows_affected == 1)
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Sent,
    /// There is nothing to tell any more, for that reason.
    Dropped(&'static str),
    /// Again at that time, because of that.
    Retry(Timestamp, String),
    /// Given up, because of that.
    Failed(String),
}

/// Records how an attempt ended and gives the claim back. `false`: somebody else has taken over meanwhile.
pub(super) async fn settle(tx: &Tx, claimed: &Claimed, now: Timestamp, outcome: &Outcome) -> Result<bool, Failure> {
    let (state, next_at, done_at, error) = match outcome {
        Outcome::Sent => ("sent", now, Some(now.0), String::new()),
        Outcome::Dropped(why) => ("dropped", now, Some(now.0), (*why).to_owned()),
        Outcome::Retry(at, error) => ("queued", *at, None, error.chars().take(500).collect()),
        Outcome::Failed(error) => ("failed", now, Some(now.0), error.chars().take(500).collect()),
    };
    let changed = outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::value(state))
        .col_expr(outbox::Column::NextAt, Expr::value(next_at.0))
        .col_expr(outbox::Column::DoneAt, Expr::value(done_at))
        .col_expr(outbox::Column::LastError, Expr::value(error))
        .col_expr(outbox::Column::LeaseUntil, Expr::value(None::<i64>))
        .col_expr(outbox::Column::LeasedBy, Expr::value(None::<Uuid>))
        .filter(ours(claimed))
        .exec(tx.conn())
        .await?;
    Ok(changed.rows_affected == 1)
}

fn ours(claimed: &Claimed) -> Condition {
    Condition::all()
        .add(outbox::Column::Id.eq(claimed.row.id))
        .add(outbox::Column::LeasedBy.eq(claimed.lease))
        .add(outbox::Column::State.eq("queued"))
}
