//! The user's own profile, password and sessions.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// The user's own profile, password and sessions.
#[component]
pub fn Security() -> impl IntoView {
    view! { <PageHead title=use_texts().security.title /> }.into_any()
}
