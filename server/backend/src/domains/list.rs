//! The list of domains: searched, filtered, page by page.

use domain::{Moment, Timestamp, client_area::Status, id::DomainId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    Backend, Failure,
    access::{Access, ManageDomains, ViewDomains},
    client_area::{filter, status},
    db::entity::domains::{self, Column as C},
    moments::Moments,
    paging::{ListQuery, PAGE, cut, later},
};

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainLine {
    pub id: DomainId,
    pub name: String,
    pub status: Status,
    pub expires: Option<Moment>,
    pub auto_renew: bool,
    pub locked: bool,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainList {
    pub lines: Vec<DomainLine>,
    /// What the next page comes after, if there is one.
    pub next: Option<Uuid>,
    pub query: ListQuery,
    /// Whether the viewer may change several at once.
    pub manages: bool,
}

/// The domains in scope, by name.
pub async fn list(
    backend: &Backend,
    access: &Access<'_, ViewDomains>,
    query: ListQuery,
) -> Result<DomainList, Failure> {
    let actor = access.actor();
    let mut select = domains::Entity::find()
        .filter(C::AccountId.eq(access.account().0))
        .filter(filter::domains(access.scope(), C::Id))
        .filter(query.filter(&[C::Name], C::Status))
        .order_by_asc(C::Name)
        .order_by_asc(C::Id)
        .limit(PAGE as u64 + 1);
    if let Some(last) = last(backend, access, query.after).await? {
        select = select.filter(later(C::Name, C::Id, last));
    }
    let (rows, more) = cut(select.all(backend.db.read()).await?);
    let next = more.then(|| rows.last().map(|row| row.id)).flatten();
    let moments = Moments::new(actor.locale(), actor.time_zone(), backend.now());
    let line = |row: domains::Model| {
        Ok(DomainLine {
            id: DomainId(row.id),
            status: status(&row.status)?,
            expires: row.expires_at.map(|at| moments.moment(Timestamp(at))),
            name: row.name,
            auto_renew: row.auto_renew,
            locked: row.locked,
        })
    };
    let lines = rows.into_iter().map(line).collect::<Result<_, Failure>>()?;
    Ok(DomainList { lines, next, query, manages: actor.require::<ManageDomains>().is_ok() })
}

/// Name and id of the row that a page comes after; one that is not there any more: the list begins anew.
async fn last(
    backend: &Backend,
    access: &Access<'_, ViewDomains>,
    after: Option<Uuid>,
) -> Result<Option<(String, Uuid)>, Failure> {
    let Some(after) = after else { return Ok(None) };
    Ok(domains::Entity::find_by_id((access.account().0, after))
        .select_only()
        .columns([C::Name, C::Id])
        .filter(filter::domains(access.scope(), C::Id))
        .into_tuple()
        .one(backend.db.read())
        .await?)
}
