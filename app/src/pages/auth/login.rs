//! Signing in.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Signing in.
#[component]
pub fn Login() -> impl IntoView {
    view! { <PageHead title=use_texts().auth.login /> }.into_any()
}
