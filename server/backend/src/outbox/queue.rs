//! Putting an email into the outbox.

use domain::{AccountId, EmailAddress, Locale, Timestamp, recipients::Reason};
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::{Failure, Tx, db::entity::outbox, mail::MailEvent, random::new_id};

/// An email to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub account: Option<AccountId>,
    pub event: MailEvent,
    pub to: EmailAddress,
    pub to_name: String,
    pub locale: Locale,
    /// Empty for security mail.
    pub reasons: Vec<Reason>,
}

/// Queues an email in the transaction of what it tells: both become true together.
pub async fn queue(tx: &Tx, now: Timestamp, letter: Letter) -> Result<(), Failure> {
    let row = outbox::ActiveModel {
        id: Set(new_id(now)),
        account_id: Set(letter.account.map(|account| account.0)),
        event: Set(json(&letter.event)?),
        recipient: Set(letter.to.as_str().to_owned()),
        recipient_name: Set(letter.to_name),
        reasons: Set(json(&letter.reasons)?),
        locale: Set(domain::Code::code(letter.locale).to_owned()),
        state: Set("queued".to_owned()),
        attempts: Set(0),
        next_at: Set(now.0),
        lease_until: Set(None),
        leased_by: Set(None),
        last_error: Set(String::new()),
        created_at: Set(now.0),
        done_at: Set(None),
    };
    outbox::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    tx.mail_queued();
    Ok(())
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::inconsistent(error.to_string()))
}
