//! The account's activity: what is logged, and how the Activity page shows it.
//!
//! An entry is data, not a sentence; names and addresses are copied in as they were, so that an entry stays readable
//! when the person is gone.

use serde::{Deserialize, Serialize};

use crate::{
    authority::{Escalation, Rights},
    code::Code,
    contact_form::ContactField,
    details_form::DetailsField,
    email_category::{Category, CategorySet},
    moment::Moment,
    money::Amount,
    permission::Permission,
    possessions::{RegistrantSource, ServiceAction},
    recipients::TicketWatch,
    serde_by_code,
};

/// A person as they were when something happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonAsWas {
    pub name: String,
    pub email: String,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    AccountCreated,
    SignedIn,
    SignedOut,
    SignInFailed,
    PasswordResetRequested,
    PasswordSet,
    PasswordChanged,
    EmailChangeRequested {
        to: String,
    },
    EmailChanged {
        from: String,
        to: String,
    },
    SessionEnded,
    ContactCreated,
    ContactChanged {
        fields: Vec<ContactField>,
    },
    ContactDeleted,
    /// Also the owner's own.
    EmailsChanged {
        before: CategorySet,
        after: CategorySet,
    },
    /// Which tickets they follow by email.
    TicketWatchChanged {
        before: TicketWatch,
        after: TicketWatch,
    },
    /// A test, to see whether email arrives.
    TestSent,
    /// An email came back from their address, with the server's words; nothing is sent there any more.
    MailBounced {
        words: String,
    },
    /// Whoever reads the mailbox said "this is not me"; nothing is sent there any more.
    MailDisowned,
    /// The address works after all, or its reader took "this is not me" back.
    MailRestored,
    AccessGiven {
        rights: Rights,
    },
    AccessChanged {
        before: Rights,
        after: Rights,
    },
    AccessRevoked {
        rights: Rights,
    },
    AccessEnded {
        rights: Rights,
    },
    InvitationSent,
    InvitationAccepted,
    InvitationDeclined,
    AccountLeft {
        rights: Rights,
    },
    DetailsChanged {
        fields: Vec<DetailsField>,
    },
    BillingContactChanged {
        from: Option<String>,
        to: Option<String>,
    },
    /// The password of a service was shown to them.
    ServicePasswordShown {
        service: String,
    },
    ServicePasswordChanged {
        service: String,
    },
    ServiceActionOrdered {
        service: String,
        action: ServiceAction,
    },
    /// A one-time link to the service's panel was made.
    SignOnAsked {
        service: String,
    },
    /// The panel let them in.
    SignedOn {
        service: String,
    },
    /// The right had been taken away when the link was used.
    SignOnRefused {
        service: String,
    },
    NameServersChanged {
        domain: String,
        before: Vec<String>,
        after: Vec<String>,
    },
    DnsChanged {
        domain: String,
        added: Vec<String>,
        removed: Vec<String>,
    },
    RegistrantChanged {
        domain: String,
        source: RegistrantSource,
    },
    TransferLockSet {
        domain: String,
        locked: bool,
    },
    AutoRenewSet {
        domain: String,
        on: bool,
    },
    /// The transfer code of a domain was shown to them.
    EppCodeShown {
        domain: String,
    },
    /// By credit; whole, or a part of it.
    InvoicePaid {
        number: String,
        paid: Amount,
        whole: bool,
    },
    /// An invoice that fills the credit was asked for.
    FundsAsked {
        number: String,
        amount: Amount,
    },
    /// The operator received money for it.
    PaymentReceived {
        number: String,
        paid: Amount,
    },
    CreditAdded {
        added: Amount,
    },
    QuoteAccepted {
        number: String,
        invoice: String,
    },
    QuoteDeclined {
        number: String,
        reason: String,
    },
    OrderPlaced {
        number: String,
        items: Vec<String>,
    },
    ChangeOrdered {
        number: String,
        service: String,
        from: String,
        to: String,
    },
    CancellationOrdered {
        number: String,
        service: String,
        at_once: bool,
    },
    RenewalOrdered {
        number: String,
        domain: String,
        years: u8,
    },
    PayoutAsked {
        amount: Amount,
    },
    TicketOpened {
        number: String,
    },
    TicketReplied {
        number: String,
    },
    TicketClosed {
        number: String,
    },
    TicketReopened {
        number: String,
    },
    /// A page or action was refused for want of a permission.
    Refused {
        permission: Permission,
    },
    /// An attempt against rule 5.
    EscalationRefused {
        why: Escalation,
    },
    /// Rule 10 refused a save.
    NobodyLeftRefused {
        category: Category,
    },
}

