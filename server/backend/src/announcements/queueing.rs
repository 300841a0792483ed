//! Beginning an announcement, and queueing its emails step by step.

use std::collections::BTreeSet;

use domain::{
    AccountId, Category, Code, Locale, Timestamp,
    business_event::{self, BusinessEvent, Texts},
    recipients::{Matter, Recipient, recipients},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{LockType, OnConflict},
};
use uuid::Uuid;

use super::{audience::people, state::AnnouncementState};
use crate::{
    Backend, Failure, Tx,
    access::SystemAccess,
    db::{
        entity::{accounts, announcements, emails},
        found,
    },
    mail::MailEvent,
    outbox::{Letter, Line, Routed, queue_bulk},
    random::new_id,
};

/// How many accounts are queued in one step: a transaction of some milliseconds.
const STEP: u64 = 100;

/// Whom an announcement is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Every account.
    All,
    These(BTreeSet<AccountId>),
}

/// The accounts that an announcement was to be for and that there are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown(pub Vec<AccountId>);

/// How far the queueing of an announcement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub state: AnnouncementState,
    pub accounts: u64,
    pub accounts_done: u64,
    pub letters: u64,
}

/// Begins an announcement; nothing is queued yet. `per_minute`: how many of its emails leave in a minute at most; 0: as
/// fast as they leave.
pub async fn create(
    backend: &Backend,
    _system: &SystemAccess,
    texts: &Texts,
    audience: &Audience,
    per_minute: u32,
) -> Result<Result<Uuid, Unknown>, Failure> {
    let now = backend.now();
    let id = new_id(now);
    let (count, stored) = match audience {
        Audience::All => (accounts::Entity::find().count(backend.db.read()).await?, String::new()),
        Audience::These(these) => {
            let unknown = unknown(backend, these).await?;
            if !unknown.is_empty() {
                return Ok(Err(Unknown(unknown)));
            }
            (these.len() as u64, json(these)?)
        }
    };
    let row = announcements::ActiveModel {
        id: Set(id),
        texts: Set(json(texts)?),
        audience: Set(stored),
        state: Set(AnnouncementState::Queueing.code().to_owned()),
        per_minute: Set(i64::from(per_minute)),
        accounts: Set(i64::try_from(count).unwrap_or(i64::MAX)),
        accounts_done: Set(0),
        cursor: Set(None),
        letters: Set(0),
        created_at: Set(now.0),
        letters_sent: Set(0),
        letters_dropped: Set(0),
        letters_failed: Set(0),
    };
    let tx = backend.db.write().await?;
    announcements::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    tx.commit().await?;
    Ok(Ok(id))
}

async fn unknown(backend: &Backend, these: &BTreeSet<AccountId>) -> Result<Vec<AccountId>, Failure> {
    let mut unknown = these.clone();
    let ids: Vec<Uuid> = these.iter().map(|id| id.0).collect();
    for some in ids.chunks(1000) {
        let known: Vec<Uuid> = accounts::Entity::find()
            .select_only()
            .column(accounts::Column::Id)
            .filter(accounts::Column::Id.is_in(some.iter().copied()))
            .into_tuple()
            .all(backend.db.read())
            .await?;
        for id in known {
            unknown.remove(&AccountId(id));
        }
    }
    Ok(unknown.into_iter().collect())
}

/// Queues the emails of some more accounts, and says how far it is. When the state is not
/// [`Queueing`](AnnouncementState::Queueing) any more, there is nothing more to queue.
pub async fn queue_some(backend: &Backend, _system: &SystemAccess, id: Uuid) -> Result<Progress, Failure> {
    let now = backend.now();
    let tx = backend.db.write().await?;
    // Two that queue the same announcement take turns.
    let query = announcements::Entity::find_by_id(id).lock(LockType::NoKeyUpdate);
    let mut row = found(query.one(tx.conn()).await?)?;
    if row.state != AnnouncementState::Queueing.code() {
        return progress(&row);
    }
    let next = next_accounts(&tx, &row).await?;
    if let Some(last) = next.last() {
        row.cursor = Some(*last);
        row.accounts_done += i64::try_from(next.len()).unwrap_or(0);
        row.letters += i64::try_from(queue_for(&tx, &row, &next, now).await?).unwrap_or(0);
    } else {
        AnnouncementState::Sending.code().clone_into(&mut row.state);
    }
    announcements::Entity::update_many()
        .set(announcements::ActiveModel {
            cursor: Set(row.cursor),
            accounts_done: Set(row.accounts_done),
            letters: Set(row.letters),
            state: Set(row.state.clone()),
            ..Default::default()
        })
        .filter(announcements::Column::Id.eq(id))
        .exec(tx.conn())
        .await?;
    tx.commit().await?;
    progress(&row)
}

