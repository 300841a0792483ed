//! The secrets of emailed links, made in the transaction in which the email is rendered: a stored row holds none.

use domain::{AccountId, ContactId, Timestamp, UserId};

use crate::{Failure, Tx, invitations, password_reset, random::Secret, users};

pub(super) async fn password_reset(tx: &Tx, user: UserId, now: Timestamp) -> Result<Secret, Failure> {
    password_reset::make_link(tx, user, now).await
}

pub(super) async fn invitation(
    tx: &Tx,
    account: AccountId,
    contact: ContactId,
    now: Timestamp,
) -> Result<Secret, Failure> {
    invitations::make_link(tx, account, contact, now).await
}

pub(super) async fn email_change(tx: &Tx, user: UserId, now: Timestamp) -> Result<Secret, Failure> {
    users::make_email_link(tx, user, now).await
}