/// The kinds of entry that the page filters by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    SignIn,
    Contacts,
    Access,
    Emails,
    Details,
    Security,
    Services,
    Domains,
    Billing,
    Tickets,
    Refused,
}

impl Code for Kind {
    const WHAT: &'static str = "kind of activity";
    const ALL: &'static [Self] = &[
        Self::SignIn,
        Self::Contacts,
        Self::Access,
        Self::Emails,
        Self::Details,
        Self::Security,
        Self::Services,
        Self::Domains,
        Self::Billing,
        Self::Tickets,
        Self::Refused,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Contacts => "contacts",
            Self::Access => "access",
            Self::Emails => "emails",
            Self::Details => "details",
            Self::Security => "security",
            Self::Services => "services",
            Self::Domains => "domains",
            Self::Billing => "billing",
            Self::Tickets => "tickets",
            Self::Refused => "refused",
        }
    }
}

serde_by_code!(Kind);

impl Event {
    /// The kind that it is filtered by.
    pub fn kind(&self) -> Kind {
        match self {
            Self::SignedIn | Self::SignedOut | Self::SignInFailed => Kind::SignIn,
            Self::ContactCreated | Self::ContactChanged { .. } | Self::ContactDeleted => Kind::Contacts,
            Self::AccessGiven { .. }
            | Self::AccessChanged { .. }
            | Self::AccessRevoked { .. }
            | Self::AccessEnded { .. }
            | Self::InvitationSent
            | Self::InvitationAccepted
            | Self::InvitationDeclined
            | Self::AccountLeft { .. } => Kind::Access,
            Self::EmailsChanged { .. }
            | Self::TicketWatchChanged { .. }
            | Self::TestSent
            | Self::MailBounced { .. }
            | Self::MailDisowned
            | Self::MailRestored => Kind::Emails,
            Self::AccountCreated | Self::DetailsChanged { .. } | Self::BillingContactChanged { .. } => Kind::Details,
            Self::PasswordResetRequested
            | Self::PasswordSet
            | Self::PasswordChanged
            | Self::EmailChangeRequested { .. }
            | Self::EmailChanged { .. }
            | Self::SessionEnded => Kind::Security,
            Self::ServicePasswordShown { .. }
            | Self::ServicePasswordChanged { .. }
            | Self::ServiceActionOrdered { .. }
            | Self::SignOnAsked { .. }
            | Self::SignedOn { .. }
            | Self::SignOnRefused { .. } => Kind::Services,
            Self::NameServersChanged { .. }
            | Self::DnsChanged { .. }
            | Self::RegistrantChanged { .. }
            | Self::TransferLockSet { .. }
            | Self::AutoRenewSet { .. }
            | Self::EppCodeShown { .. } => Kind::Domains,
            Self::InvoicePaid { .. }
            | Self::FundsAsked { .. }
            | Self::PaymentReceived { .. }
            | Self::CreditAdded { .. }
            | Self::QuoteAccepted { .. }
            | Self::QuoteDeclined { .. }
            | Self::OrderPlaced { .. }
            | Self::ChangeOrdered { .. }
            | Self::CancellationOrdered { .. }
            | Self::RenewalOrdered { .. }
            | Self::PayoutAsked { .. } => Kind::Billing,
            Self::TicketOpened { .. }
            | Self::TicketReplied { .. }
            | Self::TicketClosed { .. }
            | Self::TicketReopened { .. } => Kind::Tickets,
            Self::Refused { .. } | Self::EscalationRefused { .. } | Self::NobodyLeftRefused { .. } => Kind::Refused,
        }
    }
}

/// A line of the Activity page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Counts up from 1 within the account.
    pub number: i64,
    pub when: Moment,
    /// `None`: the system itself.
    pub actor: Option<PersonAsWas>,
    /// Whom it concerned, if not the actor.
    pub subject: Option<PersonAsWas>,
    pub event: Event,
    /// The network address that it came from.
    pub from: Option<String>,
}

/// What the Activity page asks for.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// The address of a person: those that they did or that concerned them.
    pub person: Option<String>,
    pub kind: Option<Kind>,
    /// Only entries older than this number.
    pub before: Option<i64>,
}

/// The Activity page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityPage {
    pub entries: Vec<Entry>,
    /// The numbers of entries of this page that cannot be read: damaged, or of a kind that this version does not know.
    pub unreadable: Vec<i64>,
    /// Where the next page begins, if there is one.
    pub older: Option<i64>,
    /// Those that can be filtered by.
    pub people: Vec<PersonAsWas>,
    /// Whether only the viewer's own entries are shown.
    pub own_only: bool,
    pub query: Query,
}
