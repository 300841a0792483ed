//! Saving the contact form: a new contact, or changes of one.

use domain::{
    AppError, CategorySet, Code, ContactField, ContactForm, ContactId, ContactInput, FieldProblem,
    activity::Event,
    contact::{Conflict, Saved},
    contact_form::FieldSet,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::{
    access::{Who, apply},
    stored::{Stored, details_of, personal},
    wanted,
};
use crate::{
    Backend, Failure,
    access::{Access, ManageContacts},
    db::{entity::contacts, found, one_row},
    details,
    people::{Change, note, set_categories},
    random::new_id,
};

/// Saves the contact form: row, emails, login, log and mail in one transaction. `id` is `None` for a new contact.
///
/// # Errors
///
/// [`AppError::Contact`] with a problem per field; [`AppError::Conflict`] when somebody else saved first;
/// [`AppError::Escalation`] against rule 5, which is logged and told to the owner; [`AppError::NotFound`] when the
/// contact is not one of this account.
pub async fn save(
    backend: &Backend,
    access: &Access<'_, ManageContacts>,
    id: Option<ContactId>,
    form: &ContactForm,
) -> Result<Saved, Failure> {
    let result = match id {
        None => create(backend, access, form).await,
        Some(id) => update(backend, access, id, form).await,
    };
    match result {
        Ok(saved) => Ok(saved),
        // Somebody else took the address in the same moment.
        Err(failure) if failure.is_unique_violation() => {
            Err(wanted::field(ContactField::Email, FieldProblem::EmailTaken))
        }
        Err(failure) => Err(note(backend, access, id, failure).await),
    }
}

async fn create(backend: &Backend, access: &Access<'_, ManageContacts>, form: &ContactForm) -> Result<Saved, Failure> {
    let change = Change::begin(backend, access).await?;
    let input = form.parse(change.moments.today(), FieldSet::EMPTY).map_err(AppError::Contact)?;
    let wanted = wanted::rights(&change, &input, None, backend.settings.affiliates).await?;
    wanted::check_grant(&change, wanted.as_ref(), &input.email, None)?;
    wanted::check_address(&change, &input.email, wanted.is_some(), None).await?;
    let categories = wanted::categories(&input, CategorySet::EMPTY, backend.settings.affiliates);

    let id = ContactId(new_id(change.now));
    let mut row = columns(&change, &input);
    row.account_id = Set(change.account.id.0);
    row.id = Set(id.0);
    row.created_at = Set(change.now.0);
    row.version = Set(1);
    contacts::Entity::insert(row).exec_without_returning(change.tx.conn()).await?;
    set_categories(&change.tx, change.account.id, id, CategorySet::EMPTY, categories).await?;

    let who = Who::typed(id, &input);
    change.log(Some(who.subject()), &Event::ContactCreated).await?;
    log_categories(&change, &who, CategorySet::EMPTY, categories).await?;
    let invited = apply(&change, None, &who, wanted.as_ref()).await?;
    change.commit().await?;
    Ok(Saved { id, name: input.details.name(), created: true, invited: invited.then(|| input.email.to_string()) })
}

async fn update(
    backend: &Backend,
    access: &Access<'_, ManageContacts>,
    id: ContactId,
    form: &ContactForm,
) -> Result<Saved, Failure> {
    let change = Change::begin(backend, access).await?;
    let stored = found(Stored::lock(&change.tx, change.account.id, id).await?)?;
    change.authority.may_touch(stored.rights()).map_err(AppError::Escalation)?;
    if form.version != stored.row.version {
        let (by, stored) = (stored.row.updated_by.clone(), stored.form(change.now, &change.moments));
        return Err(AppError::Conflict(Box::new(Conflict { by, stored })).into());
    }
    let printed = stored.printed(change.account.billing_contact);
    let input = form.parse(change.moments.today(), printed).map_err(AppError::Contact)?;
    let wanted = wanted::rights(&change, &input, Some(&stored), backend.settings.affiliates).await?;
    wanted::check_grant(&change, wanted.as_ref(), &input.email, Some(&stored))?;
    wanted::check_address(&change, &input.email, wanted.is_some(), Some(&stored)).await?;
    let categories = wanted::categories(&input, stored.categories, backend.settings.affiliates);
    wanted::check_recipients(&change, &stored, categories, wanted.as_ref()).await?;

    let fields = changed_fields(&stored, &input);
    let mut row = columns(&change, &input);
    row.version = Set(stored.row.version + 1);
    if input.email.canonical() != stored.row.email_canonical {
        // What was known of the old address says nothing about the new one.
        row.bounced_at = Set(None);
        row.bounce_words = Set(String::new());
        row.disowned_at = Set(None);
    }
    let result = contacts::Entity::update_many()
        .set(row)
        .filter(contacts::Column::AccountId.eq(change.account.id.0))
        .filter(contacts::Column::Id.eq(id.0))
        .filter(contacts::Column::Version.eq(stored.row.version))
        .exec(change.tx.conn())
        .await?;
    one_row(result.rows_affected)?;
    set_categories(&change.tx, change.account.id, id, stored.categories, categories).await?;

    if change.account.billing_contact == Some(id) && details_of(&stored.row) != input.details {
        details::pass_on_billing_contact(&change, Some((id, &input.details))).await?;
    }
    let who = Who::typed(id, &input);
    if !fields.is_empty() {
        change.log(Some(who.subject()), &Event::ContactChanged { fields }).await?;
    }
    log_categories(&change, &who, stored.categories, categories).await?;
    let invited = apply(&change, Some(&stored), &who, wanted.as_ref()).await?;
    change.commit().await?;
    Ok(Saved { id, name: input.details.name(), created: false, invited: invited.then(|| input.email.to_string()) })
}

async fn log_categories(
    change: &Change<'_>,
    who: &Who,
    before: CategorySet,
    after: CategorySet,
) -> Result<(), Failure> {
    if before == after {
        return Ok(());
    }
    change.log(Some(who.subject()), &Event::EmailsChanged { before, after }).await
}

/// The columns that the form fills.
fn columns(change: &Change<'_>, input: &ContactInput) -> contacts::ActiveModel {
    let details = input.details.clone();
    contacts::ActiveModel {
        first_name: Set(details.first_name),
        last_name: Set(details.last_name),
        company: Set(details.company),
        email: Set(input.email.as_str().to_owned()),
        email_canonical: Set(input.email.canonical()),
        phone: Set(details.phone),
        address1: Set(details.address1),
        address2: Set(details.address2),
        city: Set(details.city),
        region: Set(details.region),
        postcode: Set(details.postcode),
        country: Set(details.country.map(|country| country.code().to_owned()).unwrap_or_default()),
        tax_id: Set(details.tax_id),
        locale: Set(input.locale.code().to_owned()),
        updated_at: Set(change.now.0),
        updated_by: Set(change.actor.name().to_owned()),
        ..Default::default()
    }
}

/// The personal fields that the form changes.
fn changed_fields(stored: &Stored, input: &ContactInput) -> Vec<ContactField> {
    let before = personal(&details_of(&stored.row), &stored.row.email, &stored.row.locale);
    personal(&input.details, input.email.as_str(), input.locale.code()).differences(&before)
}
