//! A domain of the account, in scope.

use domain::{
    AppError, Subject,
    business_event::{DomainName, Line, Named},
    client_area::Status,
    code::Code,
    id::DomainId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    Failure,
    access::{Access, Need},
    db::{Db, entity::domains, found},
    people::Change,
    problems::{Problem, Problems},
};

/// How many domains are changed at once at most.
const AT_ONCE: usize = 500;

/// Reads a domain for a page.
pub(super) async fn read<N: Need>(db: &Db, access: &Access<'_, N>, id: DomainId) -> Result<domains::Model, Failure> {
    if !access.scope().covers(Subject::Domain(id)) {
        return Err(AppError::NotFound.into());
    }
    found(domains::Entity::find_by_id((access.account().0, id.0)).one(db.read()).await?)
}

/// Reads a domain that is to be changed, with the scope as it is stored now.
pub(crate) async fn load(change: &Change<'_>, id: DomainId) -> Result<domains::Model, Failure> {
    let mut rows = load_all(change, &[id]).await?;
    rows.pop().ok_or(AppError::NotFound.into())
}

/// Reads domains that are to be changed together, by name: all of them, or none.
pub(super) async fn load_all(change: &Change<'_>, ids: &[DomainId]) -> Result<Vec<domains::Model>, Failure> {
    let mut wanted: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return Err(Problems::one("domains", Problem::NothingChosen));
    }
    if wanted.len() > AT_ONCE {
        return Err(Problems::one("domains", Problem::TooLong));
    }
    if !wanted.iter().all(|id| change.covers(Subject::Domain(DomainId(*id)))) {
        return Err(AppError::NotFound.into());
    }
    let rows = domains::Entity::find()
        .filter(domains::Column::AccountId.eq(change.account.id.0))
        .filter(domains::Column::Id.is_in(wanted.iter().copied()))
        .order_by_asc(domains::Column::Name)
        .limit(AT_ONCE as u64)
        .all(change.tx.conn())
        .await?;
    if rows.len() == wanted.len() {
        Ok(rows)
    } else {
        Err(AppError::NotFound.into())
    }
}

/// A domain that is not active can only be looked at.
pub(super) fn is_active(row: &domains::Model) -> bool {
    row.status == Status::Active.code()
}

/// Refuses to change domains of which one is not active.
pub(super) fn must_be_active(rows: &[domains::Model]) -> Result<(), Failure> {
    if rows.iter().all(is_active) {
        Ok(())
    } else {
        Err(Problems::one("", Problem::NotNow))
    }
}

/// As events name it.
pub(super) fn named(row: &domains::Model) -> Result<DomainName, Failure> {
    let name = Line::parse(&row.name).map_err(|_| Failure::inconsistent("a domain has no proper name"))?;
    Ok(Named { id: Some(DomainId(row.id)), name })
}
