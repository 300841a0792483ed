//! Appending to the log, and the hash that chains an entry to the one before.

use domain::{AccountId, ContactId, Timestamp, activity::Event, code::Code};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel,
    sea_query::{Expr, OnConflict, Query, SimpleExpr},
};
use sha2::{Digest, Sha256};

use crate::{
    Failure, Tx,
    access::Author,
    db::entity::{activity, activity_heads},
    people::Addressee,
};

/// Whom an entry concerns, if not the author. All empty: nobody.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subject {
    contact: Option<ContactId>,
    name: String,
    email: String,
}

impl Subject {
    pub fn contact(id: ContactId, name: &str, email: &str) -> Self {
        Self { contact: Some(id), name: name.to_owned(), email: email.to_owned() }
    }

    /// The owner, who is no contact.
    pub fn owner(owner: &Addressee) -> Self {
        Self { contact: None, name: owner.name.clone(), email: owner.email.to_string() }
    }
}

/// Appends an entry, in the transaction of what it tells. `subject` is whom it concerns, if not the author.
pub async fn record(
    tx: &Tx,
    account: AccountId,
    author: &Author,
    subject: Option<(ContactId, &str, &str)>,
    event: &Event,
    now: Timestamp,
) -> Result<(), Failure> {
    let subject = subject.map(|(id, name, email)| Subject::contact(id, name, email)).unwrap_or_default();
    append(tx, account, author, &subject, event, now).await
}

/// Appends an entry, about the owner too. Addresses are kept in lower case, the form in which they are compared.
///
/// The row of the chain's end is what two writers on one account wait for each other at.
pub(crate) async fn append(
    tx: &Tx,
    account: AccountId,
    author: &Author,
    subject: &Subject,
    event: &Event,
    now: Timestamp,
) -> Result<(), Failure> {
    let (number, previous) = next(tx, account).await?;
    let text = serde_json::to_string(event).map_err(|error| Failure::inconsistent(error.to_string()))?;
    // A person does not concern themself in their own entry.
    let own = subject.email.to_lowercase() == author.email.to_lowercase();
    let subject = if own { &Subject::default() } else { subject };
    let mut entry = activity::Model {
        account_id: account.0,
        number,
        at: now.0,
        actor_user_id: author.user.map(|user| user.0),
        actor_name: author.name.clone(),
        actor_email: author.email.to_lowercase(),
        subject_contact_id: subject.contact.map(|contact| contact.0),
        subject_name: subject.name.clone(),
        subject_email: subject.email.to_lowercase(),
        kind: event.kind().code().to_owned(),
        event: text,
        address: author.address.clone(),
        hash: Vec::new(),
    };
    entry.hash = hash(&previous, &entry);
    let head = Query::update()
        .table("activity_heads")
        .value("hash", entry.hash.clone())
        .and_where(Expr::col("account_id").eq(account.0))
        .take();
    activity::Entity::insert(entry.into_active_model()).exec_without_returning(tx.conn()).await?;
    tx.conn().execute(&head).await?;
    Ok(())
}

/// The number of the next entry and the hash of the one before. Locks the end of the chain until the transaction ends.
async fn next(tx: &Tx, account: AccountId) -> Result<(i64, Vec<u8>), Failure> {
    if let Some(head) = advance(tx, account).await? {
        return Ok(head);
    }
    let first = activity_heads::ActiveModel { account_id: Set(account.0), number: Set(0), hash: Set(Vec::new()) };
    activity_heads::Entity::insert(first)
        .on_conflict(OnConflict::column(activity_heads::Column::AccountId).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    advance(tx, account).await?.ok_or_else(|| Failure::inconsistent("the log has no end"))
}

async fn advance(tx: &Tx, account: AccountId) -> Result<Option<(i64, Vec<u8>)>, Failure> {
    let plus_one: SimpleExpr = Expr::col("number").add(1);
    let update = Query::update()
        .table("activity_heads")
        .value("number", plus_one)
        .and_where(activity_heads::Column::AccountId.eq(account.0))
        .returning(Query::returning().columns(["number", "hash"]))
        .take();
    let Some(row) = tx.conn().query_one(&update).await? else { return Ok(None) };
    Ok(Some((row.try_get("", "number")?, row.try_get("", "hash")?)))
}

/// SHA-256 over the hash of the entry before and all columns of this one, each with its length, so that nothing can be
/// moved from one column to another. The order and form of the columns must never change.
pub(super) fn hash(previous: &[u8], entry: &activity::Model) -> Vec<u8> {
    let mut hasher = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    part(previous);
    part(entry.account_id.as_bytes());
    part(&entry.number.to_be_bytes());
    part(&entry.at.to_be_bytes());
    part(entry.actor_user_id.as_ref().map_or(&[], |id| id.as_bytes().as_slice()));
    part(entry.actor_name.as_bytes());
    part(entry.actor_email.as_bytes());
    part(entry.subject_contact_id.as_ref().map_or(&[], |id| id.as_bytes().as_slice()));
    part(entry.subject_name.as_bytes());
    part(entry.subject_email.as_bytes());
    part(entry.kind.as_bytes());
    part(entry.event.as_bytes());
    part(entry.address.as_bytes());
    hasher.finalize().to_vec()
}
