//! The rows of what is written: a message with its files.

use domain::business_event::Prose;
use sea_orm::{ActiveValue::Set, EntityTrait};
use uuid::Uuid;

use super::files::Kept;
use crate::{
    Failure,
    db::entity::{ticket_files, ticket_messages},
    people::Change,
    random::new_id,
};

/// Stores a message of the actor, and its files.
pub(super) async fn message(
    change: &Change<'_>,
    ticket: Uuid,
    id: Uuid,
    text: &Prose,
    files: Vec<Kept>,
) -> Result<(), Failure> {
    let (account, author) = (change.account.id.0, change.actor.author());
    let row = ticket_messages::ActiveModel {
        account_id: Set(account),
        ticket_id: Set(ticket),
        id: Set(id),
        author_kind: Set("person".to_owned()),
        author_user_id: Set(author.user.map(|user| user.0)),
        author_name: Set(author.name),
        author_email: Set(author.email),
        text: Set(text.as_str().to_owned()),
        written_at: Set(change.now.0),
    };
    ticket_messages::Entity::insert(row).exec_without_returning(change.tx.conn()).await?;
    for file in files {
        let row = ticket_files::ActiveModel {
            account_id: Set(account),
            ticket_id: Set(ticket),
            id: Set(new_id(change.now)),
            message_id: Set(id),
            name: Set(file.name),
            kind: Set(file.kind.to_owned()),
            size: Set(i64::try_from(file.bytes.len()).unwrap_or(i64::MAX)),
            content: Set(file.bytes),
        };
        ticket_files::Entity::insert(row).exec_without_returning(change.tx.conn()).await?;
    }
    Ok(())
}
