//! The *Choose Contact* drop-down.

use crate::prelude::*;
use domain::ContactSummary;
use leptos::{ev::Event, html};
use leptos_router::hooks::use_navigate;

use crate::{
    form::{Choice, Options},
    locales::use_texts,
};

/// The value of *Add new Contact*, and its place in the path.
pub const NEW: &str = "new";

/// Chooses whom the form shows. With WebAssembly it goes there at once, and asks first if something is `unsaved`; without
/// it is a form that loads the page with `?contact=ID`.
#[component]
pub fn Chooser(people: Vec<ContactSummary>, chosen: String, unsaved: RwSignal<bool>) -> impl IntoView {
    let t = use_texts();
    let navigate = use_navigate();
    let select = NodeRef::<html::Select>::new();
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let choices = [Choice::new("", t.common.choose), Choice::new(NEW, t.contacts.add)]
        .into_iter()
        .chain(
            people
                .into_iter()
                .map(|one| Choice::new(one.id.to_string(), format!("{} – {}", one.name, one.email))),
        )
        .collect();
    let before = chosen.clone();
    let change = move |event: Event| {
        let value = event_target_value(&event);
        // A browser that cannot ask lets it be.
        let stay = unsaved.get_untracked() && !window().confirm_with_message(t.common.unsaved).unwrap_or(true);
        if stay {
            if let Some(select) = select.get_untracked() {
                select.set_value(&before);
            }
            return;
        }
        unsaved.set(false);
        let path = if value.is_empty() {
            super::PATH.to_owned()
        } else {
            format!("{}/{value}", super::PATH)
        };
        navigate(&path, leptos_router::NavigateOptions::default());
    };
    view! {
        <form class="chooser" method="get" action=super::PATH>
            <div class="field">
                <label for="choose-contact">{t.contacts.choose}</label>
                <select id="choose-contact" name="contact" autocomplete="off" node_ref=select on:change=handler(change)>
                    <Options choices chosen />
                </select>
            </div>
            <button type="submit" hidden=move || alive.get()>
                {t.common.show}
            </button>
        </form>
    }
}
