//! The account chooser.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// The account chooser.
#[component]
pub fn Accounts() -> impl IntoView {
    view! { <PageHead title=use_texts().auth.accounts /> }.into_any()
}
