//! What follows when a letter did not arrive.

use domain::{AccountId, ContactId, Timestamp, activity::Event};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::instead::{Missed, pass_to_owner};
use crate::{
    Failure, Tx,
    access::{SystemAccess, SystemReason},
    activity,
    db::entity::{contacts, outbox},
    mail::Notice,
    users::notify_owner,
};

/// How much of a server's words the contact keeps, in characters.
const WORDS: usize = 300;

/// A letter did not arrive: marks the contact if it is the address that does not work (`dead`), and sends the owner a
/// copy of what must not get lost.
pub(crate) async fn not_delivered(
    tx: &Tx,
    letter: &outbox::Model,
    words: &str,
    dead: bool,
    now: Timestamp,
) -> Result<(), Failure> {
    let (Some(account), Some(contact)) = (letter.account_id.map(AccountId), letter.contact_id.map(ContactId)) else {
        return Ok(());
    };
    if dead {
        mark(tx, account, contact, &letter.recipient, words, now).await?;
    }
    pass_to_owner(tx, letter, Missed::Unreachable, now).await
}

/// Marks a contact whose address does not work, unless it has another one by now, and tells the owner: once, until the
/// mark goes.
async fn mark(
    tx: &Tx,
    account: AccountId,
    contact: ContactId,
    address: &str,
    words: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let Some(row) = contacts::Entity::find_by_id((account.0, contact.0)).one(tx.conn()).await? else {
        return Ok(());
    };
    if row.bounced_at.is_some() || row.email_canonical != address.to_lowercase() {
        return Ok(());
    }
    let words: String = words.chars().take(WORDS).collect();
    if !store_mark(tx, account, contact, Some(now), words.clone()).await? {
        return Ok(());
    }
    log(tx, account, &row, &Event::MailBounced { words: words.clone() }, now).await?;
    let notice = Notice::MailBounced { name: name(&row), email: row.email, words };
    notify_owner(tx, account, "", notice, now).await
}

/// A test arrived: the contact's mark goes, if the address is still the one that it went to.
pub(crate) async fn works_again(tx: &Tx, letter: &outbox::Model, now: Timestamp) -> Result<(), Failure> {
    let (Some(account), Some(contact)) = (letter.account_id.map(AccountId), letter.contact_id.map(ContactId)) else {
        return Ok(());
    };
    let Some(row) = contacts::Entity::find_by_id((account.0, contact.0)).one(tx.conn()).await? else {
        return Ok(());
    };
    if row.bounced_at.is_none() || row.email_canonical != letter.recipient.to_lowercase() {
        return Ok(());
    }
    if !store_mark(tx, account, contact, None, String::new()).await? {
        return Ok(());
    }
    log(tx, account, &row, &Event::MailRestored, now).await
}

/// Sets or takes away the mark. `false`: somebody else has done so, for a letter that went at the same time.
async fn store_mark(
    tx: &Tx,
    account: AccountId,
    contact: ContactId,
    at: Option<Timestamp>,
    words: String,
) -> Result<bool, Failure> {
    let mark = contacts::Column::BouncedAt;
    let changed = contacts::Entity::update_many()
        .set(contacts::ActiveModel {
            bounced_at: Set(at.map(|at| at.0)),
            bounce_words: Set(words),
            ..Default::default()
        })
        .filter(contacts::Column::AccountId.eq(account.0))
        .filter(contacts::Column::Id.eq(contact.0))
        .filter(if at.is_some() { mark.is_null() } else { mark.is_not_null() })
        .exec(tx.conn())
        .await?;
    Ok(changed.rows_affected == 1)
}

async fn log(
    tx: &Tx,
    account: AccountId,
    contact: &contacts::Model,
    event: &Event,
    now: Timestamp,
) -> Result<(), Failure> {
    let name = name(contact);
    let system = SystemAccess::new(SystemReason::Mailbox);
    let subject = Some((ContactId(contact.id), name.as_str(), contact.email.as_str()));
    activity::record(tx, account, &system.author(), subject, event, now).await
}

fn name(contact: &contacts::Model) -> String {
    format!("{} {}", contact.first_name, contact.last_name)
}
