//! Telling the owner of an account what somebody else did.

use domain::{AccountId, Code, EmailAddress, Locale, Timestamp, UserId};

use super::{account, account_name, by_id};
use crate::{
    Failure, Tx,
    mail::{MailEvent, Notice},
    outbox::{Letter, queue},
};

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
