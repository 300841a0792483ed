//! What users did in the client area and the operator's systems have still to do.
//!
//! Our own records change at once; a task, written in the same transaction, tells the systems behind us (provisioning,
//! the registrar, billing) what to take over. Not here: how they fetch it.

use domain::{
    AccountId, Timestamp,
    code::Code,
    id::{DomainId, ServiceId},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::Serialize;
use uuid::Uuid;

use crate::{Failure, Tx, access::Author, db::entity::operator_tasks, random::new_id};

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    ServicePasswordChanged,
    ServiceRestart,
    ServiceReinstall,
    NameServersChanged,
    DnsChanged,
    RegistrantChanged,
    TransferLockChanged,
    EppCodeRevealed,
    AutoRenewChanged,
    InvoicePaidByCredit,
    FundsAdded,
    QuoteAccepted,
    QuoteDeclined,
    OrderPlaced,
    ChangeOrdered,
    CancellationOrdered,
    RenewalOrdered,
    PayoutAsked,
    TicketOpened,
    TicketAnswered,
    TicketClosed,
    TicketReopened,
    DetailsChanged,
    BillingContactChanged,
}

impl Code for Kind {
    const WHAT: &'static str = "operator task";
    const ALL: &'static [Self] = &[
        Self::ServicePasswordChanged,
        Self::ServiceRestart,
        Self::ServiceReinstall,
        Self::NameServersChanged,
        Self::DnsChanged,
        Self::RegistrantChanged,
        Self::TransferLockChanged,
        Self::EppCodeRevealed,
        Self::AutoRenewChanged,
        Self::InvoicePaidByCredit,
        Self::FundsAdded,
        Self::QuoteAccepted,
        Self::QuoteDeclined,
        Self::OrderPlaced,
        Self::ChangeOrdered,
        Self::CancellationOrdered,
        Self::RenewalOrdered,
        Self::PayoutAsked,
        Self::TicketOpened,
        Self::TicketAnswered,
        Self::TicketClosed,
        Self::TicketReopened,
        Self::DetailsChanged,
        Self::BillingContactChanged,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::ServicePasswordChanged => "service_password_changed",
            Self::ServiceRestart => "service_restart",
            Self::ServiceReinstall => "service_reinstall",
            Self::NameServersChanged => "name_servers_changed",
            Self::DnsChanged => "dns_changed",
            Self::RegistrantChanged => "registrant_changed",
            Self::TransferLockChanged => "transfer_lock_changed",
            Self::EppCodeRevealed => "epp_code_revealed",
            Self::AutoRenewChanged => "auto_renew_changed",
            Self::InvoicePaidByCredit => "invoice_paid_by_credit",
            Self::FundsAdded => "funds_added",
            Self::QuoteAccepted => "quote_accepted",
            Self::QuoteDeclined => "quote_declined",
            Self::OrderPlaced => "order_placed",
            Self::ChangeOrdered => "change_ordered",
            Self::CancellationOrdered => "cancellation_ordered",
            Self::RenewalOrdered => "renewal_ordered",
            Self::PayoutAsked => "payout_asked",
            Self::TicketOpened => "ticket_opened",
            Self::TicketAnswered => "ticket_answered",
            Self::TicketClosed => "ticket_closed",
            Self::TicketReopened => "ticket_reopened",
            Self::DetailsChanged => "details_changed",
            Self::BillingContactChanged => "billing_contact_changed",
        }
    }
}

/// What a task is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Account,
    Service(ServiceId),
    Domain(DomainId),
    Invoice(Uuid),
    Quote(Uuid),
    Ticket(Uuid),
    Order(Uuid),
    Affiliate,
}

impl About {
    fn columns(self) -> (&'static str, Option<Uuid>) {
        match self {
            Self::Account => ("", None),
            Self::Service(id) => ("service", Some(id.0)),
            Self::Domain(id) => ("domain", Some(id.0)),
            Self::Invoice(id) => ("invoice", Some(id)),
            Self::Quote(id) => ("quote", Some(id)),
            Self::Ticket(id) => ("ticket", Some(id)),
            Self::Order(id) => ("order", Some(id)),
            Self::Affiliate => ("affiliate", None),
        }
    }
}

/// Writes a task, in the transaction of the change that it passes on. `data` is what the operator's systems need
/// beside the subject, as JSON; secrets are not in it, but read where they are kept.
pub(crate) async fn add(
    tx: &Tx,
    account: AccountId,
    author: &Author,
    kind: Kind,
    about: About,
    data: &impl Serialize,
    now: Timestamp,
) -> Result<(), Failure> {
    let (subject_kind, subject_id) = about.columns();
    let data = serde_json::to_string(data).map_err(|error| Failure::inconsistent(error.to_string()))?;
    let row = operator_tasks::ActiveModel {
        account_id: Set(account.0),
        id: Set(new_id(now)),
        kind: Set(kind.code().to_owned()),
        subject_kind: Set(subject_kind.to_owned()),
        subject_id: Set(subject_id),
        data: Set(data),
        state: Set("open".to_owned()),
        author_user_id: Set(author.user.map(|user| user.0)),
        author_name: Set(author.name.clone()),
        author_email: Set(author.email.to_lowercase()),
        created_at: Set(now.0),
        changed_at: Set(now.0),
    };
    operator_tasks::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}
