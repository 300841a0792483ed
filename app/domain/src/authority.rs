//! Rule 5: no one grants more than they hold.
//!
//! Pure comparisons; who holds what is read from the database by the server on every request.

use serde::{Deserialize, Serialize};

use crate::{
    contact::MayCover,
    moment::Timestamp,
    permission::{Permission, PermissionSet},
    scope::Scope,
};

/// What a membership gives: permissions, the services and domains they hold for, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rights {
    pub permissions: PermissionSet,
    pub scope: Scope,
    /// `None`: no end.
    pub ends_at: Option<Timestamp>,
}

impl Rights {
    /// Whether everything that these rights give, the others give too.
    pub fn is_within(&self, other: &Self) -> bool {
        let ends_within = match (self.ends_at, other.ends_at) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(mine), Some(theirs)) => mine <= theirs,
        };
        self.permissions.is_within(other.permissions) && self.scope.is_within(&other.scope) && ends_within
    }
}

/// Who decides about others: the owner, who may everything, or a manager within their own rights.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Authority {
    Owner,
    Manager(Rights),
}

/// Why a manager may not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Escalation {
    /// Their own entry's access.
    OwnAccess,
    /// The person holds something that the manager lacks.
    HoldsMore,
    /// The grant has a permission that the manager lacks.
    Permission,
    /// The grant covers services or domains that the manager does not.
    Scope,
    /// The grant lasts longer than the manager's own access.
    End,
    /// Only the owner may do it.
    OwnerOnly,
}

impl Authority {
    /// Whether this person may edit, revoke or delete someone with those rights (`None`: a contact without a login,
    /// past or present).
    pub fn may_touch(&self, rights: Option<&Rights>) -> Result<(), Escalation> {
        match (self, rights) {
            (Self::Owner, _) | (Self::Manager(_), None) => Ok(()),
            (Self::Manager(own), Some(theirs)) if theirs.is_within(own) => Ok(()),
            (Self::Manager(_), Some(_)) => Err(Escalation::HoldsMore),
        }
    }

    /// Whether this person may give those rights to somebody.
    pub fn may_grant(&self, rights: &Rights) -> Result<(), Escalation> {
        let Self::Manager(own) = self else { return Ok(()) };
        if !rights.permissions.is_within(own.permissions) {
            return Err(Escalation::Permission);
        }
        if !rights.scope.is_within(&own.scope) {
            return Err(Escalation::Scope);
        }
        if rights.is_within(own) { Ok(()) } else { Err(Escalation::End) }
    }

    /// The permissions that this person may give to somebody.
    pub fn permissions(&self) -> PermissionSet {
        match self {
            Self::Owner => PermissionSet::all(),
            Self::Manager(own) => own.permissions,
        }
    }

    /// The scopes that this person may give to somebody.
    pub fn may_cover(&self) -> MayCover {
        match self {
            Self::Owner => MayCover::Everything,
            Self::Manager(own) if own.scope.is_everything() => MayCover::Everything,
            Self::Manager(own) if own.scope.covers_new() => MayCover::ListsWithNew,
            Self::Manager(_) => MayCover::Lists,
        }
    }

