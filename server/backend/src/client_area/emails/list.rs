//! The list of emails: searched, by category, the newest first, page by page.

use domain::{Category, Code, Moment, Timestamp, recipients::Recipient};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use super::{
    super::moments,
    seen::{categories, emails_seen},
};
use crate::{
    Backend, Failure,
    access::{Access, ViewEmails},
    db::entity::emails::{self, Column as E},
    paging::{Place, by_time, containing, searched},
};

/// What the list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EmailQuery {
    /// A part of the subject; empty: all.
    pub search: String,
    /// `None`: all that the person may see.
    pub category: Option<Category>,
    /// Where the page before ended; anything else is the first page.
    pub before: String,
}

impl EmailQuery {
    /// As a page's address has it; what cannot be read filters nothing.
    pub fn read(search: &str, category: &str, before: &str) -> Self {
        Self { search: searched(search), category: Category::from_code(category), before: before.to_owned() }
    }
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailLine {
    pub id: Uuid,
    pub subject: String,
    pub category: Category,
    pub sent: Moment,
    /// Addresses.
    pub recipients: Vec<String>,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailList {
    pub lines: Vec<EmailLine>,
    /// What the next page comes after, if there is one.
    pub older: Option<String>,
    /// Those that the person may choose.
    pub categories: Vec<Category>,
    pub query: EmailQuery,
}

/// A page of the emails, the newest first.
pub async fn emails(
    backend: &Backend,
    access: &Access<'_, ViewEmails>,
    query: EmailQuery,
) -> Result<EmailList, Failure> {
    let mut all = emails_seen(access).filter(containing(&[E::Subject], &query.search));
    if let Some(category) = query.category {
        all = all.filter(E::Category.eq(category.code()));
    }
    let place = |row: &emails::Model| Place { at: row.sent_at, id: row.id };
    let (rows, older) = by_time(backend.db.read(), all, (E::SentAt, E::Id), place, &query.before).await?;
    let moments = moments(backend, access.actor());
    let line = |row: emails::Model| {
        Ok(EmailLine {
            id: row.id,
            category: category(&row)?,
            sent: moments.moment(Timestamp(row.sent_at)),
            recipients: recipients(&row)?.into_iter().map(|one| one.address.to_string()).collect(),
            subject: row.subject,
        })
    };
    Ok(EmailList {
        lines: rows.into_iter().map(line).collect::<Result<_, Failure>>()?,
        older,
        categories: categories(backend, access.actor()),
        query,
    })
}

/// The category of an email.
pub(super) fn category(row: &emails::Model) -> Result<Category, Failure> {
    Category::from_code(&row.category).ok_or_else(|| Failure::inconsistent("an email has an unknown category"))
}

/// Who got an email, and why.
pub(super) fn recipients(row: &emails::Model) -> Result<Vec<Recipient>, Failure> {
    serde_json::from_str(&row.recipients).map_err(|_| Failure::inconsistent("an email has unreadable recipients"))
}