pub(super) fn progress(row: &announcements::Model) -> Result<Progress, Failure> {
    let number = |number: i64| u64::try_from(number).unwrap_or(0);
    Ok(Progress {
        state: AnnouncementState::from_code(&row.state)
            .ok_or_else(|| Failure::inconsistent("an announcement has an unknown state"))?,
        // Accounts may have come since it began.
        accounts: number(row.accounts.max(row.accounts_done)),
        accounts_done: number(row.accounts_done),
        letters: number(row.letters),
    })
}

/// The accounts after the last one, in the order of their ids.
async fn next_accounts(tx: &Tx, row: &announcements::Model) -> Result<Vec<Uuid>, Failure> {
    if row.audience.is_empty() {
        let mut query = accounts::Entity::find().select_only().column(accounts::Column::Id);
        if let Some(cursor) = row.cursor {
            query = query.filter(accounts::Column::Id.gt(cursor));
        }
        return Ok(query.order_by_asc(accounts::Column::Id).limit(STEP).into_tuple().all(tx.conn()).await?);
    }
    let these: BTreeSet<AccountId> = serde_json::from_str(&row.audience)
        .map_err(|_| Failure::inconsistent("an announcement has an unreadable audience"))?;
    let after = these.into_iter().map(|id| id.0).filter(|id| row.cursor.is_none_or(|cursor| *id > cursor));
    Ok(after.take(usize::try_from(STEP).unwrap_or(usize::MAX)).collect())
}

/// Queues the emails of these accounts. Returns how many they are.
async fn queue_for(tx: &Tx, row: &announcements::Model, accounts: &[Uuid], now: Timestamp) -> Result<usize, Failure> {
    let texts = texts(row)?;
    let matter = Matter::whole_account(Category::General);
    let (mut history, mut letters) = (Vec::new(), Vec::new());
    for (account, people) in people(tx, accounts).await? {
        let got = recipients(&matter, &people);
        let owner = people.first().map_or_else(Locale::default, |owner| owner.locale);
        history.push(email(row.id, account, &texts, owner, &got, now)?);
        letters.extend(got.into_iter().map(|one| letter(row.id, account, one)));
    }
    if history.is_empty() {
        return Ok(0);
    }
    emails::Entity::insert_many(history)
        .on_conflict(OnConflict::columns([emails::Column::AccountId, emails::Column::Id]).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    let line = Line { announcement: row.id, per_minute: u32::try_from(row.per_minute).unwrap_or(0) };
    queue_bulk(tx, now, line, letters).await
}

/// What an announcement tells, as an event. `None`: it is gone.
pub(crate) async fn told(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<BusinessEvent>, Failure> {
    let Some(row) = announcements::Entity::find_by_id(id).one(conn).await? else {
        return Ok(None);
    };
    let texts = texts(&row)?;
    Ok(Some(BusinessEvent::Announcement(business_event::Announcement { texts })))
}

fn texts(row: &announcements::Model) -> Result<Texts, Failure> {
    serde_json::from_str(&row.texts).map_err(|_| Failure::inconsistent("an announcement has unreadable texts"))
}

/// The row of the history, whose id is the announcement's.
fn email(
    id: Uuid,
    account: AccountId,
    texts: &Texts,
    owner: Locale,
    got: &[Recipient],
    now: Timestamp,
) -> Result<emails::ActiveModel, Failure> {
    let subject = texts.in_language(owner).map(|wording| wording.subject.to_string()).unwrap_or_default();
    Ok(emails::ActiveModel {
        account_id: Set(account.0),
        id: Set(id),
        category: Set(Category::General.code().to_owned()),
        subject: Set(subject),
        subject_kind: Set(None),
        subject_id: Set(None),
        recipients: Set(json(got)?),
        sent_at: Set(now.0),
        event: Set(None),
        announcement_id: Set(Some(id)),
    })
}

fn letter(email: Uuid, account: AccountId, one: Recipient) -> Letter {
    Letter {
        account: Some(account),
        event: MailEvent::Business,
        to: one.address,
        to_name: one.name,
        locale: one.locale,
        routed: Some(Routed { email, category: Category::General, role: one.role, reasons: one.reasons }),
    }
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::inconsistent(error.to_string()))
}
