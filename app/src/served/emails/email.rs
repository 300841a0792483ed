//! One email: to whom it went and why, how each copy stands, and what it said.

use crate::prelude::*;
use backend::client_area::{self, Body, Copy, EmailPage, NoBody};
use domain::{Code, Locale};
use uuid::Uuid;

use super::list::PATH;
use crate::{
    error::Answer,
    locales::{answers::answers, emails::texts, mails::state, use_locale, use_texts},
    served::{Document, Visit, paging::address},
    ui::{Cell, Table, Time},
};

/// Where the HTML of an email is, which the page shows in a frame. The server gives it (its `http`).
pub fn html_address(id: Uuid, language: Locale) -> String {
    address(&format!("{PATH}/{id}/html"), &[("language", language.code())])
}

/// An email.
pub async fn email(visit: Visit) -> Answer<Document> {
    let id: Uuid = visit.part("id")?;
    let wanted = Locale::from_code(visit.query("language")).unwrap_or_else(use_locale);
    let page = visit.read(async |backend, access| client_area::email(backend, access, id, wanted).await).await?;
    let t = use_texts();
    let back = view! {
        <a class="button" href=PATH>
            {texts(t.locale).all}
        </a>
    };
    let body = match &page.body {
        Ok(body) => said(page.id, body).into_any(),
        Err(none) => nothing(*none).into_any(),
    };
    let content = view! {
        {facts(&page)}
        {copies(&page)}
        {body}
    };
    Ok(Document::new(page.subject, content).actions(back))
}

fn facts(page: &EmailPage) -> impl IntoView + use<> {
    let t = use_texts();
    let c = &t.client_area;
    view! {
        <section class="panel">
            <dl class="facts">
                <dt>{c.category}</dt>
                <dd>{t.categories.of(page.category).short}</dd>
                <dt>{c.sent}</dt>
                <dd>
                    <Time moment=page.sent.clone() />
                </dd>
            </dl>
        </section>
    }
}

/// Who got it, why, and how that stands.
fn copies(page: &EmailPage) -> impl IntoView + use<> {
    let t = use_texts();
    let words = texts(t.locale);
    let label = t.categories.label(page.category);
    let row = |copy: Copy| {
        let why: Vec<_> = copy.reasons.iter().map(|reason| answers(t.locale).because(*reason, label)).collect();
        let state = match copy.state {
            Some((stands, since)) => view! { {state(t.locale, stands)} " · " <Time moment=since /> }.into_any(),
            None => words.state_gone.into_any(),
        };
        view! {
            <tr role="row">
                <Cell label=words.to>{copy.name} <br /> {copy.address}</Cell>
                <Cell label=words.why>{why.join(", ")}</Cell>
                <Cell label=words.delivery>{state}</Cell>
            </tr>
        }
    };
    let rows = page.copies.iter().cloned().map(row).collect_view();
    view! {
        <section>
            <h2>{t.client_area.recipients}</h2>
            <Table caption=t.client_area.recipients heads=vec![words.to, words.why, words.delivery]>
                {rows}
            </Table>
        </section>
    }
}

/// What it said: as it looked, in a frame that runs nothing and loads nothing, and as plain text.
fn said(id: Uuid, body: &Body) -> impl IntoView + use<> {
    let words = texts(use_locale());
    let others = body.others.iter().map(|other| {
        let href = address(&format!("{PATH}/{id}"), &[("language", other.code())]);
        view! {
            <a href=href lang=other.code()>
                {other.own_name()}
            </a>
        }
    });
    let others = (!body.others.is_empty()).then(|| view! { <p>{words.also} " " {others.collect_view()}</p> });
    let language = body.locale.code();
    view! {
        <section class="letter">
            <h2>{words.said}</h2>
            <p class="hint">{words.said_hint}</p>
            {others}
            <iframe
                title=words.frame
                lang=language
                sandbox="allow-top-navigation-by-user-activation"
                src=html_address(id, body.locale)
            ></iframe>
            <details>
                <summary>{words.plain}</summary>
                <pre tabindex="0" lang=language>
                    {body.text.clone()}
                </pre>
            </details>
        </section>
    }
}

fn nothing(none: NoBody) -> impl IntoView {
    let words = texts(use_locale());
    let text = match none {
        NoBody::NotYet => words.not_yet,
        NoBody::NotKept => words.not_kept,
    };
    view! {
        <section>
            <h2>{words.said}</h2>
            <p>{text}</p>
        </section>
    }
}
