//! Ordering what is in the cart: an order and an invoice for each currency in it.

use std::collections::BTreeMap;

use domain::{activity::Event, billing::OrderForm};
use serde_json::json;

use super::{
    OrderNumber,
    cart::{self, Item},
    enter::{NewOrder, confirm, enter},
};
use crate::{
    Backend, Failure,
    access::{Access, PlaceOrders},
    billing::{issue::Line, whole_account},
    once::{Once, Sent},
    operator_tasks::{self, About, Kind},
    people::{Change, noted},
    problems::{Problem, Problems},
};

/// Orders what is in the cart and empties it. Returns the number of the (last) order; sent again, the form leads to the
/// same.
///
/// # Errors
///
/// [`domain::AppError::NotFound`] for a limited scope; [`domain::AppError::Form`] when the cart is empty or costs
/// something else than was shown.
pub async fn check_out(
    backend: &Backend,
    access: &Access<'_, PlaceOrders>,
    form: &OrderForm,
) -> Result<OrderNumber, Failure> {
    noted(backend, access, None, try_check_out(backend, access, form)).await
}

async fn try_check_out(
    backend: &Backend,
    access: &Access<'_, PlaceOrders>,
    form: &OrderForm,
) -> Result<OrderNumber, Failure> {
    let change = Change::begin(backend, access).await?;
    whole_account(change.scope())?;
    let (tx, account, now) = (&change.tx, change.account.id, change.now);
    let once = match Once::claim(tx, account, &form.token, "order", now).await? {
        Sent::First(once) => once,
        Sent::Before(number) => return Ok(number),
    };
    let items = cart::items(tx.conn(), account, change.actor.user()).await?;
    if items.is_empty() {
        return Err(Problems::one("", Problem::CartEmpty));
    }
    if form.seen != shown(&items) {
        return Err(Problems::one("", Problem::PriceChanged));
    }
    let mut by_currency: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for item in items {
        by_currency.entry(item.product.row.currency.clone()).or_default().push(item);
    }
    let mut last = String::new();
    for items in by_currency.into_values() {
        last = place(backend, &change, &items).await?;
    }
    cart::clear(&change).await?;
    once.leads_to(tx, &last).await?;
    change.commit().await?;
    Ok(last)
}

async fn place(backend: &Backend, change: &Change<'_>, items: &[Item]) -> Result<String, Failure> {
    let Some(first) = items.first() else {
        return Err(Problems::one("", Problem::CartEmpty));
    };
    let words: Vec<String> = items.iter().map(Item::words).collect();
    let priced = items.iter().filter(|item| item.minor() > 0);
    let new = NewOrder {
        kind: "new",
        description: words.join(", "),
        about: None,
        reason: "",
        effective_at: None,
        lines: priced.map(|item| Line { description: item.words(), minor: item.minor(), about: None }).collect(),
        currency: first.product.currency,
    };
    let order = enter(backend, change, new).await?;
    let (tx, account, author) = (&change.tx, change.account.id, change.actor.author());
    let data = json!({
        "number": order.number,
        "invoice": order.invoice.as_ref().map(|(_, number)| number),
        "items": items.iter().map(|item| json!({
            "product": item.product.row.id,
            "name": item.row.name,
            "quantity": item.row.quantity,
            "price": item.product.amount(item.minor()),
        })).collect::<Vec<_>>(),
    });
    operator_tasks::add(tx, account, &author, Kind::OrderPlaced, About::Order(order.id), &data, change.now).await?;
    confirm(backend, change, &order.number, &words, None).await?;
    change.log(None, &Event::OrderPlaced { number: order.number.clone(), items: words }).await?;
    Ok(order.number)
}

/// What the cart costs, as the form carries it: a sum for each currency.
pub(super) fn shown(items: &[Item]) -> String {
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for item in items {
        let sum = sums.entry(item.product.row.currency.as_str()).or_default();
        *sum = sum.saturating_add(item.minor());
    }
    sums.iter().map(|(currency, minor)| format!("{minor} {currency}")).collect::<Vec<_>>().join(", ")
}
