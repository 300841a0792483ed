//! Contacts and sub-accounts: choosing a person, everyone at a glance, and the form.

mod access;
pub mod changes;
mod chooser;
mod conflict;
pub mod done;
mod editor;
mod live;
mod locked;
mod mails;
pub mod matrix;
pub mod merge;
pub mod overview;
mod people;
mod remove;
pub mod sections;
pub mod words;

use crate::prelude::*;
use domain::{ContactId, contact::ContactEditor};
use leptos_router::hooks::{use_params_map, use_query_map};

use self::{chooser::Chooser, done::DoneNotice, editor::Editor, mails::Mails, people::People};
use crate::{
    api::contacts::{ContactsShown, DeleteContact, LoadContacts, ResendInvitation, SaveContact, SendTest},
    locales::{Texts, use_texts},
    ui::{Notice, PageHead, StateBadge, Tone, load_again},
    wire::Post,
};

/// Where the people are listed.
pub const PATH: &str = "/account/contacts";

/// The page of one contact.
pub fn path_of(id: ContactId) -> String {
    format!("{PATH}/{id}")
}

/// What the page can do, and what it knows across loads. All signals belong to the page itself.
#[derive(Clone, Copy)]
pub struct Actions {
    save: Post<SaveContact>,
    delete: Post<DeleteContact>,
    resend: Post<ResendInvitation>,
    test: Post<SendTest>,
    /// Counts the saves, each of which loads the page's data again.
    saves: RwSignal<u32>,
    /// Whether something typed is not saved.
    unsaved: RwSignal<bool>,
    /// Whether the notice of what was done is news.
    told: RwSignal<bool>,
}

/// Contacts and sub-accounts.
#[component]
pub fn Contacts() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    // Without WebAssembly, the drop-down says in the query whom it chose.
    let chosen = Memo::new(move |_| {
        let in_path = params.with(|params| params.get("id"));
        in_path.or_else(|| query.with(|query| query.get("contact"))).unwrap_or_default()
    });
    let confirm = Memo::new(move |_| query.with(|query| query.get("confirm")).is_some());
    let actions = Actions {
        save: Post::new(),
        delete: Post::new(),
        resend: Post::new(),
        test: Post::new(),
        saves: RwSignal::new(0),
        unsaved: RwSignal::new(false),
        told: RwSignal::new(false),
    };
    let content = load_again(
        actions.saves,
        move || LoadContacts { selected: chosen.get() },
        move |shown| {
            let chosen = chosen.get_untracked();
            let confirm = confirm.get_untracked();
            view! { <Shown shown chosen confirm actions /> }
        },
    );
    // Outside of what each load replaces, so that it keeps the focus.
    view! {
        <DoneNotice told=actions.told unsaved=actions.unsaved />
        {content}
    }
}

/// The page once it is loaded.
#[component]
fn Shown(shown: ContactsShown, chosen: String, confirm: bool, actions: Actions) -> impl IntoView {
    let t = use_texts();
    let ContactsShown { page, refused, mails, stopped } = shown;
    let chooser = view! { <Chooser people=page.people.clone() chosen unsaved=actions.unsaved /> };
    let Some(editor) = page.editor else {
        return view! {
            <PageHead title=t.contacts.title intro=t.contacts.intro>
                <a class="button" href="/account/contacts/emails">
                    {t.nav.overview}
                </a>
                <a class="button primary" href="/account/contacts/new">
                    {t.contacts.add}
                </a>
            </PageHead>
            {chooser}
            <People people=page.people />
        }
        .into_any();
    };
    let last = editor.id.map(|id| view! { <Mails id mails test=actions.test /> });
    let state = editor.id.is_some().then(|| view! { <StateBadge state=editor.state /> });
    view! {
        <PageHead title=title(t, &editor) intro=intro(t, &editor)>
            {state}
        </PageHead>
        {chooser}
        {stopped.map(|why| view! { <Notice tone=Tone::Warning>{why}</Notice> })}
        <Editor editor=*editor people=page.people refused actions confirm />
        {last}
    }
    .into_any()
}

fn title(t: &Texts, editor: &ContactEditor) -> String {
    if editor.id.is_none() {
        return t.contacts.add.to_owned();
    }
    format!("{} {}", editor.stored.first_name, editor.stored.last_name)
}

fn intro(t: &Texts, editor: &ContactEditor) -> String {
    if editor.id.is_none() {
        t.contacts.new_intro.to_owned()
    } else {
        editor.stored.email.clone()
    }
}