    /// Whether this person may tick that box for somebody.
    pub fn may_grant_permission(&self, permission: Permission) -> bool {
        match self {
            Self::Owner => true,
            Self::Manager(own) => own.permissions.contains(permission),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::{
        code::Code,
        id::{DomainId, ServiceId},
        scope::Subject,
    };

    fn subject() -> impl Strategy<Value = Subject> {
        (0_u128..4, any::<bool>()).prop_map(|(id, service)| {
            let id = Uuid::from_u128(id);
            if service {
                Subject::Service(ServiceId(id))
            } else {
                Subject::Domain(DomainId(id))
            }
        })
    }

    fn scope() -> impl Strategy<Value = Scope> {
        let subjects = || proptest::collection::btree_set(subject(), 0..6);
        prop_oneof![Just(Scope::All), subjects().prop_map(Scope::Only), subjects().prop_map(Scope::all_but)]
    }

    /// Each service and domain that a scope here can name, and one of each that does not exist yet.
    fn every_subject() -> impl Iterator<Item = Subject> {
        (0_u128..5)
            .map(Uuid::from_u128)
            .flat_map(|id| [Subject::Service(ServiceId(id)), Subject::Domain(DomainId(id))])
    }

    fn rights() -> impl Strategy<Value = Rights> {
        let permissions = proptest::collection::vec(proptest::sample::select(Permission::ALL), 0..14)
            .prop_map(|ones| ones.into_iter().collect::<PermissionSet>().closed());
        let end = proptest::option::of((0_i64..4).prop_map(Timestamp));
        (permissions, scope(), end).prop_map(|(permissions, scope, ends_at)| Rights { permissions, scope, ends_at })
    }

    /// What the rights give at a moment, one by one: the meaning that the comparisons must agree with.
    fn gives(rights: &Rights, permission: Permission, subject: Subject, at: Timestamp) -> bool {
        rights.permissions.contains(permission)
            && rights.scope.covers(subject)
            && rights.ends_at.is_none_or(|end| at < end)
    }

    proptest! {
        #[test]
        fn within_is_a_partial_order(a in rights(), b in rights(), c in rights()) {
            prop_assert!(a.is_within(&a));
            prop_assert!(!(a.is_within(&b) && b.is_within(&a)) || a == b);
            prop_assert!(!(a.is_within(&b) && b.is_within(&c)) || a.is_within(&c));
        }

        #[test]
        fn a_manager_never_grants_more_than_they_hold(
            own in rights(), grant in rights(), permission in proptest::sample::select(Permission::ALL),
            at in (0_i64..5).prop_map(Timestamp),
        ) {
            if Authority::Manager(own.clone()).may_grant(&grant).is_ok() {
                for subject in every_subject() {
                    prop_assert!(!gives(&grant, permission, subject, at) || gives(&own, permission, subject, at));
                }
            }
        }

        #[test]
        fn a_scope_is_within_another_if_it_covers_no_more_now_and_later(a in scope(), b in scope()) {
            let no_more = every_subject().all(|subject| !a.covers(subject) || b.covers(subject));
            prop_assert_eq!(a.is_within(&b), no_more);
            prop_assert_eq!(a.is_everything(), every_subject().all(|subject| a.covers(subject)));
            let new = Subject::Service(ServiceId(Uuid::from_u128(4)));
            prop_assert_eq!(a.covers_new(), a.covers(new));
        }

        #[test]
        fn granting_and_touching_follow_the_same_order(own in rights(), other in rights()) {
            let manager = Authority::Manager(own.clone());
            prop_assert_eq!(manager.may_grant(&other).is_ok(), other.is_within(&own));
            prop_assert_eq!(manager.may_touch(Some(&other)).is_ok(), other.is_within(&own));
            prop_assert_eq!(manager.may_touch(None), Ok(()));
            prop_assert_eq!(manager.may_grant(&own), Ok(()));
            prop_assert_eq!(Authority::Owner.may_grant(&other), Ok(()));
            prop_assert_eq!(Authority::Owner.may_touch(Some(&other)), Ok(()));
        }

        #[test]
        fn whoever_was_granted_by_a_manager_grants_no_more_than_the_manager(a in rights(), b in rights(), c in rights()) {
            let by_a = Authority::Manager(a.clone()).may_grant(&b).is_ok();
            let by_b = Authority::Manager(b).may_grant(&c).is_ok();
            prop_assert!(!(by_a && by_b) || Authority::Manager(a).may_grant(&c).is_ok());
        }
    }

    #[test]
    fn the_reason_names_what_is_lacking() {
        let service = Subject::Service(ServiceId(Uuid::from_u128(1)));
        let domain = Subject::Domain(DomainId(Uuid::from_u128(1)));
        let own = Rights {
            permissions: [Permission::Contacts, Permission::Products].into_iter().collect(),
            scope: Scope::Only([service].into()),
            ends_at: Some(Timestamp(100)),
        };
        let manager = Authority::Manager(own.clone());
        let invoices = Rights { permissions: [Permission::Invoices].into_iter().collect(), ..own.clone() };
        assert_eq!(manager.may_grant(&invoices), Err(Escalation::Permission));
        assert_eq!(manager.may_touch(Some(&invoices)), Err(Escalation::HoldsMore));
        assert_eq!(manager.may_grant(&Rights { scope: Scope::All, ..own.clone() }), Err(Escalation::Scope));
        let elsewhere = Rights { scope: Scope::Only([domain].into()), ..own.clone() };
        assert_eq!(manager.may_grant(&elsewhere), Err(Escalation::Scope));
        let also_new = Rights { scope: Scope::AllBut([domain].into()), ..own.clone() };
        assert_eq!(manager.may_grant(&also_new), Err(Escalation::Scope));
        assert_eq!(manager.may_grant(&Rights { ends_at: None, ..own.clone() }), Err(Escalation::End));
        assert_eq!(manager.may_grant(&Rights { ends_at: Some(Timestamp(101)), ..own.clone() }), Err(Escalation::End));
        assert_eq!(manager.may_grant(&Rights { ends_at: Some(Timestamp(100)), ..own }), Ok(()));
        assert!(manager.may_grant_permission(Permission::Products));
        assert!(!manager.may_grant_permission(Permission::ManageProducts));
        assert!(Authority::Owner.may_grant_permission(Permission::Activity));
    }
}
