//! Asking for a link that sets a password.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Asking for a link that sets a password.
#[component]
pub fn ForgotPassword() -> impl IntoView {
    view! { <PageHead title=use_texts().auth.forgot_password /> }.into_any()
}
