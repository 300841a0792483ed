//! Posting business events: an event, its email and one letter for each person become true together.
//!
//! Who gets it is decided by the domain's one `recipients` function; the list with reasons is stored with the email.

mod read;

use domain::{
    AccountId, Code, EmailAddress, Subject, Timestamp,
    business_event::{BusinessEvent, ThingMut},
    recipients::{Recipient, recipients},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, TryInsertResult};
use uuid::Uuid;

use super::{
    MailEvent, business, kept,
    redact::{self, Redactor},
};
use crate::{
    Backend, Failure, Tx,
    access::SystemAccess,
    db::entity::{accounts, domains, emails, services, users},
    outbox::{Letter, Routed, queue},
    people::{Account, people},
    random::new_id,
    tickets, vault,
};

pub use read::{BadEvent, Incoming, Whose, read};

/// What posting an event did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Of the email in the account's history.
    pub email: Uuid,
    /// `false`: it had been posted before, and nothing was queued now.
    pub new: bool,
    /// One email each.
    pub recipients: Vec<Recipient>,
}

/// Why an event cannot be posted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("there is no such account")]
    NoAccount,
    #[error("this owner has {0} accounts; name the one that is meant by its id")]
    SeveralAccounts(usize),
    #[error("the account has no service named {0:?}")]
    NoService(String),
    #[error("the account has no domain named {0:?}")]
    NoDomain(String),
    #[error("this id was used for another event of the account")]
    IdUsed,
}

impl Refused {
    /// The field of a posted event that is to blame.
    pub fn field(&self) -> &'static str {
        match self {
            Self::NoAccount | Self::SeveralAccounts(_) => "account",
            Self::NoService(_) => "data.service.name",
            Self::NoDomain(_) => "data.domain.name",
            Self::IdUsed => "id",
        }
    }
}

/// Posts an event. With an `id`, posting it again stores and sends nothing more.
pub async fn post(
    backend: &Backend,
    system: &SystemAccess,
    account: AccountId,
    id: Option<Uuid>,
    event: BusinessEvent,
) -> Result<Result<Posted, Refused>, Failure> {
    let tx = backend.db.write().await?;
    let posted = post_in(backend, system, &tx, account, id, event).await?;
    if posted.is_ok() {
        tx.commit().await?;
    }
    Ok(posted)
}

/// The same in a transaction of the caller's.
pub async fn post_in(
    backend: &Backend,
    system: &SystemAccess,
    tx: &Tx,
    account: AccountId,
    id: Option<Uuid>,
    event: BusinessEvent,
) -> Result<Result<Posted, Refused>, Failure> {
    if accounts::Entity::find_by_id(account.0).one(tx.conn()).await?.is_none() {
        return Ok(Err(Refused::NoAccount));
    }
    match look_up(system, tx, account, event).await? {
        Ok(event) => store(backend, tx, account, id, event).await,
        Err(refused) => Ok(Err(refused)),
    }
}

/// Posts what happened here, in the transaction in which it happened. It must name nothing by name alone.
pub(crate) async fn tell(backend: &Backend, tx: &Tx, account: AccountId, event: BusinessEvent) -> Result<(), Failure> {
    match store(backend, tx, account, None, event).await? {
        Ok(_) => Ok(()),
        Err(refused) => Err(Failure::inconsistent(refused.to_string())),
    }
}

/// The same, but not to whoever is told by a security mail already. No email, if nobody else would get it.
pub(crate) async fn tell_others(
    backend: &Backend,
    tx: &Tx,
    account: AccountId,
    event: BusinessEvent,
    told: &EmailAddress,
) -> Result<(), Failure> {
    let mut found = whom(tx, account, &event, backend.now()).await?;
    found.retain(|one| one.address.canonical() != told.canonical());
    if found.is_empty() {
        return Ok(());
    }
    match store_for(backend, tx, account, None, event, found).await? {
        Ok(_) => Ok(()),
        Err(refused) => Err(Failure::inconsistent(refused.to_string())),
    }
}

