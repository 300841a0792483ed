//! What is typed into a form survives a reload and a closed tab: where there is the client's script, the browser keeps it
//! (`frontend/browser.js`), and shows here that it did. The form carries the draft's name as `data-draft`, and as
//! `data-kept` that it came back refused: what the server kept of it wins. What was made of a form stands as `data-made`
//! on the page that shows it, and ends the draft.

use crate::prelude::*;
use backend::access::Actor;

use crate::locales::{tickets::tickets, use_texts};

/// The name of a form's draft: of this user on this account alone.
pub(super) fn draft_of(actor: &Actor, form: &str) -> String {
    format!("{} {} {form}", actor.user(), actor.account())
}

/// Says that a draft is here again; hidden until it is.
#[component]
pub(super) fn DraftNote() -> impl IntoView {
    let words = tickets(use_texts().locale);
    view! {
        <p class="draft" role="status" hidden=true>
            {words.draft}
            " "
            <button type="button" class="quiet">
                {words.discard}
            </button>
        </p>
    }
}
