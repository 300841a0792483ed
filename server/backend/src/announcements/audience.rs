//! The people of many accounts, as the routing of a General email sees them, in a few queries.

use std::collections::HashMap;

use domain::{
    AccountId, Category, CategorySet, Code, ContactId, EmailAddress, Locale, Scope,
    recipients::{Person, Role, TicketWatch},
};
use sea_orm::{
    ConnectionTrait, JoinType, QueryResult,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use uuid::Uuid;

use crate::{Failure, Tx};

/// The one category of announcements.
const CATEGORY: Category = Category::General;

/// The people of these accounts, the owner first. An account that is gone is left out.
pub(super) async fn people(tx: &Tx, accounts: &[Uuid]) -> Result<Vec<(AccountId, Vec<Person>)>, Failure> {
    let mut found: HashMap<Uuid, Vec<Person>> = HashMap::with_capacity(accounts.len());
    for row in tx.conn().query_all(&owners(accounts)).await? {
        let id: Uuid = row.try_get("", "account_id")?;
        found.insert(id, vec![person(&row, Role::Owner, true)?]);
    }
    for row in tx.conn().query_all(&contacts(accounts)).await? {
        let id: Uuid = row.try_get("", "account_id")?;
        let bounced: Option<i64> = row.try_get("", "bounced_at")?;
        let disowned: Option<i64> = row.try_get("", "disowned_at")?;
        let role = Role::Contact(ContactId(row.try_get("", "contact_id")?));
        let reachable = bounced.is_none() && disowned.is_none();
        if let Some(people) = found.get_mut(&id) {
            people.push(person(&row, role, reachable)?);
        }
    }
    Ok(accounts.iter().filter_map(|id| Some((AccountId(*id), found.remove(id)?))).collect())
}

fn person(row: &QueryResult, role: Role, reachable: bool) -> Result<Person, Failure> {
    let ticked: Option<String> = row.try_get("", "category")?;
    let (first, last): (String, String) = (row.try_get("", "first_name")?, row.try_get("", "last_name")?);
    let (email, locale): (String, String) = (row.try_get("", "email")?, row.try_get("", "locale")?);
    Ok(Person {
        role,
        name: format!("{first} {last}").trim().to_owned(),
        address: EmailAddress::parse(&email).map_err(|_| Failure::inconsistent("a stored email address is none"))?,
        locale: Locale::from_code(&locale).unwrap_or_default(),
        categories: if ticked.is_some() {
            CategorySet::from_iter([CATEGORY])
        } else {
            CategorySet::EMPTY
        },
        // What concerns the whole account in this category is in every scope.
        scope: Scope::All,
        ticket_watch: TicketWatch::default(),
        reachable,
    })
}

/// Each account's owner, with the category if they want it.
fn owners(accounts: &[Uuid]) -> SelectStatement {
    let ticks = "account_owner_categories";
    let wants = Expr::col((ticks, "account_id"))
        .equals(("accounts", "id"))
        .and(Expr::col((ticks, "category")).eq(CATEGORY.code()));
    Query::select()
        .expr_as(Expr::col(("accounts", "id")), "account_id")
        .expr_as(Expr::col(("users", "name")), "first_name")
        .expr_as(Expr::val(""), "last_name")
        .expr_as(Expr::col(("users", "email")), "email")
        .expr_as(Expr::col(("accounts", "locale")), "locale")
        .expr_as(Expr::col((ticks, "category")), "category")
        .from("accounts")
        .join(JoinType::InnerJoin, "users", Expr::col(("users", "id")).equals(("accounts", "owner_user_id")))
        .join(JoinType::LeftJoin, ticks, wants)
        .and_where(Expr::col(("accounts", "id")).is_in(accounts.iter().copied()))
        .take()
}

/// The contacts that have the category ticked.
fn contacts(accounts: &[Uuid]) -> SelectStatement {
    let ticks = "contact_categories";
    let same = Expr::col((ticks, "account_id"))
        .equals(("contacts", "account_id"))
        .and(Expr::col((ticks, "contact_id")).equals(("contacts", "id")));
    Query::select()
        .expr_as(Expr::col(("contacts", "account_id")), "account_id")
        .expr_as(Expr::col(("contacts", "id")), "contact_id")
        .expr_as(Expr::col(("contacts", "first_name")), "first_name")
        .expr_as(Expr::col(("contacts", "last_name")), "last_name")
        .expr_as(Expr::col(("contacts", "email")), "email")
        .expr_as(Expr::col(("contacts", "locale")), "locale")
        .expr_as(Expr::col(("contacts", "bounced_at")), "bounced_at")
        .expr_as(Expr::col(("contacts", "disowned_at")), "disowned_at")
        .expr_as(Expr::col((ticks, "category")), "category")
        .from(ticks)
        .join(JoinType::InnerJoin, "contacts", same)
        .and_where(Expr::col((ticks, "account_id")).is_in(accounts.iter().copied()))
        .and_where(Expr::col((ticks, "category")).eq(CATEGORY.code()))
        .take()
}
