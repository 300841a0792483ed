//! Search over everything that the viewer may see, and over the titles of pages and help.

mod places;

use crate::prelude::*;
use backend::{
    paging::LONGEST,
    search::{Group, Hit, Kind, Wanted, kinds, search},
};

use super::{Document, Visit};
use crate::{
    Site,
    api::frame::viewer_of,
    error::Answer,
    locales::{
        search::{Search, kind as kind_name, search as words},
        use_locale, use_texts,
    },
    ui::{Empty, StatusBadge, Time, url::query_value},
};
use places::{Place, places};

/// What matches, by kind.
pub async fn page(visit: Visit) -> Answer<Document> {
    let actor = visit.actor().await?;
    let wanted = Wanted::read(visit.query("q"));
    let found = search(visit.backend(), &actor, &wanted).await.map_err(backend::Failure::into_app_error)?;
    let affiliates = use_context::<Site>().is_some_and(|site| site.affiliates);
    let viewer = viewer_of(&visit.request, &actor, affiliates);
    let (pages, help) = if wanted.is_enough() {
        places(&viewer, wanted.text())
    } else {
        Default::default()
    };
    let t = words(use_locale());
    let open = kinds(&actor);
    let text = wanted.text();
    let none = found.is_empty() && pages.is_empty() && help.is_empty();
    let results = match (text.is_empty(), wanted.is_enough(), none) {
        (true, ..) => finds(t, &open).into_any(),
        (false, false, _) => view! { <p role="status">{t.too_short()}</p> {finds(t, &open)} }.into_any(),
        (false, true, true) => {
            view! { <Empty title=(t.nothing)(text) text=t.nothing_hint /> {finds(t, &open)} }.into_any()
        }
        (false, true, false) => all(found, pages, help, text),
    };
    let body = view! {
        {form(t, text)}
        {results}
    };
    let title = if text.is_empty() {
        use_texts().nav.search.to_owned()
    } else {
        (t.results)(text)
    };
    Ok(Document::new(title, body))
}

fn form(t: &'static Search, text: &str) -> impl IntoView + use<> {
    let most = LONGEST.to_string();
    view! {
        <form class="filters search" role="search" method="get" action="/search" aria-label=t.label>
            <div class="field">
                <label for="q">{t.field}</label>
                <input
                    id="q"
                    name="q"
                    type="search"
                    value=text.to_owned()
                    maxlength=most
                    autocomplete="off"
                    enterkeyhint="search"
                    autofocus=text.is_empty()
                />
            </div>
            <button type="submit" class="primary">
                {use_texts().nav.search}
            </button>
        </form>
    }
}

/// What can be found: only the kinds that the viewer may see.
fn finds(t: &'static Search, open: &[Kind]) -> impl IntoView + use<> {
    let kinds = open.iter().map(|kind| t.finds(*kind)).chain([t.finds_pages]);
    let kinds = kinds.map(|words| view! { <li>{words}</li> }).collect_view();
    view! {
        <section>
            <h2>{t.finds}</h2>
            <ul class="finds">{kinds}</ul>
        </section>
    }
}

/// Everything that was found. A page whose title begins so comes first.
fn all(found: Vec<Group>, pages: Vec<Place>, help: Vec<Place>, text: &str) -> AnyView {
    let t = words(use_locale());
    let meant = pages.iter().any(|page| page.title.to_lowercase().starts_with(&text.to_lowercase()));
    let pages = places_group("pages", t.pages, pages);
    let (before, after) = if meant { (pages, None) } else { (None, pages) };
    let groups = found.into_iter().map(|one| group(one, text)).collect_view();
    view! {
        {before}
        {groups}
        {after}
        {places_group("help", t.help, help)}
    }
    .into_any()
}

fn group(group: Group, text: &str) -> AnyView {
    let (t, kind) = (words(use_locale()), group.kind);
    let name = kind_name(&use_texts().nav, kind);
    let hits = group.hits.into_iter().map(|one| hit(kind, one)).collect_view();
    let more = group.more.then(|| {
        view! {
            <p>
                <a href=list(kind, text)>{t.all(kind)}</a>
            </p>
        }
    });
    part(section(kind), name, hits.into_any(), more.map(IntoAny::into_any))
}

/// A kind of what was found: a list under its name.
fn part(id: &str, title: &'static str, lines: AnyView, more: Option<AnyView>) -> AnyView {
    let id = format!("found-{id}");
    let labelled = id.clone();
    view! {
        <section class="found" aria-labelledby=labelled>
            <h2 id=id>{title}</h2>
            <ul>{lines}</ul>
            {more}
        </section>
    }
    .into_any()
}

fn hit(kind: Kind, hit: Hit) -> AnyView {
    let href = match kind {
        Kind::Emails => format!("/account/emails/{}", hit.id),
        Kind::Contacts => format!("/account/contacts/{}", hit.id),
        other => format!("/{}/{}", section(other), hit.id),
    };
    let number = if kind == Kind::Tickets { "#" } else { "" };
    let note = (!hit.note.is_empty()).then(|| view! { <span class="note">{number} {hit.note}</span> });
    let status = hit.status.map(|status| view! { <StatusBadge status /> });
    let when = hit.when.map(|moment| view! { <span class="note"><Time moment /></span> });
    view! {
        <li>
            <a href=href>{hit.title}</a>
            {note}
            {when}
            {status}
        </li>
    }
    .into_any()
}

fn places_group(id: &str, title: &'static str, places: Vec<Place>) -> Option<AnyView> {
    let place = |place: Place| {
        // An address within a page is the browser's to find.
        let external = place.href.contains('#').then_some("external");
        view! {
            <li>
                <a href=place.href rel=external>
                    {place.title}
                </a>
            </li>
        }
    };
    (!places.is_empty()).then(|| part(id, title, places.into_iter().map(place).collect_view().into_any(), None))
}

/// The first part of the address of its pages.
fn section(kind: Kind) -> &'static str {
    match kind {
        Kind::Services => "services",
        Kind::Domains => "domains",
        Kind::Invoices => "invoices",
        Kind::Quotes => "quotes",
        Kind::Tickets => "tickets",
        Kind::Emails => "emails",
        Kind::Contacts => "contacts",
    }
}

/// The list of a kind, searched for the same where it can be.
fn list(kind: Kind, text: &str) -> String {
    match kind {
        Kind::Services | Kind::Domains | Kind::Tickets => {
            format!("/{}?search={}", section(kind), query_value(text))
        }
        Kind::Emails => format!("/account/{}?search={}", section(kind), query_value(text)),
        Kind::Contacts => format!("/account/{}", section(kind)),
        Kind::Invoices | Kind::Quotes => format!("/{}", section(kind)),
    }
}
