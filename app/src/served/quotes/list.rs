//! The quotes made to the account.

use crate::prelude::*;
use backend::billing::{self, QuoteRow};

use crate::{
    error::Answer,
    locales::use_texts,
    served::{
        Document, Visit,
        paging::{address, pager},
    },
    ui::{Cell, Empty, StatusBadge, Table, Time},
};

/// The list of quotes.
pub async fn list(visit: Visit) -> Answer<Document> {
    let before = visit.query("before");
    let page = visit.read(async |backend, access| billing::quotes(backend, access, before).await).await?;
    let t = use_texts();
    let c = &t.client_area;
    let [title, text] = c.quotes_empty;
    let content = if page.rows.is_empty() {
        view! { <Empty title text /> }.into_any()
    } else {
        let rows = page.rows.into_iter().map(row).collect_view();
        let heads = vec![c.number, c.subject, c.status, c.valid_until, c.total];
        let here = |before: &str| address("/quotes", &[("before", before)]);
        view! {
            <Table caption=t.nav.quotes heads numbers=&[4]>
                {rows}
            </Table>
            {pager(here, before, page.older.as_deref())}
        }
        .into_any()
    };
    Ok(Document::new(t.nav.quotes, content).intro(c.quotes_intro))
}

fn row(quote: QuoteRow) -> impl IntoView {
    let c = &use_texts().client_area;
    let href = format!("/quotes/{}", quote.id);
    view! {
        <tr role="row">
            <Cell label=c.number>
                <a href=href>{quote.number}</a>
            </Cell>
            <Cell label=c.subject>{quote.subject}</Cell>
            <Cell label=c.status>
                <StatusBadge status=quote.status />
            </Cell>
            <Cell label=c.valid_until>
                <Time moment=quote.valid_until />
            </Cell>
            <Cell label=c.total number=true>
                {quote.total.text}
            </Cell>
        </tr>
    }
}
