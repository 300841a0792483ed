//! The list of services: searched, filtered, page by page.

use crate::prelude::*;
use backend::{paging::ListQuery, services};
use domain::client_area::Status;

use crate::{
    error::Answer,
    locales::{possessions, use_locale, use_texts},
    served::{
        Document, Visit,
        forms::{ListFilter, list_pager},
    },
    ui::{Cell, Empty, StatusBadge, Table, Time},
};

const STATUSES: &[Status] = &[Status::Active, Status::Pending, Status::Suspended, Status::Terminated];

/// The list of services in scope; prices only for those who may see invoices.
pub async fn list(visit: Visit) -> Answer<Document> {
    let query = ListQuery::read(Some(visit.query("search")), Some(visit.query("status")), Some(visit.query("after")));
    let all = query == ListQuery::default();
    let list = visit.read(async |backend, access| services::list(backend, access, query).await).await?;
    let t = use_texts();
    let (search, status) = (list.query.search.clone(), list.query.status);
    let pager = list_pager("/services", &list.query, list.next);
    let content = match (list.lines.is_empty(), all) {
        (true, true) => {
            let [title, text] = t.client_area.services_empty;
            view! { <Empty title text /> }
        }
        (true, false) => {
            let [title, text] = possessions::texts(use_locale()).nothing_found;
            view! { <Empty title text /> }
        }
        (false, _) => table(list.lines),
    };
    let body = view! {
        <ListFilter path="/services" search status statuses=STATUSES />
        {content}
        {pager}
    };
    Ok(Document::new(t.nav.services, body).intro(t.client_area.services_intro))
}

fn table(lines: Vec<services::ServiceLine>) -> AnyView {
    let t = use_texts();
    let c = &t.client_area;
    // Without the permission for invoices the server sends no price, and there is no column.
    let priced = lines.iter().any(|line| line.price.is_some());
    let mut heads = vec![c.service, c.product, c.status, c.next_due];
    if priced {
        heads.push(c.price);
    }
    let rows = lines
        .into_iter()
        .map(|line| {
            let due = line.next_due.map(|due| view! { <Time moment=due /> });
            let price = priced.then(|| {
                let price = line.price.map(|price| price.text);
                view! { <Cell label=c.price number=true>{price}</Cell> }
            });
            view! {
                <tr role="row">
                    <Cell label=c.service>
                        <a href=format!("/services/{}", line.id)>{line.name}</a>
                    </Cell>
                    <Cell label=c.product>{line.product}</Cell>
                    <Cell label=c.status>
                        <StatusBadge status=line.status />
                    </Cell>
                    <Cell label=c.next_due>{due}</Cell>
                    {price}
                </tr>
            }
        })
        .collect_view();
    view! { <Table caption=t.nav.services heads numbers=&[4]>{rows}</Table> }
}
