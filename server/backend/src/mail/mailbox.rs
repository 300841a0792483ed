//! The emails that are kept in the database because no SMTP server is configured: what `/dev/mailbox` shows in demo
//! mode.

use domain::{EmailAddress, Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::Message;
use crate::{Db, Failure, db::entity::mailbox};

/// How many emails a list shows.
const LIST: u64 = 200;

/// An email that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: Uuid,
    pub from: String,
    /// In lower case.
    pub to: String,
    pub to_name: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub message_id: String,
    pub sent: Timestamp,
}

/// The newest emails first, at most 200; `to`: those to that address only.
pub async fn list(db: &Db, to: Option<&str>) -> Result<Vec<Kept>, Failure> {
    let mut query = mailbox::Entity::find();
    if let Some(to) = to {
        query = query.filter(mailbox::Column::Recipient.eq(canonical(to)));
    }
    let rows = query
        .order_by_desc(mailbox::Column::CreatedAt)
        .order_by_desc(mailbox::Column::Id)
        .limit(LIST)
        .all(db.read())
        .await?;
    Ok(rows.into_iter().map(kept).collect())
}

/// One of them.
pub async fn get(db: &Db, id: Uuid) -> Result<Option<Kept>, Failure> {
    Ok(mailbox::Entity::find_by_id(id).one(db.read()).await?.map(kept))
}

fn canonical(to: &str) -> String {
    EmailAddress::parse(to).map_or_else(|_| to.trim().to_lowercase(), |address| address.canonical())
}

fn kept(row: mailbox::Model) -> Kept {
    Kept {
        id: row.id,
        from: row.sender,
        to: row.recipient,
        to_name: row.recipient_name,
        subject: row.subject,
        text: row.body_text,
        html: row.body_html,
        message_id: row.message_id,
        sent: Timestamp(row.created_at),
    }
}

/// The row of an email. Its id is that of the outbox: keeping it twice violates the key.
pub(crate) fn row(message: &Message, now: Timestamp) -> mailbox::ActiveModel {
    mailbox::ActiveModel {
        id: Set(message.id),
        sender: Set(message.from.as_str().to_owned()),
        recipient: Set(message.to.canonical()),
        recipient_name: Set(message.to_name.clone()),
        subject: Set(message.subject.clone()),
        body_text: Set(message.text.clone()),
        body_html: Set(message.html.clone()),
        message_id: Set(message.message_id()),
        created_at: Set(now.0),
    }
}
