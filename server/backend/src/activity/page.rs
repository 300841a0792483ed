//! The Activity page: the newest entries first, filtered by person and kind.
//!
//! Stays fast at a million entries: every combination of filters is answered from an index that holds the numbers in
//! order, a handful of them at a time.

use domain::{
    Permission,
    activity::{ActivityPage, Entry, Kind, PersonAsWas, Query},
    code::Code,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder, QueryTrait,
    sea_query::{Expr, ExprTrait, Query as Sql, SelectStatement, UnionType},
};
use uuid::Uuid;

use super::{people::people, seen::Seen};
use crate::{
    Backend, Failure,
    access::{Access, Anyone},
    db::entity::activity,
    moments::Moments,
};

/// How many entries a page has.
const PAGE: usize = 50;

/// A page of the log: the whole account's with the permission `activity`, as far as the viewer's scope covers it,
/// otherwise the viewer's own entries: what they did and what concerned them.
pub async fn page(backend: &Backend, access: &Access<'_, Anyone>, query: Query) -> Result<ActivityPage, Failure> {
    let actor = access.actor();
    let account = access.account().0;
    let own_only = !actor.holds(Permission::Activity);
    let person = match &query.person {
        _ if own_only => Some(actor.email().to_lowercase()),
        Some(person) if !person.trim().is_empty() => Some(person.trim().to_lowercase()),
        _ => None,
    };
    let mut numbers = numbers(backend, account, person.as_deref(), query.kind, query.before).await?;
    let older = (numbers.len() > PAGE).then(|| numbers.get(PAGE - 1).copied()).flatten();
    numbers.truncate(PAGE);
    let select = activity::Entity::find()
        .filter(activity::Column::AccountId.eq(account))
        .filter(activity::Column::Number.is_in(numbers))
        .order_by_desc(activity::Column::Number)
        .into_query();
    let moments = Moments::new(actor.locale(), actor.time_zone(), backend.now());
    let (mut entries, mut unreadable) = (Vec::new(), Vec::new());
    for row in backend.db.read().query_all(&select).await? {
        // One that was damaged must not hide the others.
        let Ok(row) = activity::Model::from_query_result(&row, "") else {
            unreadable.push(row.try_get("", "number")?);
            continue;
        };
        // An address may have belonged to somebody else before.
        let others = own_only
            && row.subject_email != actor.email().to_lowercase()
            && row.actor_user_id.is_some_and(|user| user != actor.user().0);
        if others {
            continue;
        }
        let (number, own) = (row.number, row.actor_user_id == Some(actor.user().0));
        // Where somebody else sits is not what concerns them.
        let elsewhere = own_only && row.actor_user_id.is_some_and(|user| user != actor.user().0);
        let row = if elsewhere { activity::Model { address: String::new(), ..row } } else { row };
        match entry(row, &moments) {
            Some(entry) => entries.push((entry, own)),
            None => unreadable.push(number),
        }
    }
    let events: Vec<_> = entries.iter().filter(|(_, own)| !own).map(|(entry, _)| &entry.event).collect();
    let seen = Seen::of(backend.db.read(), access.account(), access.scope(), &events).await?;
    let entries = entries
        .into_iter()
        .filter_map(|(entry, own)| (own || seen.covers(&entry.event)).then_some(entry))
        .collect();
    let people = if own_only { Vec::new() } else { people(&backend.db, access).await? };
    Ok(ActivityPage { entries, unreadable, older, people, own_only, query })
}

/// The numbers of at most one entry more than a page has, newest first.
async fn numbers(
    backend: &Backend,
    account: Uuid,
    person: Option<&str>,
    kind: Option<Kind>,
    before: Option<i64>,
) -> Result<Vec<i64>, Failure> {
    let mut parts = Vec::new();
    match person {
        None => parts.push(newest(account, None, kind, before)),
        Some(person) => {
            // The indexes hold person and kind before the number, so each kind is a range of its own.
            let kinds = kind.as_ref().map_or(Kind::ALL, std::slice::from_ref);
            for column in [activity::Column::ActorEmail, activity::Column::SubjectEmail] {
                for kind in kinds {
                    parts.push(newest(account, Some((column, person)), Some(*kind), before));
                }
            }
        }
    }
    let mut parts = parts.into_iter().map(|part| Sql::select().column("number").from_subquery(part, "part").take());
    let Some(mut all) = parts.next() else { return Ok(Vec::new()) };
    for part in parts {
        all.union(UnionType::All, part);
    }
    let rows = backend.db.read().query_all(&all).await?;
    let mut numbers = rows.iter().map(|row| row.try_get("", "number")).collect::<Result<Vec<i64>, _>>()?;
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    numbers.dedup();
    numbers.truncate(PAGE + 1);
    Ok(numbers)
}

fn newest(
    account: Uuid,
    person: Option<(activity::Column, &str)>,
    kind: Option<Kind>,
    before: Option<i64>,
) -> SelectStatement {
    let mut select = Sql::select()
        .column("number")
        .from("activity")
        .and_where(Expr::col("account_id").eq(account))
        .order_by("number", Order::Desc)
        .limit(PAGE as u64 + 1)
        .take();
    if let Some((column, person)) = person {
        select.and_where(Expr::col(column).eq(person));
    }
    if let Some(kind) = kind {
        select.and_where(Expr::col("kind").eq(kind.code()));
    }
    if let Some(before) = before {
        select.and_where(Expr::col("number").lt(before));
    }
    select
}

/// As the page shows it; `None`: what it tells cannot be read.
fn entry(row: activity::Model, moments: &Moments) -> Option<Entry> {
    let event = serde_json::from_str(&row.event).ok()?;
    let person =
        |name: String, email: String| (!name.is_empty() || !email.is_empty()).then_some(PersonAsWas { name, email });
    Some(Entry {
        number: row.number,
        when: moments.moment(domain::Timestamp(row.at)),
        actor: person(row.actor_name, row.actor_email),
        subject: person(row.subject_name, row.subject_email),
        event,
        from: (!row.address.is_empty()).then_some(row.address),
    })
}
