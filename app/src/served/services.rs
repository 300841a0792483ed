//! The services of the account.

use crate::prelude::*;
use domain::client_area::ServiceRow;

use super::{Document, Visit};
use crate::{
    error::Answer,
    locales::use_texts,
    ui::{Cell, Empty, StatusBadge, Table, Time},
};

/// The list of services in scope; prices only for those who may see invoices.
pub async fn list(visit: Visit) -> Answer<Document> {
    let services = visit.read(backend::client_area::services).await?;
    let t = use_texts();
    Ok(Document::new(t.nav.services, view! { <ServiceTable services /> }).intro(t.client_area.services_intro))
}

#[component]
fn ServiceTable(services: Vec<ServiceRow>) -> impl IntoView {
    let t = use_texts();
    let c = &t.client_area;
    if services.is_empty() {
        let [title, text] = c.services_empty;
        return view! { <Empty title text /> }.into_any();
    }
    // Without the permission for invoices the server sends no price, and there is no column.
    let priced = services.iter().any(|service| service.price.is_some());
    let mut heads = vec![c.service, c.product, c.status, c.next_due];
    if priced {
        heads.push(c.price);
    }
    let rows = services
        .into_iter()
        .map(|service| {
            let due = service.next_due.map(|due| view! { <Time moment=due /> });
            let price = priced.then(|| {
                let price = service.price.map(|price| price.text);
                view! { <Cell label=c.price number=true>{price}</Cell> }
            });
            view! {
                <tr role="row">
                    <Cell label=c.service>{service.name}</Cell>
                    <Cell label=c.product>{service.product}</Cell>
                    <Cell label=c.status>
                        <StatusBadge status=service.status />
                    </Cell>
                    <Cell label=c.next_due>{due}</Cell>
                    {price}
                </tr>
            }
        })
        .collect_view();
    view! { <Table caption=t.nav.services heads numbers=&[4]>{rows}</Table> }.into_any()
}
