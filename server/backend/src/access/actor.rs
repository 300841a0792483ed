//! Who is behind a request, and the proof of a permission.

use std::marker::PhantomData;

use domain::{AccountId, AppError, Authority, ContactId, Locale, Permission, PermissionSet, Rights, Scope, UserId};

use super::need::Need;
use crate::Failure;

/// Where a request came from, as the log keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The network address.
    pub address: String,
    /// Browser and system, from the User-Agent.
    pub device: String,
}

/// Who did something, as the log keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    pub user: Option<UserId>,
    pub name: String,
    pub email: String,
    pub address: String,
}

/// What a user is on an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Owner,
    Member {
        contact: ContactId,
        /// Permissions are closed under dependencies.
        rights: Rights,
    },
}

/// A user on one account, read from the database for this request.
#[derive(Clone, Debug)]
pub struct Actor {
    pub(super) user: UserId,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) locale: Locale,
    pub(super) account: AccountId,
    pub(super) account_name: String,
    pub(super) time_zone: String,
    pub(super) standing: Standing,
    pub(super) origin: Origin,
    pub(super) accounts: usize,
    pub(super) invitations: usize,
}

impl Actor {
    /// The proof that this user holds a permission on this account.
    ///
    /// # Errors
    ///
    /// [`AppError::Denied`] with the permission that is missing.
    pub fn require<N: Need>(&self) -> Result<Access<'_, N>, Failure> {
        match N::PERMISSION {
            Some(permission) if !self.holds(permission) => Err(AppError::Denied(permission).into()),
            _ => Ok(Access { actor: self, need: PhantomData }),
        }
    }

    /// Whether the user holds a permission on this account.
    pub fn holds(&self, permission: Permission) -> bool {
        match &self.standing {
            Standing::Owner => true,
            Standing::Member { rights, .. } => rights.permissions.contains(permission),
        }
    }

    /// All permissions that the user holds on this account.
    pub fn permissions(&self) -> PermissionSet {
        match &self.standing {
            Standing::Owner => PermissionSet::all(),
            Standing::Member { rights, .. } => rights.permissions,
        }
    }

    /// What the user may decide about others.
    pub fn authority(&self) -> Authority {
        match &self.standing {
            Standing::Owner => Authority::Owner,
            Standing::Member { rights, .. } => Authority::Manager(rights.clone()),
        }
    }

    /// The same user, reading this request's pages in that language: dates are written in it.
    #[must_use]
    pub fn reading(mut self, locale: Locale) -> Self {
        self.locale = locale;
        self
    }

    /// Who did it, for the log.
    pub fn author(&self) -> Author {
        Author {
            user: Some(self.user),
            name: self.name.clone(),
            email: self.email.clone(),
            address: self.origin.address.clone(),
        }
    }

    pub fn user(&self) -> UserId {
        self.user
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn email(&self) -> &str {
        &self.email
    }

    /// The language of the page that is answered, or, outside of one, of the user's emails.
    pub fn locale(&self) -> Locale {
        self.locale
    }

    pub fn account(&self) -> AccountId {
        self.account
    }

    pub fn account_name(&self) -> &str {
        &self.account_name
    }

    /// The account's IANA time zone.
    pub fn time_zone(&self) -> &str {
        &self.time_zone
    }

    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    pub fn is_owner(&self) -> bool {
        self.standing == Standing::Owner
    }

    /// How many accounts the user can open.
    pub fn accounts(&self) -> usize {
        self.accounts
    }

    /// How many invitations wait for the user's answer.
    pub fn invitations(&self) -> usize {
        self.invitations
    }
}

/// The proof that the user behind a request holds the permission `N` on the account: every function that touches an
/// account's data asks for one. It cannot be made, copied or kept beyond the request.
#[derive(Debug)]
pub struct Access<'a, N: Need> {
    actor: &'a Actor,
    need: PhantomData<N>,
}

impl<'a, N: Need> Access<'a, N> {
    /// Whose access it is.
    pub fn actor(&self) -> &'a Actor {
        self.actor
    }

    /// The account that every query is bound to.
    pub fn account(&self) -> AccountId {
        self.actor.account
    }

    /// The services and domains that every query is filtered by.
    pub fn scope(&self) -> &'a Scope {
        match &self.actor.standing {
            Standing::Owner => &Scope::All,
            Standing::Member { rights, .. } => &rights.scope,
        }
    }
}
