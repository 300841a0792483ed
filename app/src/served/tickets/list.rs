//! The list of tickets.

use crate::prelude::*;
use backend::{
    paging::ListQuery,
    tickets::{TicketLine, TicketList},
};
use domain::{Code, client_area::Status};

use super::super::{
    Document, Visit,
    paging::{address, pager},
};
use crate::{
    error::Answer,
    form::{Choice, Options},
    locales::{tickets::tickets, use_texts, watching::watching},
    ui::{Cell, Empty, StatusBadge, Table, Time},
};

/// Where the list is.
const PATH: &str = "/tickets";

/// The support tickets in scope.
pub async fn list(visit: Visit) -> Answer<Document> {
    let query = ListQuery::read(Some(visit.query("search")), Some(visit.query("status")), None);
    let before = visit.query("before");
    let list = visit
        .read(async |backend, access| backend::tickets::list(backend, access, query, before).await)
        .await?;
    let t = use_texts();
    let words = tickets(t.locale);
    let here = |before: &str| {
        let status = list.query.status.map(Status::code).unwrap_or_default();
        address(PATH, &[("search", &list.query.search), ("status", status), ("before", before)])
    };
    let pager = pager(here, before, list.older.as_deref());
    let filtered = list.query != ListQuery::default();
    let filters = (filtered || !list.lines.is_empty()).then(|| view! { <Filters query=list.query.clone() /> });
    let content = if list.lines.is_empty() {
        let [title, text] = if filtered { words.nothing_found } else { t.client_area.tickets_empty };
        view! { <Empty title text /> }.into_any()
    } else {
        view! { <Lines list /> }.into_any()
    };
    let body = view! {
        {filters}
        {content}
        {pager}
    };
    let new = view! {
        <a class="button" href="/account/notifications">
            {watching(t.locale).title}
        </a>
        <a class="button primary" href="/tickets/new">
            {words.new}
        </a>
    };
    Ok(Document::new(t.nav.tickets, body).intro(t.client_area.tickets_intro).actions(new))
}

#[component]
fn Filters(query: ListQuery) -> impl IntoView {
    let t = use_texts();
    let words = tickets(t.locale);
    let choices = std::iter::once(Choice::new("", words.every_status))
        .chain(
            [Status::Open, Status::Answered, Status::Closed]
                .map(|status| Choice::new(status.code(), t.statuses.of(status))),
        )
        .collect();
    let chosen = query.status.map(Status::code).unwrap_or_default();
    view! {
        <form class="filters" role="search" aria-label=words.filter method="get" action=PATH>
            <div class="field">
                <label for="search">{words.search}</label>
                <input id="search" name="search" type="search" value=query.search autocomplete="off" />
            </div>
            <div class="field">
                <label for="status">{t.client_area.status}</label>
                <select id="status" name="status" autocomplete="off">
                    <Options choices chosen />
                </select>
            </div>
            <button type="submit">{words.filter}</button>
        </form>
    }
}

#[component]
fn Lines(list: TicketList) -> impl IntoView {
    let t = use_texts();
    let c = &t.client_area;
    let words = tickets(t.locale);
    let row = |ticket: TicketLine| {
        view! {
            <tr role="row">
                <Cell label=c.subject>
                    <a href=format!("{PATH}/{}", ticket.id)>{ticket.subject}</a>
                </Cell>
                <Cell label=c.number>{ticket.number}</Cell>
                <Cell label=c.status>
                    <StatusBadge status=ticket.status />
                </Cell>
                <Cell label=c.department>{words.department(&ticket.department)}</Cell>
                <Cell label=c.about>{ticket.about}</Cell>
                <Cell label=c.opened_by>{ticket.opened_by}</Cell>
                <Cell label=c.updated>
                    <Time moment=ticket.updated />
                </Cell>
            </tr>
        }
    };
    let rows = list.lines.into_iter().map(row).collect_view();
    let heads = vec![c.subject, c.number, c.status, c.department, c.about, c.opened_by, c.updated];
    view! { <Table caption=t.nav.tickets heads>{rows}</Table> }
}
