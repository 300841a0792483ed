//! The links at the foot of an email.

use domain::{
    AccountId, Category, Code, ContactId, EmailAddress,
    recipients::{Person, Reason, Role, without_recipient},
};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};

use crate::{
    Backend, Failure, Tx,
    access::SystemAccess,
    db::entity::{mail_introductions, outbox},
    mail::{
        Links,
        tokens::{Leave, Leaving, Tokens, mark},
    },
    people,
};

/// The links of an email that is being rendered.
pub(crate) async fn links(
    backend: &Backend,
    _system: &SystemAccess,
    tx: &Tx,
    letter: &outbox::Model,
) -> Result<Links, Failure> {
    let category = letter.category.as_deref().and_then(Category::from_code);
    let (Some(account), Some(category)) = (letter.account_id.map(AccountId), category) else {
        return Ok(Links::default());
    };
    let Ok(address) = EmailAddress::parse(&letter.recipient) else {
        return Ok(Links::default());
    };
    let contact = letter.contact_id.map(ContactId);
    let role = contact.map_or(Role::Owner, Role::Contact);
    let may_leave = was_chosen(letter) && may_leave(tx, account, role, category).await?;
    let first = match contact {
        Some(contact) => is_first(tx, account, contact, category, &address, letter).await?,
        None => false,
    };
    if !may_leave && !first {
        return Ok(Links::default());
    }
    let tokens = Tokens::load(tx.conn()).await?;
    let link = |path: &str, what| {
        let token = tokens.leaving(&Leaving { account, contact, what, address: mark(&address) });
        format!("{}/mail/{path}?token={token}", backend.settings.public_url)
    };
    Ok(Links {
        leave: may_leave.then(|| link("leave", Leave::Category(category))),
        not_me: first.then(|| link("not-me", Leave::Everything)),
    })
}

/// Whether they get it because the category is theirs, and not because they opened a ticket, say.
fn was_chosen(letter: &outbox::Model) -> bool {
    let reasons: Vec<Reason> = serde_json::from_str(&letter.reasons).unwrap_or_default();
    reasons.iter().any(|reason| matches!(reason, Reason::Owner | Reason::Ticked))
}

/// Whether somebody may leave a category: not if nobody else would get what must not get lost (rule 10).
pub(super) async fn may_leave(tx: &Tx, account: AccountId, role: Role, category: Category) -> Result<bool, Failure> {
    if !Category::ESSENTIAL.contains(&category) {
        return Ok(true);
    }
    let mut people = people::people(tx.conn(), account).await?;
    let before = without_recipient(&people);
    for person in people.iter_mut().filter(|person: &&mut Person| person.role == role) {
        person.categories.remove(category);
    }
    Ok(without_recipient(&people).is_within(before))
}

/// Whether it is the first email of the category to the address of this contact. It stays the first, however often it
/// is rendered.
async fn is_first(
    tx: &Tx,
    account: AccountId,
    contact: ContactId,
    category: Category,
    address: &EmailAddress,
    letter: &outbox::Model,
) -> Result<bool, Failure> {
    use mail_introductions::Column;
    let key = (account.0, contact.0, category.code().to_owned(), address.canonical());
    if let Some(row) = mail_introductions::Entity::find_by_id(key.clone()).one(tx.conn()).await? {
        return Ok(row.letter_id == letter.id);
    }
    let (account_id, contact_id, category, address) = key.clone();
    let row = mail_introductions::ActiveModel {
        account_id: Set(account_id),
        contact_id: Set(contact_id),
        category: Set(category),
        address: Set(address),
        letter_id: Set(letter.id),
    };
    let columns = [Column::AccountId, Column::ContactId, Column::Category, Column::Address];
    let keep = OnConflict::columns(columns).do_nothing().to_owned();
    mail_introductions::Entity::insert(row).on_conflict(keep).exec_without_returning(tx.conn()).await?;
    let row = mail_introductions::Entity::find_by_id(key).one(tx.conn()).await?;
    Ok(row.is_some_and(|row| row.letter_id == letter.id))
}
