//! Storing what becomes of a membership. No function here checks a right or tells anybody.

use std::collections::BTreeSet;

use domain::{AccountId, Code, ContactId, MembershipState, Rights, Scope, Subject, Timestamp, UserId};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};

use super::{
    end_due::forgo_past,
    stored::{DOMAIN, List, Membership, SERVICE, kind_and_id, split},
};
use crate::{
    Failure, Tx,
    db::{
        entity::{access_endings, invitations, membership_permissions, membership_scope, memberships},
        one_row,
    },
};

/// How many rows of a scope one statement names: the engines take no more than some ten thousand values.
const AT_ONCE: usize = 1000;

/// Invites a user to what the rights say: for the first time, or again in the place of the membership that there was
/// (of theirs or of somebody else's).
pub(crate) async fn invite(
    tx: &Tx,
    account: AccountId,
    contact: ContactId,
    former: Option<&Membership>,
    user: UserId,
    rights: &Rights,
    now: Timestamp,
) -> Result<(), Failure> {
    let (limited, new_ones) = List::that_keeps(&rights.scope).columns();
    let mut row = memberships::ActiveModel {
        user_id: Set(user.0),
        state: Set(MembershipState::Invited.code().to_owned()),
        limited: Set(limited),
        new_ones: Set(new_ones),
        ends_at: Set(rights.ends_at.map(|end| end.0)),
        invited_at: Set(now.0),
        activated_at: Set(None),
        revoked_at: Set(None),
        ..Default::default()
    };
    match former {
        None => {
            row.account_id = Set(account.0);
            row.contact_id = Set(contact.0);
            row.last_sign_in_at = Set(None);
            memberships::Entity::insert(row).exec_without_returning(tx.conn()).await?;
        }
        Some(former) => {
            if former.user != user {
                row.last_sign_in_at = Set(None);
            }
            update(tx, account, contact, row).await?;
            drop_invitation(tx, account, contact).await?;
        }
    }
    forgo_past(tx, account, contact.0, rights.ends_at, now).await?;
    let before = former.map(|former| former.rights.clone()).unwrap_or_default();
    store_rights(tx, account, contact, &before, rights).await
}

/// Changes what a membership gives.
pub(crate) async fn change(
    tx: &Tx,
    account: AccountId,
    member: &Membership,
    rights: &Rights,
    now: Timestamp,
) -> Result<(), Failure> {
    if (&rights.scope, rights.ends_at) != (&member.rights.scope, member.rights.ends_at) {
        let (limited, new_ones) = List::that_keeps(&rights.scope).columns();
        let row = memberships::ActiveModel {
            limited: Set(limited),
            new_ones: Set(new_ones),
            ends_at: Set(rights.ends_at.map(|end| end.0)),
            ..Default::default()
        };
        if rights.ends_at != member.rights.ends_at {
            forgo_past(tx, account, member.contact.0, rights.ends_at, now).await?;
        }
        update(tx, account, member.contact, row).await?;
    }
    store_rights(tx, account, member.contact, &member.rights, rights).await
}

/// Takes a login away: from the next request on. What it gave stays stored, to be offered when it is given again. Also
/// for a user who leaves or declines.
pub(crate) async fn revoke(
    tx: &Tx,
    account: AccountId,
    account_name: &str,
    member: &Membership,
    now: Timestamp,
) -> Result<(), Failure> {
    let row = memberships::ActiveModel {
        state: Set(MembershipState::Revoked.code().to_owned()),
        revoked_at: Set(Some(now.0)),
        ..Default::default()
    };
    update(tx, account, member.contact, row).await?;
    drop_invitation(tx, account, member.contact).await?;
    note_ending(tx, account, account_name, member, now).await
}

/// Removes a membership, present or past, with all that it gave.
pub(crate) async fn forget(
    tx: &Tx,
    account: AccountId,
    account_name: &str,
    member: &Membership,
    now: Timestamp,
) -> Result<(), Failure> {
    drop_invitation(tx, account, member.contact).await?;
    memberships::Entity::delete_many()
        .filter(memberships::Column::AccountId.eq(account.0))
        .filter(memberships::Column::ContactId.eq(member.contact.0))
        .exec(tx.conn())
        .await?;
    note_ending(tx, account, account_name, member, now).await
}