async fn store(
    backend: &Backend,
    tx: &Tx,
    account: AccountId,
    id: Option<Uuid>,
    event: BusinessEvent,
) -> Result<Result<Posted, Refused>, Failure> {
    let found = whom(tx, account, &event, backend.now()).await?;
    store_for(backend, tx, account, id, event, found).await
}

/// Who gets the email of an event.
async fn whom(tx: &Tx, account: AccountId, event: &BusinessEvent, now: Timestamp) -> Result<Vec<Recipient>, Failure> {
    let (mut matter, people) = (event.matter(), people(tx.conn(), account).await?);
    if let Some(told) = event.ticket() {
        matter.ticket = Some(tickets::named(tx.conn(), account, told, &people, now).await?);
    }
    Ok(recipients(&matter, &people))
}

async fn store_for(
    backend: &Backend,
    tx: &Tx,
    account: AccountId,
    id: Option<Uuid>,
    event: BusinessEvent,
    found: Vec<Recipient>,
) -> Result<Result<Posted, Refused>, Failure> {
    let now = backend.now();
    // Before it is compared with what was posted before, and before it is stored and sent.
    let event = redact::event(event)?;
    let loaded = Account::load(tx.conn(), account).await?;
    let email = id.unwrap_or_else(|| new_id(now));
    // The subjects of all others are the product's own words.
    let secrets = match event.ticket() {
        Some(_) => vault::of_account(backend, tx.conn(), account, &event.subjects()).await?,
        None => Vec::new(),
    };
    let row = row(backend, &loaded, email, &event, &found, now, &Redactor::knowing(secrets))?;
    let inserted = emails::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(tx.conn()).await?;
    if !matches!(inserted, TryInsertResult::Inserted(1)) {
        return before(tx, account, email, &event).await;
    }
    for one in &found {
        let letter = Letter {
            account: Some(account),
            event: MailEvent::Business,
            to: one.address.clone(),
            to_name: one.name.clone(),
            locale: one.locale,
            routed: Some(Routed { email, category: event.category(), role: one.role, reasons: one.reasons.clone() }),
        };
        queue(tx, now, letter).await?;
    }
    Ok(Ok(Posted { email, new: true, recipients: found }))
}

/// What was posted under that id before.
async fn before(
    tx: &Tx,
    account: AccountId,
    email: Uuid,
    event: &BusinessEvent,
) -> Result<Result<Posted, Refused>, Failure> {
    if business::stored(tx.conn(), account, email).await?.as_ref() != Some(event) {
        return Ok(Err(Refused::IdUsed));
    }
    let recipients: Option<String> = emails::Entity::find_by_id((account.0, email))
        .select_only()
        .column(emails::Column::Recipients)
        .into_tuple()
        .one(tx.conn())
        .await?;
    let recipients = serde_json::from_str(recipients.as_deref().unwrap_or("[]"))
        .map_err(|_| Failure::inconsistent("an email has unreadable recipients"))?;
    Ok(Ok(Posted { email, new: false, recipients }))
}

/// Whose account is meant, and what an event names by name alone: what [`post`] would refuse is known before anything
/// is stored.
pub async fn check(
    backend: &Backend,
    system: &SystemAccess,
    incoming: Incoming,
) -> Result<Result<(AccountId, Option<Uuid>, BusinessEvent), Refused>, Failure> {
    let tx = backend.db.write().await?;
    let account = match whose(&tx, &incoming.account).await? {
        Ok(account) => account,
        Err(refused) => return Ok(Err(refused)),
    };
    let event = look_up(system, &tx, account, incoming.event).await?;
    Ok(event.map(|event| (account, incoming.id, event)))
}

async fn whose(tx: &Tx, whose: &Whose) -> Result<Result<AccountId, Refused>, Failure> {
    let found: Vec<Uuid> = match whose {
        Whose::Id(id) => {
            accounts::Entity::find_by_id(id.0).one(tx.conn()).await?.map(|row| row.id).into_iter().collect()
        }
        Whose::Owner(address) => owned_by(tx, address).await?,
    };
    Ok(match found.as_slice() {
        [] => Err(Refused::NoAccount),
        [one] => Ok(AccountId(*one)),
        several => Err(Refused::SeveralAccounts(several.len())),
    })
}

