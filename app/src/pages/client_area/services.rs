//! Services.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Services.
#[component]
pub fn Services() -> impl IntoView {
    view! { <PageHead title=use_texts().nav.services /> }.into_any()
}
