//! The data of each event.

use serde::{Deserialize, Serialize};

use super::{
    About,
    parts::{Fact, InvoiceLine, InvoiceRef, LastDigits, Month, OverdueNotice, RenewalNotice, Texts, Ticket},
    text::{Line, Prose},
    thing::{DomainName, ServiceName, Thing, ThingMut},
};
use crate::{details_form::DetailsField, instant::Instant, money::Amount, scope::Subject};

/// What every event's data can say of itself.
pub(super) trait Data {
    const ABOUT: About;

    /// The services and domains that it is about, to be looked up.
    fn things(&mut self) -> Vec<ThingMut<'_>> {
        Vec::new()
    }

    /// The same as a scope would name them; none: the whole account.
    fn subjects(&self) -> Vec<Subject> {
        Vec::new()
    }

    fn ticket(&self) -> Option<&Ticket> {
        None
    }
}

/// Defines data and what it is about: `whole` account, a `service`, a `domain`, some `things`, an `invoice`, a `ticket`.
macro_rules! data {
    ($($(#[$doc:meta])* $name:ident: $about:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {$(
            $(#[$field_doc])*
            pub $field: $type,
        )*}

        impl Data for $name {
            data!(@about $about);
        }
    )+};
    (@about whole) => {
        const ABOUT: About = About::Account;
    };
    (@about service) => {
        const ABOUT: About = About::Service;

        fn things(&mut self) -> Vec<ThingMut<'_>> {
            vec![ThingMut::Service(&mut self.service)]
        }

        fn subjects(&self) -> Vec<Subject> {
            vec![self.service.subject()]
        }
    };
    (@about domain) => {
        const ABOUT: About = About::Domain;

        fn things(&mut self) -> Vec<ThingMut<'_>> {
            vec![ThingMut::Domain(&mut self.domain)]
        }

        fn subjects(&self) -> Vec<Subject> {
            vec![self.domain.subject()]
        }
    };
    (@about things) => {
        const ABOUT: About = About::Several;

        fn things(&mut self) -> Vec<ThingMut<'_>> {
            self.about.iter_mut().map(Thing::as_mut).collect()
        }

        fn subjects(&self) -> Vec<Subject> {
            self.about.iter().map(Thing::subject).collect()
        }
    };
    (@about invoice) => {
        const ABOUT: About = About::Several;

        fn things(&mut self) -> Vec<ThingMut<'_>> {
            self.invoice.about.iter_mut().map(Thing::as_mut).collect()
        }

        fn subjects(&self) -> Vec<Subject> {
            self.invoice.about.iter().map(Thing::subject).collect()
        }
    };
    (@about ticket) => {
        const ABOUT: About = About::Several;

        fn things(&mut self) -> Vec<ThingMut<'_>> {
            self.ticket.about.iter_mut().map(Thing::as_mut).collect()
        }

        fn subjects(&self) -> Vec<Subject> {
            self.ticket.about.iter().map(Thing::subject).collect()
        }

        fn ticket(&self) -> Option<&Ticket> {
            Some(&self.ticket)
        }
    };
}

