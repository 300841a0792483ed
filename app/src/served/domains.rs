//! The domains of the account.

use crate::prelude::*;
use domain::client_area::DomainRow;

use super::{Document, Visit};
use crate::{
    error::Answer,
    locales::use_texts,
    ui::{Cell, Empty, StatusBadge, Table, Time},
};

/// The list of domains in scope.
pub async fn list(visit: Visit) -> Answer<Document> {
    let domains = visit.read(backend::client_area::domains).await?;
    let t = use_texts();
    let [title, text] = t.client_area.domains_empty;
    let content = if domains.is_empty() {
        view! { <Empty title text /> }.into_any()
    } else {
        view! { <DomainTable caption=t.nav.domains domains /> }.into_any()
    };
    Ok(Document::new(t.nav.domains, content).intro(t.client_area.domains_intro))
}

/// Domains as a table: here, and those that expire soon on Home.
#[component]
pub fn DomainTable(caption: &'static str, domains: Vec<DomainRow>) -> impl IntoView {
    let t = use_texts();
    let c = &t.client_area;
    let said = |yes: bool| if yes { t.common.yes } else { t.common.no };
    let rows = domains
        .into_iter()
        .map(|domain| {
            let expires = domain.expires.map(|expires| view! { <Time moment=expires /> });
            view! {
                <tr role="row">
                    <Cell label=c.domain>{domain.name}</Cell>
                    <Cell label=c.status>
                        <StatusBadge status=domain.status />
                    </Cell>
                    <Cell label=c.expires>{expires}</Cell>
                    <Cell label=c.auto_renew>{said(domain.auto_renew)}</Cell>
                    <Cell label=c.locked>{said(domain.locked)}</Cell>
                </tr>
            }
        })
        .collect_view();
    let heads = vec![c.domain, c.status, c.expires, c.auto_renew, c.locked];
    view! { <Table caption heads>{rows}</Table> }
}
