//! The invoices of the account.

use crate::prelude::*;

use super::{Document, Visit};
use crate::{
    error::Answer,
    locales::use_texts,
    ui::{Cell, Empty, StatusBadge, Table, Time},
};

/// The list of invoices.
pub async fn list(visit: Visit) -> Answer<Document> {
    let invoices = visit.read(backend::client_area::invoices).await?;
    let t = use_texts();
    let c = &t.client_area;
    let [title, text] = c.invoices_empty;
    let content = if invoices.is_empty() {
        view! { <Empty title text /> }.into_any()
    } else {
        let rows = invoices
            .into_iter()
            .map(|invoice| {
                view! {
                    <tr role="row">
                        <Cell label=c.number>{invoice.number}</Cell>
                        <Cell label=c.status><StatusBadge status=invoice.status /></Cell>
                        <Cell label=c.issued><Time moment=invoice.issued /></Cell>
                        <Cell label=c.due><Time moment=invoice.due /></Cell>
                        <Cell label=c.total number=true>{invoice.total.text}</Cell>
                    </tr>
                }
            })
            .collect_view();
        let heads = vec![c.number, c.status, c.issued, c.due, c.total];
        view! { <Table caption=t.nav.invoices heads numbers=&[4]>{rows}</Table> }.into_any()
    };
    Ok(Document::new(t.nav.invoices, content).intro(c.invoices_intro))
}
