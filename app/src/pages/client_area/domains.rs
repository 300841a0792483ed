//! Domains.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Domains.
#[component]
pub fn Domains() -> impl IntoView {
    view! { <PageHead title=use_texts().nav.domains /> }.into_any()
}
