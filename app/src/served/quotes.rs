//! The quotes made to the account.

use crate::prelude::*;

use super::{Document, Visit};
use crate::{
    error::Answer,
    locales::use_texts,
    ui::{Cell, Empty, StatusBadge, Table, Time},
};

/// The list of quotes.
pub async fn list(visit: Visit) -> Answer<Document> {
    let quotes = visit.read(backend::client_area::quotes).await?;
    let t = use_texts();
    let c = &t.client_area;
    let [title, text] = c.quotes_empty;
    let content = if quotes.is_empty() {
        view! { <Empty title text /> }.into_any()
    } else {
        let rows = quotes
            .into_iter()
            .map(|quote| {
                view! {
                    <tr role="row">
                        <Cell label=c.number>{quote.number}</Cell>
                        <Cell label=c.subject>{quote.subject}</Cell>
                        <Cell label=c.status><StatusBadge status=quote.status /></Cell>
                        <Cell label=c.valid_until><Time moment=quote.valid_until /></Cell>
                        <Cell label=c.total number=true>{quote.total.text}</Cell>
                    </tr>
                }
            })
            .collect_view();
        let heads = vec![c.number, c.subject, c.status, c.valid_until, c.total];
        view! { <Table caption=t.nav.quotes heads numbers=&[4]>{rows}</Table> }.into_any()
    };
    Ok(Document::new(t.nav.quotes, content).intro(c.quotes_intro))
}
