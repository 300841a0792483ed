//! Support tickets.

use std::collections::BTreeMap;

use domain::{Timestamp, client_area::TicketRow};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::{LIST, filter, moments, status};
use crate::{
    Backend, Failure,
    access::{Access, ViewTickets},
    db::entity::{domains, services, tickets},
};

/// The tickets in scope, and those that the person opened, those that moved last first.
pub async fn tickets(backend: &Backend, access: &Access<'_, ViewTickets>) -> Result<Vec<TicketRow>, Failure> {
    let moments = moments(backend, access.actor());
    let rows = in_scope(access)
        .order_by_desc(tickets::Column::UpdatedAt)
        .limit(LIST)
        .all(backend.db.read())
        .await?;
    let names = names(backend, access, &rows).await?;
    rows.into_iter()
        .map(|row| {
            let about = row.service_id.or(row.domain_id);
            Ok(TicketRow {
                status: status(&row.status)?,
                about: about.and_then(|id| names.get(&id).cloned()),
                opened_by: row.opened_by_name,
                updated: moments.moment(Timestamp(row.updated_at)),
                number: row.number,
                subject: row.subject,
                department: row.department,
            })
        })
        .collect()
}

pub(super) fn in_scope(access: &Access<'_, ViewTickets>) -> Select<tickets::Entity> {
    use tickets::Column as T;
    let own = T::OpenedByEmail.eq(access.actor().email()).and(T::ServiceId.is_null()).and(T::DomainId.is_null());
    tickets::Entity::find()
        .filter(T::AccountId.eq(access.account().0))
        .filter(sea_orm::Condition::any().add(filter::about(access.scope(), T::ServiceId, T::DomainId)).add(own))
}

/// The names of what those tickets are about.
async fn names(
    backend: &Backend,
    access: &Access<'_, ViewTickets>,
    rows: &[tickets::Model],
) -> Result<BTreeMap<Uuid, String>, Failure> {
    let account = access.account().0;
    let service_ids: Vec<Uuid> = rows.iter().filter_map(|row| row.service_id).collect();
    let domain_ids: Vec<Uuid> = rows.iter().filter_map(|row| row.domain_id).collect();
    let mut names = BTreeMap::new();
    if !service_ids.is_empty() {
        let found = services::Entity::find()
            .filter(services::Column::AccountId.eq(account))
            .filter(services::Column::Id.is_in(service_ids))
            .all(backend.db.read())
            .await?;
        names.extend(found.into_iter().map(|one| (one.id, one.name)));
    }
    if !domain_ids.is_empty() {
        let found = domains::Entity::find()
            .filter(domains::Column::AccountId.eq(account))
            .filter(domains::Column::Id.is_in(domain_ids))
            .all(backend.db.read())
            .await?;
        names.extend(found.into_iter().map(|one| (one.id, one.name)));
    }
    Ok(names)
}
