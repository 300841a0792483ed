//! The list of emails about matters that the viewer may see.

use crate::prelude::*;
use backend::client_area::{EmailLine, EmailList, EmailQuery, emails};
use domain::{Category, Code};

use crate::{
    error::Answer,
    form::{Bound, Choice, Select},
    locales::{emails::texts, use_texts},
    served::{
        Document, Visit,
        paging::{address, pager},
    },
    ui::{Cell, Empty, Table, Time},
};

/// Where the list is.
pub(super) const PATH: &str = "/account/emails";

/// The list.
pub async fn list(visit: Visit) -> Answer<Document> {
    let query = EmailQuery::read(visit.query("search"), visit.query("category"), visit.query("before"));
    let list = visit.read(async |backend, access| emails(backend, access, query).await).await?;
    let t = use_texts();
    let filtered = list.query != EmailQuery::default();
    let filters = (filtered || !list.lines.is_empty()).then(|| filters(&list.query, &list.categories));
    let here = |before: &str| {
        let category = list.query.category.map(Code::code).unwrap_or_default();
        address(PATH, &[("search", &list.query.search), ("category", category), ("before", before)])
    };
    let pager = pager(here, &list.query.before, list.older.as_deref());
    let content = if list.lines.is_empty() {
        let [title, text] = if filtered {
            texts(t.locale).nothing_found
        } else {
            t.client_area.emails_empty
        };
        view! { <Empty title text /> }.into_any()
    } else {
        lines(list).into_any()
    };
    let body = view! {
        {filters}
        {content}
        {pager}
    };
    Ok(Document::new(t.nav.emails, body).intro(t.client_area.emails_intro))
}

fn lines(list: EmailList) -> impl IntoView {
    let t = use_texts();
    let c = &t.client_area;
    let row = |email: EmailLine| {
        view! {
            <tr role="row">
                <Cell label=c.subject>
                    <a href=format!("{PATH}/{}", email.id)>{email.subject}</a>
                </Cell>
                <Cell label=c.category>{t.categories.of(email.category).short}</Cell>
                <Cell label=c.recipients>{email.recipients.join(", ")}</Cell>
                <Cell label=c.sent>
                    <Time moment=email.sent />
                </Cell>
            </tr>
        }
    };
    let rows = list.lines.into_iter().map(row).collect_view();
    let heads = vec![c.subject, c.category, c.recipients, c.sent];
    view! { <Table caption=t.nav.emails heads>{rows}</Table> }
}

fn filters(query: &EmailQuery, categories: &[Category]) -> impl IntoView + use<> {
    let t = use_texts();
    let words = texts(t.locale);
    let choices = std::iter::once(Choice::new("", words.every_category))
        .chain(categories.iter().map(|one| Choice::new(one.code(), t.categories.of(*one).short)))
        .collect();
    let chosen = query.category.map(Code::code).unwrap_or_default();
    let search = query.search.clone();
    view! {
        <form class="filters" role="search" aria-label=words.filter method="get" action=PATH>
            <div class="field">
                <label for="search">{words.search}</label>
                <input id="search" name="search" type="search" value=search maxlength="100" autocomplete="off" />
            </div>
            <Select of=Bound::new("category", "category", t.client_area.category) choices chosen required=true />
            <button type="submit">{words.filter}</button>
        </form>
    }
}
