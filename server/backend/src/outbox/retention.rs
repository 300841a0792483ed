//! Removing letters that were settled long ago. What was told stays in the email history; of an announcement the numbers
//! stay.
//!
//! A few at a time, each time in a transaction of some milliseconds: mail goes on meanwhile.

use std::collections::BTreeMap;

use domain::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Condition, Expr, ExprTrait, LockBehavior, LockType, Query},
};
use uuid::Uuid;

use crate::{Backend, Failure, access::SystemAccess, db::entity::outbox};

/// How many letters go in one transaction, and how many transactions there are at once.
const STEP: u64 = 200;
const STEPS: usize = 5;

/// The states that are the end of a letter, with the column of its announcement that remembers how many there were.
const SETTLED: [(&str, &str); 3] =
    [("sent", "letters_sent"), ("dropped", "letters_dropped"), ("failed", "letters_failed")];

/// Removes some of the letters that were settled longer ago than they are kept. Returns how many.
pub async fn forget_some(backend: &Backend, _system: &SystemAccess) -> Result<u64, Failure> {
    let keep = i64::from(backend.settings.mail_keep_days);
    if keep == 0 {
        return Ok(0);
    }
    let before = backend.now().plus(-keep * Timestamp::DAY);
    let mut removed = 0;
    // Looking first keeps an idle server from taking SQLite's write lock.
    while removed < STEP * STEPS as u64 && old(before).limit(1).one(backend.db.read()).await?.is_some() {
        match step(backend, before).await? {
            0 => break,
            some => removed += some,
        }
    }
    Ok(removed)
}

/// The letters that may go. Of an announcement that is not done yet all stay: calling it back asks what has left.
fn old(before: Timestamp) -> Select<outbox::Entity> {
    let waits = Query::select()
        .expr(Expr::val(1))
        .from_as("outbox", "other")
        .and_where(Expr::col(("other", "announcement_id")).equals(("outbox", "announcement_id")))
        .and_where(Expr::col(("other", "state")).is_in(["queued", "held"]))
        .take();
    outbox::Entity::find()
        .filter(outbox::Column::State.is_in(SETTLED.map(|(state, _)| state)))
        .filter(outbox::Column::CreatedAt.lt(before.0))
        .filter(outbox::Column::DoneAt.lt(before.0))
        .filter(Condition::any().add(outbox::Column::AnnouncementId.is_null()).add(Expr::exists(waits).not()))
}

async fn step(backend: &Backend, before: Timestamp) -> Result<u64, Failure> {
    let tx = backend.db.write().await?;
    let mut query = old(before)
        .select_only()
        .columns([outbox::Column::Id, outbox::Column::State, outbox::Column::AnnouncementId])
        .order_by_asc(outbox::Column::CreatedAt)
        .limit(STEP);
    if !backend.db.is_sqlite() {
        query = query.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let rows: Vec<(Uuid, String, Option<Uuid>)> = query.into_tuple().all(tx.conn()).await?;
    let mut counts: BTreeMap<(Uuid, String), i64> = BTreeMap::new();
    for (_, state, announcement) in &rows {
        if let Some(announcement) = announcement {
            *counts.entry((*announcement, state.clone())).or_default() += 1;
        }
    }
    for ((announcement, state), count) in counts {
        let Some((_, column)) = SETTLED.iter().find(|(code, _)| *code == state) else {
            continue;
        };
        let update = Query::update()
            .table("announcements")
            .value(*column, Expr::col(*column).add(count))
            .and_where(Expr::col("id").eq(announcement))
            .take();
        tx.conn().execute(&update).await?;
    }
    let removed = outbox::Entity::delete_many()
        .filter(outbox::Column::Id.is_in(rows.iter().map(|(id, ..)| *id)))
        .exec(tx.conn())
        .await?
        .rows_affected;
    tx.commit().await?;
    Ok(removed)
}
