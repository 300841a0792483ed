//! Account Details: the account's own name and address, the emails that its owner gets, and the billing contact. Never
//! the owner's login.

use domain::{
    AccountId, AppError, Category, CategorySet, Code, ContactId, FieldProblem, FormErrors, Locale,
    activity::Event,
    business_event::{AccountDetailsChanged, BusinessEvent, Line},
    contact_form::PersonalDetails,
    country::Country,
    details_form::{BillingChoice, DetailsField, DetailsForm, DetailsInput, DetailsPage},
    instant::Instant,
    recipients::{Matter, Role, recipients},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::{
    Backend, Failure,
    access::{Access, ModifyProfile},
    activity,
    contacts::details_of,
    db::{
        entity::{accounts, contacts, users},
        found, one_row,
    },
    mail::events,
    moments::{is_time_zone, time_zones},
    operator_tasks::{self, About, Kind},
    people::{self, Change, Choice, nobody_left, noted, owner_categories, set_owner_categories},
};

/// The Account Details page.
pub async fn page(backend: &Backend, access: &Access<'_, ModifyProfile>) -> Result<DetailsPage, Failure> {
    let conn = backend.db.read();
    let account = access.account();
    let row = found(accounts::Entity::find_by_id(account.0).one(conn).await?)?;
    let owner = found(users::Entity::find_by_id(row.owner_user_id).one(conn).await?)?;
    let categories = owner_categories(conn, account).await?;
    let mut on_file = contacts::Entity::find().filter(contacts::Column::AccountId.eq(account.0)).all(conn).await?;
    on_file.sort_by_cached_key(|one| (format!("{} {}", one.first_name, one.last_name).to_lowercase(), one.id));
    let billing = row.billing_contact_id.and_then(|id| on_file.iter().find(|one| one.id == id));
    let printed = block(&row, billing);
    let sent_to = recipients(&Matter::whole_account(Category::Invoice), &people::people(conn, account).await?);
    let choice = |one: &contacts::Model| {
        let details = details_of(one);
        BillingChoice { id: ContactId(one.id), name: details.name(), missing: details.missing_for_invoice() }
    };
    let stored = form(&row, categories);
    Ok(DetailsPage {
        account,
        owner_email: owner.email,
        owner_name: owner.name,
        shown: stored.clone(),
        stored,
        errors: FormErrors::default(),
        stale: false,
        contacts: on_file.iter().map(choice).collect(),
        printed,
        sent_to: sent_to.into_iter().map(|one| one.name).collect(),
        time_zones: time_zones(),
        affiliates: backend.settings.affiliates,
    })
}

/// Saves Account Details.
///
/// # Errors
///
/// [`AppError::Details`] with a problem per field; [`AppError::Stale`] when somebody else saved first.
pub async fn save(backend: &Backend, access: &Access<'_, ModifyProfile>, form: &DetailsForm) -> Result<(), Failure> {
    noted(backend, access, None, try_save(backend, access, form)).await
}

async fn try_save(backend: &Backend, access: &Access<'_, ModifyProfile>, posted: &DetailsForm) -> Result<(), Failure> {
    let input = posted.parse().map_err(AppError::Details)?;
    if !is_time_zone(&input.time_zone) {
        return Err(refused(DetailsField::TimeZone, FieldProblem::UnknownTimeZone));
    }
    let change = Change::begin(backend, access).await?;
    let account = change.account.id;
    let row = found(accounts::Entity::find_by_id(account.0).one(change.tx.conn()).await?)?;
    if input.version != row.version {
        return Err(AppError::Stale.into());
    }
    let before = owner_categories(change.tx.conn(), account).await?;
    let mut after = input.emails;
    if !backend.settings.affiliates {
        // A category that is not shown stays as it was.
        after.set(Category::Affiliate, before.contains(Category::Affiliate));
    }
    let choice = Choice { role: Role::Owner, before, after, scope: None };
    if let Some(category) = nobody_left(&change.tx, account, choice).await? {
        return Err(refused(DetailsField::Emails, FieldProblem::NobodyLeft(category)));
    }
    let billing = billing_change(&change, &row, input.billing_contact).await?;

    let result = accounts::Entity::update_many()
        .set(columns(&input, row.version + 1))
        .filter(accounts::Column::Id.eq(account.0))
        .filter(accounts::Column::Version.eq(row.version))
        .exec(change.tx.conn())
        .await?;
    one_row(result.rows_affected)?;
    let fields = changed_fields(&row, &input);
    if !fields.is_empty() {
        let told = BusinessEvent::AccountDetailsChanged(AccountDetailsChanged {
            changed: fields.clone(),
            by: Line::parse(change.actor.name()).ok(),
            at: Instant(change.now),
        });
        events::tell(backend, &change.tx, account, told).await?;
        let (details, language, time_zone) = (&input.details, input.locale.code(), &input.time_zone);
        let data = json!({ "changed": fields, "details": details, "language": language, "time_zone": time_zone });
        pass_on(&change, Kind::DetailsChanged, &data).await?;
        change.log(None, &Event::DetailsChanged { fields }).await?;
    }
    if before != after {
        set_owner_categories(&change.tx, account, before, after).await?;
        let subject = activity::Subject::owner(&change.account.owner);
        let event = Event::EmailsChanged { before, after };
        activity::append(&change.tx, account, &change.actor.author(), &subject, &event, change.now).await?;
    }
    if let Some((from, to)) = billing {
        note_billing_contact(&change, from, to.as_ref().map(|(id, details)| (*id, details))).await?;
    }
    change.commit().await
}

async fn pass_on(change: &Change<'_>, kind: Kind, data: &serde_json::Value) -> Result<(), Failure> {
    let author = change.actor.author();
    operator_tasks::add(&change.tx, change.account.id, &author, kind, About::Account, data, change.now).await
}

/// Tells the operator's systems to whom invoices are addressed from now on; `None`: to the account itself.
pub(crate) async fn pass_on_billing_contact(
    change: &Change<'_>,
    to: Option<(ContactId, &PersonalDetails)>,
) -> Result<(), Failure> {
    let (contact, details) = to.unzip();
    let data = json!({ "contact": contact, "details": details });
    pass_on(change, Kind::BillingContactChanged, &data).await
}

/// Logs that the billing contact, who was called `from`, is another one, and passes it on.
pub(crate) async fn note_billing_contact(
    change: &Change<'_>,
    from: Option<String>,
    to: Option<(ContactId, &PersonalDetails)>,
) -> Result<(), Failure> {
    pass_on_billing_contact(change, to).await?;
    let to = to.map(|(_, details)| details.name());
    change.log(None, &Event::BillingContactChanged { from, to }).await
}

fn refused(field: DetailsField, problem: FieldProblem) -> Failure {
    AppError::Details(FormErrors::one(field, problem)).into()
}

/// Who is to be the billing contact, if anybody.
type Chosen = Option<(ContactId, PersonalDetails)>;

/// The name of the billing contact before, and who it is to be, if it changes.
async fn billing_change(
    change: &Change<'_>,
    row: &accounts::Model,
    to: Option<ContactId>,
) -> Result<Option<(Option<String>, Chosen)>, Failure> {
    if row.billing_contact_id == to.map(|to| to.0) {
        return Ok(None);
    }
    let from = match row.billing_contact_id {
        Some(id) => contacts::Entity::find_by_id((change.account.id.0, id)).one(change.tx.conn()).await?,
        None => None,
    };
    let to = match to {
        None => None,
        Some(id) => Some((id, printable(change, id).await?)),
    };
    Ok(Some((from.map(|contact| details_of(&contact).name()), to)))
}

/// A contact that is chosen as billing contact: it must be of this account, with an address that can be printed.
pub(crate) async fn printable(change: &Change<'_>, id: ContactId) -> Result<PersonalDetails, Failure> {
    let contact = contacts::Entity::find_by_id((change.account.id.0, id.0)).one(change.tx.conn()).await?;
    let unknown = || refused(DetailsField::BillingContact, FieldProblem::UnknownContact);
    let details = details_of(&contact.ok_or_else(unknown)?);
    let missing = details.missing_for_invoice();
    if missing.is_empty() {
        Ok(details)
    } else {
        Err(refused(DetailsField::BillingContact, FieldProblem::IncompleteAddress(missing)))
    }
}

/// The address block that an invoice of the account prints, line by line: the billing contact's, or the account's own.
pub(crate) async fn address_block(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<String>, Failure> {
    let row = found(accounts::Entity::find_by_id(account.0).one(conn).await?)?;
    let billing = match row.billing_contact_id {
        Some(id) => contacts::Entity::find_by_id((account.0, id)).one(conn).await?,
        None => None,
    };
    Ok(block(&row, billing.as_ref()))
}

fn block(account: &accounts::Model, billing: Option<&contacts::Model>) -> Vec<String> {
    let details = billing.map_or_else(|| account_details(account), details_of);
    let country = details.country.map(|country| country.name(Locale::from_code(&account.locale).unwrap_or_default()));
    let town = format!("{} {}", details.postcode, details.city);
    let name = details.name();
    let lines = [
        details.company,
        name,
        details.address1,
        details.address2,
        town.trim().to_owned(),
        details.region,
        country.unwrap_or_default().to_owned(),
        details.tax_id,
    ];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

pub(crate) fn account_details(row: &accounts::Model) -> PersonalDetails {
    PersonalDetails {
        first_name: row.first_name.clone(),
        last_name: row.last_name.clone(),
        company: row.company.clone(),
        phone: row.phone.clone(),
        address1: row.address1.clone(),
        address2: row.address2.clone(),
        city: row.city.clone(),
        region: row.region.clone(),
        postcode: row.postcode.clone(),
        country: Country::from_code(&row.country),
        tax_id: row.tax_id.clone(),
    }
}

fn form(row: &accounts::Model, emails: CategorySet) -> DetailsForm {
    DetailsForm {
        first_name: row.first_name.clone(),
        last_name: row.last_name.clone(),
        company: row.company.clone(),
        phone: row.phone.clone(),
        address1: row.address1.clone(),
        address2: row.address2.clone(),
        city: row.city.clone(),
        region: row.region.clone(),
        postcode: row.postcode.clone(),
        country: row.country.clone(),
        tax_id: row.tax_id.clone(),
        language: row.locale.clone(),
        time_zone: row.time_zone.clone(),
        emails,
        billing_contact: row.billing_contact_id.map(|id| id.to_string()).unwrap_or_default(),
        version: row.version,
    }
}

fn columns(input: &DetailsInput, version: i64) -> accounts::ActiveModel {
    let details = input.details.clone();
    accounts::ActiveModel {
        first_name: Set(details.first_name),
        last_name: Set(details.last_name),
        company: Set(details.company),
        phone: Set(details.phone),
        address1: Set(details.address1),
        address2: Set(details.address2),
        city: Set(details.city),
        region: Set(details.region),
        postcode: Set(details.postcode),
        country: Set(details.country.map(|country| country.code().to_owned()).unwrap_or_default()),
        tax_id: Set(details.tax_id),
        locale: Set(input.locale.code().to_owned()),
        time_zone: Set(input.time_zone.clone()),
        billing_contact_id: Set(input.billing_contact.map(|id| id.0)),
        version: Set(version),
        ..Default::default()
    }
}

/// The fields that change, but for emails and billing contact, which have entries of their own in the log.
fn changed_fields(row: &accounts::Model, input: &DetailsInput) -> Vec<DetailsField> {
    use DetailsField as F;
    let (before, after) = (account_details(row), &input.details);
    let differs = [
        (F::FirstName, before.first_name != after.first_name),
        (F::LastName, before.last_name != after.last_name),
        (F::Company, before.company != after.company),
        (F::Phone, before.phone != after.phone),
        (F::Address1, before.address1 != after.address1),
        (F::Address2, before.address2 != after.address2),
        (F::City, before.city != after.city),
        (F::Region, before.region != after.region),
        (F::Postcode, before.postcode != after.postcode),
        (F::Country, before.country != after.country),
        (F::TaxId, before.tax_id != after.tax_id),
        (F::Language, row.locale != input.locale.code()),
        (F::TimeZone, row.time_zone != input.time_zone),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
}
