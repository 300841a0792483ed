//! What every page does: load its data, show how that goes, name itself, and take the focus after a navigation.

use std::{cell::RefCell, sync::Arc};

use leptos::{html::H1, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use serde::{Serialize, de::DeserializeOwned};

use super::{layout::Names, refusal::Refusal};
use crate::{error::Answer, locales::use_texts};

/// Shows a page's data: a skeleton while it loads, the view once it is there, a refusal page if it was refused.
///
/// The one place where a page's resource is read. Inside the view, start with a [`PageHead`].
pub fn load<T, V>(data: Resource<Answer<T>>, view: impl Fn(T) -> V + Send + Sync + 'static) -> AnyView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let view = Arc::new(view);
    let content = move || {
        let view = Arc::clone(&view);
        Suspend::new(async move {
            match data.await {
                Ok(data) => view(data).into_any(),
                Err(refused) => view! { <Refusal refused /> }.into_any(),
            }
        })
    };
    view! { <Transition fallback=Skeleton>{content}</Transition> }.into_any()
}

/// Stands where a page will be.
#[component]
pub fn Skeleton() -> impl IntoView {
    view! {
        <div class="skeleton" aria-busy="true">
            <p class="visually-hidden">{use_texts().common.loading}</p>
            <span></span>
            <span></span>
            <span></span>
            <span></span>
        </div>
    }
}

thread_local! {
    /// The path whose heading last had the focus. Of the browser's one page; the server never asks.
    static SHOWN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The head of a page: its title, here and in the browser's tab, an introduction, and the primary actions as children.
///
/// After a navigation in the client the heading takes the focus, so that screen readers read it and the keyboard starts
/// there.
#[component]
pub fn PageHead(
    #[prop(into)] title: String,
    #[prop(optional, into)] intro: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    let names = use_context::<Names>();
    let path = use_location().pathname;
    let tab = title.clone();
    let tab = move || {
        let names = names.map(Names::get).unwrap_or_default();
        let parts = [Some(tab.clone()), names.0, Some(names.1)];
        let parts: Vec<_> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        as_written(parts.join(" · "))
    };
    Effect::new(move |_| {
        let Some(heading) = heading.get() else { return };
        let path = path.get_untracked();
        let before = SHOWN.with(|shown| shown.replace(Some(path.clone())));
        if before.is_some_and(|before| before != path) {
            // Refused only for an element that cannot take it.
            let _ = heading.focus();
        }
    });
    view! {
        <Title text=tab />
        <header class="page-head">
            <div>
                <h1 tabindex="-1" node_ref=heading>
                    {title}
                </h1>
                {intro.map(|intro| view! { <p>{intro}</p> })}
            </div>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </header>
    }
}

/// A title as it is handed to `leptos_meta`, which on the server writes it into the page as it is: markup in a name
/// would be markup there. In the browser it is set as text.
fn as_written(title: String) -> String {
    if cfg!(feature = "ssr") {
        title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    } else {
        title
    }
}

/// The HTTP status of this page; nothing in the browser.
pub fn set_status(status: u16) {
    #[cfg(feature = "ssr")]
    if let (Some(response), Ok(status)) =
        (use_context::<leptos_axum::ResponseOptions>(), http::StatusCode::from_u16(status))
    {
        response.set_status(status);
    }
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}
