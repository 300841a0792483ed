//! The list of problems on top of a refused form, with links to the fields.

use crate::prelude::*;

use super::state::FormState;
use crate::locales::{fields::Labelled, use_texts};

/// The problems of a refused save. Empty otherwise.
#[component]
pub fn ErrorSummary<F: Labelled + Send + Sync>(state: FormState<F>) -> impl IntoView {
    let problems = state.refused();
    let list = move || {
        problems
            .try_get()
            .unwrap_or_default()
            .into_iter()
            .map(|(id, label, words)| {
                view! {
                    <li>
                        <a href=format!("#{id}") rel="external">
                            {label}
                        </a>
                        ": "
                        {words}
                    </li>
                }
            })
            .collect_view()
    };
    let id = summary_id(state.id());
    view! {
        <div
            id=id
            class="notice summary"
            data-tone="bad"
            role="alert"
            tabindex="-1"
            hidden=move || problems.try_with(Vec::is_empty).unwrap_or(true)
        >
            <strong>{use_texts().common.summary}</strong>
            <ul>{list}</ul>
        </div>
    }
}

fn summary_id(form: &str) -> String {
    format!("{form}-summary")
}

/// Puts the focus on the summary of that form, once it is shown.
pub(super) fn focus(form: &'static str) {
    request_animation_frame(move || {
        use leptos::wasm_bindgen::JsCast;
        let summary = document().get_element_by_id(&summary_id(form));
        if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Refused only for an element that cannot take it.
            let _ = summary.focus();
        }
    });
}
