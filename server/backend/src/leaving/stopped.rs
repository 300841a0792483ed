//! Why a letter that waited is not sent: what was decided when it was queued is looked at again when it leaves.
//!
//! Security mail is in no category; whether it has anything to tell any more is decided where it is written.

use domain::{AccountId, Category, Code, EmailAddress, recipients::Reason};
use sea_orm::EntityTrait;
use uuid::Uuid;

use crate::{
    Failure, Tx,
    bounces::{Missed, somebody_else_has_it},
    db::entity::{contact_categories, contacts, outbox},
    people::owner_categories,
};

/// Why an email is not sent to somebody who said "this is not me".
pub(super) const DISOWNED: &str = "the recipient said that it is not them";
const GONE: &str = "the contact is not on the account any more";
const MOVED: &str = "the contact has another address now";
const UNTICKED: &str = "the recipient does not get emails of this category any more";

/// Why a letter is not to be sent, if it is not, and what that means for whom it was for.
pub(crate) async fn stopped(tx: &Tx, letter: &outbox::Model) -> Result<Option<(&'static str, Missed)>, Failure> {
    let Some(account) = letter.account_id else { return Ok(None) };
    let category = letter.category.as_deref().and_then(Category::from_code);
    let Some(contact) = letter.contact_id else {
        let left = match category {
            Some(category) => owner_left(tx, letter, AccountId(account), category).await?,
            None => false,
        };
        return Ok(left.then_some((UNTICKED, Missed::NotMeant)));
    };
    let not_meant = |why| Ok(category.map(|_| (why, Missed::NotMeant)));
    let Some(row) = contacts::Entity::find_by_id((account, contact)).one(tx.conn()).await? else {
        return not_meant(GONE);
    };
    if EmailAddress::parse(&letter.recipient).is_ok_and(|to| to.canonical() != row.email_canonical) {
        return not_meant(MOVED);
    }
    if row.disowned_at.is_some() {
        return Ok(Some((DISOWNED, Missed::Unreachable)));
    }
    match category {
        Some(category)
            if only_because(letter, Reason::Ticked) && !is_ticked(tx, (account, contact), category).await? =>
        {
            not_meant(UNTICKED)
        }
        _ => Ok(None),
    }
}

/// Whether the owner has opted out since. What is essential goes all the same where nobody else gets it (rule 10).
async fn owner_left(tx: &Tx, letter: &outbox::Model, account: AccountId, category: Category) -> Result<bool, Failure> {
    if !only_because(letter, Reason::Owner) || owner_categories(tx.conn(), account).await?.contains(category) {
        return Ok(false);
    }
    Ok(!Category::ESSENTIAL.contains(&category) || somebody_else_has_it(tx, letter).await?)
}

/// Whether that is the only reason for which they get it: who opened a ticket, say, gets the answer in any case.
fn only_because(letter: &outbox::Model, reason: Reason) -> bool {
    let reasons: Vec<Reason> = serde_json::from_str(&letter.reasons).unwrap_or_default();
    reasons == [reason]
}

async fn is_ticked(tx: &Tx, (account, contact): (Uuid, Uuid), category: Category) -> Result<bool, Failure> {
    let key = (account, contact, category.code().to_owned());
    Ok(contact_categories::Entity::find_by_id(key).one(tx.conn()).await?.is_some())
}
