//! What needs somebody's attention on the account, the most urgent first: on Home, above the counters.
//!
//! Each kind is looked for only with its permission, among the rows that its list shows, and a few of it are told; of the
//! rest only how many there are. Not here: the words and the links (`app`), and the emails that remind of the same
//! (`reminders`).

mod money;
mod people;
mod things;

use domain::{
    ContactId, InvoiceId, Moment, QuoteId, Timestamp,
    client_area::Money,
    id::{DomainId, ServiceId},
};
use sea_orm::{EntityTrait, PaginatorTrait, QuerySelect, Select};
use uuid::Uuid;

use super::{may, moments};
use crate::{Backend, Failure, access::Actor, moments::Moments};

/// How many of a kind are told by name.
const MOST: u64 = 5;
/// How long before its end, and after it, a domain is worth a thought.
const DOMAIN: i64 = 60 * Timestamp::DAY;
/// How long before its end a quote is.
const QUOTE: i64 = 30 * Timestamp::DAY;
/// How long before its end the own access is.
const ACCESS: i64 = 14 * Timestamp::DAY;

/// How urgent something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// It is late, or does not work.
    Now,
    /// Somebody waits, or something ends unless something is done.
    Soon,
    /// To be known.
    Later,
}

/// The kinds that can be more than are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Invoices,
    Services,
    Domains,
    Quotes,
    Tickets,
    Bounces,
    Invitations,
}

/// What needs attention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// There is something left to pay.
    Invoice {
        id: InvoiceId,
        number: String,
        left: Money,
        due: Moment,
        overdue: bool,
    },
    /// It is suspended.
    Service { id: ServiceId, name: String },
    /// It expires soon, or has.
    Domain {
        id: DomainId,
        name: String,
        expires: Moment,
        expired: bool,
        /// Whether it renews by itself.
        renews: bool,
    },
    /// It can be answered until then.
    Quote {
        id: QuoteId,
        number: String,
        subject: String,
        until: Moment,
    },
    /// Support has answered, and waits.
    Ticket {
        id: Uuid,
        number: String,
        subject: String,
        answered: Moment,
    },
    /// The person's own access.
    AccessEnds(Moment),
    /// Email does not reach them.
    Bounced {
        id: ContactId,
        name: String,
        address: String,
    },
    /// They were invited, and have not accepted.
    Invitation {
        id: ContactId,
        name: String,
        invited: Moment,
        expired: bool,
    },
    /// There are so many of the kind in all.
    All(Kind, u64),
}

/// Something that needs attention, and how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attention {
    pub urgency: Urgency,
    pub matter: Matter,
}

/// What needs this person's attention, as far as they may know of it: the most urgent first.
pub async fn attention(backend: &Backend, actor: &Actor) -> Result<Vec<Attention>, Failure> {
    let look = Look { backend, moments: moments(backend, actor), now: backend.now() };
    let mut all = Vec::new();
    if let Some(access) = may(actor) {
        look.invoices(&access, &mut all).await?;
    }
    if let Some(access) = may(actor) {
        look.services(&access, &mut all).await?;
    }
    if let Some(access) = may(actor) {
        look.tickets(&access, &mut all).await?;
    }
    look.access(actor, &mut all);
    if let Some(access) = may(actor) {
        look.domains(&access, &mut all).await?;
    }
    if let Some(access) = may(actor) {
        look.quotes(&access, &mut all).await?;
    }
    if let Some(access) = may(actor) {
        look.bounces(&access, &mut all).await?;
        look.invitations(&access, &mut all).await?;
    }
    // Those that are as urgent as one another stay in the order of their kinds.
    all.sort_by_key(|one| one.urgency);
    Ok(all)
}

/// Looks for what needs attention now.
struct Look<'a> {
    backend: &'a Backend,
    moments: Moments,
    now: Timestamp,
}

impl Look<'_> {
    /// The first rows, and how many there are in all if they are more.
    async fn some<E>(&self, rows: Select<E>) -> Result<(Vec<E::Model>, Option<u64>), Failure>
    where
        E: EntityTrait,
        E::Model: Send + Sync,
    {
        let conn = self.backend.db.read();
        let mut found = rows.clone().limit(MOST + 1).all(conn).await?;
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        if found.len() <= most {
            return Ok((found, None));
        }
        found.truncate(most);
        Ok((found, Some(rows.count(conn).await?)))
    }
}

/// Adds what was found of a kind, and after the last of it how many there are in all.
fn add(all: &mut Vec<Attention>, found: Vec<Attention>, rest: Option<(Kind, u64)>) {
    let least = found.iter().map(|one| one.urgency).max();
    all.extend(found);
    if let (Some(urgency), Some((kind, count))) = (least, rest) {
        all.push(Attention { urgency, matter: Matter::All(kind, count) });
    }
}
