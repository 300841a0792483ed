//! Forms of pages that the server writes: what a refused post left behind, and fields that show it.
//!
//! Such a form posts as browsers do; its function leads back here with what was typed and what is wrong.

use crate::prelude::*;
use backend::problems::{Problem, Problems};
use domain::{AccountId, AppError, client_area::Status};
use serde::de::DeserializeOwned;

use super::{Visit, paging::address};
use crate::{
    form::{Around, Bound, Choice, Hidden, Select, TextInput, described_by, invalid},
    locales::{possessions::texts, problem_words::words, use_locale, use_texts},
    ui::{Notice, Tone},
};

/// What a refused post left: what was typed, and what is wrong with it.
pub struct Left<T> {
    pub typed: Option<T>,
    problems: Vec<(String, Problem)>,
    other: Option<AppError>,
}

impl<T> Default for Left<T> {
    fn default() -> Self {
        Self { typed: None, problems: Vec::new(), other: None }
    }
}

impl<T: DeserializeOwned> Left<T> {
    /// Takes what the post of the form of that name left, if it was refused: once.
    pub async fn take(visit: &Visit, form: &str) -> Self {
        let Some((typed, refusal)) = visit.request.flash::<T>(form).await else {
            return Self::default();
        };
        let problems = Problems::of(&refusal);
        let other = problems.is_empty().then_some(refusal);
        Self { typed: Some(typed), problems, other }
    }
}

impl Left<()> {
    /// Takes why a button's post was refused: once.
    pub async fn button(visit: &Visit) -> Self {
        Self { typed: None, problems: Vec::new(), other: visit.request.refused().await }
    }
}

impl<T> Left<T> {
    /// A field: `input` is how problems call it, `name` how it is posted. Its id begins with `form`, unless that is empty.
    pub fn field(&self, form: &str, input: &str, name: &str, label: &str) -> Bound {
        let at = |known: &str| known == input || known.strip_prefix(input).is_some_and(|rest| rest.starts_with('/'));
        let said = |(known, problem): &(String, Problem)| {
            let text = words(use_locale(), *problem);
            // Of several lines, the one is named.
            match known.strip_prefix(input).and_then(|rest| rest.strip_prefix('/')) {
                Some(line) => (texts(use_locale()).line)(line, text),
                None => text.to_owned(),
            }
        };
        let problems: Vec<_> = self.problems.iter().filter(|(known, _)| at(known)).map(said).collect();
        let problem = (!problems.is_empty()).then(|| problems.join(" "));
        let id = if form.is_empty() { input.to_owned() } else { format!("{form}-{input}") };
        Bound { problem: Signal::stored(problem), ..Bound::new(id, name, label) }
    }

    /// Whether the post was refused: then the form stands open.
    pub fn is_refused(&self) -> bool {
        !self.problems.is_empty() || self.other.is_some()
    }

    /// What no field says: above the form.
    pub fn notice(&self) -> Option<AnyView> {
        if let Some(refusal) = &self.other {
            let words = use_texts().refusals.of(refusal);
            return Some(view! { <Notice tone=Tone::Bad title=words.title>{words.next}</Notice> }.into_any());
        }
        let locale = use_locale();
        let whole = self.problems.iter().find(|(input, _)| input.is_empty());
        let text = whole.map(|(_, problem)| words(locale, *problem).to_owned());
        let text = text.or_else(|| (!self.problems.is_empty()).then(|| use_texts().common.summary.to_owned()))?;
        Some(view! { <Notice tone=Tone::Bad>{text}</Notice> }.into_any())
    }

    /// What is wrong, with links to the fields: above a form of many. `labels` are those of its inputs, by name; `form` is
    /// as in [`field`](Self::field). `next` says what else to do.
    pub fn summary(&self, form: &str, labels: &[(&str, &str)], next: &'static str) -> Option<AnyView> {
        let lines: Vec<_> = labels
            .iter()
            .filter_map(|(input, label)| {
                let of = self.field(form, input, input, label);
                let words = of.problem.get_untracked()?;
                let href = format!("#{}", of.id);
                Some(view! { <li><a href=href rel="external">{of.label}</a> ": " {words}</li> })
            })
            .collect();
        if lines.is_empty() {
            return self.notice();
        }
        let title = use_texts().common.summary;
        Some(
            view! {
                <div class="notice summary" data-tone="bad" role="alert">
                    <strong>{title}</strong>
                    <ul>{lines}</ul>
                    <p>{next}</p>
                </div>
            }
            .into_any(),
        )
    }
}

