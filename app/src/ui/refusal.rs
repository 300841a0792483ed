//! The pages that stand where a page was refused: signed out, 403, 404, ended, an error with its reference.

use crate::prelude::*;
use domain::AppError;
use leptos_router::hooks::use_location;

use super::{
    frame::{viewer, with_frame},
    page::{PageHead, set_status},
    sections::Section,
    url::sign_in_and_return,
};
use crate::locales::use_texts;

/// What stands in the place of a refused page. Sets the HTTP status, or leads to where the visitor can go on.
#[component]
pub fn Refusal(refused: AppError) -> impl IntoView {
    match &refused {
        AppError::SignedOut => {
            let location = use_location();
            let path = format!("{}{}", location.pathname.get_untracked(), query(&location.search.get_untracked()));
            return view! { <Elsewhere refused href=sign_in_and_return(&path) /> }.into_any();
        }
        AppError::NoAccount => {
            return view! { <Elsewhere refused href="/accounts".to_owned() /> }.into_any();
        }
        _ => set_status(refused.status()),
    }
    let t = use_texts();
    let words = t.refusals.of(&refused);
    let reference = match &refused {
        AppError::Unavailable { reference } if !reference.is_empty() => Some(reference.clone()),
        _ => None,
    };
    let after = match &refused {
        AppError::Denied(_) | AppError::OwnerOnly | AppError::NotFound => view! { <MayOpen /> }.into_any(),
        // A plain link: the browser loads the page anew.
        AppError::Unavailable { .. } | AppError::Offline => view! {
            <p>
                <a class="button" href="" rel="external">
                    {t.refusals.try_again}
                </a>
            </p>
        }
        .into_any(),
        _ => ().into_any(),
    };
    let ask = matches!(refused, AppError::Denied(_)).then_some(t.refusals.ask_owner);
    view! {
        <PageHead title=words.title />
        <section class="refusal">
            <p>{words.next} " " {ask}</p>
            {reference
                .map(|reference| {
                    view! {
                        <p>
                            {t.refusals.reference} ": " <code>{reference}</code>
                        </p>
                    }
                })}
            {after}
        </section>
    }
    .into_any()
}

fn query(search: &str) -> String {
    if search.is_empty() {
        String::new()
    } else {
        format!("?{}", search.trim_start_matches('?'))
    }
}

/// The visitor must go elsewhere first: a redirect on the server, a full load in the browser, so that nothing of what
/// was shown stays in memory. Until then, and where redirects fail, a link.
#[component]
fn Elsewhere(refused: AppError, href: String) -> impl IntoView {
    let words = use_texts().refusals.of(&refused);
    #[cfg(feature = "ssr")]
    leptos_axum::redirect(&href);
    let target = href.clone();
    Effect::new(move |_| {
        // Refused by the browser only for an address that is not one.
        let _ = window().location().replace(&target);
    });
    view! {
        <p>
            <a href=href rel="external">
                {words.next}
            </a>
        </p>
    }
}

/// What the viewer may open: never a dead end.
#[component]
fn MayOpen() -> impl IntoView {
    let t = use_texts();
    with_frame(move |frame| {
        let open: Vec<_> = frame
            .as_ref()
            .and_then(viewer)
            .map(|viewer| {
                let all = Section::SIDE.into_iter().chain(Section::ACCOUNT);
                all.filter(|section| section.is_open_to(viewer)).collect()
            })
            .unwrap_or_default();
        if open.is_empty() {
            return view! { <p><a href="/">{t.refusals.to_home}</a></p> }.into_any();
        }
        let links = open
            .into_iter()
            .map(|section| view! { <li><a href=section.href()>{section.name(&t.nav)}</a></li> })
            .collect_view();
        view! {
            <h2>{t.refusals.may_open}</h2>
            <ul>{links}</ul>
        }
        .into_any()
    })
}
