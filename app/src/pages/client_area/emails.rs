//! Emails.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Emails.
#[component]
pub fn Emails() -> impl IntoView {
    view! { <PageHead title=use_texts().nav.emails /> }.into_any()
}
