//! Affiliates.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Affiliates.
#[component]
pub fn Affiliates() -> impl IntoView {
    view! { <PageHead title=use_texts().nav.affiliates /> }.into_any()
}
