//! The list of domains: searched, filtered, page by page; for who manages them, with a box before each.

use crate::prelude::*;
use backend::{domains, paging::ListQuery};
use domain::client_area::{DomainRow, Status};

use super::several::several;
use crate::{
    api::domains::{SEVERAL, SeveralForm},
    error::Answer,
    locales::{possessions, use_locale, use_texts},
    served::{
        Document, Visit,
        forms::{Left, ListFilter, done, list_pager},
    },
    ui::{Cell, Empty, StatusBadge, Table, Time},
};

const STATUSES: &[Status] = &[Status::Active, Status::Pending, Status::Suspended, Status::Expired];
/// The form that the boxes before the domains belong to.
pub(super) const FORM: &str = "several";

/// The list of domains in scope.
pub async fn list(visit: Visit) -> Answer<Document> {
    let query = ListQuery::read(Some(visit.query("search")), Some(visit.query("status")), Some(visit.query("after")));
    let all = query == ListQuery::default();
    let list = visit.read(async |backend, access| domains::list(backend, access, query).await).await?;
    let account = visit.actor().await?.account();
    let left = Left::<SeveralForm>::take(&visit, SEVERAL).await;
    let (t, p) = (use_texts(), possessions::texts(use_locale()));
    let changed = visit.query("done").parse().ok().filter(|count| *count > 0).map(|count| (p.several_done)(count));
    let (search, status) = (list.query.search.clone(), list.query.status);
    let pager = list_pager("/domains", &list.query, list.next);
    let manages = list.manages && !list.lines.is_empty();
    let content = match (list.lines.is_empty(), all) {
        (true, true) => {
            let [title, text] = t.client_area.domains_empty;
            view! { <Empty title text /> }
        }
        (true, false) => {
            let [title, text] = p.nothing_found;
            view! { <Empty title text /> }
        }
        (false, _) => table(list.lines, manages, left.typed.as_ref()),
    };
    let body = view! {
        {done(changed)}
        {left.notice()}
        <ListFilter path="/domains" search status statuses=STATUSES />
        {content}
        {pager}
        {manages.then(|| several(account, &left))}
    };
    Ok(Document::new(t.nav.domains, body).intro(t.client_area.domains_intro))
}

fn table(lines: Vec<DomainRow>, manages: bool, typed: Option<&SeveralForm>) -> AnyView {
    let t = use_texts();
    let (c, p) = (&t.client_area, possessions::texts(use_locale()));
    let rows = lines
        .into_iter()
        .map(|line| {
            let label = (p.choose)(&line.name);
            let ticked = typed.is_some_and(|form| form.domains.get(&line.id) == Some(&true));
            // What is not active cannot be changed.
            let cell = manages.then(|| {
                let can = line.status == Status::Active;
                let tick = can.then(|| {
                    let name = format!("form[domains][{}]", line.id.form_key());
                    view! {
                        <input type="checkbox" form=FORM name=name value="true" checked=ticked aria-label=label />
                    }
                });
                view! { <Cell label=p.several>{tick}</Cell> }
            });
            row(line, cell)
        })
        .collect_view();
    let mut heads = vec![c.domain, c.status, c.expires, c.auto_renew, c.locked];
    if manages {
        heads.insert(0, p.several);
    }
    view! { <Table caption=t.nav.domains heads>{rows}</Table> }
}

/// A domain as a row; `tick` is the cell before it, if there is one.
fn row(domain: DomainRow, tick: Option<AnyView>) -> AnyView {
    let c = &use_texts().client_area;
    let expires = domain.expires.map(|expires| view! { <Time moment=expires /> });
    view! {
        <tr role="row">
            {tick}
            <Cell label=c.domain>
                <a href=format!("/domains/{}", domain.id)>{domain.name}</a>
            </Cell>
            <Cell label=c.status>
                <StatusBadge status=domain.status />
            </Cell>
            <Cell label=c.expires>{expires}</Cell>
            <Cell label=c.auto_renew>{said(domain.auto_renew)}</Cell>
            <Cell label=c.locked>{said(domain.locked)}</Cell>
        </tr>
    }
}

fn said(yes: bool) -> &'static str {
    let t = use_texts();
    if yes { t.common.yes } else { t.common.no }
}
