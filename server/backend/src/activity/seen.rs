//! What of the log somebody with a limited scope sees: what is about people, and what is about services and domains in
//! their scope. Not decided here: whose entries somebody sees at all.
//!
//! An entry names things by the name or number that they had. What no such thing answers to any more is not shown.

use std::collections::HashSet;

use domain::{AccountId, Scope, activity::Event};
use sea_orm::{ColumnTrait, Condition, DatabaseConnection, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    Failure,
    client_area::filter,
    db::entity::{domains, invoices, services, tickets},
};

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About<'a> {
    /// People, and what they may.
    People,
    /// What concerns the whole account.
    Account,
    Service(&'a str),
    Domain(&'a str),
    Invoice(&'a str),
    Ticket(&'a str),
}

fn about(event: &Event) -> About<'_> {
    match event {
        Event::ServicePasswordShown { service }
        | Event::ServicePasswordChanged { service }
        | Event::ServiceActionOrdered { service, .. }
        | Event::SignOnAsked { service }
        | Event::SignedOn { service }
        | Event::SignOnRefused { service }
        | Event::ChangeOrdered { service, .. }
        | Event::CancellationOrdered { service, .. } => About::Service(service),
        Event::NameServersChanged { domain, .. }
        | Event::DnsChanged { domain, .. }
        | Event::RegistrantChanged { domain, .. }
        | Event::TransferLockSet { domain, .. }
        | Event::AutoRenewSet { domain, .. }
        | Event::EppCodeShown { domain }
        | Event::RenewalOrdered { domain, .. } => About::Domain(domain),
        Event::InvoicePaid { number, .. } | Event::PaymentReceived { number, .. } => About::Invoice(number),
        Event::TicketOpened { number }
        | Event::TicketReplied { number }
        | Event::TicketClosed { number }
        | Event::TicketReopened { number } => About::Ticket(number),
        Event::FundsAsked { .. }
        | Event::CreditAdded { .. }
        | Event::QuoteAccepted { .. }
        | Event::QuoteDeclined { .. }
        | Event::OrderPlaced { .. }
        | Event::PayoutAsked { .. } => About::Account,
        Event::AccountCreated
        | Event::SignedIn
        | Event::SignedOut
        | Event::SignInFailed
        | Event::PasswordResetRequested
        | Event::PasswordSet
        | Event::PasswordChanged
        | Event::EmailChangeRequested { .. }
        | Event::EmailChanged { .. }
        | Event::SessionEnded
        | Event::ContactCreated
        | Event::ContactChanged { .. }
        | Event::ContactDeleted
        | Event::EmailsChanged { .. }
        | Event::TicketWatchChanged { .. }
        | Event::TestSent
        | Event::MailBounced { .. }
        | Event::MailDisowned
        | Event::MailRestored
        | Event::AccessGiven { .. }
        | Event::AccessChanged { .. }
        | Event::AccessRevoked { .. }
        | Event::AccessEnded { .. }
        | Event::InvitationSent
        | Event::InvitationAccepted
        | Event::InvitationDeclined
        | Event::AccountLeft { .. }
        | Event::DetailsChanged { .. }
        | Event::BillingContactChanged { .. }
        | Event::Refused { .. }
        | Event::EscalationRefused { .. }
        | Event::NobodyLeftRefused { .. } => About::People,
    }
}

/// What entries can name and a scope covers. `None` of them: the scope covers everything.
pub(super) struct Seen(Option<Names>);

#[derive(Default)]
struct Names {
    services: HashSet<String>,
    domains: HashSet<String>,
    invoices: HashSet<String>,
    tickets: HashSet<String>,
}

impl Seen {
    /// Looks up what these entries name.
    pub async fn of(
        conn: &DatabaseConnection,
        account: AccountId,
        scope: &Scope,
        events: &[&Event],
    ) -> Result<Self, Failure> {
        if scope.is_everything() {
            return Ok(Self(None));
        }
        let (mut services, mut domains, mut invoices, mut tickets) = (vec![], vec![], vec![], vec![]);
        for event in events {
            match about(event) {
                About::Service(name) => services.push(name),
                About::Domain(name) => domains.push(name),
                About::Invoice(number) => invoices.push(number),
                About::Ticket(number) => tickets.push(number),
                About::People | About::Account => {}
            }
        }
        let of_ticket = filter::about(scope, tickets::Column::ServiceId, tickets::Column::DomainId);
        Ok(Self(Some(Names {
            services: known::<services::Entity>(
                conn,
                (services::Column::AccountId, account),
                (services::Column::Name, services),
                filter::services(scope, services::Column::Id),
            )
            .await?,
            domains: known::<domains::Entity>(
                conn,
                (domains::Column::AccountId, account),
                (domains::Column::Name, domains),
                filter::domains(scope, domains::Column::Id),
            )
            .await?,
            invoices: known::<invoices::Entity>(
                conn,
                (invoices::Column::AccountId, account),
                (invoices::Column::Number, invoices),
                filter::invoices(scope),
            )
            .await?,
            tickets: known::<tickets::Entity>(
                conn,
                (tickets::Column::AccountId, account),
                (tickets::Column::Number, tickets),
                of_ticket,
            )
            .await?,
        })))
    }

    /// Whether the scope covers what an entry is about.
    pub fn covers(&self, event: &Event) -> bool {
        let Some(names) = &self.0 else { return true };
        match about(event) {
            About::People => true,
            About::Account => false,
            About::Service(name) => names.services.contains(name),
            About::Domain(name) => names.domains.contains(name),
            About::Invoice(number) => names.invoices.contains(number),
            About::Ticket(number) => names.tickets.contains(number),
        }
    }
}

/// Those of the names that something in scope bears.
async fn known<E: EntityTrait>(
    conn: &DatabaseConnection,
    (of, account): (impl ColumnTrait, AccountId),
    (column, names): (impl ColumnTrait, Vec<&str>),
    in_scope: Condition,
) -> Result<HashSet<String>, Failure> {
    if names.is_empty() {
        return Ok(HashSet::new());
    }
    let found: Vec<String> = E::find()
        .select_only()
        .column(column)
        .filter(of.eq(account.0))
        .filter(column.is_in(names))
        .filter(in_scope)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(found.into_iter().collect())
}
