//! The activity of the account: who did what to whom, when and from where.
//!
//! The words of each entry are in `activity_words`.

use crate::prelude::*;
use domain::{
    Code,
    activity::{Kind, PersonAsWas},
};
use leptos_router::hooks::use_query_map;

use crate::{
    api::activity::{ActivityShown, EntryShown, LoadActivity},
    form::{Choice, GetForm, Options},
    locales::use_texts,
    ui::{Badge, Empty, Notice, PageHead, Pager, Time, Tone, load, url::query_value},
};

/// Where the log is.
const PATH: &str = "/account/activity";

/// The activity of the account.
#[component]
pub fn Activity() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| ["person", "kind", "before"].map(|key| query.get(key).unwrap_or_default()))
    });
    let question = move || {
        let [person, kind, before] = asked.get();
        LoadActivity { person, kind, before }
    };
    load(question, |page| view! { <Shown page /> })
}

#[component]
fn Shown(page: ActivityShown) -> impl IntoView {
    let t = use_texts();
    let query = page.query.clone();
    let filtered = query.person.is_some() || query.kind.is_some();
    let address = move |before: Option<i64>| {
        let pairs = [
            ("person", query.person.clone()),
            ("kind", query.kind.map(|kind| kind.code().to_owned())),
            ("before", before.map(|before| before.to_string())),
        ];
        let pairs: Vec<_> = pairs
            .into_iter()
            .filter_map(|(key, value)| value.map(|value| format!("{key}={}", query_value(&value))))
            .collect();
        if pairs.is_empty() {
            PATH.to_owned()
        } else {
            format!("{PATH}?{}", pairs.join("&"))
        }
    };
    let newest = page.query.before.is_some().then(|| address(None));
    let older = page.older.map(|older| address(Some(older)));
    let own = page.own_only.then(|| view! { <Notice tone=Tone::Info>{t.activity.own_only}</Notice> });
    let filters = (!page.own_only || page.query.kind.is_some() || !page.entries.is_empty())
        .then(|| view! { <Filters page=page.clone() /> });
    let unreadable = page.unreadable.map(|text| view! { <Notice tone=Tone::Warning>{text}</Notice> });
    let entries = if page.entries.is_empty() && unreadable.is_some() {
        ().into_any()
    } else if page.entries.is_empty() {
        let [title, text] = if filtered { t.activity.nothing_found } else { t.activity.nothing };
        view! { <Empty title text /> }.into_any()
    } else {
        let entries = page.entries.into_iter().map(|entry| view! { <Line entry /> }).collect_view();
        view! { <ol class="log">{entries}</ol> }.into_any()
    };
    let pager = (newest.is_some() || older.is_some()).then(|| view! { <Pager newest older /> });
    view! {
        <PageHead title=t.nav.activity intro=t.activity.intro />
        {own}
        {filters}
        {unreadable}
        {entries}
        {pager}
    }
}

/// What the log is filtered by: an ordinary form.
#[component]
fn Filters(page: ActivityShown) -> impl IntoView {
    let t = use_texts();
    let kinds = std::iter::once(Choice::new("", t.activity.every_kind))
        .chain(Kind::ALL.iter().map(|kind| Choice::new(kind.code(), t.activity.kind(*kind))))
        .collect();
    let kind = page.query.kind.map(Kind::code).unwrap_or_default();
    let chosen = page.query.person.clone().unwrap_or_default();
    let mut people = page.people;
    // Whoever is gone stays findable by the link that led here.
    if !chosen.is_empty() && people.iter().all(|person| person.email != chosen) {
        people.push(PersonAsWas { name: String::new(), email: chosen.clone() });
    }
    let people = (!page.own_only).then(|| {
        let choices = std::iter::once(Choice::new("", t.activity.everyone))
            .chain(people.into_iter().map(|person| {
                let label = if person.name.is_empty() {
                    person.email.clone()
                } else {
                    format!("{} – {}", person.name, person.email)
                };
                Choice::new(person.email, label)
            }))
            .collect();
        view! {
            <div class="field">
                <label for="activity-person">{t.activity.person}</label>
                <select id="activity-person" name="person" autocomplete="off">
                    <Options choices chosen=chosen.clone() />
                </select>
            </div>
        }
    });
    view! {
        <GetForm path=PATH class="filters" label=t.activity.filter>
            {people}
            <div class="field">
                <label for="activity-kind">{t.activity.kind_label}</label>
                <select id="activity-kind" name="kind" autocomplete="off">
                    <Options choices=kinds chosen=kind />
                </select>
            </div>
            <button type="submit">{t.activity.filter}</button>
        </GetForm>
    }
}

/// One entry.
#[component]
fn Line(entry: EntryShown) -> impl IntoView {
    let t = use_texts();
    let lines = entry.details.into_iter().map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>();
    let lines = (!lines.is_empty()).then(|| view! { <ul>{lines}</ul> });
    let from = (!entry.from.is_empty()).then(|| format!(" · {}", (t.activity.from)(&entry.from)));
    let kind = entry.kind;
    let tone = (kind == Kind::Refused).then_some(Tone::Warning);
    view! {
        <li>
            <div class="what">
                <p>{entry.sentence}</p>
                {lines}
                <p class="hint">
                    <Time moment=entry.when />
                    {from}
                </p>
            </div>
            <Badge tone text=t.activity.kind(kind) />
        </li>
    }
}
