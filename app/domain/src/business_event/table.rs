//! The table of all events: code, category, and data.

use serde::{Deserialize, Deserializer, Serialize};

use super::{About, data, parts::Ticket, thing::ThingMut};
use crate::{code::Code, email_category::Category, scope::Subject, serde_by_code};

macro_rules! events {
    ($($category:ident { $(#[doc = $doc:literal] $name:ident = $code:literal,)+ })+) => {
        /// Something that happened at the provider and is told by email.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "event", content = "data")]
        pub enum BusinessEvent {$($(
            #[doc = $doc]
            #[serde(rename = $code)]
            $name(data::$name),
        )+)+}

        /// Which event.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EventKind {$($(
            #[doc = $doc]
            $name,
        )+)+}

        impl Code for EventKind {
            const WHAT: &'static str = "event";
            const ALL: &'static [Self] = &[$($(Self::$name,)+)+];

            fn code(self) -> &'static str {
                match self {$($(
                    Self::$name => $code,
                )+)+}
            }
        }

        impl EventKind {
            /// What happened, for the operator.
            pub fn meaning(self) -> &'static str {
                match self {$($(
                    Self::$name => $doc.trim_ascii_start(),
                )+)+}
            }

            /// What such an event is about.
            pub fn about(self) -> About {
                match self {$($(
                    Self::$name => <data::$name as data::Data>::ABOUT,
                )+)+}
            }

            pub fn category(self) -> Category {
                match self {$($(
                    Self::$name => Category::$category,
                )+)+}
            }
        }

        impl BusinessEvent {
            pub fn kind(&self) -> EventKind {
                match self {$($(
                    Self::$name(_) => EventKind::$name,
                )+)+}
            }

            /// Reads the data of an event of that kind.
            ///
            /// # Errors
            ///
            /// What the data lacks or has wrong.
            pub fn read<'de, D: Deserializer<'de>>(kind: EventKind, data: D) -> Result<Self, D::Error> {
                match kind {$($(
                    EventKind::$name => Deserialize::deserialize(data).map(Self::$name),
                )+)+}
            }

            /// The services and domains that it is about, to be looked up.
            pub fn things(&mut self) -> Vec<ThingMut<'_>> {
                match self {$($(
                    Self::$name(data) => data::Data::things(data),
                )+)+}
            }

            /// The services and domains that it is about; none: the whole account.
            pub fn subjects(&self) -> Vec<Subject> {
                match self {$($(
                    Self::$name(data) => data::Data::subjects(data),
                )+)+}
            }

            /// The ticket that it is about.
            pub fn ticket(&self) -> Option<&Ticket> {
                match self {$($(
                    Self::$name(data) => data::Data::ticket(data),
                )+)+}
            }
        }
    };
}

events! {
    General {
        /// The provider tells everyone something.
        Announcement = "announcement",
        /// Somebody changed the account's name, address or settings.
        AccountDetailsChanged = "account_details_changed",
        /// The password of somebody who signs in to the account was changed.
        AccountPasswordChanged = "account_password_changed",
        /// A stored card is about to expire.
        CardExpiring = "card_expiring",
        /// An order has arrived.
        OrderReceived = "order_received",
    }
    Invoice {
        /// An invoice was issued.
        InvoiceCreated = "invoice_created",
        /// An unpaid invoice is due soon.
        InvoiceReminder = "invoice_reminder",
        /// An invoice was not paid in time: the first, second or third notice.
        InvoiceOverdue = "invoice_overdue",
        /// A payment has arrived.
        PaymentConfirmed = "payment_confirmed",
        /// A payment did not go through.
        PaymentFailed = "payment_failed",
        /// Money was paid back.
        RefundIssued = "refund_issued",
        /// The account's credit grew.
        CreditAdded = "credit_added",
    }
    Support {
        /// Somebody of the account opened a ticket.
        TicketOpened = "ticket_opened",
        /// The provider opened a ticket for somebody of the account.
        TicketOpenedByStaff = "ticket_opened_by_staff",
        /// Somebody answered a ticket.
        TicketReplied = "ticket_replied",
        /// A ticket was closed.
        TicketClosed = "ticket_closed",
        /// A ticket without an answer will be closed.
        TicketClosing = "ticket_closing",
    }
    Product {
        /// A new service can be used.
        ServiceReady = "service_ready",
        /// A service was switched off for the time being.
        ServiceSuspended = "service_suspended",
        /// A suspended service works again.
        ServiceUnsuspended = "service_unsuspended",
        /// A service was ended for good.
        ServiceTerminated = "service_terminated",
        /// The password of a service was changed.
        ServicePasswordChanged = "service_password_changed",
        /// A service became another product.
        ServiceUpgraded = "service_upgraded",
        /// Somebody asked for a service to end.
        CancellationReceived = "cancellation_received",
        /// A service renews soon.
        ServiceRenewing = "service_renewing",
    }
    Domain {
        /// A domain was registered.
        DomainRegistered = "domain_registered",
        /// A transfer to this provider has begun.
        DomainTransferStarted = "domain_transfer_started",
        /// A transfer to this provider is done.
        DomainTransferCompleted = "domain_transfer_completed",
        /// A transfer to this provider did not succeed.
        DomainTransferFailed = "domain_transfer_failed",
        /// A domain expires: the notices 60, 30 and 7 days before and 3 days after.
        DomainRenewal = "domain_renewal",
        /// A domain has expired.
        DomainExpired = "domain_expired",
        /// The name servers of a domain were changed.
        NameServersChanged = "name_servers_changed",
        /// The transfer lock of a domain was set or removed.
        DomainLockChanged = "domain_lock_changed",
        /// The transfer code (EPP) of a domain was shown to somebody.
        DomainEppUsed = "domain_epp_used",
    }
    Affiliate {
        /// What the affiliate programme brought in a month.
        AffiliateReport = "affiliate_report",
    }
}

serde_by_code!(EventKind);
