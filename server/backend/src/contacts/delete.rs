//! Deleting a contact: the entry and the login go, what they did stays.

use domain::{
    AppError, CategorySet, ContactId, Escalation, FieldProblem, FormErrors, Permission, activity::Event,
    details_form::DetailsField,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, Query},
};

use super::{access::tell_ended, stored::Stored, wanted};
use crate::{
    Backend, Failure,
    access::{Access, ManageContacts},
    db::{entity::contacts, found, one_row},
    details,
    mail::Notice,
    memberships,
    people::{Change, noted},
};

/// Whose address invoices print when the billing contact is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillingReplacement {
    /// The account's own.
    Account,
    /// Another contact's, which must be complete. Choosing one is part of Account Details, so it needs `profile` too.
    Contact(ContactId),
}

/// Deletes a contact. What they did stays in the log under their name and address.
///
/// # Errors
///
/// [`AppError::BillingContact`] when invoices print this contact's address and `billing` does not say whose they print
/// instead; [`AppError::Contact`] when nobody else would get an essential email (rule 10); [`AppError::Escalation`]
/// against rule 5; [`AppError::NotFound`] when the contact is not one of this account.
pub async fn delete(
    backend: &Backend,
    access: &Access<'_, ManageContacts>,
    id: ContactId,
    billing: Option<BillingReplacement>,
) -> Result<(), Failure> {
    noted(backend, access, Some(id), try_delete(backend, access, id, billing)).await
}

async fn try_delete(
    backend: &Backend,
    access: &Access<'_, ManageContacts>,
    id: ContactId,
    billing: Option<BillingReplacement>,
) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let account = &change.account;
    let stored = found(Stored::lock(&change.tx, account.id, id).await?)?;
    if change.is_own(id) {
        return Err(AppError::Escalation(Escalation::OwnAccess).into());
    }
    change.authority.may_touch(stored.rights()).map_err(AppError::Escalation)?;
    wanted::check_recipients(&change, &stored, CategorySet::EMPTY, None).await?;
    if account.billing_contact == Some(id) {
        replace_billing_contact(&change, &stored, billing).await?;
    }

    let name = stored.name();
    let subject = Some((id, name.as_str(), stored.row.email.as_str()));
    if let Some(member) = &stored.member {
        if member.state(change.now).is_ticked() {
            change.log(subject, &Event::AccessRevoked { rights: member.rights.clone() }).await?;
        }
        tell_ended(&change, &stored, member).await?;
        memberships::forget(&change.tx, account.id, &account.name, member, change.now).await?;
    }
    change.log(subject, &Event::ContactDeleted).await?;
    let result = contacts::Entity::delete_many()
        .filter(contacts::Column::AccountId.eq(account.id.0))
        .filter(contacts::Column::Id.eq(id.0))
        .exec(change.tx.conn())
        .await?;
    one_row(result.rows_affected)?;
    change
        .tell_owner(Notice::ContactDeleted { name: name.clone(), email: stored.row.email.clone() })
        .await?;
    change.commit().await
}

async fn replace_billing_contact(
    change: &Change<'_>,
    stored: &Stored,
    billing: Option<BillingReplacement>,
) -> Result<(), Failure> {
    let replacement = match billing {
        None => return Err(AppError::BillingContact.into()),
        Some(BillingReplacement::Account) => None,
        Some(BillingReplacement::Contact(id)) if id == stored.id() => {
            let unknown = FormErrors::one(DetailsField::BillingContact, FieldProblem::UnknownContact);
            return Err(AppError::Details(unknown).into());
        }
        Some(BillingReplacement::Contact(_)) if !change.holds(Permission::Profile) => {
            return Err(AppError::Denied(Permission::Profile).into());
        }
        Some(BillingReplacement::Contact(id)) => Some((id, details::printable(change, id).await?)),
    };
    let to = replacement.as_ref().map(|(id, details)| (*id, details));
    let update = Query::update()
        .table("accounts")
        .value("billing_contact_id", to.map(|(id, _)| id.0))
        .value("version", Expr::col("version").add(1))
        .and_where(Expr::col("id").eq(change.account.id.0))
        .take();
    one_row(change.tx.conn().execute(&update).await?.rows_affected())?;
    details::note_billing_contact(change, Some(stored.name()), to).await
}
