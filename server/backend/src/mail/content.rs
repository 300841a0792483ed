//! What the template of an email gets to know: names, dates, rights in words, and links, whose secrets are made here.
//!
//! Here is also decided that there is nothing to tell any more.

use domain::{
    AccountId, Code, ContactId, EmailAddress, Locale, MembershipState, Timestamp, UserId, account::display_name,
};
use minijinja::{Value, context};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{MailEvent, Notice, business, frame::About, links, rights::Writer};
use crate::{
    Backend, Failure, Tx,
    db::entity::{accounts, contacts, email_changes, memberships, outbox, users},
    memberships::rights,
    moments::Moments,
    reminders,
};

/// An email that is about to be rendered.
pub(super) struct Told<'a> {
    pub event: MailEvent,
    /// The row of the outbox.
    pub letter: &'a outbox::Model,
    pub to: &'a EmailAddress,
    pub locale: Locale,
    pub now: Timestamp,
}

/// Which template, and what it gets to know.
pub(super) struct Content {
    pub template: &'static str,
    pub values: Value,
    /// `None`: security mail.
    pub about: Option<About>,
    /// Whom it goes to, if that is known better now than when it was queued.
    pub reader: Option<Reader>,
}

/// A user as recipient.
pub(super) struct Reader {
    pub name: String,
    /// As stored. What somebody typed into a form may merely look the same once it is in lower case.
    pub address: EmailAddress,
    pub locale: Locale,
}

/// The content, or why there is nothing to tell any more.
type Found = Result<Result<Content, &'static str>, Failure>;

pub(super) async fn gather(backend: &Backend, tx: &Tx, told: Told<'_>) -> Found {
    let Told { event, letter, to, locale, now } = told;
    let url = &backend.settings.public_url;
    let found = |template, values| Ok(Ok(Content { template, values, about: None, reader: None }));
    match event {
        MailEvent::PasswordResetAsked => password_reset(tx, to, now, url).await,
        MailEvent::Invitation { account, contact } => invitation(tx, account, contact, to, locale, now, url).await,
        MailEvent::PasswordChanged { user: _, address, at } => {
            let when = Moments::new(locale, "UTC", now).moment(at).absolute;
            let forgot = format!("{url}/forgot-password");
            found("password_changed", context! { address, when, forgot })
        }
        MailEvent::NewSignIn { user: _, device, address, at } => {
            let when = Moments::new(locale, "UTC", now).moment(at).absolute;
            let forgot = format!("{url}/forgot-password");
            found("new_sign_in", context! { device, address, when, forgot })
        }
        MailEvent::AccessGiven { account, account_name, rights } => {
            let rights = writer(tx, account, locale, now).await?.rights(&rights).await?;
            found("access_given", context! { account_name, rights, url })
        }
        MailEvent::AccessChanged { account, account_name, before, after } => {
            let changes = writer(tx, account, locale, now).await?.changes(&before, &after).await?;
            found("access_changed", context! { account_name, changes })
        }
        MailEvent::AccessEnded { account: _, account_name } => found("access_ended", context! { account_name }),
        MailEvent::AccessEnding { account, account_name, name, days, ends_at } => {
            let until = writer(tx, account, locale, now).await?.until(ends_at);
            let to_owner = is_owner(tx, account, to).await?;
            found("access_ending", context! { account_name, person => name, days, until, to_owner })
        }
        MailEvent::AddressConfirm { user } => address_confirm(tx, user, to, now, url).await,
        MailEvent::AddressChanged { to: new } => found("address_changed", context! { new }),
        MailEvent::OwnerNotice { account, account_name, by, notice } => {
            let writer = writer(tx, account, locale, now).await?;
            found("owner_notice", owner_notice(&writer, account_name, by, notice).await?)
        }
        MailEvent::Test { contact, by } => test(tx, letter, contact, by, to).await,
        MailEvent::Business => business(tx, letter, now).await,
    }
}

