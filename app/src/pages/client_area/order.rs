//! Order.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Order.
#[component]
pub fn Order() -> impl IntoView {
    view! { <PageHead title=use_texts().nav.order /> }.into_any()
}
