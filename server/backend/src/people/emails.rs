//! Who is ticked for which emails: stored, and checked against rule 10.

use domain::{
    AccountId, Category, CategorySet, Code, ContactId, Scope,
    recipients::{Role, without_recipient},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::roster::people;
use crate::{
    Failure, Tx,
    db::entity::{account_owner_categories, contact_categories},
};

/// The emails that the owner gets.
pub(crate) async fn owner_categories(conn: &impl ConnectionTrait, account: AccountId) -> Result<CategorySet, Failure> {
    let codes: Vec<String> = account_owner_categories::Entity::find()
        .select_only()
        .column(account_owner_categories::Column::Category)
        .filter(account_owner_categories::Column::AccountId.eq(account.0))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(codes.iter().filter_map(|code| Category::from_code(code)).collect())
}

/// Stores what changed of the owner's ticks.
pub(crate) async fn set_owner_categories(
    tx: &Tx,
    account: AccountId,
    before: CategorySet,
    after: CategorySet,
) -> Result<(), Failure> {
    let removed = before.minus(after);
    if !removed.is_empty() {
        account_owner_categories::Entity::delete_many()
            .filter(account_owner_categories::Column::AccountId.eq(account.0))
            .filter(account_owner_categories::Column::Category.is_in(removed.iter().map(Code::code)))
            .exec(tx.conn())
            .await?;
    }
    let added = after.minus(before);
    if !added.is_empty() {
        let rows = added.iter().map(|category| account_owner_categories::ActiveModel {
            account_id: Set(account.0),
            category: Set(category.code().to_owned()),
        });
        account_owner_categories::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// Stores what changed of a contact's ticks.
pub(crate) async fn set_categories(
    tx: &Tx,
    account: AccountId,
    contact: ContactId,
    before: CategorySet,
    after: CategorySet,
) -> Result<(), Failure> {
    let removed = before.minus(after);
    if !removed.is_empty() {
        contact_categories::Entity::delete_many()
            .filter(contact_categories::Column::AccountId.eq(account.0))
            .filter(contact_categories::Column::ContactId.eq(contact.0))
            .filter(contact_categories::Column::Category.is_in(removed.iter().map(Code::code)))
            .exec(tx.conn())
            .await?;
    }
    let added = after.minus(before);
    if !added.is_empty() {
        let rows = added.iter().map(|category| contact_categories::ActiveModel {
            account_id: Set(account.0),
            contact_id: Set(contact.0),
            category: Set(category.code().to_owned()),
        });
        contact_categories::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// What one person's choices are to be.
pub(crate) struct Choice<'a> {
    pub role: Role,
    pub before: CategorySet,
    pub after: CategorySet,
    /// The scope, if it is to be another one.
    pub scope: Option<&'a Scope>,
}

/// Rule 10: the first essential category that nobody reachable would get any more if one person's choices changed like
/// that.
pub(crate) async fn nobody_left(tx: &Tx, account: AccountId, choice: Choice<'_>) -> Result<Option<Category>, Failure> {
    let essential: CategorySet = Category::ESSENTIAL.into_iter().collect();
    let gives_up = !choice.before.minus(choice.after).intersection(essential).is_empty();
    if !gives_up && choice.scope.is_none_or(Scope::is_everything) {
        return Ok(None);
    }
    let mut people = people(tx.conn(), account).await?;
    let before = without_recipient(&people);
    for person in people.iter_mut().filter(|person| person.role == choice.role) {
        person.categories = choice.after;
        if let Some(scope) = choice.scope {
            person.scope = scope.clone();
        }
    }
    let first = without_recipient(&people).minus(before).iter().next();
    Ok(first)
}
