//! Everyone on an account, in a few queries however many they are.

use std::collections::HashMap;

use domain::{
    AccountId, Category, CategorySet, Code, ContactId, Locale, MembershipState, Permission, PermissionSet, Rights,
    Scope, Timestamp,
    recipients::{Person, Role, TicketWatch},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType},
};
use uuid::Uuid;

use super::{
    account::{Account, address},
    emails::owner_categories,
};
use crate::{
    Failure,
    db::entity::membership_scope,
    memberships::{List, state},
};

/// A contact in the list of all.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub id: ContactId,
    pub name: String,
    pub company: String,
    pub email: String,
    pub locale: Locale,
    pub categories: CategorySet,
    pub ticket_watch: TicketWatch,
    /// Whether email reaches the address, as far as is known.
    pub reachable: bool,
    /// The login that they have or had.
    pub member: Option<ListedMember>,
}

/// A contact's login in the list of all.
#[derive(Clone, Debug)]
pub(crate) struct ListedMember {
    pub stored: MembershipState,
    pub rights: Rights,
    pub last_sign_in: Option<Timestamp>,
}

impl Listed {
    pub fn rights(&self) -> Option<&Rights> {
        self.member.as_ref().map(|member| &member.rights)
    }

    pub fn state(&self, now: Timestamp) -> MembershipState {
        self.member
            .as_ref()
            .map_or(MembershipState::None, |member| member.stored.at(member.rights.ends_at, now))
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    first_name: String,
    last_name: String,
    company: String,
    email: String,
    locale: String,
    ticket_watch: String,
    state: Option<String>,
    limited: Option<bool>,
    new_ones: Option<bool>,
    ends_at: Option<i64>,
    last_sign_in_at: Option<i64>,
    bounced_at: Option<i64>,
    disowned_at: Option<i64>,
}

/// The contacts of an account, by name.
pub(crate) async fn roster(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Listed>, Failure> {
    let rows = conn.query_all(&contacts_query(account)).await?;
    let mut ticks = ticks(conn, account).await?;
    let mut all = Vec::with_capacity(rows.len());
    let mut limited = Vec::new();
    for row in &rows {
        let row = Row::from_query_result(row, "")?;
        let (categories, permissions) = ticks.remove(&row.id).unwrap_or_default();
        let list = List::of(row.limited == Some(true), row.new_ones == Some(true));
        if list != List::None {
            limited.push((all.len(), list));
        }
        let member = match row.state {
            None => None,
            Some(code) => Some(ListedMember {
                stored: state(&code)?,
                rights: Rights { permissions, scope: Scope::All, ends_at: row.ends_at.map(Timestamp) },
                last_sign_in: row.last_sign_in_at.map(Timestamp),
            }),
        };
        all.push(Listed {
            id: ContactId(row.id),
            name: format!("{} {}", row.first_name, row.last_name),
            company: row.company,
            email: row.email,
            locale: Locale::from_code(&row.locale).unwrap_or_default(),
            ticket_watch: TicketWatch::from_code(&row.ticket_watch).unwrap_or_default(),
            reachable: row.bounced_at.is_none() && row.disowned_at.is_none(),
            categories,
            member,
        });
    }
    if !limited.is_empty() {
        fill_scopes(conn, account, &mut all, limited).await?;
    }
    // Here and not by the database: the engines sort letters differently.
    all.sort_by_cached_key(|one| (one.name.to_lowercase(), one.id));
    Ok(all)
}

fn contacts_query(account: AccountId) -> SelectStatement {
    let same = Expr::col(("memberships", "account_id"))
        .equals(("contacts", "account_id"))
        .and(Expr::col(("memberships", "contact_id")).equals(("contacts", "id")));
    Query::select()
        .columns([
            ("contacts", "id"),
            ("contacts", "first_name"),
            ("contacts", "last_name"),
            ("contacts", "company"),
            ("contacts", "email"),
            ("contacts", "locale"),
            ("contacts", "ticket_watch"),
            ("contacts", "bounced_at"),
            ("contacts", "disowned_at"),
            ("memberships", "state"),
            ("memberships", "limited"),
            ("memberships", "new_ones"),
            ("memberships", "ends_at"),
            ("memberships", "last_sign_in_at"),
        ])
        .from("contacts")
        .join(JoinType::LeftJoin, "memberships", same)
        .and_where(Expr::col(("contacts", "account_id")).eq(account.0))
        .take()
}

/// Everyone's ticked emails and permissions, in one query: no code of the one is a code of the other.
async fn ticks(
    conn: &impl ConnectionTrait,
    account: AccountId,
) -> Result<HashMap<Uuid, (CategorySet, PermissionSet)>, Failure> {
    let query = |table: &'static str, code: &'static str| {
        Query::select()
            .column("contact_id")
            .expr_as(Expr::col(code), "code")
            .from(table)
            .and_where(Expr::col("account_id").eq(account.0))
            .take()
    };
    let mut both = query("contact_categories", "category");
    both.union(UnionType::All, query("membership_permissions", "permission"));
    let mut found: HashMap<Uuid, (CategorySet, PermissionSet)> = HashMap::new();
    for row in conn.query_all(&both).await? {
        let (categories, permissions) = found.entry(row.try_get("", "contact_id")?).or_default();
        let code: String = row.try_get("", "code")?;
        if let Some(category) = Category::from_code(&code) {
            categories.insert(category);
        } else if let Some(permission) = Permission::from_code(&code) {
            permissions.insert(permission);
        }
    }
    Ok(found)
}

/// Reads the scopes of those whose place in the list, and whose kind of list, `limited` has.
async fn fill_scopes(
    conn: &impl ConnectionTrait,
    account: AccountId,
    all: &mut [Listed],
    limited: Vec<(usize, List)>,
) -> Result<(), Failure> {
    let rows: Vec<(Uuid, String, Uuid)> = membership_scope::Entity::find()
        .select_only()
        .columns([
            membership_scope::Column::ContactId,
            membership_scope::Column::SubjectKind,
            membership_scope::Column::SubjectId,
        ])
        .filter(membership_scope::Column::AccountId.eq(account.0))
        .into_tuple()
        .all(conn)
        .await?;
    let mut named: HashMap<Uuid, Vec<(String, Uuid)>> = HashMap::new();
    for (contact, kind, id) in rows {
        named.entry(contact).or_default().push((kind, id));
    }
    for (place, list) in limited {
        if let Some(one) = all.get_mut(place)
            && let Some(member) = &mut one.member
        {
            member.rights.scope = list.scope(&named.remove(&one.id.0).unwrap_or_default());
        }
    }
    Ok(())
}

/// Everyone on an account as the routing of email sees them, the owner first.
pub(crate) async fn people(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Person>, Failure> {
    let loaded = Account::load(conn, account).await?;
    let categories = owner_categories(conn, account).await?;
    persons(&loaded, categories, &roster(conn, account).await?)
}

/// The same, from what was read already.
pub(crate) fn persons(account: &Account, owner: CategorySet, contacts: &[Listed]) -> Result<Vec<Person>, Failure> {
    let mut people = vec![Person {
        role: Role::Owner,
        name: account.owner.name.clone(),
        address: account.owner.email.clone(),
        locale: account.owner.locale,
        categories: owner,
        scope: Scope::All,
        ticket_watch: account.ticket_watch,
        reachable: true,
    }];
    for one in contacts {
        people.push(Person {
            role: Role::Contact(one.id),
            name: one.name.clone(),
            address: address(&one.email)?,
            locale: one.locale,
            categories: one.categories,
            // Of a login that is over, too: taking it away must not widen what its mail is about.
            scope: one.rights().map_or(Scope::All, |rights| rights.scope.clone()),
            ticket_watch: one.ticket_watch,
            reachable: one.reachable,
        });
    }
    Ok(people)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_category_has_the_code_of_a_permission() {
        assert!(Category::ALL.iter().all(|category| Permission::from_code(category.code()).is_none()));
    }
}
