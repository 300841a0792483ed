//! The account chooser: what a user can open, and what waits for their answer.

use domain::{AccountChoice, AccountId, MembershipState, PermissionSet, Timestamp, UserId, account::AccountsPage};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{account_name, is_active};
use crate::{
    Backend, Failure,
    db::entity::{accounts, memberships},
    invitations,
    memberships::rights,
    moments::Moments,
};

/// The chooser of a user whose session shows `current`.
pub async fn accounts_page(
    backend: &Backend,
    user: UserId,
    current: Option<AccountId>,
    moments: &Moments,
) -> Result<AccountsPage, Failure> {
    let (db, now) = (backend.db.read(), backend.now());
    let owned = accounts::Entity::find()
        .filter(accounts::Column::OwnerUserId.eq(user.0))
        .order_by_asc(accounts::Column::Id)
        .all(db)
        .await?;
    let mut choices: Vec<AccountChoice> = owned
        .iter()
        .map(|account| AccountChoice {
            id: AccountId(account.id),
            name: account_name(account),
            owner: true,
            permissions: PermissionSet::all(),
            ends: None,
            current: current == Some(AccountId(account.id)),
        })
        .collect();
    for membership in memberships::Entity::find().filter(is_active(user, now)).all(db).await? {
        let account = super::account(db, AccountId(membership.account_id)).await?;
        let rights = rights(db, &membership).await?;
        choices.push(AccountChoice {
            id: AccountId(account.id),
            name: account_name(&account),
            owner: false,
            permissions: rights.permissions,
            ends: membership.ends_at.map(|end| moments.moment(Timestamp(end))),
            current: current == Some(AccountId(account.id)),
        });
    }
    choices.sort_by(|one, other| other.owner.cmp(&one.owner).then_with(|| one.name.cmp(&other.name)));
    let waiting = super::in_state(user, MembershipState::Invited, now);
    let invitations = invitations::list(db, waiting, moments).await?;
    Ok(AccountsPage { accounts: choices, invitations })
}
