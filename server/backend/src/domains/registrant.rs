//! Whom a domain is registered to: the account, a contact, or somebody typed. What the registry gets is a copy; later
//! changes of the account or the contact do not change it.

use domain::{
    AccountId, Code, ContactId, Permission,
    activity::Event,
    contact_form::{self, MAX_LINE, MAX_SHORT, PersonalDetails},
    field,
    id::DomainId,
    possessions::RegistrantSource,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::owned::{load, must_be_active, read};
use crate::{
    Backend, Failure,
    access::{Access, ManageContacts, ManageDomains},
    contacts::details_of,
    db::{
        entity::{accounts, contacts, domain_registrants as rows, users},
        found,
    },
    details::account_details,
    operator_tasks::{self, About, Kind},
    people::{Change, noted},
    problems::{Problem, Problems},
};

/// The details of a registrant, as they are given to the registry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Registrant {
    pub first_name: String,
    pub last_name: String,
    pub company: String,
    pub email: String,
    pub phone: String,
    pub address1: String,
    pub address2: String,
    pub city: String,
    pub region: String,
    pub postcode: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// The form of a registrant, as posted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RegistrantForm {
    /// `account`, `own`, or a contact's id.
    pub source: String,
    pub first_name: String,
    pub last_name: String,
    pub company: String,
    pub email: String,
    pub phone: String,
    pub address1: String,
    pub address2: String,
    pub city: String,
    pub region: String,
    pub postcode: String,
    pub country: String,
}

/// A contact that a domain can be registered to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrantChoice {
    pub id: ContactId,
    pub name: String,
}

/// Whom a domain is registered to, and whom it could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrantPage {
    pub current: Option<(RegistrantSource, Registrant)>,
    /// Empty for who may not see the contacts.
    pub contacts: Vec<RegistrantChoice>,
}

/// Whom a domain is registered to, for who manages it.
pub async fn registrant(
    backend: &Backend,
    access: &Access<'_, ManageDomains>,
    id: DomainId,
) -> Result<RegistrantPage, Failure> {
    read(&backend.db, access, id).await?;
    let (conn, account) = (backend.db.read(), access.account().0);
    let current = match rows::Entity::find_by_id((account, id.0)).one(conn).await? {
        None => None,
        Some(row) => {
            let source = RegistrantSource::from_code(&row.source);
            let details = serde_json::from_str(&row.details);
            let read = source.zip(details.ok());
            Some(read.ok_or_else(|| Failure::inconsistent("a registrant cannot be read"))?)
        }
    };
    let contacts = if access.actor().require::<ManageContacts>().is_ok() {
        let mut all = contacts::Entity::find().filter(contacts::Column::AccountId.eq(account)).all(conn).await?;
        all.sort_by_cached_key(|one| (format!("{} {}", one.first_name, one.last_name).to_lowercase(), one.id));
        let choice = |one: &contacts::Model| RegistrantChoice {
            id: ContactId(one.id),
            name: format!("{} {}", one.first_name, one.last_name).trim().to_owned(),
        };
        all.iter().map(choice).collect()
    } else {
        Vec::new()
    };
    Ok(RegistrantPage { current, contacts })
}

/// Sets whom a domain is registered to.
pub async fn set_registrant(
    backend: &Backend,
    access: &Access<'_, ManageDomains>,
    id: DomainId,
    form: &RegistrantForm,
) -> Result<(), Failure> {
    noted(backend, access, None, try_set(backend, access, id, form)).await
}

async fn try_set(
    backend: &Backend,
    access: &Access<'_, ManageDomains>,
    id: DomainId,
    form: &RegistrantForm,
) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let domain = load(&change, id).await?;
    must_be_active(std::slice::from_ref(&domain))?;
    let (source, details) = wanted(&change, form).await?;
    let (tx, account, now) = (&change.tx, change.account.id, change.now);
    let text = serde_json::to_string(&details).map_err(|error| Failure::inconsistent(error.to_string()))?;
    let before = rows::Entity::find_by_id((account.0, id.0)).one(tx.conn()).await?;
    if before.is_some_and(|before| before.details == text && before.source == source.code()) {
        return Ok(());
    }
    let row = rows::ActiveModel {
        account_id: Set(account.0),
        domain_id: Set(id.0),
        source: Set(source.code().to_owned()),
        details: Set(text),
        changed_at: Set(now.0),
    };
    let replace = OnConflict::columns([rows::Column::AccountId, rows::Column::DomainId])
        .update_columns([rows::Column::Source, rows::Column::Details, rows::Column::ChangedAt])
        .to_owned();
    rows::Entity::insert(row).on_conflict(replace).exec_without_returning(tx.conn()).await?;
    let (author, about) = (change.actor.author(), About::Domain(id));
    let data = json!({ "domain": domain.name, "registrant": details });
    operator_tasks::add(tx, account, &author, Kind::RegistrantChanged, about, &data, now).await?;
    change.log(None, &Event::RegistrantChanged { domain: domain.name, source }).await?;
    change.commit().await
}