data! {
    Announcement: whole {
        texts: Texts,
    }
    AccountDetailsChanged: whole {
        changed: Vec<DetailsField>,
        /// Who did it; nobody: the provider.
        #[serde(default)]
        by: Option<Line>,
        at: Instant,
    }
    AccountPasswordChanged: whole {
        /// Whose.
        name: Line,
        at: Instant,
        /// The network address that it came from.
        #[serde(default)]
        address: Option<Line>,
    }
    CardExpiring: whole {
        /// The card's brand: Visa.
        brand: Line,
        last_digits: LastDigits,
        /// The last month in which it can be used.
        expires: Month,
    }
    OrderReceived: things {
        number: Line,
        items: Vec<Line>,
        at: Instant,
        /// What it changes, renews or ends. Something new is not among them: of that no limited scope knows.
        #[serde(default)]
        about: Vec<Thing>,
    }
    InvoiceCreated: invoice {
        invoice: InvoiceRef,
        issued: Instant,
        due: Instant,
        #[serde(default)]
        lines: Vec<InvoiceLine>,
        /// How to pay, such as a bank account and a reference.
        #[serde(default)]
        payment: Vec<Fact>,
    }
    InvoiceReminder: invoice {
        invoice: InvoiceRef,
        due: Instant,
        /// What is left to pay; nothing told: the total.
        #[serde(default)]
        left: Option<Amount>,
        #[serde(default)]
        payment: Vec<Fact>,
    }
    InvoiceOverdue: invoice {
        invoice: InvoiceRef,
        due: Instant,
        notice: OverdueNotice,
        /// What is left to pay; nothing told: the total.
        #[serde(default)]
        left: Option<Amount>,
        /// When services are suspended if it stays unpaid.
        #[serde(default)]
        suspends: Option<Instant>,
        #[serde(default)]
        payment: Vec<Fact>,
    }
    PaymentConfirmed: invoice {
        invoice: InvoiceRef,
        paid: Amount,
        at: Instant,
        /// Card, bank transfer and so on.
        #[serde(default)]
        method: Option<Line>,
    }
    PaymentFailed: invoice {
        invoice: InvoiceRef,
        at: Instant,
        #[serde(default)]
        method: Option<Line>,
        /// What the bank or card company said.
        #[serde(default)]
        reason: Option<Line>,
        /// When it is tried again.
        #[serde(default)]
        next_attempt: Option<Instant>,
    }
    RefundIssued: invoice {
        invoice: InvoiceRef,
        refunded: Amount,
        at: Instant,
        #[serde(default)]
        method: Option<Line>,
    }
    CreditAdded: whole {
        added: Amount,
        /// What the account's credit is now.
        balance: Amount,
        at: Instant,
        #[serde(default)]
        reason: Option<Line>,
    }
    TicketOpened: ticket {
        ticket: Ticket,
        text: Prose,
    }
    TicketOpenedByStaff: ticket {
        ticket: Ticket,
        /// Who at the provider.
        by: Line,
        text: Prose,
    }
    TicketReplied: ticket {
        ticket: Ticket,
        by: Line,
        text: Prose,
    }
    TicketClosed: ticket {
        ticket: Ticket,
        /// Who closed it; nobody: it closed by itself.
        #[serde(default)]
        by: Option<Line>,
    }
    TicketClosing: ticket {
        ticket: Ticket,
        closes: Instant,
    }
    ServiceReady: service {
        service: ServiceName,
        product: Line,
        /// What one needs to know to use it: host names, user names. Never a password: emails are kept and passed on.
        #[serde(default)]
        facts: Vec<Fact>,
    }
    ServiceSuspended: service {
        service: ServiceName,
        at: Instant,
        #[serde(default)]
        reason: Option<Line>,
    }
    ServiceUnsuspended: service {
        service: ServiceName,
        at: Instant,
    }
    ServiceTerminated: service {
        service: ServiceName,
        at: Instant,
        #[serde(default)]
        reason: Option<Line>,
    }
    ServicePasswordChanged: service {
        service: ServiceName,
        at: Instant,
        /// Who did it; nobody: the provider.
        #[serde(default)]
        by: Option<Line>,
    }
    ServiceUpgraded: service {
        service: ServiceName,
        from: Line,
        to: Line,
        at: Instant,
    }
    CancellationReceived: service {
        service: ServiceName,
        at: Instant,
        /// When it ends.
        ends: Instant,
    }
    ServiceRenewing: service {
        service: ServiceName,
        renews: Instant,
    }
    DomainRegistered: domain {
        domain: DomainName,
        expires: Instant,
    }
    DomainTransferStarted: domain {
        domain: DomainName,
        at: Instant,
    }
    DomainTransferCompleted: domain {
        domain: DomainName,
        expires: Instant,
    }
    DomainTransferFailed: domain {
        domain: DomainName,
        at: Instant,
        #[serde(default)]
        reason: Option<Line>,
    }
    DomainRenewal: domain {
        domain: DomainName,
        notice: RenewalNotice,
        expires: Instant,
        /// Whether it renews by itself.
        auto_renew: bool,
    }
    DomainExpired: domain {
        domain: DomainName,
        expired: Instant,
        /// Until when it can still be renewed.
        #[serde(default)]
        renewable_until: Option<Instant>,
    }
    NameServersChanged: domain {
        domain: DomainName,
        name_servers: Vec<Line>,
        at: Instant,
        #[serde(default)]
        by: Option<Line>,
    }
    DomainLockChanged: domain {
        domain: DomainName,
        locked: bool,
        at: Instant,
        #[serde(default)]
        by: Option<Line>,
    }
    DomainEppUsed: domain {
        domain: DomainName,
        at: Instant,
        #[serde(default)]
        by: Option<Line>,
    }
    AffiliateReport: whole {
        month: Month,
        visits: u64,
        sign_ups: u64,
        commission: Amount,
        balance: Amount,
    }
}
