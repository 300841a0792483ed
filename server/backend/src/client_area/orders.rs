//! What can be ordered, what was ordered, and the affiliate account.

use domain::{
    AppError, Timestamp,
    client_area::{AffiliatePage, CatalogueRow, OrderPage, OrderRow},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{LIST, filter, moments, money, status};
use crate::{
    Backend, Failure,
    access::{Access, PlaceOrders, ViewAffiliates},
    db::entity::{affiliates, catalogue, orders},
};

/// The catalogue with its list prices, which are public, and the orders in scope, newest first.
pub async fn orders(backend: &Backend, access: &Access<'_, PlaceOrders>) -> Result<OrderPage, Failure> {
    let actor = access.actor();
    let moments = moments(backend, actor);
    let catalogue = catalogue::Entity::find()
        .order_by_asc(catalogue::Column::Position)
        .order_by_asc(catalogue::Column::Id)
        .all(backend.db.read())
        .await?;
    let placed = orders::Entity::find()
        .filter(orders::Column::AccountId.eq(access.account().0))
        .filter(filter::about(access.scope(), orders::Column::ServiceId, orders::Column::DomainId))
        .order_by_desc(orders::Column::PlacedAt)
        .limit(LIST)
        .all(backend.db.read())
        .await?;
    let orders = placed.into_iter().map(|row| {
        Ok(OrderRow {
            status: status(&row.status)?,
            placed: moments.moment(Timestamp(row.placed_at)),
            number: row.number,
            what: row.description,
        })
    });
    Ok(OrderPage {
        orders: orders.collect::<Result<_, Failure>>()?,
        catalogue: catalogue
            .into_iter()
            .map(|row| CatalogueRow {
                price: money(row.price_minor, &row.currency, actor.locale()),
                name: row.name,
                description: row.description,
            })
            .collect(),
    })
}

/// The affiliate account.
///
/// # Errors
///
/// [`AppError::NotFound`] when the operator runs no affiliate programme, or the account is not in it.
pub async fn affiliates(backend: &Backend, access: &Access<'_, ViewAffiliates>) -> Result<AffiliatePage, Failure> {
    let not_found = || Failure::from(AppError::NotFound);
    if !backend.settings.affiliates {
        return Err(not_found());
    }
    let row = affiliates::Entity::find_by_id(access.account().0)
        .one(backend.db.read())
        .await?
        .ok_or_else(not_found)?;
    Ok(AffiliatePage {
        balance: money(row.balance_minor, &row.currency, access.actor().locale()),
        link: row.link,
        visits: row.visits,
        sign_ups: row.sign_ups,
    })
}
