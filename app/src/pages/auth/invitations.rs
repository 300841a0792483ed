//! Answering invitations.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Answering invitations.
#[component]
pub fn Invitations() -> impl IntoView {
    view! { <PageHead title=use_texts().auth.invitations /> }.into_any()
}
