//! What follows when a letter did not arrive.

use domain::{
    AccountId, Category, Code, ContactId, EmailAddress, Timestamp,
    activity::Event,
    recipients::{Reason, Role},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    Failure, Tx,
    access::{SystemAccess, SystemReason},
    activity,
    db::entity::{contacts, outbox},
    mail::{MailEvent, Notice},
    outbox::{Letter, Routed, queue},
    people::Account,
    users::notify_owner,
};

/// How much of a server's words the contact keeps, in characters.
const WORDS: usize = 300;

/// Categories whose email goes to the owner when it does not arrive.
const PASSED_TO_OWNER: [Category; 2] = [Category::Invoice, Category::Domain];

/// A letter did not arrive: marks the contact if it is the address that does not work (`dead`), and sends the owner a
/// copy of what was about money or a domain.
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
    let category = letter.category.as_deref().and_then(Category::from_code);
    if let (Some(category), Some(email)) = (category, letter.email_id)
        && PASSED_TO_OWNER.contains(&category)
    {
        pass_to_owner(tx, account, email, category, now).await?;
    }
    Ok(())
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

/// Sends the owner a copy of an email that did not arrive, unless they have one.
async fn pass_to_owner(
    tx: &Tx,
    account: AccountId,
    email: Uuid,
    category: Category,
    now: Timestamp,
) -> Result<(), Failure> {
    let account = Account::load(tx.conn(), account).await?;
    let copies = outbox::Entity::find()
        .filter(outbox::Column::AccountId.eq(account.id.0))
        .filter(outbox::Column::EmailId.eq(email))
        .all(tx.conn())
        .await?;
    let owner = account.owner.email.canonical();
    let has_one = |row: &outbox::Model| {
        row.role.as_deref() == Some(Role::Owner.code())
            || EmailAddress::parse(&row.recipient).is_ok_and(|address| address.canonical() == owner)
    };
    if copies.iter().any(has_one) {
        return Ok(());
    }
    let letter = Letter {
        account: Some(account.id),
        event: MailEvent::Business,
        to: account.owner.email.clone(),
        to_name: account.owner.name.clone(),
        locale: account.owner.locale,
        routed: Some(Routed { email, category, role: Role::Owner, reasons: vec![Reason::InPlaceOfUnreachable] }),
    };
    queue(tx, now, letter).await
}
