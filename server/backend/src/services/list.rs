//! The list of services: searched, filtered, page by page.

use domain::{
    Moment, Timestamp,
    client_area::{Money, Status},
    id::ServiceId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};
use uuid::Uuid;

use crate::{
    Backend, Failure,
    access::{Access, ViewInvoices, ViewProducts},
    client_area::{filter, money, status},
    db::entity::services::{self, Column as C},
    moments::Moments,
    paging::{ListQuery, by_name},
};

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceLine {
    pub id: ServiceId,
    pub name: String,
    pub product: String,
    pub status: Status,
    pub next_due: Option<Moment>,
    /// `None`: the viewer may not see prices (no `invoices`).
    pub price: Option<Money>,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceList {
    pub lines: Vec<ServiceLine>,
    /// What the next page comes after, if there is one.
    pub next: Option<Uuid>,
    pub query: ListQuery,
}

/// The services in scope, by name; with prices only for who may see invoices.
pub async fn list(
    backend: &Backend,
    access: &Access<'_, ViewProducts>,
    query: ListQuery,
) -> Result<ServiceList, Failure> {
    let actor = access.actor();
    let fitting = query.filter(&[C::Name, C::Product], C::Status);
    let (rows, more) = by_name(backend.db.read(), in_scope(access), (C::Name, C::Id), &query, fitting).await?;
    let next = more.then(|| rows.last().map(|row| row.id)).flatten();
    let moments = Moments::new(actor.locale(), actor.time_zone(), backend.now());
    let prices = actor.require::<ViewInvoices>().is_ok();
    let line = |row: services::Model| {
        Ok(ServiceLine {
            id: ServiceId(row.id),
            status: status(&row.status)?,
            next_due: row.next_due_at.map(|at| moments.moment(Timestamp(at))),
            price: prices.then(|| money(row.price_minor, &row.currency, actor.locale())),
            name: row.name,
            product: row.product,
        })
    };
    Ok(ServiceList { lines: rows.into_iter().map(line).collect::<Result<_, Failure>>()?, next, query })
}

/// The services in scope.
pub(crate) fn in_scope(access: &Access<'_, ViewProducts>) -> Select<services::Entity> {
    services::Entity::find()
        .filter(C::AccountId.eq(access.account().0))
        .filter(filter::services(access.scope(), C::Id))
}
