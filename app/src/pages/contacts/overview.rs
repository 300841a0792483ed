//! Who gets which emails.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Who gets which emails.
#[component]
pub fn Overview() -> impl IntoView {
    view! { <PageHead title=use_texts().overview.title /> }.into_any()
}
