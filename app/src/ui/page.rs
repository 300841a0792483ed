//! What every page does: load its data, show how that goes, name itself, and take the focus after a navigation.

use std::{cell::RefCell, future::Future, pin::Pin, sync::Arc};

use crate::prelude::*;
use leptos::html::H1;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use super::{layout::Names, refusal::Refusal};
use crate::{
    locales::use_texts,
    wire::{Asked, Question, Raw, ask},
};

/// Loads a page's data from a server function, again whenever what `question` reads changes, and shows it: a skeleton
/// while it loads, the view once it is there, a refusal page if it was refused.
///
/// Inside the view, start with a [`PageHead`].
pub fn load<S: Question, V: IntoView + 'static>(
    question: impl Fn() -> S + Send + Sync + 'static,
    view: impl Fn(S::Output) -> V + Send + Sync + 'static,
) -> AnyView {
    show::<S, V>(ask(question, None), view)
}

/// The same, and loads again whenever `again` changes.
pub fn load_again<S: Question, V: IntoView + 'static>(
    again: RwSignal<u32>,
    question: impl Fn() -> S + Send + Sync + 'static,
    view: impl Fn(S::Output) -> V + Send + Sync + 'static,
) -> AnyView {
    show::<S, V>(ask(question, Some(again)), view)
}

fn show<S: Question, V: IntoView + 'static>(
    asked: Asked,
    view: impl Fn(S::Output) -> V + Send + Sync + 'static,
) -> AnyView {
    shown(
        asked,
        Arc::new(move |raw| match raw.read::<S::Output>() {
            Ok(data) => view(data).into_any(),
            Err(refused) => view! { <Refusal refused /> }.into_any(),
        }),
    )
}

/// The one place where a page's data is read.
fn shown(asked: Asked, view: Arc<dyn Fn(&Raw) -> AnyView + Send + Sync>) -> AnyView {
    let loads = StoredValue::new(0_u32);
    let content = move || -> Coming {
        let view = Arc::clone(&view);
        Box::pin(async move {
            let raw = asked.await;
            let load = loads.try_update_value(|loads| {
                *loads += 1;
                *loads
            });
            let load = load.unwrap_or_default();
            // Inputs keep what was typed in them: each load gets elements of its own.
            anew(move || load, Arc::new(move || view(&raw)))
        })
    };
    coming(|| view! { <Skeleton /> }.into_any(), content)
}

/// A view whose elements are made anew whenever `version` is another.
pub fn anew(
    version: impl Fn() -> u32 + Send + Sync + 'static,
    view: Arc<dyn Fn() -> AnyView + Send + Sync>,
) -> AnyView {
    keyed(Box::new(version), view)
}

fn keyed(version: Box<dyn Fn() -> u32 + Send + Sync>, view: Arc<dyn Fn() -> AnyView + Send + Sync>) -> AnyView {
    view! { <For each=move || [version()] key=|version| *version children=move |_| view() /> }
}

/// Something to show that is not there yet.
pub type Coming = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// Shows `meanwhile` until `content` is there, and what was there before while it comes anew.
pub fn coming(meanwhile: fn() -> AnyView, content: impl Fn() -> Coming + Send + Sync + 'static) -> AnyView {
    let content: Arc<dyn Fn() -> Coming + Send + Sync> = Arc::new(content);
    transition(meanwhile, content)
}

fn transition(meanwhile: fn() -> AnyView, content: Arc<dyn Fn() -> Coming + Send + Sync>) -> AnyView {
    let content = move || Suspend::new(content());
    view! { <Transition fallback=meanwhile>{content}</Transition> }.into_any()
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
    let intro = intro.filter(|intro| !intro.is_empty());
    let path = use_location().pathname;
    let tab = title.clone();
    let tab = move || {
        let names = names.as_ref().map(Names::get).unwrap_or_default();
        let parts = [Some(tab.clone()), names.0, Some(names.1)];
        let parts: Vec<_> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        as_written(parts.join(" · "))
    };
    Effect::new(move |_| {
        let Some(heading) = heading.get() else { return };
        let path = path.get_untracked();
        let before = SHOWN.with(|shown| shown.replace(Some(path.clone())));
        if before.is_some_and(|before| before != path) {
            focus_once_there(heading.into(), 30);
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

/// The focus goes to an element that is made, but may stand on the page only some frames later.
fn focus_once_there(element: web_sys::HtmlElement, frames: u8) {
    request_animation_frame(move || {
        if element.is_connected() {
            // Refused only for an element that cannot take it.
            let _ = element.focus();
        } else if let Some(left) = frames.checked_sub(1) {
            focus_once_there(element, left);
        }
    });
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
