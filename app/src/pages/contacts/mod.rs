//! Contacts and sub-accounts.

pub mod overview;

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Contacts and sub-accounts.
#[component]
pub fn Contacts() -> impl IntoView {
    view! { <PageHead title=use_texts().contacts.title /> }.into_any()
}
