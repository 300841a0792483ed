//! Tickets.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Tickets.
#[component]
pub fn Tickets() -> impl IntoView {
    view! { <PageHead title=use_texts().nav.tickets /> }.into_any()
}
