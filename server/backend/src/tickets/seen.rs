//! Which tickets a person sees: those about something in their scope, and their own that are about nothing.

use domain::{AppError, DomainId, ServiceId, Subject, code::Code};
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, Select};
use uuid::Uuid;

use crate::{
    Failure,
    access::{Access, Actor, ViewTickets},
    client_area::filter,
    db::{
        Db,
        entity::tickets::{self, Column as T},
        found,
    },
    people::Change,
};

/// The tickets that the person sees.
pub(crate) fn in_scope(access: &Access<'_, ViewTickets>) -> Select<tickets::Entity> {
    let actor = access.actor();
    let by_address = T::OpenedByUserId.is_null().and(T::OpenedByEmail.eq(actor.email()));
    let own = Condition::all()
        .add(T::ServiceId.is_null())
        .add(T::DomainId.is_null())
        .add(T::OpenedByUserId.eq(actor.user().0).or(by_address));
    let seen = Condition::any().add(filter::about(access.scope(), T::ServiceId, T::DomainId)).add(own);
    let of_account = tickets::Entity::find().filter(T::AccountId.eq(access.account().0));
    if access.scope().is_everything() {
        of_account
    } else {
        of_account.filter(seen)
    }
}

/// Reads a ticket for a page.
pub(super) async fn read(db: &Db, access: &Access<'_, ViewTickets>, id: Uuid) -> Result<tickets::Model, Failure> {
    found(in_scope(access).filter(T::Id.eq(id)).one(db.read()).await?)
}

/// Reads a ticket that is to be changed, with the scope as it is stored now.
pub(super) async fn load(change: &Change<'_>, id: Uuid) -> Result<tickets::Model, Failure> {
    let row = found(tickets::Entity::find_by_id((change.account.id.0, id)).one(change.tx.conn()).await?)?;
    if sees(change, &row) { Ok(row) } else { Err(AppError::NotFound.into()) }
}

/// The same rule as [`in_scope`], on a row.
pub(super) fn sees(change: &Change<'_>, row: &tickets::Model) -> bool {
    let service = row.service_id.map(|id| Subject::Service(ServiceId(id)));
    let domain = row.domain_id.map(|id| Subject::Domain(DomainId(id)));
    let mut about = service.into_iter().chain(domain).peekable();
    if about.peek().is_none() {
        return change.scope().is_everything() || is_own(change.actor, row);
    }
    about.all(|subject| change.covers(subject))
}

/// Whether the person opened it: an address alone may have belonged to somebody else before.
pub(super) fn is_own(actor: &Actor, row: &tickets::Model) -> bool {
    match row.opened_by_user_id {
        Some(user) => user == actor.user().0,
        None => row.opened_by_email == actor.email(),
    }
}

/// Whether it is closed.
pub(super) fn is_closed(row: &tickets::Model) -> bool {
    row.status == domain::client_area::Status::Closed.code()
}
