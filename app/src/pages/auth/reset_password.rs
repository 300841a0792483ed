//! Setting a password through an emailed link.

use leptos::prelude::*;

use crate::{locales::use_texts, ui::PageHead};

/// Setting a password through an emailed link.
#[component]
pub fn ResetPassword() -> impl IntoView {
    view! { <PageHead title=use_texts().auth.reset_password /> }.into_any()
}