/// A reset link, or the link to a first password, for whoever has anything to open with it.
async fn password_reset(tx: &Tx, to: &EmailAddress, now: Timestamp, url: &str) -> Found {
    let user = users::Entity::find()
        .filter(users::Column::EmailCanonical.eq(to.canonical()))
        .one(tx.conn())
        .await?;
    let Some(user) = user else { return Ok(Err("no user has the address")) };
    let waiting = waiting_for(tx, user.id, now).await?;
    let first = user.password_hash.is_none();
    if first && !waiting.any && !owns_something(tx, user.id).await? {
        return Ok(Err("the user has no login and nothing to open"));
    }
    let secret = links::password_reset(tx, UserId(user.id), now).await?;
    let values = context! {
        first,
        accepts => if first { waiting.invited } else { Vec::new() },
        link => format!("{url}/reset-password?token={}", secret.expose()),
    };
    let reader = Reader {
        address: EmailAddress::parse(&user.email).map_err(|_| Failure::inconsistent("a user's address is none"))?,
        name: user.name,
        locale: Locale::from_code(&user.locale).unwrap_or_default(),
    };
    Ok(Ok(Content { template: "password_reset", values, about: None, reader: Some(reader) }))
}

/// What a user may open or accept.
struct Waiting {
    any: bool,
    /// The accounts whose invitations a first password accepts.
    invited: Vec<String>,
}

async fn waiting_for(tx: &Tx, user: uuid::Uuid, now: Timestamp) -> Result<Waiting, Failure> {
    let rows = memberships::Entity::find().filter(memberships::Column::UserId.eq(user)).all(tx.conn()).await?;
    let mut waiting = Waiting { any: false, invited: Vec::new() };
    for row in rows {
        match state(&row, now)? {
            MembershipState::Active => waiting.any = true,
            MembershipState::Invited => {
                waiting.any = true;
                waiting.invited.push(account_name(&account(tx, AccountId(row.account_id)).await?));
            }
            _ => {}
        }
    }
    waiting.invited.sort_unstable();
    Ok(waiting)
}

async fn owns_something(tx: &Tx, user: uuid::Uuid) -> Result<bool, Failure> {
    let owned = accounts::Entity::find().filter(accounts::Column::OwnerUserId.eq(user)).one(tx.conn()).await?;
    Ok(owned.is_some())
}

fn state(row: &memberships::Model, now: Timestamp) -> Result<MembershipState, Failure> {
    MembershipState::from_code(&row.state)
        .map(|stored| stored.at(row.ends_at.map(Timestamp), now))
        .ok_or_else(|| Failure::inconsistent("a membership has an unknown state"))
}

/// The link of an invitation goes to the address that the contact has now, and only while it waits for an answer.
async fn invitation(
    tx: &Tx,
    account_id: AccountId,
    contact_id: ContactId,
    to: &EmailAddress,
    locale: Locale,
    now: Timestamp,
    url: &str,
) -> Found {
    let key = (account_id.0, contact_id.0);
    let Some(membership) = memberships::Entity::find_by_id(key).one(tx.conn()).await? else {
        return Ok(Err("the contact has no login any more"));
    };
    if state(&membership, now)? != MembershipState::Invited {
        return Ok(Err("the invitation does not wait for an answer any more"));
    }
    let contact = contacts::Entity::find_by_id(key).one(tx.conn()).await?;
    if contact.is_none_or(|contact| contact.email_canonical != to.canonical()) {
        return Ok(Err("the contact has another address now"));
    }
    let user = users::Entity::find_by_id(membership.user_id).one(tx.conn()).await?;
    let has_password = user.is_some_and(|user| user.password_hash.is_some());
    let rights = rights(tx.conn(), &membership).await?;
    let account = account(tx, account_id).await?;
    let writer = Writer { tx, account: account_id, locale, moments: Moments::new(locale, &account.time_zone, now) };
    let secret = links::invitation(tx, account_id, contact_id, now).await?;
    let values = context! {
        account_name => account_name(&account),
        rights => writer.rights(&rights).await?,
        has_password,
        link => format!("{url}/invitations?token={}", secret.expose()),
    };
    Ok(Ok(Content { template: "invitation", values, about: None, reader: None }))
}

/// One person's copy of an email in a category.
async fn business(tx: &Tx, letter: &outbox::Model, now: Timestamp) -> Found {
    let (Some(account), Some(email)) = (letter.account_id.map(AccountId), letter.email_id) else {
        return Err(Failure::inconsistent("a letter about an event is a copy of nothing"));
    };
    let Some(event) = business::stored(tx.conn(), account, email).await? else {
        return Ok(Err("the email is not in the history any more"));
    };
    if let Some(why) = reminders::overtaken(tx.conn(), account, &event).await? {
        return Ok(Err(why));
    }
    let about = business::about(tx, letter, account, event.kind(), now).await?;
    let (template, values) = (event.kind().code(), business::data(&event));
    Ok(Ok(Content { template, values, about: Some(about), reader: None }))
}

