//! Telling the owner of an account what somebody else did, and the account what its owner did to their login.

use domain::{
    AccountId, Code, EmailAddress, Locale, Timestamp, UserId,
    business_event::{AccountPasswordChanged, BusinessEvent, Line},
    instant::Instant,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{account, account_name, by_id};
use crate::{
    Backend, Failure, Tx,
    db::entity::{accounts, users},
    mail::{MailEvent, Notice, events},
    outbox::{Letter, queue},
};

/// Tells those who get the General emails of the accounts that a user owns that their password was changed. Not the
/// user, who gets a security mail, nor from which network: that is theirs alone.
pub(super) async fn tell_accounts_of_password(
    backend: &Backend,
    tx: &Tx,
    user: &users::Model,
    now: Timestamp,
) -> Result<(), Failure> {
    let Ok(address) = EmailAddress::parse(&user.email) else {
        return Err(Failure::inconsistent("a login has no proper address"));
    };
    let owned: Vec<Uuid> = accounts::Entity::find()
        .select_only()
        .column(accounts::Column::Id)
        .filter(accounts::Column::OwnerUserId.eq(user.id))
        .order_by_asc(accounts::Column::Id)
        .into_tuple()
        .all(tx.conn())
        .await?;
    let name = Line::parse(&user.name).or_else(|_| Line::parse(&user.email));
    let name = name.map_err(|_| Failure::inconsistent("a login has neither a name nor an address"))?;
    for account in owned {
        let event = BusinessEvent::AccountPasswordChanged(AccountPasswordChanged {
            name: name.clone(),
            at: Instant(now),
            address: None,
        });
        events::tell_others(backend, tx, AccountId(account), event, &address).await?;
    }
    Ok(())
}

/// Queues a notice to the owner, without links that act. `by` is who did it, as they are called.
pub(crate) async fn notify_owner(
    tx: &Tx,
    of: AccountId,
    by: &str,
    notice: Notice,
    now: Timestamp,
) -> Result<(), Failure> {
    let account = account(tx.conn(), of).await?;
    let owner = by_id(tx.conn(), UserId(account.owner_user_id)).await?;
    let owner = owner.ok_or_else(|| Failure::inconsistent("an account has no owner"))?;
    let Ok(to) = EmailAddress::parse(&owner.email) else {
        return Err(Failure::inconsistent("an owner has no proper address"));
    };
    let event = MailEvent::OwnerNotice { account: of, account_name: account_name(&account), by: by.to_owned(), notice };
    let letter = Letter {
        account: Some(of),
        event,
        to,
        to_name: owner.name,
        locale: Locale::from_code(&account.locale).unwrap_or_default(),
        routed: None,
    };
    queue(tx, now, letter).await
}
