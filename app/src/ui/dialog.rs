//! Asking before something is destroyed.

use leptos::{ev::MouseEvent, html::Dialog, prelude::*};

use crate::locales::use_texts;

/// A question before a destructive act, and the button that asks it.
///
/// With WebAssembly the button opens a modal `<dialog>`. Without, it is the submit button of a form that loads the page
/// again with `?confirm=ID`, where the dialog stands open (`open`, which the page reads from its query).
/// The children are the explanation and the form that acts; the way out is added here.
#[component]
pub fn Confirm(
    /// Unique on the page; also the value of `confirm` in the query.
    id: &'static str,
    /// The button that asks, for example "Delete Contact".
    #[prop(into)]
    button: String,
    /// Names the person or thing: "Delete Ines Lopez?".
    #[prop(into)]
    title: String,
    /// Whether the query says `confirm=ID`.
    open: bool,
    /// The path of this page, where "Cancel" leads without WebAssembly.
    #[prop(into)]
    path: String,
    children: Children,
) -> impl IntoView {
    let t = use_texts();
    let dialog = NodeRef::<Dialog>::new();
    let heading = format!("{id}-title");
    let heading_id = heading.clone();
    let ask = move |event: MouseEvent| {
        if let Some(dialog) = dialog.get_untracked() {
            event.prevent_default();
            dialog.close();
            // Refused only when it is open already.
            let _ = dialog.show_modal();
        }
    };
    let close = move |event: MouseEvent| {
        if let Some(dialog) = dialog.get_untracked()
            && !open
        {
            event.prevent_default();
            dialog.close();
        }
    };
    view! {
        <form class="ask" method="get" action=path.clone()>
            <input type="hidden" name="confirm" value=id />
            <button type="submit" class="danger" on:click=ask>
                {button}
            </button>
        </form>
        <dialog id=id node_ref=dialog open=open aria-labelledby=heading>
            <h2 id=heading_id>{title}</h2>
            {children()}
            <a class="button cancel" href=path on:click=close>
                {t.common.cancel}
            </a>
        </dialog>
    }
}
