//! What happens at the provider and is told by email: a closed set of events with typed data, each in one category.
//!
//! The provider's billing and provisioning post them; who gets the email is decided by [`recipients`](crate::recipients).
//! The JSON of an event is `{"event": CODE, "data": {…}}`; it is stored and posted, so codes and fields stay readable.
//! It is written with all its fields, and read without those that may be missing.
//! No event carries a secret. Amounts stand only in Invoice and Affiliate, whose readers may see them.

mod data;
mod parts;
mod table;
mod text;
mod thing;

pub use data::*;
pub use parts::*;
pub use table::{BusinessEvent, EventKind};
pub use text::{Line, Prose, TextProblem};
pub use thing::{DomainName, Named, ServiceName, Thing, ThingMut};

use crate::{
    code::Code,
    email_category::Category,
    permission::Permission,
    recipients::{Matter, TicketPeople},
};

/// What events of a kind are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The whole account.
    Account,
    /// One service.
    Service,
    /// One domain.
    Domain,
    /// Any number of services and domains: orders, invoices, tickets.
    Several,
}

impl EventKind {
    /// Those of a category, in the order in which people see them.
    pub fn of(category: Category) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |kind| kind.category() == category)
    }

    /// Whether it is about the account itself and not about what is on it. No scope leaves that out.
    pub fn is_of_account(self) -> bool {
        self.about() == About::Account && matches!(self.category(), Category::General | Category::Affiliate)
    }

    /// The permission that opens what it tells; `None`: everyone signed in. That of its category, but General also tells
    /// what one sees only with a permission.
    pub fn permission(self) -> Option<Permission> {
        match self {
            Self::CardExpiring => Some(Permission::Invoices),
            Self::OrderReceived => Some(Permission::Orders),
            other => other.category().permission(),
        }
    }
}

impl BusinessEvent {
    pub fn category(&self) -> Category {
        self.kind().category()
    }

    /// What the routing needs to know of it.
    pub fn matter(&self) -> Matter {
        Matter {
            category: self.category(),
            subjects: self.subjects(),
            of_account: self.kind().is_of_account(),
            ticket: self.ticket().map(|ticket| TicketPeople {
                opener: Some(ticket.opener.email.clone()),
                copied: ticket.copied.clone(),
            }),
        }
    }
}

#[cfg(test)]
mod tests;
