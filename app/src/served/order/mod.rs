//! The Order page: what there is, the cart, changes, renewals, and what was ordered.

mod cart;
mod placed;
mod service;

use crate::prelude::*;
use backend::billing;
use domain::{
    ServiceId,
    billing::{CartForm, OrderForm},
};

use super::{
    Document, Visit,
    forms::Left,
    money::{Stamp, done},
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
    let renewed = visit.query("domain").parse().ok();
    let before = visit.query("before");
    let page = visit
        .read(async |backend, access| billing::ordering(backend, access, chosen, renewed, before).await)
        .await?;
    let account = visit.actor().await?.account();
    let stamp = || Stamp::new(&visit, account);
    let carting = Left::<CartForm>::take(&visit, "cart").await;
    let [ordering, cancelling, renewing] = [
        Left::<OrderForm>::take(&visit, "order").await,
        Left::take(&visit, "cancel").await,
        Left::take(&visit, "renew").await,
    ];
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
    let chosen = page.chosen.as_ref().map(|chosen| service::chosen(chosen, &stamp(), &stamp(), &cancelling));
    let body = view! {
        {ordered}
        {carried.map(done)}
        {carting.notice()}
        {[&ordering, &cancelling, &renewing].map(Left::notice).collect_view()}
        {cart::cart(&page, &stamp())}
        {chosen}
        {cart::catalogue(&page, account, &carting)}
        {service::choose(&page)}
        {service::renew(&page, renewed, &stamp(), &renewing)}
        {placed::orders(&page, before)}
    };
    Ok(Document::new(t.nav.order, body).intro(t.client_area.order_intro))
}
