//! A membership as it is stored.

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
            rights: Rights {
                permissions: permissions(conn, &row).await?,
                scope: if row.limited { Scope::Only(scope(conn, &row).await?) } else { Scope::All },
                ends_at: row.ends_at.map(Timestamp),
            },
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

async fn permissions(conn: &impl ConnectionTrait, row: &memberships::Model) -> Result<PermissionSet, Failure> {
    let codes: Vec<String> = membership_permissions::Entity::find()
        .select_only()
        .column(membership_permissions::Column::Permission)
        .filter(membership_permissions::Column::AccountId.eq(row.account_id))
        .filter(membership_permissions::Column::ContactId.eq(row.contact_id))
        .into_tuple()
        .all(conn)
        .await?;
    // A code that this version does not know grants nothing.
    Ok(codes.iter().filter_map(|code| Permission::from_code(code)).collect())
}

async fn scope<S: FromIterator<Subject>>(conn: &impl ConnectionTrait, row: &memberships::Model) -> Result<S, Failure> {
    let rows: Vec<(String, Uuid)> = membership_scope::Entity::find()
        .select_only()
        .columns([membership_scope::Column::SubjectKind, membership_scope::Column::SubjectId])
        .filter(membership_scope::Column::AccountId.eq(row.account_id))
        .filter(membership_scope::Column::ContactId.eq(row.contact_id))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(rows.into_iter().filter_map(|(kind, id)| subject(&kind, id)).collect())
}

/// A stored state.
pub(crate) fn state(code: &str) -> Result<MembershipState, Failure> {
    MembershipState::from_code(code).ok_or_else(|| Failure::inconsistent("a membership has an unknown state"))
}

/// A stored service or domain of a scope.
pub(crate) fn subject(kind: &str, id: Uuid) -> Option<Subject> {
    match kind {
        "service" => Some(Subject::Service(ServiceId(id))),
        "domain" => Some(Subject::Domain(DomainId(id))),
        _ => None,
    }
}

/// How a service or domain of a scope is stored.
pub(super) fn kind_and_id(subject: Subject) -> (&'static str, Uuid) {
    match subject {
        Subject::Service(id) => ("service", id.0),
        Subject::Domain(id) => ("domain", id.0),
    }
}