/// A form of an account that posts to a function of ours.
#[component]
pub fn Posted(
    to: &'static str,
    account: AccountId,
    /// What the form is about; empty: the account.
    #[prop(into)]
    id: String,
    children: Children,
) -> impl IntoView {
    view! {
        <form method="post" action=to>
            <Hidden name="account" value=account.to_string() />
            {(!id.is_empty()).then(|| view! { <Hidden name="id" value=id /> })}
            {children()}
        </form>
    }
}

/// A password. Nothing of it ever comes back. `autocomplete` is `current-password` or `new-password`. `strength`: the
/// client says, while it is typed, how hard it is to guess (`frontend/browser.js`).
#[component]
pub fn Secret(
    of: Bound,
    autocomplete: &'static str,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] strength: bool,
) -> impl IntoView {
    let describes = described_by(&of, hint.is_some());
    let (id, name, problem) = (of.id.clone(), of.name.clone(), of.problem);
    let meter = strength.then(|| format!("{}-strength", of.id));
    let hint_of_strength = meter.clone().map(|id| {
        let common = &use_texts().common;
        view! {
            <p
                class="strength"
                id=id
                data-label=common.strength
                data-words=common.strengths.join("|")
                hidden=true
                aria-live="polite"
            ></p>
        }
    });
    view! {
        <Around of required=true hint>
            <input
                id=id
                name=name
                type="password"
                autocomplete=autocomplete
                required=true
                data-strength=meter
                aria-describedby=describes
                aria-invalid=invalid(problem)
            />
            {hint_of_strength}
        </Around>
    }
}

/// The own password, where it is asked again because it was entered some time ago.
pub fn own_password<T>(asked: bool, left: &Left<T>, form: &str) -> Option<AnyView> {
    asked.then(|| own_password_because(texts(use_locale()).own_password_hint, left, form))
}

/// The own password, where it is asked again each time.
pub fn own_password_each_time<T>(left: &Left<T>, form: &str) -> AnyView {
    own_password_because(texts(use_locale()).own_password_each_time, left, form)
}

fn own_password_because<T>(hint: &'static str, left: &Left<T>, form: &str) -> AnyView {
    let of = own_password_field(left, form);
    view! { <Secret of autocomplete="current-password" hint /> }.into_any()
}

/// The own password, where it is asked again for some of what a form does.
pub fn own_password_for_some<T>(left: &Left<T>, form: &str) -> AnyView {
    let (of, hint) = (own_password_field(left, form), texts(use_locale()).own_password_some);
    view! { <TextInput of value="" kind="password" autocomplete="current-password" hint /> }
}

fn own_password_field<T>(left: &Left<T>, form: &str) -> Bound {
    left.field(form, backend::sessions::PASSWORD_INPUT, "password", texts(use_locale()).own_password)
}

/// Search and status above a list.
#[component]
pub fn ListFilter(
    path: &'static str,
    #[prop(into)] search: String,
    status: Option<Status>,
    statuses: &'static [Status],
) -> impl IntoView {
    use domain::Code as _;
    let (t, all) = (texts(use_locale()), use_texts());
    let choices = std::iter::once(Choice::new("", t.every_status))
        .chain(statuses.iter().map(|one| Choice::new(one.code(), all.statuses.of(*one))))
        .collect();
    let chosen = status.map(domain::Code::code).unwrap_or_default();
    view! {
        <form class="filters" role="search" method="get" action=path>
            <div class="field">
                <label for="search">{t.search}</label>
                <input id="search" name="search" type="search" value=search maxlength="100" autocomplete="off" />
            </div>
            <Select of=Bound::new("status", "status", t.status) choices chosen required=true />
            <button type="submit">{t.search_button}</button>
        </form>
    }
}

/// The way to the first and to the next page of a list.
pub fn list_pager(path: &str, query: &backend::paging::ListQuery, next: Option<uuid::Uuid>) -> Option<AnyView> {
    let t = texts(use_locale());
    let status = query.status.map(domain::Code::code).unwrap_or_default();
    let from = |after: &str| address(path, &[("search", &query.search), ("status", status), ("after", after)]);
    let first = query.after.is_some().then(|| view! { <a class="button" href=from("")>{t.first_page}</a> });
    let next = next.map(|after| view! { <a class="button" href=from(&after.to_string()) rel="next">{t.next_page}</a> });
    (first.is_some() || next.is_some())
        .then(|| view! { <nav class="pager" aria-label=t.pages>{first}{next}</nav> }.into_any())
}

/// What was done, above the page.
pub fn done(words: Option<impl Into<String>>) -> Option<AnyView> {
    words.map(|words| {
        let words: String = words.into();
        view! { <Notice tone=Tone::Good>{words}</Notice> }.into_any()
    })
}
