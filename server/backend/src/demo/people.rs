//! Users, contacts and memberships of the demo, as saving the contact form would store them.

use domain::{
    AccountId, Category, CategorySet, Code, ContactId, Locale, MembershipState, PermissionSet, Rights, Scope,
    Timestamp, UserId, activity::Event, contact_form::PersonalDetails, country::Country, recipients::TicketWatch,
};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::{Loader, address};
use crate::{
    Failure,
    access::Author,
    activity,
    db::entity::{contact_categories, contacts, membership_permissions, memberships, users},
    random::new_id,
};

/// A contact to be created.
#[derive(Default)]
pub(super) struct NewContact<'a> {
    pub details: PersonalDetails,
    pub email: &'a str,
    pub locale: Locale,
    pub categories: &'a [Category],
    /// How many days ago.
    pub days: i64,
    pub login: Option<Login>,
}

/// An active sub-account, for all services and domains.
pub(super) struct Login {
    pub user: UserId,
    pub permissions: PermissionSet,
    pub ends_at: Option<Timestamp>,
    pub last_sign_in: Option<Timestamp>,
}

impl Loader {
    /// A user with a password.
    pub(super) async fn user(&self, email: &str, name: &str, days: i64, hash: String) -> Result<UserId, Failure> {
        let at = self.ago(days);
        let id = new_id(at);
        let row = users::ActiveModel {
            id: Set(id),
            email: Set(email.to_owned()),
            email_canonical: Set(address(email)?.canonical()),
            name: Set(name.to_owned()),
            password_hash: Set(Some(hash)),
            password_changed_at: Set(Some(at.0)),
            locale: Set(Locale::English.code().to_owned()),
            created_at: Set(at.0),
            last_sign_in_at: Set(None),
        };
        users::Entity::insert(row).exec_without_returning(self.tx.conn()).await?;
        Ok(UserId(id))
    }
}

/// Creates a contact with its entries in the log.
pub(super) async fn contact(
    loader: &Loader,
    account: AccountId,
    author: &Author,
    new: NewContact<'_>,
) -> Result<ContactId, Failure> {
    let conn = loader.tx.conn();
    let at = loader.ago(new.days);
    let id = ContactId(new_id(at));
    let name = new.details.name();
    let details = new.details;
    let row = contacts::ActiveModel {
        account_id: Set(account.0),
        id: Set(id.0),
        first_name: Set(details.first_name),
        last_name: Set(details.last_name),
        company: Set(details.company),
        email: Set(new.email.to_owned()),
        email_canonical: Set(address(new.email)?.canonical()),
        phone: Set(details.phone),
        address1: Set(details.address1),
        address2: Set(details.address2),
        city: Set(details.city),
        region: Set(details.region),
        postcode: Set(details.postcode),
        country: Set(details.country.map_or("", Country::code).to_owned()),
        tax_id: Set(details.tax_id),
        locale: Set(new.locale.code().to_owned()),
        created_at: Set(at.0),
        updated_at: Set(at.0),
        updated_by: Set(author.name.clone()),
        version: Set(1),
        ticket_watch: Set(TicketWatch::default().code().to_owned()),
        bounced_at: Set(None),
        bounce_words: Set(String::new()),
        disowned_at: Set(None),
    };
    contacts::Entity::insert(row).exec_without_returning(conn).await?;
    for category in new.categories {
        let row = contact_categories::ActiveModel {
            account_id: Set(account.0),
            contact_id: Set(id.0),
            category: Set(category.code().to_owned()),
        };
        contact_categories::Entity::insert(row).exec_without_returning(conn).await?;
    }
    let subject = Some((id, name.as_str(), new.email));
    let mut log = vec![(author.clone(), subject, Event::ContactCreated, at)];
    if !new.categories.is_empty() {
        let after = new.categories.iter().copied().collect();
        log.push((author.clone(), subject, Event::EmailsChanged { before: CategorySet::EMPTY, after }, at));
    }
    if let Some(login) = new.login {
        let rights = Rights { permissions: login.permissions, scope: Scope::All, ends_at: login.ends_at };
        let accepted = at.plus(3 * Timestamp::HOUR);
        let own = Author {
            user: Some(login.user),
            name: name.clone(),
            email: new.email.to_owned(),
            address: "198.51.100.23".to_owned(),
        };
        log.push((author.clone(), subject, Event::AccessGiven { rights }, at));
        log.push((author.clone(), subject, Event::InvitationSent, at));
        log.push((own, None, Event::InvitationAccepted, accepted));
        membership(loader, account, id, &login, at, accepted).await?;
    }
    for (author, subject, event, at) in log {
        activity::record(&loader.tx, account, &author, subject, &event, at).await?;
    }
    Ok(id)
}

async fn membership(
    loader: &Loader,
    account: AccountId,
    contact: ContactId,
    login: &Login,
    invited: Timestamp,
    accepted: Timestamp,
) -> Result<(), Failure> {
    let conn = loader.tx.conn();
    let row = memberships::ActiveModel {
        account_id: Set(account.0),
        contact_id: Set(contact.0),
        user_id: Set(login.user.0),
        state: Set(MembershipState::Active.code().to_owned()),
        limited: Set(false),
        new_ones: Set(false),
        ends_at: Set(login.ends_at.map(|end| end.0)),
        invited_at: Set(invited.0),
        activated_at: Set(Some(accepted.0)),
        revoked_at: Set(None),
        last_sign_in_at: Set(login.last_sign_in.map(|at| at.0)),
    };
    memberships::Entity::insert(row).exec_without_returning(conn).await?;
    for permission in login.permissions.closed().iter() {
        let row = membership_permissions::ActiveModel {
            account_id: Set(account.0),
            contact_id: Set(contact.0),
            permission: Set(permission.code().to_owned()),
        };
        membership_permissions::Entity::insert(row).exec_without_returning(conn).await?;
    }
    Ok(())
}
