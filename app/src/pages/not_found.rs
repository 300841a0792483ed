//! Where no page is.

use crate::prelude::*;
use domain::AppError;

use crate::ui::refusal::Refusal;

/// 404.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <Refusal refused=AppError::NotFound /> }.into_any()
}
