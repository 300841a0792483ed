//! Claiming emails for delivery, so that no two workers get the same, and recording how it went.

use std::collections::BTreeMap;

use domain::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, Iterable, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, Query},
};
use uuid::Uuid;

use super::rates::{Line, Of, Pace, Rates};
use crate::{
    Db, Failure, Tx,
    announcements::{AnnouncementState, states},
    db::entity::outbox,
};

/// How long a claim lasts. Longer than one delivery may take ([`LONGEST`](crate::mail::LONGEST)), so that nobody else
/// takes over what is still being sent.
pub(super) const LEASE: i64 = 12 * Timestamp::MINUTE;

/// How many emails are looked at in one turn. Those of them that are too early for their rate are put off together.
const LOOK: u64 = 64;

/// Security mail before ordinary mail before announcements.
pub(super) const PRIORITIES: [i64; 3] = [SECURITY, ORDINARY, ANNOUNCEMENT];
pub(super) const SECURITY: i64 = 0;
pub(super) const ORDINARY: i64 = 1;
pub(super) const ANNOUNCEMENT: i64 = 2;

/// A claimed email. Whoever holds the `lease` may deliver it.
pub(super) struct Claimed {
    pub row: outbox::Model,
    pub lease: Uuid,
}

/// What a turn came to.
pub(super) struct Turn {
    pub claimed: Vec<Claimed>,
    /// How many emails were due and looked at, also those that were put off.
    pub looked_at: usize,
}

fn due(now: Timestamp) -> Condition {
    Condition::all()
        .add(outbox::Column::State.eq("queued"))
        .add(outbox::Column::NextAt.lte(now.0))
        .add(nobody_sends(now))
}

/// That no worker is sending it: it is not claimed, or whoever claimed it is dead.
pub(crate) fn nobody_sends(now: Timestamp) -> Condition {
    Condition::any()
        .add(outbox::Column::LeaseUntil.is_null())
        .add(outbox::Column::LeaseUntil.lte(now.0))
}

/// How many emails are due, counted up to `at_most`. Asking first keeps the polling of an idle server from taking
/// SQLite's write lock.
pub(super) async fn waiting(db: &Db, now: Timestamp, at_most: u64) -> Result<u64, Failure> {
    let ids: Vec<Uuid> = outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Id)
        .filter(outbox::Column::Priority.is_in(PRIORITIES))
        .filter(due(now))
        .limit(at_most)
        .into_tuple()
        .all(db.read())
        .await?;
    Ok(u64::try_from(ids.len()).unwrap_or(u64::MAX))
}

/// When the next email is due of those that were not at that time.
pub(super) async fn next_due(db: &Db, after: Timestamp) -> Result<Option<Timestamp>, Failure> {
    let mut next: Option<i64> = None;
    // One query for each priority, as when they are claimed: the first row of an index.
    for priority in PRIORITIES {
        let first: Option<i64> = outbox::Entity::find()
            .select_only()
            .column(outbox::Column::NextAt)
            .filter(outbox::Column::State.eq("queued"))
            .filter(outbox::Column::Priority.eq(priority))
            .filter(outbox::Column::NextAt.gt(after.0))
            .order_by_asc(outbox::Column::NextAt)
            .limit(1)
            .into_tuple()
            .one(db.read())
            .await?;
        next = next.into_iter().chain(first).min();
    }
    Ok(next.map(Timestamp))
}

/// An email that is due.
#[derive(FromQueryResult)]
struct Candidate {
    id: Uuid,
    priority: i64,
    domain: String,
    announcement_id: Option<Uuid>,
    next_at: i64,
    created_at: i64,
}

impl Candidate {
    fn line(&self) -> Line {
        if self.priority == ANNOUNCEMENT { Line::Bulk } else { Line::Ordinary }
    }

    fn under(&self) -> Vec<Of> {
        let domain = (!self.domain.is_empty()).then(|| Of::Domain(self.domain.clone()));
        domain.into_iter().chain(self.announcement_id.map(Of::Announcement)).collect()
    }
}

/// Claims up to that many emails that are due and that the rates allow: the more urgent first, then the older. What is
/// too early gets its time; what belongs to a paused announcement is held. An attempt is counted when it begins: one
/// that kills the process counts too.
pub(super) async fn claim(db: &Db, now: Timestamp, at_most: u64, domain: Option<Pace>) -> Result<Turn, Failure> {
    let tx = db.write().await?;
    let candidates = candidates(&tx, db, now, at_most).await?;
    let announcements = states(&tx, candidates.iter().filter_map(|one| one.announcement_id)).await?;
    let mut wanted = BTreeMap::new();
    for of in candidates.iter().flat_map(Candidate::under) {
        let pace = match &of {
            Of::Domain(_) => domain,
            Of::Announcement(id) => announcements.get(id).and_then(|one| Pace::per_minute(one.per_minute)),
        };
        if let Some(pace) = pace {
            wanted.insert(of, pace);
        }
    }
    let mut rates = Rates::lock(&tx, wanted).await?;
    let (mut chosen, mut looked_at) = (Vec::new(), 0);
    for one in &candidates {
        if chosen.len() as u64 == at_most {
            break;
        }
        looked_at += 1;
        let state = one.announcement_id.and_then(|id| announcements.get(&id)).map(|found| found.state);
        if let Some(stopped) = state.and_then(AnnouncementState::stops) {
            put_aside(&tx, one.id, stopped, now).await?;
        } else if one.priority == SECURITY {
            rates.count(&one.under(), now);
            chosen.push(one.id);
        } else {
            // One of an announcement was given its time when it was queued.
            let fresh = one.priority != ANNOUNCEMENT && one.next_at <= one.created_at;
            match rates.allow(&one.under(), one.line(), fresh, now) {
                Ok(()) => chosen.push(one.id),
                Err(at) => put_off(&tx, one.id, at).await?,
            }
        }
    }
    rates.store(&tx).await?;
    let claimed = lease(&tx, now, chosen).await?;
    tx.commit().await?;
    Ok(Turn { claimed, looked_at })
}

