//! What can be ordered, and what was.

use crate::prelude::*;
use domain::client_area::{CatalogueRow, OrderRow};

use super::{Document, Visit};
use crate::{
    error::Answer,
    locales::use_texts,
    ui::{Cell, Empty, StatusBadge, Table, Time},
};

/// The catalogue, and the orders that were placed.
pub async fn page(visit: Visit) -> Answer<Document> {
    let page = visit.read(backend::client_area::orders).await?;
    let t = use_texts();
    let body = view! {
        <Catalogue catalogue=page.catalogue />
        <Orders orders=page.orders />
    };
    Ok(Document::new(t.nav.order, body).intro(t.client_area.order_intro))
}

#[component]
fn Catalogue(catalogue: Vec<CatalogueRow>) -> impl IntoView {
    let c = &use_texts().client_area;
    let content = if catalogue.is_empty() {
        let [title, text] = c.catalogue_empty;
        view! { <Empty title text /> }.into_any()
    } else {
        let products = catalogue
            .into_iter()
            .map(|product| {
                view! {
                    <li class="tile">
                        <h3>{product.name}</h3>
                        <p>{product.description}</p>
                        <p class="price">{product.price.text}</p>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="tiles">{products}</ul> }.into_any()
    };
    view! {
        <section>
            <h2>{c.catalogue}</h2>
            {content}
        </section>
    }
}

#[component]
fn Orders(orders: Vec<OrderRow>) -> impl IntoView {
    let c = &use_texts().client_area;
    let content = if orders.is_empty() {
        let [title, text] = c.orders_empty;
        view! { <Empty title text /> }.into_any()
    } else {
        let rows = orders
            .into_iter()
            .map(|order| {
                view! {
                    <tr role="row">
                        <Cell label=c.what>{order.what}</Cell>
                        <Cell label=c.number>{order.number}</Cell>
                        <Cell label=c.status>
                            <StatusBadge status=order.status />
                        </Cell>
                        <Cell label=c.placed>
                            <Time moment=order.placed />
                        </Cell>
                    </tr>
                }
            })
            .collect_view();
        let heads = vec![c.what, c.number, c.status, c.placed];
        view! { <Table caption=c.orders heads>{rows}</Table> }.into_any()
    };
    view! {
        <section>
            <h2>{c.orders}</h2>
            {content}
        </section>
    }
}
