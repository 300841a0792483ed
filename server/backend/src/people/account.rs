//! An account and its owner, as log entries and emails need them.

use domain::{AccountId, Code, ContactId, EmailAddress, Locale, Timestamp, UserId, recipients::TicketWatch};
use sea_orm::{
    ConnectionTrait, FromQueryResult, JoinType,
    sea_query::{Expr, ExprTrait, LockType, Query, SelectStatement},
};
use uuid::Uuid;

use crate::{
    Failure, Tx,
    db::found,
    mail::MailEvent,
    outbox::{Letter, queue},
};

/// Somebody who gets an email.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Addressee {
    pub name: String,
    pub email: EmailAddress,
    pub locale: Locale,
}

/// An account and its owner.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub id: AccountId,
    /// What it is called: its company, or its holder.
    pub name: String,
    pub owner_user: UserId,
    pub owner: Addressee,
    pub time_zone: String,
    pub billing_contact: Option<ContactId>,
    pub ticket_watch: TicketWatch,
}

#[derive(FromQueryResult)]
struct Row {
    owner_user_id: Uuid,
    first_name: String,
    last_name: String,
    company: String,
    time_zone: String,
    locale: String,
    billing_contact_id: Option<Uuid>,
    ticket_watch: String,
    owner_name: String,
    owner_email: String,
}

impl Account {
    pub async fn load(conn: &impl ConnectionTrait, id: AccountId) -> Result<Self, Failure> {
        Self::read(conn, id, &query(id)).await
    }

    /// Reads the account and makes everyone else who changes its people wait until this transaction ends. (On SQLite
    /// every transaction that writes waits for the others anyway.)
    ///
    /// The lock is PostgreSQL's weaker one: rows that refer to the account can still be written meanwhile.
    pub async fn lock(tx: &Tx, id: AccountId) -> Result<Self, Failure> {
        Self::read(tx.conn(), id, query(id).lock_with_tables(LockType::NoKeyUpdate, ["accounts"])).await
    }

    async fn read(conn: &impl ConnectionTrait, id: AccountId, query: &SelectStatement) -> Result<Self, Failure> {
        let row = Row::from_query_result(&found(conn.query_one(query).await?)?, "")?;
        Ok(Self {
            id,
            name: domain::account::display_name(&row.company, &row.first_name, &row.last_name),
            owner_user: UserId(row.owner_user_id),
            owner: Addressee {
                name: row.owner_name,
                email: address(&row.owner_email)?,
                locale: Locale::from_code(&row.locale).unwrap_or_default(),
            },
            time_zone: row.time_zone,
            billing_contact: row.billing_contact_id.map(ContactId),
            ticket_watch: TicketWatch::from_code(&row.ticket_watch).unwrap_or_default(),
        })
    }

    /// Queues an email about this account, in the transaction of what it tells.
    pub async fn tell(&self, tx: &Tx, now: Timestamp, to: &Addressee, event: MailEvent) -> Result<(), Failure> {
        let letter = Letter {
            account: Some(self.id),
            event,
            to: to.email.clone(),
            to_name: to.name.clone(),
            locale: to.locale,
            routed: None,
        };
        queue(tx, now, letter).await
    }
}

fn query(id: AccountId) -> SelectStatement {
    Query::select()
        .columns([
            ("accounts", "owner_user_id"),
            ("accounts", "first_name"),
            ("accounts", "last_name"),
            ("accounts", "company"),
            ("accounts", "time_zone"),
            ("accounts", "locale"),
            ("accounts", "billing_contact_id"),
            ("accounts", "ticket_watch"),
        ])
        .expr_as(Expr::col(("users", "name")), "owner_name")
        .expr_as(Expr::col(("users", "email")), "owner_email")
        .from("accounts")
        .join(JoinType::InnerJoin, "users", Expr::col(("users", "id")).equals(("accounts", "owner_user_id")))
        .and_where(Expr::col(("accounts", "id")).eq(id.0))
        .take()
}

/// A stored address.
pub(super) fn address(text: &str) -> Result<EmailAddress, Failure> {
    EmailAddress::parse(text).map_err(|_| Failure::inconsistent("a stored email address is none"))
}
