//! Services and domains.

use domain::{
    Timestamp,
    client_area::{DomainRow, ServiceRow},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{LIST, filter, may, moments, money, status};
use crate::{
    Backend, Failure,
    access::{Access, ViewDomains, ViewInvoices, ViewProducts},
    db::entity::{domains, services},
    moments::Moments,
};

/// The services in scope, by name; with prices only for who may see invoices.
pub async fn services(backend: &Backend, access: &Access<'_, ViewProducts>) -> Result<Vec<ServiceRow>, Failure> {
    let actor = access.actor();
    let moments = moments(backend, actor);
    let prices = may::<ViewInvoices>(actor).is_some();
    let rows = services::Entity::find()
        .filter(services::Column::AccountId.eq(access.account().0))
        .filter(filter::services(access.scope(), services::Column::Id))
        .order_by_asc(services::Column::Name)
        .limit(LIST)
        .all(backend.db.read())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ServiceRow {
                status: status(&row.status)?,
                next_due: row.next_due_at.map(|at| moments.moment(Timestamp(at))),
                price: prices.then(|| money(row.price_minor, &row.currency, actor.locale())),
                name: row.name,
                product: row.product,
            })
        })
        .collect()
}

/// The domains in scope, by name.
pub async fn domains(backend: &Backend, access: &Access<'_, ViewDomains>) -> Result<Vec<DomainRow>, Failure> {
    let moments = moments(backend, access.actor());
    let rows = of_account(access).order_by_asc(domains::Column::Name).limit(LIST).all(backend.db.read()).await?;
    rows.into_iter().map(|row| domain_row(row, &moments)).collect()
}

/// The domains in scope.
pub(super) fn of_account(access: &Access<'_, ViewDomains>) -> sea_orm::Select<domains::Entity> {
    domains::Entity::find()
        .filter(domains::Column::AccountId.eq(access.account().0))
        .filter(filter::domains(access.scope(), domains::Column::Id))
}

pub(super) fn domain_row(row: domains::Model, moments: &Moments) -> Result<DomainRow, Failure> {
    Ok(DomainRow {
        status: status(&row.status)?,
        expires: row.expires_at.map(|at| moments.moment(Timestamp(at))),
        name: row.name,
        auto_renew: row.auto_renew,
        locked: row.locked,
    })
}
