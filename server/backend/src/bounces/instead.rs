//! The owner's copy of an email that does not reach whom it was meant for (rule 10).

use domain::{
    AccountId, Category, Code, EmailAddress, Timestamp,
    recipients::{Reason, Recipient, Role},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::LockType};

use crate::{
    Failure, Tx,
    db::entity::{emails, outbox},
    mail::MailEvent,
    outbox::{Letter, Line, Routed, queue, queue_bulk},
    people::Account,
};

/// Categories whose email goes to the owner when it does not reach somebody, even if it reaches others.
const PASSED_TO_OWNER: [Category; 2] = [Category::Invoice, Category::Domain];

/// Why a letter does not reach whom it was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missed {
    /// It came back, or whoever reads the mailbox said "this is not me".
    Unreachable,
    /// It is not for them any more: they are gone, or have another address, or it is not ticked any more.
    NotMeant,
}

/// Sends the owner a copy in place of a letter, unless they have one, and notes it in the history: what was about money
/// or a domain and cannot reach somebody, and whatever is essential and would otherwise reach nobody.
pub(crate) async fn pass_to_owner(
    tx: &Tx,
    letter: &outbox::Model,
    missed: Missed,
    now: Timestamp,
) -> Result<(), Failure> {
    let category = letter.category.as_deref().and_then(Category::from_code);
    let Some(category) = category.filter(|category| Category::ESSENTIAL.contains(category)) else {
        return Ok(());
    };
    let Some((email, others)) = others(tx, letter).await? else { return Ok(()) };
    let in_any_case = missed == Missed::Unreachable && PASSED_TO_OWNER.contains(&category);
    if !in_any_case && others.iter().any(arrives) {
        return Ok(());
    }
    let account = Account::load(tx.conn(), AccountId(email.account_id)).await?;
    let owner = account.owner.email.canonical();
    let at_owner = |row: &outbox::Model| {
        row.role.as_deref() == Some(Role::Owner.code())
            || EmailAddress::parse(&row.recipient).is_ok_and(|address| address.canonical() == owner)
    };
    let has_one = others.iter().any(|row| row.state != "dropped" && at_owner(row));
    if has_one || missed == Missed::Unreachable && at_owner(letter) {
        return Ok(());
    }
    let reason = match missed {
        Missed::Unreachable => Reason::InPlaceOfUnreachable,
        Missed::NotMeant => Reason::NobodyElse,
    };
    note(tx, &email, &account, reason).await?;
    let copy = Letter {
        account: Some(account.id),
        event: MailEvent::Business,
        to: account.owner.email.clone(),
        to_name: account.owner.name.clone(),
        locale: account.owner.locale,
        routed: Some(Routed { email: email.id, category, role: Role::Owner, reasons: vec![reason] }),
    };
    match letter.announcement_id {
        None => queue(tx, now, copy).await,
        // It is paused and called back with the others. Its rate is looked at when it is claimed.
        Some(announcement) => queue_bulk(tx, now, Line { announcement, per_minute: 0 }, vec![copy]).await.map(|_| ()),
    }
}

/// Whether somebody else has a copy of the email that a letter is one of, or is to get it.
pub(crate) async fn somebody_else_has_it(tx: &Tx, letter: &outbox::Model) -> Result<bool, Failure> {
    Ok(others(tx, letter).await?.is_some_and(|(_, others)| others.iter().any(arrives)))
}

fn arrives(letter: &outbox::Model) -> bool {
    ["queued", "held", "sent"].contains(&letter.state.as_str())
}

/// The email of the history that a letter is a copy of, locked, and the other copies. Of two copies that are given up at
/// the same moment the second must see that the first is. `None`: it is in no history.
async fn others(tx: &Tx, letter: &outbox::Model) -> Result<Option<(emails::Model, Vec<outbox::Model>)>, Failure> {
    let (Some(account), Some(email)) = (letter.account_id, letter.email_id) else {
        return Ok(None);
    };
    let query = emails::Entity::find_by_id((account, email)).lock(LockType::NoKeyUpdate);
    let Some(email) = query.one(tx.conn()).await? else { return Ok(None) };
    let others = outbox::Entity::find()
        .filter(outbox::Column::AccountId.eq(account))
        .filter(outbox::Column::EmailId.eq(email.id))
        .filter(outbox::Column::Id.ne(letter.id))
        .all(tx.conn())
        .await?;
    Ok(Some((email, others)))
}

/// Adds the owner to those who get an email.
async fn note(tx: &Tx, email: &emails::Model, account: &Account, reason: Reason) -> Result<(), Failure> {
    let mut to: Vec<Recipient> = serde_json::from_str(&email.recipients)
        .map_err(|_| Failure::inconsistent("an email has unreadable recipients"))?;
    // A copy that the owner did not want any more was to get there for another reason.
    to.retain(|one| one.role != Role::Owner);
    to.push(Recipient {
        role: Role::Owner,
        name: account.owner.name.clone(),
        address: account.owner.email.clone(),
        locale: account.owner.locale,
        reasons: vec![reason],
    });
    let recipients = serde_json::to_string(&to).map_err(|error| Failure::inconsistent(error.to_string()))?;
    emails::Entity::update_many()
        .set(emails::ActiveModel { recipients: Set(recipients), ..Default::default() })
        .filter(emails::Column::AccountId.eq(email.account_id))
        .filter(emails::Column::Id.eq(email.id))
        .exec(tx.conn())
        .await?;
    Ok(())
}
