//! Confirming a new sign-in address.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Confirming a new sign-in address.
#[component]
pub fn ConfirmEmail() -> impl IntoView {
    view! { <PageHead title=use_texts().auth.confirm_email /> }.into_any()
}
