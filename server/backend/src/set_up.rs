//! Setting up accounts: what the operator's commands do, and what the demo and the tests start from.
//!
//! Not responsible for contacts: those the owner adds.

use domain::{
    AccountId, Category, Code, EmailAddress, Locale, Password, Timestamp, UserId, activity::Event,
    contact_form::PersonalDetails, field::is_unprintable, recipients::TicketWatch,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use crate::{
    Backend, Failure, Tx,
    access::{Author, SystemAccess},
    activity,
    db::entity::{account_owner_categories, accounts, users},
    mail::MailEvent,
    moments::is_time_zone,
    outbox::{Letter, queue},
    random::new_id,
};

/// An account to be created, with its owner.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The owner's sign-in address. Who already has a login with it keeps it, password and all.
    pub email: EmailAddress,
    /// The owner's first password; `None`: the owner sets one by the link in an email.
    pub password: Option<Password>,
    /// Name, company and address of the account.
    pub details: PersonalDetails,
    /// Of the emails to the owner.
    pub locale: Locale,
    /// IANA.
    pub time_zone: String,
}

/// Creates an account and, if need be, the login of its owner, who gets every category of email.
///
/// # Errors
///
/// [`Failure::Inconsistent`] when the time zone is not known or a text has line breaks or other control characters.
pub async fn create_account(backend: &Backend, _system: &SystemAccess, new: NewAccount) -> Result<AccountId, Failure> {
    let now = backend.now();
    // Before the transaction: hashing takes long, and SQLite has one writer at a time.
    let password = match &new.password {
        Some(password) => Some(backend.passwords.hash(password).await?),
        None => None,
    };
    let tx = backend.db.write().await?;
    let account = insert(&tx, now, &new, password).await?;
    tx.commit().await?;
    Ok(account)
}

/// The same in a transaction, with the password hashed already.
pub(crate) async fn insert(
    tx: &Tx,
    now: Timestamp,
    new: &NewAccount,
    password: Option<String>,
) -> Result<AccountId, Failure> {
    if !is_time_zone(&new.time_zone) {
        return Err(Failure::inconsistent("unknown time zone"));
    }
    let details = &new.details;
    let texts = [
        &details.first_name,
        &details.last_name,
        &details.company,
        &details.phone,
        &details.address1,
        &details.address2,
        &details.city,
        &details.region,
        &details.postcode,
        &details.tax_id,
    ];
    if texts.iter().any(|text| text.chars().any(is_unprintable)) {
        return Err(Failure::inconsistent("a text with control characters"));
    }
    let (owner, has_password) = owner(tx, now, new, password).await?;
    let account = AccountId(new_id(now));
    let row = accounts::ActiveModel {
        id: Set(account.0),
        owner_user_id: Set(owner.0),
        first_name: Set(details.first_name.clone()),
        last_name: Set(details.last_name.clone()),
        company: Set(details.company.clone()),
        phone: Set(details.phone.clone()),
        address1: Set(details.address1.clone()),
        address2: Set(details.address2.clone()),
        city: Set(details.city.clone()),
        region: Set(details.region.clone()),
        postcode: Set(details.postcode.clone()),
        country: Set(details.country.map_or("", domain::country::Country::code).to_owned()),
        tax_id: Set(details.tax_id.clone()),
        locale: Set(new.locale.code().to_owned()),
        time_zone: Set(new.time_zone.clone()),
        billing_contact_id: Set(None),
        created_at: Set(now.0),
        version: Set(1),
        ticket_watch: Set(TicketWatch::default().code().to_owned()),
    };
    accounts::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    let categories = Category::ALL.iter().map(|category| account_owner_categories::ActiveModel {
        account_id: Set(account.0),
        category: Set(category.code().to_owned()),
    });
    account_owner_categories::Entity::insert_many(categories).exec_without_returning(tx.conn()).await?;
    let nobody = Author { user: None, name: String::new(), email: String::new(), address: String::new() };
    activity::record(tx, account, &nobody, None, &Event::AccountCreated, now).await?;
    if !has_password {
        let letter = Letter {
            account: None,
            event: MailEvent::PasswordResetAsked,
            to: new.email.clone(),
            to_name: details.name(),
            locale: new.locale,
            routed: None,
        };
        queue(tx, now, letter).await?;
    }
    Ok(account)
}

/// Finds or creates the owner's login; also whether it has a password.
async fn owner(tx: &Tx, now: Timestamp, new: &NewAccount, password: Option<String>) -> Result<(UserId, bool), Failure> {
    let id = new_id(now);
    let name = match new.details.name() {
        name if name.is_empty() => new.details.company.clone(),
        name => name,
    };
    let row = users::ActiveModel {
        id: Set(id),
        email: Set(new.email.as_str().to_owned()),
        email_canonical: Set(new.email.canonical()),
        name: Set(name),
        password_changed_at: Set(password.as_ref().map(|_| now.0)),
        password_hash: Set(password),
        locale: Set(new.locale.code().to_owned()),
        created_at: Set(now.0),
        last_sign_in_at: Set(None),
    };
    users::Entity::insert(row)
        .on_conflict(OnConflict::column(users::Column::EmailCanonical).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    let user = users::Entity::find()
        .filter(users::Column::EmailCanonical.eq(new.email.canonical()))
        .one(tx.conn())
        .await?
        .ok_or_else(|| Failure::inconsistent("a user that was just stored is missing"))?;
    Ok((UserId(user.id), user.password_hash.is_some()))
}
