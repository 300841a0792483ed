//! What was ordered.

use crate::prelude::*;
use backend::billing::{OrderRow, OrderingPage};

use crate::{
    locales::use_texts,
    served::paging::{address, pager},
    ui::{Cell, Empty, StatusBadge, Table, Time},
};

/// The orders; `before` is where the page of them before ended.
pub(super) fn orders(page: &OrderingPage, before: &str) -> impl IntoView + use<> {
    let orders = page.orders.clone();
    let service = page.chosen.as_ref().map(|chosen| chosen.id.to_string()).unwrap_or_default();
    let here = |before: &str| {
        let page = address("/order", &[("service", &service), ("before", before)]);
        format!("{page}#orders")
    };
    let pager = pager(here, before, page.older.as_deref());
    let t = use_texts();
    let (c, o) = (&t.client_area, &t.ordering);
    let content = if orders.is_empty() {
        let [title, text] = c.orders_empty;
        view! { <Empty title text /> }.into_any()
    } else {
        let linked = orders.iter().any(|order| order.invoice.is_some());
        let mut heads = vec![c.what, o.kind, c.number, c.status, c.placed, o.by];
        if linked {
            heads.push(o.invoice);
        }
        let rows = orders.into_iter().map(|order| row(order, linked)).collect_view();
        view! {
            <Table caption=c.orders heads>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <section id="orders">
            <h2>{c.orders}</h2>
            {content}
            {pager}
        </section>
    }
}

fn row(order: OrderRow, linked: bool) -> impl IntoView {
    let t = use_texts();
    let (c, o) = (&t.client_area, &t.ordering);
    let invoice = linked.then(|| {
        let link = order.invoice.map(|id| view! { <a href=format!("/invoices/{id}")>{o.invoice}</a> });
        view! { <Cell label=o.invoice>{link}</Cell> }
    });
    view! {
        <tr role="row">
            <Cell label=c.what>{order.what.unwrap_or_else(|| o.unnamed.to_owned())}</Cell>
            <Cell label=o.kind>{o.kind(&order.kind)}</Cell>
            <Cell label=c.number>{order.number}</Cell>
            <Cell label=c.status>
                <StatusBadge status=order.status />
            </Cell>
            <Cell label=c.placed>
                <Time moment=order.placed />
            </Cell>
            <Cell label=o.by>{order.by}</Cell>
            {invoice}
        </tr>
    }
}
