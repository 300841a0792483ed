//! Help about contacts and sub-accounts.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Help about contacts and sub-accounts.
#[component]
pub fn HelpContacts() -> impl IntoView {
    view! { <PageHead title=use_texts().help.title /> }.into_any()
}
