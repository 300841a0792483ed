//! Announcements as the operator sees them.

use std::collections::HashMap;

use domain::{Locale, Timestamp, business_event::Texts};
use sea_orm::{
    ConnectionTrait, EntityTrait, QueryOrder, QuerySelect,
    sea_query::{Expr, Func, Query},
};
use uuid::Uuid;

use super::queueing::{Progress, progress};
use crate::{Backend, Failure, access::SystemAccess, db::entity::announcements};

/// How many a list shows.
const LIST: u64 = 50;

/// An announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    pub id: Uuid,
    /// In English, or else in the language that there is.
    pub subject: String,
    pub created: Timestamp,
    /// Emails a minute; 0: as fast as they leave.
    pub per_minute: u32,
    pub progress: Progress,
    /// How many of its emails are in which state (`queued`, `held`, `sent`, `dropped`, `failed`).
    pub letters: HashMap<String, u64>,
}

impl Announcement {
    /// How many of its emails wait.
    pub fn waiting(&self) -> u64 {
        ["queued", "held"].iter().filter_map(|state| self.letters.get(*state)).sum()
    }
}

/// The newest first, at most 50.
pub async fn list(backend: &Backend, _system: &SystemAccess) -> Result<Vec<Announcement>, Failure> {
    let rows = announcements::Entity::find()
        .order_by_desc(announcements::Column::CreatedAt)
        .limit(LIST)
        .all(backend.db.read())
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.push(read(backend, row).await?);
    }
    Ok(all)
}

/// One of them.
pub async fn get(backend: &Backend, _system: &SystemAccess, id: Uuid) -> Result<Option<Announcement>, Failure> {
    match announcements::Entity::find_by_id(id).one(backend.db.read()).await? {
        Some(row) => read(backend, row).await.map(Some),
        None => Ok(None),
    }
}

async fn read(backend: &Backend, row: announcements::Model) -> Result<Announcement, Failure> {
    let texts: Texts =
        serde_json::from_str(&row.texts).map_err(|_| Failure::inconsistent("an announcement has unreadable texts"))?;
    Ok(Announcement {
        id: row.id,
        subject: texts.in_language(Locale::English).map(|wording| wording.subject.to_string()).unwrap_or_default(),
        created: Timestamp(row.created_at),
        per_minute: u32::try_from(row.per_minute).unwrap_or(0),
        progress: progress(&row)?,
        letters: letters(backend, &row).await?,
    })
}

/// Counts the letters that there are, and those that there were.
async fn letters(backend: &Backend, row: &announcements::Model) -> Result<HashMap<String, u64>, Failure> {
    use sea_orm::sea_query::ExprTrait as _;
    let query = Query::select()
        .column("state")
        .expr_as(Func::count(Expr::col("id")), "number")
        .from("outbox")
        .and_where(Expr::col("announcement_id").eq(row.id))
        .group_by_col("state")
        .take();
    let gone = [("sent", row.letters_sent), ("dropped", row.letters_dropped), ("failed", row.letters_failed)];
    let gone = gone.into_iter().filter_map(|(state, number)| Some((state.to_owned(), u64::try_from(number).ok()?)));
    let mut found: HashMap<String, u64> = gone.filter(|(_, number)| *number > 0).collect();
    for row in backend.db.read().query_all(&query).await? {
        let number: i64 = row.try_get("", "number")?;
        *found.entry(row.try_get("", "state")?).or_default() += u64::try_from(number).unwrap_or(0);
    }
    Ok(found)
}
