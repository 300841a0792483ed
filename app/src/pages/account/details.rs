//! Account Details.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Account Details.
#[component]
pub fn Details() -> impl IntoView {
    view! { <PageHead title=use_texts().details.title /> }.into_any()
}
