//! The sections of the client area and who may open them: one list for menus, Home and the 403 page.

use domain::{Permission, Viewer};

use crate::locales::nav::Nav;

/// A section that has a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Home,
    Services,
    Domains,
    Invoices,
    Quotes,
    Tickets,
    Order,
    Affiliates,
    Details,
    Contacts,
    Emails,
    Activity,
    Security,
}

impl Section {
    /// The side navigation.
    pub const SIDE: [Self; 8] = [
        Self::Home,
        Self::Services,
        Self::Domains,
        Self::Invoices,
        Self::Quotes,
        Self::Tickets,
        Self::Order,
        Self::Affiliates,
    ];

    /// The name menu.
    pub const ACCOUNT: [Self; 5] = [Self::Details, Self::Contacts, Self::Emails, Self::Activity, Self::Security];

    pub fn href(self) -> &'static str {
        match self {
            Self::Home => "/",
            Self::Services => "/services",
            Self::Domains => "/domains",
            Self::Invoices => "/invoices",
            Self::Quotes => "/quotes",
            Self::Tickets => "/tickets",
            Self::Order => "/order",
            Self::Affiliates => "/affiliates",
            Self::Details => "/account/details",
            Self::Contacts => "/account/contacts",
            Self::Emails => "/account/emails",
            Self::Activity => "/account/activity",
            Self::Security => "/account/security",
        }
    }

    pub fn name(self, nav: &Nav) -> &'static str {
        match self {
            Self::Home => nav.home,
            Self::Services => nav.services,
            Self::Domains => nav.domains,
            Self::Invoices => nav.invoices,
            Self::Quotes => nav.quotes,
            Self::Tickets => nav.tickets,
            Self::Order => nav.order,
            Self::Affiliates => nav.affiliates,
            Self::Details => nav.details,
            Self::Contacts => nav.contacts,
            Self::Emails => nav.emails,
            Self::Activity => nav.activity,
            Self::Security => nav.security,
        }
    }

    /// The permission that opens it; `None`: open to everyone signed in.
    pub fn permission(self) -> Option<Permission> {
        match self {
            // Without its permission, Activity shows a person's own entries.
            Self::Home | Self::Activity | Self::Security => None,
            Self::Services => Some(Permission::Products),
            Self::Domains => Some(Permission::Domains),
            Self::Invoices => Some(Permission::Invoices),
            Self::Quotes => Some(Permission::Quotes),
            Self::Tickets => Some(Permission::Tickets),
            Self::Order => Some(Permission::Orders),
            Self::Affiliates => Some(Permission::Affiliates),
            Self::Details => Some(Permission::Profile),
            Self::Contacts => Some(Permission::Contacts),
            Self::Emails => Some(Permission::Emails),
        }
    }

    pub fn is_open_to(self, viewer: &Viewer) -> bool {
        let offered = self != Self::Affiliates || viewer.affiliates;
        offered && self.permission().is_none_or(|permission| viewer.may(permission))
    }

    /// Whether this path belongs to the section.
    pub fn holds(self, path: &str) -> bool {
        let href = self.href();
        path == href || (href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_holds_its_own_pages_only() {
        assert!(Section::Contacts.holds("/account/contacts/new"));
        assert!(!Section::Home.holds("/services"));
        assert!(!Section::Domains.holds("/domains-elsewhere"));
    }
}
