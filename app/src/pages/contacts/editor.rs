//! The contact form: its parts, the save bar, and what happens after saving.

use crate::prelude::*;
use domain::{AppError, ContactSummary, MembershipState, contact::ContactEditor};
use leptos::html::Form;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    Actions,
    access::Access,
    changes::{Changes, is_unsaved},
    conflict::{ConflictView, Open},
    done::Done,
    live::{Live, PREFIX},
    locked::Locked,
    merge::merge,
    remove::{CONFIRM, DeleteDialog, Invitation},
    sections::{Address, Emails, Personal},
    words,
};
use crate::{
    form::{ErrorSummary, FormState, Hidden, LiveForm, RefusedNotice, SaveBar, Submit, guard_unsaved},
    locales::use_texts,
    ui::dialog::Ask,
};

/// The form of one contact, or of a new one.
#[component]
pub fn Editor(
    editor: ContactEditor,
    people: Vec<ContactSummary>,
    /// A refused save that has no place in the fields.
    refused: Option<AppError>,
    actions: Actions,
    /// Whether the page was loaded with the question before deleting.
    confirm: bool,
) -> impl IntoView {
    let invitation = (editor.state == MembershipState::Invited && editor.locked.is_none()).then(|| {
        editor
            .id
            .map(|id| view! { <Invitation id email=editor.stored.email.clone() resend=actions.resend /> })
    });
    if let Some(why) = editor.locked {
        return view! { <Locked editor why /> }.into_any();
    }
    let delete = editor.id.map(|id| {
        view! {
            <DeleteDialog
                id
                editor=editor.clone()
                people
                delete=actions.delete
                open=confirm
                unsaved=actions.unsaved
            />
        }
    });
    view! {
        // First, because without WebAssembly it is the answer to what was just pressed.
        {delete}
        {invitation}
        <Fields editor refused actions />
    }
    .into_any()
}

/// The form itself.
#[component]
fn Fields(editor: ContactEditor, refused: Option<AppError>, actions: Actions) -> impl IntoView {
    let t = use_texts();
    let stored = StoredValue::new(editor.stored.clone());
    let live = Live {
        form: NodeRef::<Form>::new(),
        state: FormState::new("contact", PREFIX, editor.errors.clone()),
        typed: RwSignal::new(editor.shown.clone()),
        today: editor.today,
        printed: editor.printed,
    };
    let open = RwSignal::new(
        editor
            .conflict
            .as_deref()
            .map(|conflict| Open { merged: merge(None, &editor.shown, &conflict.stored), conflict: conflict.clone() }),
    );
    let refused = RwSignal::new(refused);
    watch_unsaved(live, stored, actions.unsaved);
    after_saving(live, stored, open, refused, actions);

    let id = editor.id.map(|id| id.to_string()).unwrap_or_default();
    let bar = move || view! { <ChangeList live stored /> };
    let ask = editor.id.map(|_| view! { <Ask id=CONFIRM label=t.contacts.delete /> });
    let shown = editor.shown.clone();
    view! {
        <ConflictView live open />
        <RefusedNotice refused />
        <ErrorSummary state=live.state />
        <LiveForm
            post=actions.save
            state=live.state
            check=move |save: &crate::api::contacts::SaveContact| {
                save.form.parse(live.today, live.printed).map(|_| ())
            }
            class="contact"
            node_ref=live.form
        >
            <Hidden name="account" value=editor.account.to_string() />
            <Hidden name="id" value=id />
            <Hidden name="form[version]" value=shown.version.to_string() />
            <div class="sections" on:input=handler(move |event| changed(live, &event))>
                <Personal live shown=shown.clone() />
                <Address live shown=shown.clone() />
                <Emails live ticked=shown.emails affiliates=editor.affiliates />
                <Access live editor=editor.clone() />
            </div>
            <SaveBar changes=bar>
                {ask} <Submit label=t.common.save pending=actions.save.pending() />
            </SaveBar>
        </LiveForm>
    }
}

/// Something was typed, ticked or chosen.
fn changed(live: Live, event: &leptos::ev::Event) {
    use leptos::wasm_bindgen::JsCast;

    let target = event.target();
    match target.and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        Some(input) => live.changed(&input),
        None => live.refresh(),
    }
}

/// What saving would change, in the save bar.
#[component]
fn ChangeList(live: Live, stored: StoredValue<domain::ContactForm>) -> impl IntoView {
    let t = use_texts();
    let lines = Memo::new(move |_| {
        let changes = stored.with_value(|stored| live.typed.with(|typed| Changes::between(stored, typed)));
        words::changes(t, &changes)
    });
    let items = move || {
        let items = lines.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        (!lines.with(Vec::is_empty)).then(|| view! { <ul>{items}</ul> })
    };
    items.into_any()
}

/// Leaving with unsaved changes asks first; the page knows, for its own ways out.
fn watch_unsaved(live: Live, stored: StoredValue<domain::ContactForm>, unsaved: RwSignal<bool>) {
    let differs = move || stored.with_value(|stored| live.typed.with(|typed| is_unsaved(stored, typed)));
    Effect::new(move |_| {
        // Also what was typed before WebAssembly was there.
        request_animation_frame(move || live.refresh());
    });
    Effect::new(move |_| unsaved.set(differs()));
    guard_unsaved(unsaved.into());
}

/// What happens when a save was answered.
fn after_saving(
    live: Live,
    stored: StoredValue<domain::ContactForm>,
    open: RwSignal<Option<Open>>,
    refused: RwSignal<Option<AppError>>,
    actions: Actions,
) {
    let navigate = use_navigate();
    Effect::new(move |before: Option<()>| {
        let answer = actions.save.answer();
        if before.is_none() {
            // The answer to an earlier form.
            return;
        }
        let Some(answer) = answer else { return };
        refused.set(None);
        match answer {
            Ok(saved) => {
                live.state.saved();
                actions.unsaved.set(false);
                actions.told.set(true);
                navigate(&Done::saved(&saved), NavigateOptions { replace: true, ..NavigateOptions::default() });
                if !saved.created {
                    actions.saves.update(|saves| *saves += 1);
                }
            }
            Err(AppError::Contact(errors)) => live.state.refuse(errors),
            Err(AppError::Conflict(conflict)) => {
                let merged =
                    stored.with_value(|stored| merge(Some(stored), &live.typed.get_untracked(), &conflict.stored));
                live.fill_all(&merged.form);
                stored.set_value(conflict.stored.clone());
                open.set(Some(Open { conflict: *conflict, merged }));
            }
            Err(error) => refused.set(Some(error)),
        }
    });
}
