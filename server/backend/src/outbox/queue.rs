//! Putting an email into the outbox.

use domain::{
    AccountId, Category, Code, EmailAddress, Locale, Timestamp,
    recipients::{Reason, Role},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{
    claim::{ANNOUNCEMENT, ORDINARY, SECURITY},
    rates::{Of, Pace, Rates},
};
use crate::{Failure, Tx, db::entity::outbox, mail::MailEvent, random::new_id};

/// An email to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub account: Option<AccountId>,
    pub event: MailEvent,
    pub to: EmailAddress,
    pub to_name: String,
    pub locale: Locale,
    /// `None`: security mail, which is in no category.
    pub routed: Option<Routed>,
}

/// What made a letter of an email in a category: the email of the history that it is a copy of, for whom and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routed {
    /// Of the letter's account.
    pub email: Uuid,
    pub category: Category,
    pub role: Role,
    pub reasons: Vec<Reason>,
}

/// The announcement that emails are of, and how many of them leave in a minute; 0: as fast as they leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub announcement: Uuid,
    pub per_minute: u32,
}

/// How many rows are inserted by one statement: SQLite takes 32,766 values at once.
const AT_ONCE: usize = 500;

/// Queues an email in the transaction of what it tells: both become true together.
pub async fn queue(tx: &Tx, now: Timestamp, letter: Letter) -> Result<(), Failure> {
    outbox::Entity::insert(row(letter, now)?).exec_without_returning(tx.conn()).await?;
    tx.mail_queued();
    Ok(())
}

/// Queues emails of an announcement, each with a time in its line. Returns how many they were.
pub(crate) async fn queue_bulk(tx: &Tx, now: Timestamp, line: Line, letters: Vec<Letter>) -> Result<usize, Failure> {
    let count = letters.len();
    let mut rates = line.lock(tx).await?;
    let mut rows = Vec::with_capacity(count);
    for letter in letters {
        let mut row = row(letter, now)?;
        row.priority = Set(ANNOUNCEMENT);
        row.announcement_id = Set(Some(line.announcement));
        row.next_at = Set(rates.lay(&line.of(), now).0);
        rows.push(row);
    }
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(AT_ONCE));
        outbox::Entity::insert_many(std::mem::replace(&mut rows, rest))
            .exec_without_returning(tx.conn())
            .await?;
    }
    rates.store(tx).await?;
    tx.mail_queued();
    Ok(count)
}

/// Gives held emails of an announcement new times, and two days again from their next attempt.
pub(crate) async fn release_bulk(tx: &Tx, now: Timestamp, line: Line, held: &[Uuid]) -> Result<(), Failure> {
    let mut rates = line.lock(tx).await?;
    for id in held {
        outbox::Entity::update_many()
            .col_expr(outbox::Column::State, Expr::value("queued"))
            .col_expr(outbox::Column::NextAt, Expr::value(rates.lay(&line.of(), now).0))
            .col_expr(outbox::Column::Attempts, Expr::value(0))
            .col_expr(outbox::Column::FirstTriedAt, Expr::value(None::<i64>))
            .col_expr(outbox::Column::LeaseUntil, Expr::value(None::<i64>))
            .col_expr(outbox::Column::LeasedBy, Expr::value(None::<Uuid>))
            .filter(outbox::Column::Id.eq(*id))
            .filter(outbox::Column::State.eq("held"))
            .exec(tx.conn())
            .await?;
    }
    rates.store(tx).await?;
    tx.mail_queued();
    Ok(())
}

impl Line {
    fn of(self) -> Of {
        Of::Announcement(self.announcement)
    }

    async fn lock(self, tx: &Tx) -> Result<Rates, Failure> {
        let pace = Pace::per_minute(self.per_minute).map(|pace| (self.of(), pace));
        Rates::lock(tx, pace.into_iter().collect()).await
    }
}

fn row(letter: Letter, now: Timestamp) -> Result<outbox::ActiveModel, Failure> {
    let routed = letter.routed.as_ref();
    let role = routed.map(|routed| routed.role).or_else(|| letter.event.contact().map(Role::Contact));
    Ok(outbox::ActiveModel {
        id: Set(new_id(now)),
        account_id: Set(letter.account.map(|account| account.0)),
        event: Set(json(&letter.event)?),
        recipient: Set(letter.to.as_str().to_owned()),
        recipient_name: Set(letter.to_name),
        reasons: Set(json(&routed.map_or(&[][..], |routed| &routed.reasons))?),
        locale: Set(letter.locale.code().to_owned()),
        state: Set("queued".to_owned()),
        attempts: Set(0),
        next_at: Set(now.0),
        lease_until: Set(None),
        leased_by: Set(None),
        last_error: Set(String::new()),
        created_at: Set(now.0),
        done_at: Set(None),
        email_id: Set(routed.map(|routed| routed.email)),
        category: Set(routed.map(|routed| routed.category.code().to_owned())),
        role: Set(role.map(|role| role.code().to_owned())),
        contact_id: Set(role.and_then(Role::contact).map(|contact| contact.0)),
        priority: Set(if routed.is_some() { ORDINARY } else { SECURITY }),
        domain: Set(letter.to.domain()),
        announcement_id: Set(None),
        first_tried_at: Set(None),
    })
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::inconsistent(error.to_string()))
}
