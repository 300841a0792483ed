//! A membership as it is stored.

use std::collections::BTreeSet;

use domain::{
    AccountId, Code, ContactId, DomainId, MembershipState, Permission, PermissionSet, Rights, Scope, ServiceId,
    Subject, Timestamp, UserId,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::LockType};
use uuid::Uuid;

use crate::{
    Failure, Tx,
    db::entity::{membership_permissions, membership_scope, memberships},
};

/// A contact's login, present or past.
#[derive(Clone, Debug)]
pub(crate) struct Membership {
    pub contact: ContactId,
    pub user: UserId,
    /// Without regard to the access end: see [`state`](Self::state).
    pub stored: MembershipState,
    /// What it gives, or gave before it was taken away.
    pub rights: Rights,
    pub activated_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

impl Membership {
    pub async fn find(
        conn: &impl ConnectionTrait,
        account: AccountId,
        contact: ContactId,
    ) -> Result<Option<Self>, Failure> {
        match memberships::Entity::find_by_id((account.0, contact.0)).one(conn).await? {
            Some(row) => Self::complete(conn, row).await.map(Some),
            None => Ok(None),
        }
    }

    /// Reads it and makes everyone else who changes it wait. Whoever changes a membership takes its row before the
    /// contact's and the end of the log, as the person does who leaves or answers an invitation: in another order two of
    /// them could wait for each other.
    pub async fn lock(tx: &Tx, account: AccountId, contact: ContactId) -> Result<Option<Self>, Failure> {
        let query = memberships::Entity::find_by_id((account.0, contact.0)).lock(LockType::NoKeyUpdate);
        match query.one(tx.conn()).await? {
            Some(row) => Self::complete(tx.conn(), row).await.map(Some),
            None => Ok(None),
        }
    }

    /// Reads what belongs to a row.
    pub async fn complete(conn: &impl ConnectionTrait, row: memberships::Model) -> Result<Self, Failure> {
        Ok(Self {
            contact: ContactId(row.contact_id),
            user: UserId(row.user_id),
            stored: state(&row.state)?,
            rights: rights(conn, &row).await?,
            activated_at: row.activated_at.map(Timestamp),
            revoked_at: row.revoked_at.map(Timestamp),
        })
    }

    pub fn state(&self, now: Timestamp) -> MembershipState {
        self.stored.at(self.rights.ends_at, now)
    }

    /// Since when it is over, if it is.
    pub fn ended_at(&self, now: Timestamp) -> Option<Timestamp> {
        match self.state(now) {
            MembershipState::Ended => self.rights.ends_at,
            MembershipState::Revoked => self.revoked_at,
            _ => None,
        }
    }
}

/// What a membership gives.
pub(crate) async fn rights(conn: &impl ConnectionTrait, row: &memberships::Model) -> Result<Rights, Failure> {
    let (account, contact) = (AccountId(row.account_id), ContactId(row.contact_id));
    Ok(Rights {
        permissions: permissions(conn, account, contact).await?,
        scope: scope(conn, account, contact, List::of(row.limited, row.new_ones)).await?,
        ends_at: row.ends_at.map(Timestamp),
    })
}

/// The permissions of a membership.
pub(crate) async fn permissions(
    conn: &impl ConnectionTrait,
    account: AccountId,
    contact: ContactId,
) -> Result<PermissionSet, Failure> {
    let codes: Vec<String> = membership_permissions::Entity::find()
        .select_only()
        .column(membership_permissions::Column::Permission)
        .filter(membership_permissions::Column::AccountId.eq(account.0))
        .filter(membership_permissions::Column::ContactId.eq(contact.0))
        .into_tuple()
        .all(conn)
        .await?;
    // A code that this version does not know grants nothing.
    Ok(codes.iter().filter_map(|code| Permission::from_code(code)).collect())
}

/// The scope of a membership with that kind of list.
pub(crate) async fn scope(
    conn: &impl ConnectionTrait,
    account: AccountId,
    contact: ContactId,
    list: List,
) -> Result<Scope, Failure> {
    if list == List::None {
        return Ok(Scope::All);
    }
    let rows: Vec<(String, Uuid)> = membership_scope::Entity::find()
        .select_only()
        .columns([membership_scope::Column::SubjectKind, membership_scope::Column::SubjectId])
        .filter(membership_scope::Column::AccountId.eq(account.0))
        .filter(membership_scope::Column::ContactId.eq(contact.0))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(list.scope(&rows))
}

/// What the rows of a membership's scope name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum List {
    /// There are none: everything is covered.
    None,
    Covered,
    LeftOut,
}

