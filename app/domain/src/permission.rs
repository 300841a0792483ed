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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn permission() -> impl Strategy<Value = Permission> {
        proptest::sample::select(Permission::ALL)
    }

    fn set() -> impl Strategy<Value = PermissionSet> {
        proptest::collection::vec(permission(), 0..20).prop_map(|ones| ones.into_iter().collect())
    }

    #[test]
    fn keys_are_unique_and_found_again() {
        for (index, one) in Permission::ALL.iter().enumerate() {
            assert_eq!(Permission::from_code(one.code()), Some(*one));
            assert_eq!(Permission::ALL.iter().position(|other| other.code() == one.code()), Some(index));
        }
        assert_eq!(Permission::from_code("Products"), None);
        assert_eq!(PermissionSet::all().len(), 14);
    }

    #[test]
    fn dependencies_are_one_deep() {
        for one in Permission::ALL {
            assert_eq!(one.parent().and_then(Permission::parent), None);
        }
    }

    #[test]
    fn a_child_brings_its_parent_and_a_parent_takes_its_children() {
        let mut set = PermissionSet::EMPTY;
        set.tick(Permission::ManageProducts);
        set.tick(Permission::ProductSso);
        assert!(set.contains(Permission::Products));
        set.untick(Permission::ProductSso);
        assert!(set.contains(Permission::Products));
        set.untick(Permission::Products);
        assert!(set.is_empty());
    }

    #[test]
    fn on_the_wire_it_is_a_map_and_unknown_keys_are_refused() {
        let set: PermissionSet = [Permission::Products, Permission::Invoices].into_iter().collect();
        let json = serde_json::to_string(&set).unwrap();
        assert_eq!(json, r#"{"products":true,"invoices":true}"#);
        assert_eq!(serde_json::from_str::<PermissionSet>(&json).unwrap(), set);
        assert_eq!(serde_json::from_str::<PermissionSet>(r#"{"invoices":false}"#).unwrap(), PermissionSet::EMPTY);
        assert!(serde_json::from_str::<PermissionSet>(r#"{"root":true}"#).is_err());
        assert!(serde_json::from_str::<PermissionSet>(r#"{"invoices":1}"#).is_err());
        assert!(serde_json::from_str::<PermissionSet>(r#"["invoices"]"#).is_err());
    }

    proptest! {
        #[test]
        fn closing_is_idempotent_monotone_and_only_adds_parents(set in set(), more in set()) {
            let closed = set.closed();
            prop_assert_eq!(closed.closed(), closed);
            prop_assert!(set.is_within(closed));
            prop_assert!(closed.is_within(set.union(more).closed()));
            for added in closed.minus(set).iter() {
                prop_assert!(added.children().any(|child| set.contains(child)));
            }
        }

        #[test]
        fn ticking_and_unticking_keep_a_set_closed(set in set(), one in permission()) {
            let mut ticked = set.closed();
            ticked.tick(one);
            prop_assert!(ticked.contains(one));
            prop_assert_eq!(ticked.closed(), ticked);
            let mut unticked = set.closed();
            unticked.untick(one);
            prop_assert!(!unticked.contains(one));
            prop_assert_eq!(unticked.closed(), unticked);
        }

        #[test]
        fn within_is_a_partial_order(a in set(), b in set(), c in set()) {
            prop_assert!(a.is_within(a));
            prop_assert!(!(a.is_within(b) && b.is_within(a)) || a == b);
            prop_assert!(!(a.is_within(b) && b.is_within(c)) || a.is_within(c));
            prop_assert!(a.intersection(b).is_within(a) && a.is_within(a.union(b)));
            prop_assert_eq!(a.is_within(b), a.iter().all(|one| b.contains(one)));
        }

        #[test]
        fn sets_agree_with_lists(ones in proptest::collection::vec(permission(), 0..20)) {
            let set: PermissionSet = ones.iter().copied().collect();
            for one in Permission::ALL {
                prop_assert_eq!(set.contains(*one), ones.contains(one));
            }
            prop_assert_eq!(set.iter().count(), set.len());
            prop_assert_eq!(set.iter().collect::<PermissionSet>(), set);
        }
    }
}
