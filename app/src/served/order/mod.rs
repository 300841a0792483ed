//! The Order page: what there is, the cart, changes, renewals, and what was ordered.

mod cart;
mod placed;
mod service;

use crate::prelude::*;
use backend::billing;
use domain::{ServiceId, billing::CartForm};

use super::{
    Document, Visit,
    money::{Stamp, done, refused},
};
use crate::{
    error::Answer,
    locales::use_texts,
    ui::{Notice, Tone},
};

/// The page.
pub async fn page(visit: Visit) -> Answer<Document> {
    let chosen: Option<ServiceId> = match visit.query("service") {
        "" => None,
        id => Some(id.parse().map_err(|_| domain::AppError::NotFound)?),
    };
    let page = visit.read(async |backend, access| billing::ordering(backend, access, chosen).await).await?;
    let account = visit.actor().await?.account();
    let stamp = || Stamp::new(&visit, account);
    let cart_flash = visit.request.flash::<CartForm>("cart").await;
    let order_flash = visit.request.flash::<domain::billing::OrderForm>("order").await;
    let t = use_texts();
    let number = visit.query("order").to_owned();
    let ordered = (visit.query("done") == "ordered" && !number.is_empty()).then(|| {
        let title = (t.ordering.ordered)(&number);
        view! {
            <Notice tone=Tone::Good title=title>
                <p>{t.ordering.ordered_next}</p>
            </Notice>
        }
    });
    let carried = match visit.query("done") {
        "added" => Some(t.ordering.added),
        "removed" => Some(t.ordering.removed),
        _ => None,
    };
    let errors = [cart_flash.as_ref().map(|(_, error)| error), order_flash.as_ref().map(|(_, error)| error)];
    let typed = cart_flash.as_ref().map(|(typed, _)| typed);
    let chosen = page.chosen.as_ref().map(|chosen| service::chosen(chosen, &stamp(), &stamp(), order_flash.as_ref()));
    let body = view! {
        {ordered}
        {carried.map(done)}
        {errors.map(refused).collect_view()}
        {cart::cart(&page, &stamp())}
        {chosen}
        {cart::catalogue(&page, account, typed)}
        {service::choose(&page)}
        {service::renew(&page, &stamp())}
        {placed::orders(page.orders.clone())}
    };
    Ok(Document::new(t.nav.order, body).intro(t.client_area.order_intro))
}
