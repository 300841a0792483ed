//! The support tickets of the account.

use crate::prelude::*;

use super::{Document, Visit};
use crate::{
    error::Answer,
    locales::{use_texts, watching::watching},
    ui::{Cell, Empty, StatusBadge, Table, Time},
};

/// The list of support tickets in scope.
pub async fn list(visit: Visit) -> Answer<Document> {
    let tickets = visit.read(backend::client_area::tickets).await?;
    let t = use_texts();
    let c = &t.client_area;
    let [title, text] = c.tickets_empty;
    let content = if tickets.is_empty() {
        view! { <Empty title text /> }.into_any()
    } else {
        let rows = tickets
            .into_iter()
            .map(|ticket| {
                view! {
                    <tr role="row">
                        <Cell label=c.subject>{ticket.subject}</Cell>
                        <Cell label=c.number>{ticket.number}</Cell>
                        <Cell label=c.status><StatusBadge status=ticket.status /></Cell>
                        <Cell label=c.department>{ticket.department}</Cell>
                        <Cell label=c.about>{ticket.about}</Cell>
                        <Cell label=c.opened_by>{ticket.opened_by}</Cell>
                        <Cell label=c.updated><Time moment=ticket.updated /></Cell>
                    </tr>
                }
            })
            .collect_view();
        let heads = vec![c.subject, c.number, c.status, c.department, c.about, c.opened_by, c.updated];
        view! { <Table caption=t.nav.tickets heads>{rows}</Table> }.into_any()
    };
    let follow = view! {
        <a class="button" href="/account/notifications">
            {watching(t.locale).title}
        </a>
    };
    Ok(Document::new(t.nav.tickets, content).intro(c.tickets_intro).actions(follow))
}
