//! Ready-made choices for the boxes of a contact. A preset only fills boxes: it is not stored.

use crate::{
    code::Code,
    email_category::{Category, CategorySet},
    permission::{Permission, PermissionSet},
    serde_by_code,
};

/// A ready-made choice of emails and permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Preset {
    MailOnly,
    Accountant,
    Developer,
    DomainManager,
    FullAccess,
}

impl Code for Preset {
    const WHAT: &'static str = "preset";
    const ALL: &'static [Self] =
        &[Self::MailOnly, Self::Accountant, Self::Developer, Self::DomainManager, Self::FullAccess];

    fn code(self) -> &'static str {
        match self {
            Self::MailOnly => "mail-only",
            Self::Accountant => "accountant",
            Self::Developer => "developer",
            Self::DomainManager => "domain-manager",
            Self::FullAccess => "full-access",
        }
    }
}

serde_by_code!(Preset);

impl Preset {
    /// Whether it activates a sub-account.
    pub fn activates(self) -> bool {
        self != Self::MailOnly
    }

    /// The permissions that it ticks.
    pub fn permissions(self) -> PermissionSet {
        use Permission as P;
        match self {
            Self::MailOnly => PermissionSet::EMPTY,
            Self::Accountant => [P::Invoices, P::Quotes].into_iter().collect(),
            Self::Developer => [P::Products, P::ManageProducts, P::Tickets].into_iter().collect(),
            Self::DomainManager => [P::Domains, P::ManageDomains].into_iter().collect(),
            Self::FullAccess => PermissionSet::all(),
        }
    }

    /// The emails that it ticks; `None` leaves them as they are.
    pub fn categories(self) -> Option<CategorySet> {
        let one = |category| Some(CategorySet::from_iter([category]));
        match self {
            Self::MailOnly => None,
            Self::Accountant => one(Category::Invoice),
            Self::Developer => one(Category::Support),
            Self::DomainManager => one(Category::Domain),
            Self::FullAccess => Some(Category::USUAL.into_iter().collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_tick_whole_dependencies() {
        for preset in Preset::ALL {
            assert_eq!(preset.permissions().closed(), preset.permissions(), "{preset}");
            assert_eq!(preset.activates(), !preset.permissions().is_empty(), "{preset}");
            assert_eq!(Preset::from_code(preset.code()), Some(*preset));
        }
        assert_eq!(Preset::FullAccess.permissions(), PermissionSet::all());
    }
}
