//! What tickets are about: the names of services and domains, and the one that is chosen for a new ticket.

use std::collections::BTreeMap;

use domain::{
    AccountId, AppError, DomainId, ServiceId, Subject,
    business_event::{DomainName, Line, ServiceName, Thing},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    Failure,
    db::{
        entity::{domains, services, tickets},
        found,
    },
    people::Change,
};

/// The names of what those tickets are about, by id.
pub(super) async fn names(
    conn: &impl ConnectionTrait,
    account: AccountId,
    rows: &[tickets::Model],
) -> Result<BTreeMap<Uuid, String>, Failure> {
    let service_ids: Vec<Uuid> = rows.iter().filter_map(|row| row.service_id).collect();
    let domain_ids: Vec<Uuid> = rows.iter().filter_map(|row| row.domain_id).collect();
    let mut names = BTreeMap::new();
    if !service_ids.is_empty() {
        let found = services::Entity::find()
            .filter(services::Column::AccountId.eq(account.0))
            .filter(services::Column::Id.is_in(service_ids))
            .all(conn)
            .await?;
        names.extend(found.into_iter().map(|one| (one.id, one.name)));
    }
    if !domain_ids.is_empty() {
        let found = domains::Entity::find()
            .filter(domains::Column::AccountId.eq(account.0))
            .filter(domains::Column::Id.is_in(domain_ids))
            .all(conn)
            .await?;
        names.extend(found.into_iter().map(|one| (one.id, one.name)));
    }
    Ok(names)
}

/// What tickets of that row are about, as events name it.
pub(super) async fn things(conn: &impl ConnectionTrait, row: &tickets::Model) -> Result<Vec<Thing>, Failure> {
    let names = names(conn, AccountId(row.account_id), std::slice::from_ref(row)).await?;
    let name = |id: Uuid| {
        let name = names.get(&id).map(|name| Line::parse(name));
        name.transpose().map_err(|_| Failure::inconsistent("a service or domain has no proper name"))
    };
    let mut things = Vec::new();
    if let Some(id) = row.service_id
        && let Some(name) = name(id)?
    {
        things.push(Thing::Service(ServiceName { id: Some(ServiceId(id)), name }));
    }
    if let Some(id) = row.domain_id
        && let Some(name) = name(id)?
    {
        things.push(Thing::Domain(DomainName { id: Some(DomainId(id)), name }));
    }
    Ok(things)
}

/// What was chosen in the form: `service-ID`, `domain-ID`, or nothing.
///
/// # Errors
///
/// [`AppError::NotFound`] when it is not one of the account and in the scope as stored now.
pub(super) async fn chosen(change: &Change<'_>, text: &str) -> Result<Option<Subject>, Failure> {
    let not_found = || Failure::from(AppError::NotFound);
    let subject = match text.split_once('-') {
        None if text.is_empty() => return Ok(None),
        Some(("service", id)) => Subject::Service(id.parse().map_err(|_| not_found())?),
        Some(("domain", id)) => Subject::Domain(id.parse().map_err(|_| not_found())?),
        _ => return Err(not_found()),
    };
    if !change.covers(subject) {
        return Err(not_found());
    }
    let (account, conn) = (change.account.id.0, change.tx.conn());
    match subject {
        Subject::Service(id) => {
            found(services::Entity::find_by_id((account, id.0)).one(conn).await?)?;
        }
        Subject::Domain(id) => {
            found(domains::Entity::find_by_id((account, id.0)).one(conn).await?)?;
        }
    }
    Ok(Some(subject))
}