/// A test goes to the address that the contact has now.
async fn test(tx: &Tx, letter: &outbox::Model, contact: ContactId, by: String, to: &EmailAddress) -> Found {
    let Some(account_id) = letter.account_id.map(AccountId) else {
        return Err(Failure::inconsistent("a test of no account"));
    };
    let row = contacts::Entity::find_by_id((account_id.0, contact.0)).one(tx.conn()).await?;
    if row.is_none_or(|row| row.email_canonical != to.canonical()) {
        return Ok(Err("the contact has another address now"));
    }
    let account_name = account_name(&account(tx, account_id).await?);
    Ok(Ok(Content { template: "test", values: context! { account_name, by }, about: None, reader: None }))
}

/// The link goes to the address that waits to be confirmed, and to no earlier one.
async fn address_confirm(tx: &Tx, user: UserId, to: &EmailAddress, now: Timestamp, url: &str) -> Found {
    let pending = email_changes::Entity::find_by_id(user.0).one(tx.conn()).await?;
    let waits =
        pending.is_some_and(|pending| pending.expires_at > now.0 && pending.new_email.to_lowercase() == to.canonical());
    if !waits {
        return Ok(Err("the address does not wait to be confirmed any more"));
    }
    let secret = links::email_change(tx, user, now).await?;
    let link = format!("{url}/confirm-email?token={}", secret.expose());
    Ok(Ok(Content { template: "address_confirm", values: context! { link }, about: None, reader: None }))
}

async fn owner_notice(writer: &Writer<'_>, account_name: String, by: String, notice: Notice) -> Result<Value, Failure> {
    let about = match notice {
        Notice::AccessGiven { name, email, rights } => {
            context! { kind => "access_given", person => name, email, rights => writer.rights(&rights).await? }
        }
        Notice::AccessChanged { name, email, before, after } => {
            let changes = writer.changes(&before, &after).await?;
            context! { kind => "access_changed", person => name, email, changes }
        }
        Notice::AccessRevoked { name, email } => context! { kind => "access_revoked", person => name, email },
        Notice::AccessEnded { name, email } => context! { kind => "access_ended", person => name, email },
        Notice::ContactDeleted { name, email } => context! { kind => "contact_deleted", person => name, email },
        Notice::ContactAddressChanged { name, from, to } => {
            context! { kind => "contact_address_changed", person => name, from, to }
        }
        Notice::InvitationAccepted { name, email } => {
            context! { kind => "invitation_accepted", person => name, email }
        }
        Notice::InvitationDeclined { name, email } => {
            context! { kind => "invitation_declined", person => name, email }
        }
        Notice::MailDisowned { name, email } => context! { kind => "mail_disowned", person => name, email },
        Notice::MailBounced { name, email, words } => {
            context! { kind => "mail_bounced", person => name, email, words }
        }
        Notice::Left { name, email } => context! { kind => "left", person => name, email },
        Notice::EscalationRefused { name } => context! { kind => "escalation_refused", person => name },
    };
    Ok(context! { account_name, by, ..about })
}

async fn writer(tx: &Tx, account_id: AccountId, locale: Locale, now: Timestamp) -> Result<Writer<'_>, Failure> {
    let found = accounts::Entity::find_by_id(account_id.0).one(tx.conn()).await?;
    let time_zone = found.map_or_else(|| "UTC".to_owned(), |account| account.time_zone);
    Ok(Writer { tx, account: account_id, locale, moments: Moments::new(locale, &time_zone, now) })
}

async fn account(tx: &Tx, id: AccountId) -> Result<accounts::Model, Failure> {
    accounts::Entity::find_by_id(id.0)
        .one(tx.conn())
        .await?
        .ok_or_else(|| Failure::inconsistent("a membership without an account"))
}

fn account_name(account: &accounts::Model) -> String {
    display_name(&account.company, &account.first_name, &account.last_name)
}

async fn is_owner(tx: &Tx, account_id: AccountId, to: &EmailAddress) -> Result<bool, Failure> {
    let Some(account) = accounts::Entity::find_by_id(account_id.0).one(tx.conn()).await? else {
        return Ok(false);
    };
    let owner = users::Entity::find_by_id(account.owner_user_id).one(tx.conn()).await?;
    Ok(owner.is_some_and(|owner| owner.email_canonical == to.canonical()))
}
