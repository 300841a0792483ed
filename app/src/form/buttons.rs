//! The ends of a form.

use crate::prelude::*;

use leptos::ev::MouseEvent;

use crate::locales::use_texts;

/// The button that submits. While `pending`, it says so and does not submit again.
#[component]
pub fn Submit(
    #[prop(into)] label: String,
    #[prop(optional, into)] pending: Signal<bool>,
    /// Whether it destroys something.
    #[prop(optional)]
    danger: bool,
) -> impl IntoView {
    let saving = use_texts().common.saving;
    let words = move || {
        if pending.try_get().unwrap_or(false) {
            saving.to_owned()
        } else {
            label.clone()
        }
    };
    view! {
        <button
            type="submit"
            class=if danger { "danger" } else { "primary" }
            aria-disabled=move || pending.try_get().unwrap_or(false).then_some("true")
            on:click=handler(move |event: MouseEvent| {
                if pending.try_get_untracked().unwrap_or(false) {
                    event.prevent_default();
                }
            })
        >
            {words}
        </button>
    }
}

/// The bar at the foot of a long form, always in reach: what will change, and the buttons as children.
#[component]
pub fn SaveBar(#[prop(optional, into)] changes: Option<ViewFn>, children: Children) -> impl IntoView {
    view! {
        <div class="save-bar">
            <div class="changes" aria-live="polite">
                {changes.map(|changes| changes.run())}
            </div>
            <div class="actions">{children()}</div>
        </div>
    }
}
