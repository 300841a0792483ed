//! Rule 5: no one grants more than they hold.
//!
//! Pure comparisons; who holds what is read from the database by the server on every request.

use serde::{Deserialize, Serialize};

use crate::{
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

    /// Whether this person may tick that box for somebody.
    pub fn may_grant_permission(&self, permission: Permission) -> bool {
        match self {
            Self::Owner => true,
            Self::Manager(own) => own.permissions.contains(permission),
        }
    }
}
