//! What a sub-account may do: the closed set of permissions, and how they depend on one another.

use crate::{
    code::{Code, CodeSet},
    serde_by_code,
};

/// A permission of a sub-account. Keys, labels and order are those that hosting customers know; `Activity` is our own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    Profile,
    Contacts,
    Products,
    ManageProducts,
    ProductSso,
    Domains,
    ManageDomains,
    Invoices,
    Quotes,
    Tickets,
    Affiliates,
    Emails,
    Orders,
    Activity,
}

/// A set of permissions. Whoever stores or checks one makes it [`closed`](PermissionSet::closed) first.
pub type PermissionSet = CodeSet<Permission>;

impl Code for Permission {
    const WHAT: &'static str = "permission";
    const ALL: &'static [Self] = &[
        Self::Profile,
        Self::Contacts,
        Self::Products,
        Self::ManageProducts,
        Self::ProductSso,
        Self::Domains,
        Self::ManageDomains,
        Self::Invoices,
        Self::Quotes,
        Self::Tickets,
        Self::Affiliates,
        Self::Emails,
        Self::Orders,
        Self::Activity,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Contacts => "contacts",
            Self::Products => "products",
            Self::ManageProducts => "manageproducts",
            Self::ProductSso => "productsso",
            Self::Domains => "domains",
            Self::ManageDomains => "managedomains",
            Self::Invoices => "invoices",
            Self::Quotes => "quotes",
            Self::Tickets => "tickets",
            Self::Affiliates => "affiliates",
            Self::Emails => "emails",
            Self::Orders => "orders",
            Self::Activity => "activity",
        }
    }
}

serde_by_code!(Permission);

impl Permission {
    /// The permission that this one needs.
    pub fn parent(self) -> Option<Self> {
        match self {
            Self::ManageProducts | Self::ProductSso => Some(Self::Products),
            Self::ManageDomains => Some(Self::Domains),
            _ => None,
        }
    }

    /// Those that need this one.
    pub fn children(self) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |other| other.parent() == Some(self))
    }
}

impl PermissionSet {
    /// Ticks a box: the parent comes with it.
    pub fn tick(&mut self, permission: Permission) {
        self.insert(permission);
        if let Some(parent) = permission.parent() {
            self.insert(parent);
        }
    }

    /// Un-ticks a box: the children go with it.
    pub fn untick(&mut self, permission: Permission) {
        self.remove(permission);
        for child in permission.children() {
            self.remove(child);
        }
    }

    /// The set with every parent that a member needs.
    #[must_use]
    pub fn closed(self) -> Self {
        let mut closed = self;
        for permission in self.iter() {
            closed.tick(permission);
        }
        closed
    }
}
