//! Putting an email into the outbox.

use domain::{
    AccountId, Category, Code, EmailAddress, Locale, Timestamp,
    recipients::{Reason, Role},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use uuid::Uuid;

use super::claim::{ORDINARY, SECURITY};
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

/// Queues an email in the transaction of what it tells: both become true together.
pub async fn queue(tx: &Tx, now: Timestamp, letter: Letter) -> Result<(), Failure> {
    let routed = letter.routed.as_ref();
    let role = routed.map(|routed| routed.role).or_else(|| letter.event.contact().map(Role::Contact));
    let row = outbox::ActiveModel {
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
    };
    outbox::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    tx.mail_queued();
    Ok(())
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::inconsistent(error.to_string()))
}