async fn owned_by(tx: &Tx, address: &EmailAddress) -> Result<Vec<Uuid>, Failure> {
    let owner: Option<Uuid> = users::Entity::find()
        .select_only()
        .column(users::Column::Id)
        .filter(users::Column::EmailCanonical.eq(address.canonical()))
        .into_tuple()
        .one(tx.conn())
        .await?;
    let Some(owner) = owner else { return Ok(Vec::new()) };
    Ok(accounts::Entity::find()
        .select_only()
        .column(accounts::Column::Id)
        .filter(accounts::Column::OwnerUserId.eq(owner))
        .into_tuple()
        .all(tx.conn())
        .await?)
}

/// Finds the ids of services and domains that the event names by name alone.
async fn look_up(
    _system: &SystemAccess,
    tx: &Tx,
    account: AccountId,
    mut event: BusinessEvent,
) -> Result<Result<BusinessEvent, Refused>, Failure> {
    for thing in event.things() {
        match thing {
            ThingMut::Service(service) if service.id.is_none() => {
                let name = service.name.as_str();
                let found: Option<Uuid> = services::Entity::find()
                    .select_only()
                    .column(services::Column::Id)
                    .filter(services::Column::AccountId.eq(account.0))
                    .filter(services::Column::Name.eq(name))
                    .into_tuple()
                    .one(tx.conn())
                    .await?;
                let Some(found) = found else {
                    return Ok(Err(Refused::NoService(name.to_owned())));
                };
                service.id = Some(domain::ServiceId(found));
            }
            ThingMut::Domain(domain) if domain.id.is_none() => {
                let name = domain.name.as_str();
                let found: Option<Uuid> = domains::Entity::find()
                    .select_only()
                    .column(domains::Column::Id)
                    .filter(domains::Column::AccountId.eq(account.0))
                    .filter(domains::Column::Name.eq(name))
                    .into_tuple()
                    .one(tx.conn())
                    .await?;
                let Some(found) = found else {
                    return Ok(Err(Refused::NoDomain(name.to_owned())));
                };
                domain.id = Some(domain::DomainId(found));
            }
            ThingMut::Service(_) | ThingMut::Domain(_) => {}
        }
    }
    Ok(Ok(event))
}

/// The row of the history. Its subject is written in the owner's language.
fn row(
    backend: &Backend,
    account: &Account,
    email: Uuid,
    event: &BusinessEvent,
    found: &[Recipient],
    now: Timestamp,
    redactor: &Redactor,
) -> Result<emails::ActiveModel, Failure> {
    let (settings, owner) = (&backend.settings, &account.owner);
    let context = kept::context(settings, account, event, &owner.name, business::data(event), now);
    let subject_line = settings.templates.subject(event.kind().code(), owner.locale, &context)?;
    // Of several subjects none is the email's own: such an email is seen by whoever may see all of them.
    let subjects = event.subjects();
    let subject = match subjects.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    Ok(emails::ActiveModel {
        account_id: Set(account.id.0),
        id: Set(email),
        category: Set(event.category().code().to_owned()),
        subject: Set(redactor.text(&subject_line)),
        subject_kind: Set(subject.map(|subject| kind(subject).to_owned())),
        subject_id: Set(subject.map(id)),
        recipients: Set(json(found)?),
        sent_at: Set(now.0),
        event: Set(Some(json(event)?)),
        announcement_id: Set(None),
    })
}

fn kind(subject: Subject) -> &'static str {
    match subject {
        Subject::Service(_) => "service",
        Subject::Domain(_) => "domain",
    }
}

fn id(subject: Subject) -> Uuid {
    match subject {
        Subject::Service(id) => id.0,
        Subject::Domain(id) => id.0,
    }
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::inconsistent(error.to_string()))
}
