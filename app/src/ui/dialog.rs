//! Asking before something is destroyed.

use crate::prelude::*;
use leptos::{ev::MouseEvent, html::Dialog, wasm_bindgen::JsCast};
use web_sys::HtmlDialogElement;

use crate::locales::use_texts;

/// The button that asks, for example "Delete Contact". May stand anywhere, also inside another form; its
/// [`Confirm`] of the same id stands outside of forms.
///
/// With WebAssembly it opens the dialog. Without, it submits a form of the `Confirm`, which loads the page again with
/// `?confirm=ID`, where the dialog stands open.
#[component]
pub fn Ask(id: &'static str, #[prop(into)] label: String) -> impl IntoView {
    let ask = move |event: MouseEvent| {
        let dialog = document().get_element_by_id(id);
        if let Some(dialog) = dialog.and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok()) {
            event.prevent_default();
            dialog.close();
            // Refused only when it is open already.
            let _ = dialog.show_modal();
        }
    };
    view! {
        <button type="submit" class="danger" form=format!("{id}-ask") formnovalidate=true aria-haspopup="dialog" on:click=handler(ask)>
            {label}
        </button>
    }
}

/// A question before a destructive act: children are the explanation and the form that acts; the way out is added here.
#[component]
pub fn Confirm(
    /// Unique on the page; also the value of `confirm` in the query.
    id: &'static str,
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
    let dialog = NodeRef::<Dialog>::new();
    let heading = format!("{id}-title");
    let close = move |event: MouseEvent| {
        if let Some(dialog) = dialog.get_untracked()
            && !open
        {
            event.prevent_default();
            dialog.close();
        }
    };
    view! {
        <form id=format!("{id}-ask") method="get" action=path.clone() hidden>
            <input type="hidden" name="confirm" value=id />
        </form>
        <dialog id=id node_ref=dialog open=open aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>{title}</h2>
            {children()}
            <a class="button cancel" href=path on:click=handler(close)>
                {use_texts().common.cancel}
            </a>
        </dialog>
    }
}
