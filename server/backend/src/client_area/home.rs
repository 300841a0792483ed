//! The counters of Home: each only for who holds its permission, and within their scope.

use domain::{MembershipState, Timestamp, client_area::HomePage};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::{filter, may, moments, money};
use crate::{
    Backend, Failure,
    access::{Access, Actor, ManageContacts, ViewInvoices, ViewProducts, ViewQuotes},
    billing,
    db::entity::{contacts, domains as entity, invoices, memberships, quotes, services, tickets},
    domains,
};

/// How long before its end a domain is listed.
const SOON: i64 = 60 * Timestamp::DAY;

/// The counters that this person may see.
pub async fn home(backend: &Backend, actor: &Actor) -> Result<HomePage, Failure> {
    let now = backend.now();
    let db = backend.db.read();
    let mut page = HomePage::default();
    if let Some(access) = may::<ViewProducts>(actor) {
        let count = services::Entity::find()
            .filter(services::Column::AccountId.eq(access.account().0))
            .filter(services::Column::Status.ne("terminated"))
            .filter(filter::services(access.scope(), services::Column::Id))
            .count(db);
        page.services = Some(count.await?);
    }
    if let Some(access) = may(actor) {
        page.domains = Some(domains::in_scope(&access).count(db).await?);
        let moments = moments(backend, actor);
        let expiring = domains::in_scope(&access)
            .filter(entity::Column::Status.eq("active"))
            .filter(entity::Column::ExpiresAt.gt(now.0))
            .filter(entity::Column::ExpiresAt.lte(now.plus(SOON).0))
            .order_by_asc(entity::Column::ExpiresAt)
            .all(db)
            .await?;
        let expiring = expiring.into_iter().map(|row| domains::line(row, &moments));
        page.expiring = Some(expiring.collect::<Result<_, _>>()?);
    }
    if let Some(access) = may::<ViewInvoices>(actor) {
        page.unpaid = Some(unpaid(backend, &access).await?);
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

/// How many invoices are unpaid, and what is due, if it is all in one currency.
async fn unpaid(
    backend: &Backend,
    access: &Access<'_, ViewInvoices>,
) -> Result<(u64, Option<domain::client_area::Money>), Failure> {
    let rows = billing::invoices_in_scope(access)
        .filter(invoices::Column::Status.is_in(["unpaid", "overdue"]))
        .all(backend.db.read())
        .await?;
    let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let Some(currency) = rows.first().map(|row| row.currency.as_str()) else {
        return Ok((0, None));
    };
    let one_currency = rows.iter().all(|row| row.currency == currency);
    let sum = rows.iter().fold(0_i64, |sum, row| sum.saturating_add(row.total_minor - row.paid_minor));
    Ok((count, one_currency.then(|| money(sum, currency, access.actor().locale()))))
}

/// How many contacts are on file, and how many of them have a login now.
async fn people(backend: &Backend, access: &Access<'_, ManageContacts>) -> Result<(u64, u64), Failure> {
    let db = backend.db.read();
    let account = access.account().0;
    let on_file = contacts::Entity::find().filter(contacts::Column::AccountId.eq(account)).count(db).await?;
    let now = backend.now().0;
    let with_login = memberships::Entity::find()
        .filter(memberships::Column::AccountId.eq(account))
        .filter(memberships::Column::State.eq(domain::Code::code(MembershipState::Active)))
        .filter(memberships::Column::EndsAt.is_null().or(memberships::Column::EndsAt.gt(now)))
        .count(db)
        .await?;
    Ok((on_file, with_login))
}
