//! The last letters to one person.

use domain::ContactId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::letter::Posted;
use crate::{
    Backend, Failure,
    access::{Access, ManageContacts},
    db::entity::outbox,
};

/// The last letters of the account to a contact, or to its owner (`None`), the newest first.
pub async fn last_to(
    backend: &Backend,
    access: &Access<'_, ManageContacts>,
    contact: Option<ContactId>,
    at_most: u64,
) -> Result<Vec<Posted>, Failure> {
    let mut query = outbox::Entity::find().filter(outbox::Column::AccountId.eq(access.account().0));
    query = match contact {
        Some(contact) => query.filter(outbox::Column::ContactId.eq(contact.0)),
        None => query.filter(outbox::Column::ContactId.is_null()).filter(outbox::Column::Role.eq("owner")),
    };
    let rows = query
        .order_by_desc(outbox::Column::CreatedAt)
        .order_by_desc(outbox::Column::Id)
        .limit(at_most)
        .all(backend.db.read())
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
