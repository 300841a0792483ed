//! A test to a contact: whether email reaches them at all.

use domain::{ContactId, activity::Event};

use super::stored::Stored;
use crate::{
    Backend, Failure,
    access::{Access, ManageContacts},
    db::found,
    mail::MailEvent,
    people::Change,
    throttle,
};

/// Queues a test to a contact, and logs it. Returns the address.
///
/// # Errors
///
/// [`AppError::NotFound`](domain::AppError::NotFound) when the contact is not one of this account;
/// [`AppError::Throttled`](domain::AppError::Throttled) after three within an hour: a form must not flood somebody's mailbox.
pub async fn send_test(
    backend: &Backend,
    access: &Access<'_, ManageContacts>,
    id: ContactId,
) -> Result<String, Failure> {
    let change = Change::begin(backend, access).await?;
    let stored = found(Stored::find(change.tx.conn(), change.account.id, id).await?)?;
    let (account, contact) = (change.account.id.to_string(), id.to_string());
    throttle::limit(&change.tx, throttle::TEST_MAIL, &[&account, &contact], change.now).await?;
    let to = stored.addressee()?;
    change.log(Some((id, &to.name, to.email.as_str())), &Event::TestSent).await?;
    change.tell(&to, MailEvent::Test { contact: id, by: change.actor.name().to_owned() }).await?;
    change.commit().await?;
    Ok(to.email.to_string())
}
