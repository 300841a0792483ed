//! The cart: what somebody has chosen and not ordered yet. Each person has their own on an account.

use domain::{
    AppError, UserId,
    billing::{CartForm, host_name},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::products::{Stored, product};
use crate::{
    Backend, Failure,
    access::{Access, PlaceOrders},
    billing::whole_account,
    db::entity::cart_items::{self, Column as I},
    people::Change,
    problems::{Problem, Problems},
    random::new_id,
};

/// How many things a cart holds.
const MOST: usize = 20;
/// How many of one.
const QUANTITY: i64 = 50;

/// Stands between a product and what it is to be called.
pub(super) const CALLED: &str = " – ";

/// A thing in the cart, with what it is.
pub(super) struct Item {
    pub row: cart_items::Model,
    pub product: Stored,
}

impl Item {
    /// What it costs.
    pub fn minor(&self) -> i64 {
        self.product.row.price_minor.saturating_mul(self.row.quantity)
    }

    /// *Web Hosting Start – example.test, 2 ×*
    pub fn words(&self) -> String {
        let mut words = self.product.row.name.clone();
        if !self.row.name.is_empty() {
            words = format!("{words}{CALLED}{}", self.row.name);
        }
        if self.row.quantity > 1 {
            words = format!("{} × {words}", self.row.quantity);
        }
        words
    }
}

/// What is in somebody's cart and still offered, in order.
pub(super) async fn items(
    conn: &impl ConnectionTrait,
    account: domain::AccountId,
    user: UserId,
) -> Result<Vec<Item>, Failure> {
    let rows = cart_items::Entity::find()
        .filter(I::AccountId.eq(account.0))
        .filter(I::UserId.eq(user.0))
        .order_by_asc(I::Id)
        .all(conn)
        .await?;
    let mut items = Vec::new();
    for row in rows {
        if let Some(product) = product(conn, row.catalogue_id).await?.filter(|product| product.row.offered) {
            items.push(Item { row, product });
        }
    }
    Ok(items)
}

/// Puts something into the cart.
///
/// # Errors
///
/// [`AppError::NotFound`] for a limited scope; [`AppError::Form`] with a [`Problem`].
pub async fn add_to_cart(backend: &Backend, access: &Access<'_, PlaceOrders>, form: &CartForm) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    whole_account(change.scope())?;
    let (conn, account, user) = (change.tx.conn(), change.account.id, change.actor.user());
    let id: Uuid = form.product.parse().map_err(|_| Problems::one("", Problem::NotOffered))?;
    let chosen = product(conn, id).await?.filter(|product| product.row.offered);
    let chosen = chosen.ok_or_else(|| Problems::one("", Problem::NotOffered))?;
    let is_domain = chosen.row.kind == "domain";
    let name = match host_name(&form.name) {
        Some(name) if !is_domain || registrable(&name, &chosen.row.tld) => name,
        None if !is_domain && form.name.trim().is_empty() => String::new(),
        _ => return Err(Problems::one("name", Problem::NotADomain)),
    };
    let quantity = match form.quantity.trim() {
        "" => 1,
        _ if is_domain => 1,
        typed => typed
            .parse()
            .ok()
            .filter(|n| (1..=QUANTITY).contains(n))
            .ok_or_else(|| Problems::one("quantity", Problem::UnknownChoice))?,
    };
    // What is not offered any more is not shown either, and cannot be taken out.
    if items(conn, account, user).await?.len() >= MOST {
        return Err(Problems::one("", Problem::CartFull));
    }
    let row = cart_items::ActiveModel {
        account_id: Set(account.0),
        user_id: Set(user.0),
        id: Set(new_id(change.now)),
        catalogue_id: Set(id),
        quantity: Set(quantity),
        name: Set(name),
    };
    cart_items::Entity::insert(row).exec_without_returning(conn).await?;
    change.commit().await
}

/// Whether a name is one right below that top-level domain.
pub(super) fn registrable(name: &str, tld: &str) -> bool {
    name.strip_suffix(tld)
        .and_then(|rest| rest.strip_suffix('.'))
        .is_some_and(|label| !label.is_empty() && !label.contains('.'))
}

/// Takes something out of the cart.
///
/// # Errors
///
/// [`AppError::NotFound`] when it is not in the person's own.
pub async fn remove_from_cart(backend: &Backend, access: &Access<'_, PlaceOrders>, id: Uuid) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let result = cart_items::Entity::delete_many()
        .filter(I::AccountId.eq(change.account.id.0))
        .filter(I::UserId.eq(change.actor.user().0))
        .filter(I::Id.eq(id))
        .exec(change.tx.conn())
        .await?;
    if result.rows_affected == 0 {
        return Err(AppError::NotFound.into());
    }
    change.commit().await
}

/// Empties somebody's cart.
pub(super) async fn clear(change: &Change<'_>) -> Result<(), Failure> {
    cart_items::Entity::delete_many()
        .filter(I::AccountId.eq(change.account.id.0))
        .filter(I::UserId.eq(change.actor.user().0))
        .exec(change.tx.conn())
        .await?;
    Ok(())
}
