//! Domains, for Home. The lists and pages of services and domains have modules of their own.

use domain::{DomainId, Timestamp, client_area::DomainRow};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{filter, status};
use crate::{
    Failure,
    access::{Access, ViewDomains},
    db::entity::domains,
    moments::Moments,
};

/// The domains in scope.
pub(super) fn of_account(access: &Access<'_, ViewDomains>) -> sea_orm::Select<domains::Entity> {
    domains::Entity::find()
        .filter(domains::Column::AccountId.eq(access.account().0))
        .filter(filter::domains(access.scope(), domains::Column::Id))
}

pub(super) fn domain_row(row: domains::Model, moments: &Moments) -> Result<DomainRow, Failure> {
    Ok(DomainRow {
        id: DomainId(row.id),
        status: status(&row.status)?,
        expires: row.expires_at.map(|at| moments.moment(Timestamp(at))),
        name: row.name,
        auto_renew: row.auto_renew,
        locked: row.locked,
    })
}