impl List {
    /// As the membership says it: `limited` and `new_ones`.
    pub fn of(limited: bool, new_ones: bool) -> Self {
        match (limited, new_ones) {
            (false, _) => Self::None,
            (true, false) => Self::Covered,
            (true, true) => Self::LeftOut,
        }
    }

    /// How a scope is stored.
    pub fn that_keeps(scope: &Scope) -> Self {
        match scope {
            _ if scope.is_everything() => Self::None,
            Scope::All | Scope::Only(_) => Self::Covered,
            Scope::AllBut(_) => Self::LeftOut,
        }
    }

    /// The columns `limited` and `new_ones`.
    pub fn columns(self) -> (bool, bool) {
        (self != Self::None, self == Self::LeftOut)
    }

    /// The scope with those rows, each a kind and an id.
    pub fn scope(self, rows: &[(String, Uuid)]) -> Scope {
        let known = rows.iter().filter_map(|(kind, id)| subject(kind, *id)).collect::<BTreeSet<_>>();
        match self {
            Self::None => Scope::All,
            // Where something is left out that this version does not know, or nothing where something should be, rather
            // nothing is covered than too much.
            Self::LeftOut if !known.is_empty() && known.len() == rows.len() => Scope::AllBut(known),
            Self::LeftOut => Scope::Only(BTreeSet::new()),
            Self::Covered => Scope::Only(known),
        }
    }
}

/// A stored state.
pub(crate) fn state(code: &str) -> Result<MembershipState, Failure> {
    MembershipState::from_code(code).ok_or_else(|| Failure::inconsistent("a membership has an unknown state"))
}

/// How the kinds of subject are stored.
pub(crate) const SERVICE: &str = "service";
pub(crate) const DOMAIN: &str = "domain";

/// A stored service or domain of a scope.
fn subject(kind: &str, id: Uuid) -> Option<Subject> {
    match kind {
        SERVICE => Some(Subject::Service(ServiceId(id))),
        DOMAIN => Some(Subject::Domain(DomainId(id))),
        _ => None,
    }
}

/// How a service or domain of a scope is stored.
pub(super) fn kind_and_id(subject: Subject) -> (&'static str, Uuid) {
    match subject {
        Subject::Service(id) => (SERVICE, id.0),
        Subject::Domain(id) => (DOMAIN, id.0),
    }
}

/// The ids of the services, and those of the domains.
pub(crate) fn split<'a>(subjects: impl IntoIterator<Item = &'a Subject>) -> (Vec<Uuid>, Vec<Uuid>) {
    let (mut services, mut domains) = (Vec::new(), Vec::new());
    for subject in subjects {
        match subject {
            Subject::Service(id) => services.push(id.0),
            Subject::Domain(id) => domains.push(id.0),
        }
    }
    (services, domains)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_never_covers_more() {
        let one = Uuid::from_u128(1);
        let service = || ("service".to_owned(), one);
        let unknown = || ("mailbox".to_owned(), one);
        let nothing = Scope::Only(BTreeSet::new());
        let subject: BTreeSet<_> = [Subject::Service(ServiceId(one))].into();
        assert_eq!(List::of(true, false).scope(&[service(), unknown()]), Scope::Only(subject.clone()));
        assert_eq!(List::of(true, true).scope(&[service()]), Scope::AllBut(subject));
        assert_eq!(List::of(true, true).scope(&[service(), unknown()]), nothing);
        assert_eq!(List::of(true, true).scope(&[]), nothing);
        assert_eq!(List::of(false, true).scope(&[service()]), Scope::All);
    }
}
