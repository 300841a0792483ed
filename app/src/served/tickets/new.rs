//! The form of a new ticket.

use crate::prelude::*;
use backend::tickets::{Choices, Department, Priority, TicketForm};
use domain::Code;

use super::{
    super::{
        Document, Visit,
        draft::{DraftNote, draft_of},
        fields::TextArea,
        forms::Left,
    },
    fields::FilesInput,
};
use crate::{
    error::Answer,
    form::{Choice, Hidden, Options, Select, TextInput},
    locales::{tickets::tickets, use_texts},
};

/// The name by which a refused form is kept.
pub const FORM: &str = "ticket";

/// A new ticket.
pub async fn new(visit: Visit) -> Answer<Document> {
    let actor = visit.actor().await?;
    let account = actor.account();
    let mut left = Left::<TicketForm>::take(&visit, FORM).await;
    // A page of something leads here with what the ticket is to be about.
    let about = left.typed.as_ref().map_or(visit.query("about"), |typed| &typed.about).to_owned();
    let choices = visit.read(async |backend, access| backend::tickets::choices(backend, access, &about).await).await?;
    // A refused form keeps its token: nothing was opened by it. Nor can another account's form be posted again here.
    let typed = left.typed.take().unwrap_or_else(|| TicketForm {
        token: choices.token.to_string(),
        priority: Priority::default().code().to_owned(),
        about: about.clone(),
        ..TicketForm::default()
    });
    let typed = TicketForm { account: Some(account), ..typed };
    let t = use_texts();
    let words = tickets(t.locale);
    let back = view! {
        <a class="button" href="/tickets">
            {words.all}
        </a>
    };
    // What was begun about one thing does not come back on a form about another.
    let draft = draft_of(&actor, &format!("{FORM} {}", visit.query("about")));
    let form = view! { <Form typed choices draft left /> };
    Ok(Document::new(words.new, form).intro(words.new_intro).actions(back))
}

#[component]
fn Form(typed: TicketForm, choices: Choices, draft: String, left: Left<TicketForm>) -> impl IntoView {
    let t = use_texts();
    let (c, words) = (&t.client_area, tickets(t.locale));
    let labels = [
        ("subject", c.subject),
        ("department", c.department),
        ("priority", words.priority),
        ("about", words.related),
        ("copies", words.copies),
        ("text", words.message),
        ("files", words.files),
    ];
    let departments = std::iter::once(Choice::new("", t.common.choose))
        .chain(Department::ALL.iter().map(|one| Choice::new(one.code(), words.department(one.code()))))
        .collect();
    let priorities = Priority::ALL.iter().map(|one| Choice::new(one.code(), words.priority(one.code()))).collect();
    let account = typed.account.map(|account| account.to_string()).unwrap_or_default();
    let bound = |name, label| left.field("", name, name, label);
    view! {
        <form
            class="ticket"
            method="post"
            action="/tickets/new/send"
            enctype="multipart/form-data"
            data-draft=draft
            data-kept=left.is_refused().then_some("")
        >
            {left.summary("", &labels, words.files_again)}
            <DraftNote />
            <Hidden name="token" value=typed.token />
            <Hidden name="account" value=account />
            <TextInput of=bound("subject", c.subject) value=typed.subject required=true />
            <div class="fields">
                <Select
                    of=bound("department", c.department)
                    choices=departments
                    chosen=typed.department
                    required=true
                />
                <Select of=bound("priority", words.priority) choices=priorities chosen=typed.priority required=true />
                <Related chosen=typed.about services=choices.services domains=choices.domains />
            </div>
            <Copies people=choices.people chosen=typed.copies />
            <TextArea
                of=bound("text", words.message)
                value=typed.text
                rows=10
                required=true
                hint=words.message_hint
            />
            <FilesInput of=bound("files", words.files) />
            <button type="submit" class="primary">
                {words.open}
            </button>
        </form>
    }
}

/// What the ticket is about, if it is about one thing.
#[component]
fn Related(chosen: String, services: Vec<(String, String)>, domains: Vec<(String, String)>) -> impl IntoView {
    let words = tickets(use_texts().locale);
    let group = |label: &'static str, all: Vec<(String, String)>| {
        let choices: Vec<_> = all.into_iter().map(|(value, name)| Choice::new(value, name)).collect();
        let chosen = chosen.clone();
        (!choices.is_empty()).then(|| {
            view! {
                <optgroup label=label>
                    <Options choices chosen />
                </optgroup>
            }
        })
    };
    view! {
        <div class="field">
            <label for="about">{words.related}</label>
            <select id="about" name="about" autocomplete="off">
                <option value="">{words.related_none}</option>
                {group(words.services, services)}
                {group(words.domains, domains)}
            </select>
        </div>
    }
}

/// Who else gets emails about it.
#[component]
fn Copies(people: Vec<(String, String)>, chosen: Vec<String>) -> impl IntoView {
    let words = tickets(use_texts().locale);
    if people.is_empty() {
        return ().into_any();
    }
    let boxes = people
        .into_iter()
        .map(|(value, name)| {
            let id = format!("copies-{value}");
            let ticked = chosen.contains(&value);
            view! {
                <div class="tick">
                    <input type="checkbox" id=id.clone() name="copies" value=value checked=ticked />
                    <label for=id>{name}</label>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset id="copies" tabindex="-1">
            <legend>{words.copies}</legend>
            <p class="hint">{words.copies_hint}</p>
            <div class="ticks">{boxes}</div>
        </fieldset>
    }
    .into_any()
}