/// Keeps for the user when their access ended, also when the contact is deleted. Nothing for somebody who never had
/// any.
pub(crate) async fn note_ending(
    tx: &Tx,
    account: AccountId,
    account_name: &str,
    member: &Membership,
    now: Timestamp,
) -> Result<(), Failure> {
    if member.activated_at.is_none() && member.stored != MembershipState::Active {
        return Ok(());
    }
    let row = access_endings::ActiveModel {
        account_id: Set(account.0),
        user_id: Set(member.user.0),
        account_name: Set(account_name.to_owned()),
        ended_at: Set(member.ended_at(now).unwrap_or(now).0),
    };
    access_endings::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([access_endings::Column::AccountId, access_endings::Column::UserId])
                .update_columns([access_endings::Column::AccountName, access_endings::Column::EndedAt])
                .to_owned(),
        )
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// Notes on the contact that something about it changed, so that a form filled before is not saved over it: for
/// changes that are not made by the contact form.
pub(crate) async fn touch_contact(
    tx: &Tx,
    account: AccountId,
    contact: ContactId,
    by: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let update = Query::update()
        .table("contacts")
        .value("version", Expr::col("version").add(1))
        .value("updated_at", now.0)
        .value("updated_by", by)
        .and_where(Expr::col("account_id").eq(account.0))
        .and_where(Expr::col("id").eq(contact.0))
        .take();
    one_row(tx.conn().execute(&update).await?.rows_affected())
}

async fn update(tx: &Tx, account: AccountId, contact: ContactId, row: memberships::ActiveModel) -> Result<(), Failure> {
    let result = memberships::Entity::update_many()
        .set(row)
        .filter(memberships::Column::AccountId.eq(account.0))
        .filter(memberships::Column::ContactId.eq(contact.0))
        .exec(tx.conn())
        .await?;
    one_row(result.rows_affected)
}

pub(super) async fn drop_invitation(tx: &Tx, account: AccountId, contact: ContactId) -> Result<(), Failure> {
    invitations::Entity::delete_many()
        .filter(invitations::Column::AccountId.eq(account.0))
        .filter(invitations::Column::ContactId.eq(contact.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Stores what changed of permissions and scope.
async fn store_rights(
    tx: &Tx,
    account: AccountId,
    contact: ContactId,
    before: &Rights,
    after: &Rights,
) -> Result<(), Failure> {
    let removed = before.permissions.minus(after.permissions);
    if !removed.is_empty() {
        membership_permissions::Entity::delete_many()
            .filter(membership_permissions::Column::AccountId.eq(account.0))
            .filter(membership_permissions::Column::ContactId.eq(contact.0))
            .filter(membership_permissions::Column::Permission.is_in(removed.iter().map(Code::code)))
            .exec(tx.conn())
            .await?;
    }
    let added = after.permissions.minus(before.permissions);
    if !added.is_empty() {
        let rows = added.iter().map(|permission| membership_permissions::ActiveModel {
            account_id: Set(account.0),
            contact_id: Set(contact.0),
            permission: Set(permission.code().to_owned()),
        });
        membership_permissions::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    store_scope(tx, account, contact, &subjects(&before.scope), &subjects(&after.scope)).await
}

/// What the rows name.
fn subjects(scope: &Scope) -> BTreeSet<Subject> {
    match scope {
        Scope::All => BTreeSet::new(),
        Scope::Only(subjects) | Scope::AllBut(subjects) => subjects.clone(),
    }
}

async fn store_scope(
    tx: &Tx,
    account: AccountId,
    contact: ContactId,
    before: &BTreeSet<Subject>,
    after: &BTreeSet<Subject>,
) -> Result<(), Failure> {
    use membership_scope::Column as C;

    let (services, domains) = split(before.difference(after));
    for (kind, ids) in [(SERVICE, services), (DOMAIN, domains)] {
        for some in ids.chunks(AT_ONCE) {
            membership_scope::Entity::delete_many()
                .filter(C::AccountId.eq(account.0))
                .filter(C::ContactId.eq(contact.0))
                .filter(C::SubjectKind.eq(kind))
                .filter(C::SubjectId.is_in(some.iter().copied()))
                .exec(tx.conn())
                .await?;
        }
    }
    let added: Vec<_> = after
        .difference(before)
        .map(|subject| {
            let (kind, id) = kind_and_id(*subject);
            membership_scope::ActiveModel {
                account_id: Set(account.0),
                contact_id: Set(contact.0),
                subject_kind: Set(kind.to_owned()),
                subject_id: Set(id),
            }
        })
        .collect();
    for some in added.chunks(AT_ONCE) {
        membership_scope::Entity::insert_many(some.to_vec()).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}
