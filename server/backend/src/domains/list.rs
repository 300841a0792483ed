//! The list of domains: searched, filtered, page by page.

use domain::{DomainId, Timestamp, client_area::DomainRow};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};
use uuid::Uuid;

use crate::{
    Backend, Failure,
    access::{Access, ManageDomains, ViewDomains},
    client_area::{filter, status},
    db::entity::domains::{self, Column as C},
    moments::Moments,
    paging::{ListQuery, by_name},
};

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainList {
    pub lines: Vec<DomainRow>,
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
    let fitting = query.filter(&[C::Name], C::Status);
    let (rows, more) = by_name(backend.db.read(), in_scope(access), (C::Name, C::Id), &query, fitting).await?;
    let next = more.then(|| rows.last().map(|row| row.id)).flatten();
    let moments = Moments::new(actor.locale(), actor.time_zone(), backend.now());
    let lines = rows.into_iter().map(|row| line(row, &moments)).collect::<Result<_, _>>()?;
    Ok(DomainList { lines, next, query, manages: actor.require::<ManageDomains>().is_ok() })
}

/// The domains in scope.
pub(crate) fn in_scope(access: &Access<'_, ViewDomains>) -> Select<domains::Entity> {
    domains::Entity::find()
        .filter(C::AccountId.eq(access.account().0))
        .filter(filter::domains(access.scope(), C::Id))
}

fn line(row: domains::Model, moments: &Moments) -> Result<DomainRow, Failure> {
    Ok(DomainRow {
        id: DomainId(row.id),
        status: status(&row.status)?,
        expires: row.expires_at.map(|at| moments.moment(Timestamp(at))),
        name: row.name,
        auto_renew: row.auto_renew,
        locked: row.locked,
    })
}