/// One query for each priority: together they would have to be sorted, however many wait.
async fn candidates(tx: &Tx, db: &Db, now: Timestamp, at_most: u64) -> Result<Vec<Candidate>, Failure> {
    let look = Ord::max(at_most, LOOK);
    let mut found = Vec::new();
    for priority in PRIORITIES {
        let left = look.saturating_sub(found.len() as u64);
        if left == 0 || found.len() as u64 >= at_most {
            break;
        }
        let mut query = outbox::Entity::find()
            .select_only()
            .columns([
                outbox::Column::Id,
                outbox::Column::Priority,
                outbox::Column::Domain,
                outbox::Column::AnnouncementId,
                outbox::Column::NextAt,
                outbox::Column::CreatedAt,
            ])
            .filter(outbox::Column::Priority.eq(priority))
            .filter(due(now))
            .order_by_asc(outbox::Column::NextAt)
            .limit(left);
        if !db.is_sqlite() {
            query = query.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        found.extend(query.into_model::<Candidate>().all(tx.conn()).await?);
    }
    Ok(found)
}

async fn lease(tx: &Tx, now: Timestamp, chosen: Vec<Uuid>) -> Result<Vec<Claimed>, Failure> {
    if chosen.is_empty() {
        return Ok(Vec::new());
    }
    let lease = crate::random::new_id(now);
    let update = Query::update()
        .table(outbox::Entity)
        .value(outbox::Column::LeaseUntil, now.plus(LEASE).0)
        .value(outbox::Column::LeasedBy, lease)
        .value(outbox::Column::Attempts, Expr::col(outbox::Column::Attempts).add(1))
        .value(outbox::Column::FirstTriedAt, Expr::col(outbox::Column::FirstTriedAt).if_null(now.0))
        .and_where(Expr::col(outbox::Column::Id).is_in(chosen))
        // By name: after a migration, a connection may still know the table by its old columns.
        .returning(Query::returning().columns(outbox::Column::iter()))
        .take();
    let rows = tx.conn().query_all(&update).await?;
    let mut claimed = Vec::with_capacity(rows.len());
    for row in &rows {
        claimed.push(Claimed { row: outbox::Model::from_query_result(row, "")?, lease });
    }
    claimed.sort_by_key(|claimed| (claimed.row.priority, claimed.row.next_at, claimed.row.id));
    Ok(claimed)
}

async fn put_off(tx: &Tx, id: Uuid, until: Timestamp) -> Result<(), Failure> {
    outbox::Entity::update_many()
        .col_expr(outbox::Column::NextAt, Expr::value(until.0))
        .filter(outbox::Column::Id.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Takes an email out of the queue whose announcement does not go on.
async fn put_aside(tx: &Tx, id: Uuid, state: &str, now: Timestamp) -> Result<(), Failure> {
    let done = (state != "held").then_some(now.0);
    outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::value(state))
        .col_expr(outbox::Column::DoneAt, Expr::value(done))
        // Of a worker that died.
        .col_expr(outbox::Column::LeaseUntil, Expr::value(None::<i64>))
        .col_expr(outbox::Column::LeasedBy, Expr::value(None::<Uuid>))
        .filter(outbox::Column::Id.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(())
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
    Failed {
        words: String,
        /// Whether it is the address that does not work.
        dead: bool,
    },
}

/// How much of a server's words is kept, in characters.
pub(super) const WORDS: usize = 500;

/// Records how an attempt ended and gives the claim back. `false`: somebody else has taken over meanwhile.
pub(super) async fn settle(tx: &Tx, claimed: &Claimed, now: Timestamp, outcome: &Outcome) -> Result<bool, Failure> {
    let (state, next_at, done_at, words) = match outcome {
        Outcome::Sent => ("sent", now, Some(now.0), ""),
        Outcome::Dropped(why) => ("dropped", now, Some(now.0), *why),
        Outcome::Retry(at, words) => ("queued", *at, None, words.as_str()),
        Outcome::Failed { words, .. } => ("failed", now, Some(now.0), words.as_str()),
    };
    let words: String = words.chars().take(WORDS).collect();
    let changed = outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::value(state))
        .col_expr(outbox::Column::NextAt, Expr::value(next_at.0))
        .col_expr(outbox::Column::DoneAt, Expr::value(done_at))
        .col_expr(outbox::Column::LastError, Expr::value(words))
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
