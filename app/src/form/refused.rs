//! A refusal of a whole save, beside the form that keeps what was typed.
//!
//! Problems of single fields are in `summary`.

use crate::prelude::*;
use domain::AppError;
use leptos::html::Div;

use crate::{locales::use_texts, ui::url::sign_in_and_return};

/// Says why nothing was saved, and what to do next. Takes the focus when it appears in the browser.
#[component]
pub fn RefusedNotice(refused: RwSignal<Option<AppError>>) -> impl IntoView {
    let t = use_texts();
    let notice = NodeRef::<Div>::new();
    Effect::new(move |before: Option<()>| {
        let is_there = refused.try_with(Option::is_some).unwrap_or(false);
        if before.is_some() && is_there {
            request_animation_frame(move || {
                if let Some(notice) = notice.try_get_untracked().flatten() {
                    // Refused only for an element that cannot take it.
                    let _ = notice.focus();
                }
            });
        }
    });
    let words = move || {
        refused.try_get().flatten().map(|refused| {
            let words = t.refusals.of(&refused);
            let reference = match &refused {
                AppError::Unavailable { reference } if !reference.is_empty() => {
                    Some(format!("{}: {reference}", t.refusals.reference))
                }
                _ => None,
            };
            // In another tab, so that what was typed stays here.
            let sign_in = (refused == AppError::SignedOut).then(|| {
                view! {
                    <p>
                        <a href=sign_in_and_return("/") target="_blank">
                            {t.nav.sign_in}
                        </a>
                    </p>
                }
            });
            view! {
                <strong>{words.title}</strong>
                <p>{words.next}</p>
                {reference.map(|reference| view! { <p>{reference}</p> })}
                {sign_in}
            }
        })
    };
    view! {
        <div
            class="notice"
            data-tone="bad"
            role="alert"
            tabindex="-1"
            node_ref=notice
            hidden=move || refused.try_with(Option::is_none).unwrap_or(true)
        >
            {words}
        </div>
    }
}
