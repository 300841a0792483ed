//! The sections of the client area as lists: services, domains, tickets and so on. Read-only.

use serde::{Deserialize, Serialize};

use crate::{code::Code, id::DomainId, moment::Moment, serde_by_code};

/// An amount of money in minor units (cents, øre) of an ISO 4217 currency, with its text in the viewer's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: String,
    pub text: String,
}

/// The state of a service, domain, invoice, quote, ticket or order, as a badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    Active,
    Pending,
    Suspended,
    Terminated,
    Expired,
    Paid,
    Unpaid,
    Overdue,
    Refunded,
    Open,
    Answered,
    Closed,
    Accepted,
    Sent,
    Failed,
    Declined,
    Cancelled,
}

impl Status {
    /// Those of services that can be cancelled, and about which something can be ordered.
    pub const ORDERABLE: [Self; 3] = [Self::Active, Self::Suspended, Self::Pending];
    /// Those of domains that can be renewed.
    pub const RENEWABLE: [Self; 2] = [Self::Active, Self::Expired];
}

impl Code for Status {
    const WHAT: &'static str = "status";
    const ALL: &'static [Self] = &[
        Self::Active,
        Self::Pending,
        Self::Suspended,
        Self::Terminated,
        Self::Expired,
        Self::Paid,
        Self::Unpaid,
        Self::Overdue,
        Self::Refunded,
        Self::Open,
        Self::Answered,
        Self::Closed,
        Self::Accepted,
        Self::Sent,
        Self::Failed,
        Self::Declined,
        Self::Cancelled,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Pending => "pending",
            Self::Suspended => "suspended",
            Self::Terminated => "terminated",
            Self::Expired => "expired",
            Self::Paid => "paid",
            Self::Unpaid => "unpaid",
            Self::Overdue => "overdue",
            Self::Refunded => "refunded",
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Closed => "closed",
            Self::Accepted => "accepted",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Declined => "declined",
            Self::Cancelled => "cancelled",
        }
    }
}

serde_by_code!(Status);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainRow {
    pub id: DomainId,
    pub name: String,
    pub status: Status,
    pub expires: Option<Moment>,
    pub auto_renew: bool,
    pub locked: bool,
}

/// Home: counters, each only with its permission (rule 4: a number on a tile is data too).
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HomePage {
    pub services: Option<u64>,
    pub domains: Option<u64>,
    /// Unpaid invoices, and what is left to pay in each currency.
    pub unpaid: Option<(u64, Vec<Money>)>,
    /// Quotes waiting for an answer.
    pub quotes: Option<u64>,
    /// Open tickets.
    pub tickets: Option<u64>,
    /// Contacts on file, and how many of them have a login.
    pub contacts: Option<(u64, u64)>,
}
