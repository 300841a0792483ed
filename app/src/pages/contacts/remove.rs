//! Deleting a contact, and sending its invitation again.

use crate::prelude::*;
use domain::{AppError, ContactId, ContactSummary, contact::ContactEditor};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::done::Done;
use crate::{
    api::contacts::{DeleteContact, ResendInvitation},
    form::{Choice, Hidden, Options, PostForm, RefusedNotice, Submit},
    locales::use_texts,
    ui::Confirm,
    wire::Post,
};

/// The id of the dialog, and what the query says where it stands open.
pub const CONFIRM: &str = "delete";

/// Asks before deleting, and says what happens.
#[component]
pub fn DeleteDialog(
    id: ContactId,
    editor: ContactEditor,
    people: Vec<ContactSummary>,
    delete: Post<DeleteContact>,
    /// Whether the page was loaded with the question.
    open: bool,
    unsaved: RwSignal<bool>,
) -> impl IntoView {
    let t = use_texts();
    let name = format!("{} {}", editor.stored.first_name, editor.stored.last_name);
    let email = editor.stored.email.clone();
    let refused = RwSignal::new(None::<AppError>);
    let navigate = use_navigate();
    let announce = crate::ui::announce();
    Effect::new(move |before: Option<()>| {
        let answer = delete.answer();
        match answer {
            _ if before.is_none() => {}
            Some(Ok(())) => {
                unsaved.set(false);
                announce(t.contacts.deleted.to_owned());
                navigate(&Done::Deleted.after(super::PATH), NavigateOptions::default());
            }
            Some(Err(error)) => refused.set(Some(error)),
            None => {}
        }
    });
    let login = editor.state.is_ticked().then(|| view! { <li>{t.contacts.delete_login}</li> });
    let billing = editor.billing.then(|| {
        let others = people.into_iter().filter(|one| one.id != id);
        let choices = std::iter::once(Choice::new("account", t.contacts.billing_account))
            .chain(others.map(|one| Choice::new(one.id.to_string(), one.name)))
            .collect();
        view! {
            <div class="field">
                <label for="delete-billing">{t.contacts.billing_instead}</label>
                <p class="hint" id="delete-billing-hint">
                    {t.contacts.billing_hint}
                </p>
                <select id="delete-billing" name="billing" aria-describedby="delete-billing-hint" autocomplete="off">
                    <Options choices chosen="account" />
                </select>
            </div>
        }
    });
    view! {
        <Confirm id=CONFIRM title=(t.contacts.delete_question)(&name) open path=super::path_of(id)>
            <p>{(t.contacts.delete_what)(&email)}</p>
            <ul>
                {login} <li>{t.contacts.delete_emails}</li> <li>{t.contacts.delete_history}</li>
            </ul>
            <RefusedNotice refused />
            <PostForm to=delete>
                <Hidden name="id" value=id.to_string() />
                {billing}
                <Submit label=t.contacts.delete pending=delete.pending() danger=true />
            </PostForm>
        </Confirm>
    }
}

/// The invitation is open: says so, and sends it again.
#[component]
pub fn Invitation(id: ContactId, email: String, resend: Post<ResendInvitation>) -> impl IntoView {
    let t = use_texts();
    let refused = RwSignal::new(None::<AppError>);
    let sent = RwSignal::new(false);
    let announce = crate::ui::announce();
    Effect::new(move |before: Option<()>| {
        let answer = resend.answer();
        match answer {
            _ if before.is_none() => {}
            Some(Ok(())) => {
                sent.set(true);
                refused.set(None);
                announce(t.contacts.resent.to_owned());
            }
            Some(Err(error)) => refused.set(Some(error)),
            None => {}
        }
    });
    view! {
        <div class="notice waiting" data-tone="info">
            <p>{(t.contacts.waiting)(&email)}</p>
            <p hidden=move || !sent.get()>
                <strong>{t.contacts.resent}</strong>
            </p>
            <PostForm to=resend>
                <Hidden name="id" value=id.to_string() />
                <Submit label=t.contacts.resend pending=resend.pending() />
            </PostForm>
        </div>
        <RefusedNotice refused />
    }
}
