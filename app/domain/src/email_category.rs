//! The kinds of email that a contact can be ticked for.

use crate::{
    code::{Code, CodeSet},
    permission::Permission,
    serde_by_code,
};

/// A kind of email. Security mail is in no category: it always goes to the person concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    General,
    Invoice,
    Support,
    Product,
    Domain,
    /// Shown only when the operator runs an affiliate programme.
    Affiliate,
}

/// A set of categories.
pub type CategorySet = CodeSet<Category>;

impl Code for Category {
    const WHAT: &'static str = "email category";
    const ALL: &'static [Self] =
        &[Self::General, Self::Invoice, Self::Support, Self::Product, Self::Domain, Self::Affiliate];

    fn code(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Invoice => "invoice",
            Self::Support => "support",
            Self::Product => "product",
            Self::Domain => "domain",
            Self::Affiliate => "affiliate",
        }
    }
}

serde_by_code!(Category);

impl Category {
    /// The five that every operator has.
    pub const USUAL: [Self; 5] = [Self::General, Self::Invoice, Self::Support, Self::Product, Self::Domain];

    /// Those that may never be left without a recipient (rule 10).
    pub const ESSENTIAL: [Self; 3] = [Self::General, Self::Invoice, Self::Domain];

    /// The permission that opens on the pages what a category is about; `None`: everyone signed in.
    pub fn permission(self) -> Option<Permission> {
        match self {
            Self::General => None,
            Self::Invoice => Some(Permission::Invoices),
            Self::Support => Some(Permission::Tickets),
            Self::Product => Some(Permission::Products),
            Self::Domain => Some(Permission::Domains),
            Self::Affiliate => Some(Permission::Affiliates),
        }
    }
}