/// The details that the form asks for.
async fn wanted(change: &Change<'_>, form: &RegistrantForm) -> Result<(RegistrantSource, Registrant), Failure> {
    let (conn, account) = (change.tx.conn(), change.account.id);
    let (source, details) = match form.source.as_str() {
        "own" => return Ok((RegistrantSource::Own, typed(form)?)),
        "account" => (RegistrantSource::Account, of_account(conn, account).await?),
        id => {
            // Whoever may not see the contacts cannot find out who they are either.
            let id: Option<ContactId> = id.parse().ok().filter(|_| change.holds(Permission::Contacts));
            let id = id.ok_or_else(|| Problems::one("source", Problem::UnknownChoice))?;
            let row = contacts::Entity::find_by_id((account.0, id.0)).one(conn).await?;
            let row = row.ok_or_else(|| Problems::one("source", Problem::UnknownChoice))?;
            (RegistrantSource::Contact, Registrant::of(details_of(&row), row.email))
        }
    };
    if details.missing().is_empty() {
        Ok((source, details))
    } else {
        Err(Problems::one("source", Problem::IncompleteAddress))
    }
}

/// The account's own details.
pub(crate) async fn of_account(conn: &impl ConnectionTrait, account: AccountId) -> Result<Registrant, Failure> {
    let row = found(accounts::Entity::find_by_id(account.0).one(conn).await?)?;
    let owner = found(users::Entity::find_by_id(row.owner_user_id).one(conn).await?)?;
    Ok(Registrant::of(account_details(&row), owner.email))
}

fn typed(form: &RegistrantForm) -> Result<Registrant, Failure> {
    let mut problems = Problems::default();
    let mut take = |input: &str, result: Result<String, domain::FieldProblem>| {
        problems.take(input, result.map_err(|problem| Problem::from(&problem))).unwrap_or_default()
    };
    let email = contact_form::email(&form.email).map(|email| email.as_str().to_owned());
    let country = contact_form::country(&form.country)
        .map(|country| country.map(|country| country.code().to_owned()).unwrap_or_default());
    let details = Registrant {
        first_name: take("first_name", field::line(&form.first_name, MAX_LINE)),
        last_name: take("last_name", field::line(&form.last_name, MAX_LINE)),
        company: take("company", field::line(&form.company, MAX_LINE)),
        email: take("email", email),
        phone: take("phone", field::phone(&form.phone)),
        address1: take("address1", field::line(&form.address1, MAX_LINE)),
        address2: take("address2", field::line(&form.address2, MAX_LINE)),
        city: take("city", field::line(&form.city, MAX_LINE)),
        region: take("region", field::line(&form.region, MAX_LINE)),
        postcode: take("postcode", field::line(&form.postcode, MAX_SHORT)),
        country: take("country", country),
    };
    for input in details.missing() {
        problems.add(input, Problem::Missing);
    }
    problems.check()?;
    Ok(details)
}

impl Registrant {
    fn of(details: PersonalDetails, email: String) -> Self {
        Self {
            first_name: details.first_name,
            last_name: details.last_name,
            company: details.company,
            email,
            phone: details.phone,
            address1: details.address1,
            address2: details.address2,
            city: details.city,
            region: details.region,
            postcode: details.postcode,
            country: details.country.map(|country| country.code().to_owned()).unwrap_or_default(),
        }
    }

    /// The inputs of what a registry asks for and is not there.
    fn missing(&self) -> Vec<&'static str> {
        let needed = [
            ("first_name", &self.first_name),
            ("last_name", &self.last_name),
            ("email", &self.email),
            ("address1", &self.address1),
            ("city", &self.city),
            ("postcode", &self.postcode),
            ("country", &self.country),
        ];
        needed.into_iter().filter(|(_, value)| value.is_empty()).map(|(input, _)| input).collect()
    }

    /// The form that would have made it, typed.
    pub fn form(&self) -> RegistrantForm {
        let this = self.clone();
        RegistrantForm {
            source: RegistrantSource::Own.code().to_owned(),
            first_name: this.first_name,
            last_name: this.last_name,
            company: this.company,
            email: this.email,
            phone: this.phone,
            address1: this.address1,
            address2: this.address2,
            city: this.city,
            region: this.region,
            postcode: this.postcode,
            country: this.country,
        }
    }
}
