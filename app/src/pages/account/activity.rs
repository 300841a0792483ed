//! The activity of the account.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// The activity of the account.
#[component]
pub fn Activity() -> impl IntoView {
    view! { <PageHead title=use_texts().activity.title /> }.into_any()
}
