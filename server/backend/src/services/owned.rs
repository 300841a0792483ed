//! A service of the account, in scope.

use domain::{
    AppError, Subject,
    business_event::{Line, Named, ServiceName},
    client_area::Status,
    code::Code,
    id::ServiceId,
};
use sea_orm::EntityTrait;

use crate::{
    Failure,
    access::{Access, Need},
    db::{Db, entity::services, found},
    people::Change,
    problems::{Problem, Problems},
};

/// Reads a service for a page.
pub(super) async fn read<N: Need>(db: &Db, access: &Access<'_, N>, id: ServiceId) -> Result<services::Model, Failure> {
    if !access.scope().covers(Subject::Service(id)) {
        return Err(AppError::NotFound.into());
    }
    found(services::Entity::find_by_id((access.account().0, id.0)).one(db.read()).await?)
}

/// Reads a service that is to be changed, with the scope as it is stored now.
pub(crate) async fn load(change: &Change<'_>, id: ServiceId) -> Result<services::Model, Failure> {
    if !change.covers(Subject::Service(id)) {
        return Err(AppError::NotFound.into());
    }
    found(services::Entity::find_by_id((change.account.id.0, id.0)).one(change.tx.conn()).await?)
}

/// A service that is not active can only be looked at.
pub(super) fn is_active(row: &services::Model) -> bool {
    row.status == Status::Active.code()
}

/// Refuses to do something to a service that is not active.
pub(super) fn must_be_active(row: &services::Model) -> Result<(), Failure> {
    if is_active(row) { Ok(()) } else { Err(Problems::one("", Problem::NotNow)) }
}

/// As events name it.
pub(super) fn named(row: &services::Model) -> Result<ServiceName, Failure> {
    let name = Line::parse(&row.name).map_err(|_| Failure::inconsistent("a service has no proper name"))?;
    Ok(Named { id: Some(ServiceId(row.id)), name })
}
