//! Quotes.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Quotes.
#[component]
pub fn Quotes() -> impl IntoView {
    view! { <PageHead title=use_texts().nav.quotes /> }.into_any()
}
