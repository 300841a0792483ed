//! The counters of Home: each only for who holds its permission, and within their scope.

use domain::{MembershipState, client_area::HomePage};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter};

use super::may;
use crate::{
    Backend, Failure,
    access::{Access, Actor, ManageContacts, ViewInvoices, ViewProducts, ViewQuotes},
    billing, contacts,
    db::entity::{self, memberships, quotes, tickets},
    domains, services,
};

/// The counters that this person may see.
pub async fn home(backend: &Backend, actor: &Actor) -> Result<HomePage, Failure> {
    let now = backend.now();
    let db = backend.db.read();
    let mut page = HomePage::default();
    if let Some(access) = may::<ViewProducts>(actor) {
        let there = services::in_scope(&access).filter(entity::services::Column::Status.ne("terminated"));
        page.services = Some(there.count(db).await?);
    }
    if let Some(access) = may(actor) {
        page.domains = Some(domains::in_scope(&access).count(db).await?);
    }
    if let Some(access) = may::<ViewInvoices>(actor) {
        let to_pay = billing::to_pay(backend, &access).await?;
        let count = to_pay.iter().map(|(_, count)| count).sum();
        page.unpaid = Some((count, to_pay.into_iter().map(|(money, _)| money).collect()));
    }
    if let Some(access) = may::<ViewQuotes>(actor) {
        let waiting = billing::quotes_in_scope(&access)
            .filter(quotes::Column::Status.eq("sent"))
            .filter(quotes::Column::ValidUntil.gte(now.0));
        page.quotes = Some(waiting.count(db).await?);
    }
    if let Some(access) = may(actor) {
        let open = crate::tickets::in_scope(&access).filter(tickets::Column::Status.ne("closed"));
        page.tickets = Some(open.count(db).await?);
    }
    if let Some(access) = may::<ManageContacts>(actor) {
        page.contacts = Some(people(backend, &access).await?);
    }
    Ok(page)
}

/// How many contacts are on file, and how many of them have a login now.
async fn people(backend: &Backend, access: &Access<'_, ManageContacts>) -> Result<(u64, u64), Failure> {
    let db = backend.db.read();
    let on_file = contacts::on_file(access).count(db).await?;
    let now = backend.now().0;
    let with_login = memberships::Entity::find()
        .filter(memberships::Column::AccountId.eq(access.account().0))
        .filter(memberships::Column::State.eq(domain::Code::code(MembershipState::Active)))
        .filter(memberships::Column::EndsAt.is_null().or(memberships::Column::EndsAt.gt(now)))
        .count(db)
        .await?;
    Ok((on_file, with_login))
}
