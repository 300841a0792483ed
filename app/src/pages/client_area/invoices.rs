//! Invoices.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Invoices.
#[component]
pub fn Invoices() -> impl IntoView {
    view! { <PageHead title=use_texts().nav.invoices /> }.into_any()
}
