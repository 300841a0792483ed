//! Home.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Home.
#[component]
pub fn Home() -> impl IntoView {
    view! { <PageHead title=use_texts().nav.home /> }.into_any()
}
