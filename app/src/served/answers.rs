//! Who gets which email, under the boxes of the email overview: one part for each category.

use crate::prelude::*;
use domain::{
    Category, Scope,
    audience::{Mails, Reader},
    contact::ScopeChoice,
    overview::{OverviewAnswer, OverviewWarning, Reach},
    recipients::Role,
};

use super::document::html;
use crate::{
    locales::{
        answers::{Answers, answers},
        mails, use_texts,
    },
    pages::contacts::path_of,
    ui::{Notice, Tone},
};

/// How many names of services and domains stand with a person.
const NAMES: usize = 5;

/// The emails of a category with the people who would get them, as HTML. `names`: what the viewer may know of.
pub fn answer(answer: &OverviewAnswer, names: &[ScopeChoice]) -> String {
    let t = use_texts();
    let words = answers(t.locale);
    let category = t.categories.of(answer.category);
    let mails = answer.mails.iter().map(|mails| group(mails, category.label, names)).collect_view();
    let nothing = answer.mails.is_empty().then(|| view! { <p class="hint">{words.not_about}</p> });
    let tickets = (answer.category == Category::Support && !answer.mails.is_empty()).then(|| {
        view! {
            <p class="hint">{words.tickets} " " <a href="/account/notifications">{words.watching}</a></p>
        }
    });
    html(view! {
        <p class="hint">{category.meaning}</p>
        {nothing}
        <dl>{mails}</dl>
        {tickets}
    })
}

/// Who is not reached as they should be, as HTML; empty: nobody.
pub fn warnings(warnings: &[OverviewWarning]) -> String {
    if warnings.is_empty() {
        return String::new();
    }
    let words = answers(use_texts().locale);
    let lines = warnings
        .iter()
        .map(|one| {
            let why = match one.reach {
                Reach::Stopped => (words.stopped)(&one.email),
                Reach::Shared => (words.shared)(&one.email),
            };
            view! {
                <li>
                    <a href=path_of(one.contact)>{one.name.clone()}</a>
                    " – "
                    {why}
                </li>
            }
        })
        .collect_view();
    html(view! { <Notice tone=Tone::Warning><ul>{lines}</ul></Notice> })
}

fn group(mails: &Mails, label: &str, names: &[ScopeChoice]) -> impl IntoView + use<> {
    let locale = use_texts().locale;
    let called: Vec<_> = mails.kinds.iter().map(|kind| mails::event(locale, *kind)).collect();
    let words = answers(locale);
    let people = mails.readers.iter().map(|reader| person(reader, label, names, words)).collect_view();
    let nobody = mails.readers.is_empty().then(|| view! { <p class="hint">{words.nobody}</p> });
    view! {
        <dt>{called.join(", ")}</dt>
        <dd>
            <ul>{people}</ul>
            {nobody}
        </dd>
    }
}

fn person(reader: &Reader, label: &str, names: &[ScopeChoice], words: &Answers) -> impl IntoView + use<> {
    let Reader { recipient, about } = reader;
    let mut why: Vec<String> = recipient.reasons.iter().map(|reason| words.because(*reason, label)).collect();
    let limit = match about {
        Scope::All => None,
        Scope::Only(subjects) => Some((subjects, words.only_about)),
        Scope::AllBut(left_out) => Some((left_out, words.not_about_these)),
    };
    if let Some((subjects, names_in)) = limit {
        let known: Vec<&str> =
            names.iter().filter(|one| subjects.contains(&one.subject)).map(|one| one.name.as_str()).collect();
        let all = known.len() == subjects.len() && known.len() <= NAMES;
        why.push(if all { names_in(&known.join(", ")) } else { words.only_chosen.to_owned() });
    }
    let name = recipient.name.clone();
    let name = match recipient.role {
        Role::Owner => view! { <strong>{name}</strong> }.into_any(),
        Role::Contact(id) => view! { <a href=path_of(id)>{name}</a> }.into_any(),
    };
    view! {
        <li>
            {name} " " <span class="hint">{recipient.address.to_string()} " – " {why.join(", ")}</span>
        </li>
    }
}
