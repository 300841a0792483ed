//! A letter as people see it: what it is, and how its delivery stands.

use domain::{AccountId, Code, Timestamp};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use crate::db::entity::outbox;

/// How the delivery of a letter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailState {
    /// Waits for its first attempt.
    Queued,
    /// Was tried, and waits for another attempt.
    Retrying,
    /// Its announcement is paused.
    Held,
    /// The server accepted it, or it is kept in the database.
    Sent,
    /// There was nothing to tell any more.
    Dropped,
    /// Given up, refused for good, or come back.
    Failed,
}

impl Code for MailState {
    const WHAT: &'static str = "state of an email";
    const ALL: &'static [Self] = &[Self::Queued, Self::Retrying, Self::Held, Self::Sent, Self::Dropped, Self::Failed];

    fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Retrying => "retrying",
            Self::Held => "held",
            Self::Sent => "sent",
            Self::Dropped => "dropped",
            Self::Failed => "failed",
        }
    }
}

impl MailState {
    /// The rows in that state. That a letter was tried stands in its attempts, not in its stored state.
    pub(super) fn rows(self) -> Condition {
        let state = |code| Condition::all().add(outbox::Column::State.eq(code));
        match self {
            Self::Queued => state("queued").add(outbox::Column::Attempts.eq(0)),
            Self::Retrying => state("queued").add(outbox::Column::Attempts.gt(0)),
            other => state(other.code()),
        }
    }

    fn of(row: &outbox::Model) -> Self {
        match row.state.as_str() {
            "queued" if row.attempts > 0 => Self::Retrying,
            code => Self::from_code(code).unwrap_or(Self::Failed),
        }
    }
}

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    pub id: Uuid,
    pub account: Option<AccountId>,
    pub to: String,
    /// Of the history; `None`: security mail.
    pub email: Option<Uuid>,
    /// The code of its category, or of the security mail that it is.
    pub what: String,
    pub state: MailState,
    pub attempts: i64,
    pub created: Timestamp,
    /// When it is tried next, if it waits.
    pub next: Option<Timestamp>,
    /// When it was settled.
    pub done: Option<Timestamp>,
    /// The server's words, or why it was dropped; empty: nothing was said.
    pub words: String,
}

impl From<outbox::Model> for Posted {
    fn from(row: outbox::Model) -> Self {
        let state = MailState::of(&row);
        let waits = matches!(state, MailState::Queued | MailState::Retrying);
        Self {
            id: row.id,
            account: row.account_id.map(AccountId),
            to: row.recipient,
            email: row.email_id,
            what: row.category.unwrap_or_else(|| security(&row.event)),
            state,
            attempts: row.attempts,
            created: Timestamp(row.created_at),
            next: waits.then_some(Timestamp(row.next_at)),
            done: row.done_at.map(Timestamp),
            words: row.last_error,
        }
    }
}

/// The code of a security mail.
fn security(event: &str) -> String {
    let event: serde_json::Value = serde_json::from_str(event).unwrap_or_default();
    event.get("event").and_then(|code| code.as_str()).unwrap_or("unknown").to_owned()
}
