//! Home: what needs attention, and what there is on the account, as far as the viewer may know.

use crate::prelude::*;
use backend::client_area::{Attention, Matter};
use domain::{Permission, Viewer, client_area::HomePage};

use super::{Document, Visit, attention::attention};
use crate::{
    Site,
    api::frame::viewer_of,
    error::Answer,
    locales::use_texts,
    ui::{Empty, Time},
};

/// Home: what needs attention first, then counters, each only with its permission.
pub async fn home(visit: Visit) -> Answer<Document> {
    let actor = visit.actor().await?;
    let refused = backend::Failure::into_app_error;
    let waiting = backend::client_area::attention(visit.backend(), &actor).await.map_err(refused)?;
    let home = backend::client_area::home(visit.backend(), &actor).await.map_err(refused)?;
    let affiliates = use_context::<Site>().is_some_and(|site| site.affiliates);
    let mut viewer = viewer_of(&visit.request, &actor, affiliates);
    // Said once.
    viewer.ends = viewer.ends.filter(|_| !waiting.iter().any(ends));
    let nothing = home == HomePage::default();
    // Whom nothing is open to is told so.
    let needs = (!nothing || !waiting.is_empty()).then(|| attention(waiting, &viewer.account_name));
    let body = view! {
        <Greeting viewer nothing />
        {needs}
        <Tiles home />
    };
    Ok(Document::new(use_texts().nav.home, body))
}

/// Whether it is the end of the own access.
fn ends(one: &Attention) -> bool {
    matches!(one.matter, Matter::AccessEnds(_))
}

/// Who one is here, and what one may do.
#[component]
fn Greeting(viewer: Viewer, nothing: bool) -> impl IntoView {
    let t = use_texts();
    let first = viewer.name.split_whitespace().next().unwrap_or(&viewer.name).to_owned();
    let ends = viewer.ends.clone().map(|ends| {
        view! {
            <p>
                {t.client_area.access_ends}
                " "
                <Time moment=ends />
                "."
            </p>
        }
    });
    let may = (!viewer.owner && !viewer.permissions.is_empty()).then(|| {
        let list = viewer
            .permissions
            .iter()
            .filter(|permission| *permission != Permission::Affiliates || viewer.affiliates)
            .map(|permission| {
                let words = t.permissions.of(permission);
                view! {
                    <dt>{words.label}</dt>
                    <dd>{words.meaning}</dd>
                }
            })
            .collect_view();
        view! {
            <details class="granted">
                <summary>{t.client_area.your_access}</summary>
                <dl>{list}</dl>
            </details>
        }
    });
    let empty = (nothing && !viewer.owner && viewer.permissions.is_empty()).then(|| {
        let [title, text] = t.client_area.nothing_granted;
        view! { <Empty title text /> }
    });
    view! {
        <div class="greeting">
            <p class="welcome">{(t.client_area.welcome)(&first)}</p>
            <p>{(t.client_area.on_account)(&viewer.account_name)}</p>
            {ends}
            {may}
        </div>
        {empty}
    }
}

#[component]
fn Tiles(home: HomePage) -> impl IntoView {
    let t = use_texts();
    let c = &t.client_area;
    let plain = |count: Option<u64>, id, title, href| count.map(|count| tile(id, title, count, String::new(), href));
    let unpaid = home.unpaid.map(|(count, due)| {
        let amounts: Vec<_> = due.into_iter().map(|due| due.text).collect();
        let note = if amounts.is_empty() { String::new() } else { (c.to_pay)(&amounts.join(", ")) };
        tile("tile-unpaid", c.unpaid_invoices, count, note, "/invoices")
    });
    let people = home
        .contacts
        .map(|(count, logins)| tile("tile-people", c.people, count, (c.with_login)(logins), "/account/contacts"));
    let tiles: Vec<_> = [
        plain(home.services, "tile-services", c.active_services, "/services"),
        plain(home.domains, "tile-domains", c.active_domains, "/domains"),
        unpaid,
        plain(home.quotes, "tile-quotes", c.open_quotes, "/quotes"),
        plain(home.tickets, "tile-tickets", c.open_tickets, "/tickets"),
        people,
    ]
    .into_iter()
    .flatten()
    .collect();
    (!tiles.is_empty()).then(|| view! { <ul class="tiles">{tiles}</ul> })
}

/// A counter that leads to its section.
fn tile(id: &'static str, title: &'static str, count: u64, note: String, href: &'static str) -> AnyView {
    let show = use_texts().client_area.show;
    view! {
        <li class="tile">
            <h2 id=id>{title}</h2>
            <p class="count">{count}</p>
            <p class="note">{note}</p>
            <a href=href aria-describedby=id>
                {show}
            </a>
        </li>
    }
    .into_any()
}
