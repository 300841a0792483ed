//! Forms that are sent and checked without loading the page, and without WebAssembly are ordinary forms.

use std::sync::Arc;

use crate::prelude::*;
use domain::FormErrors;
use leptos::{html::Form, wasm_bindgen::JsCast};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use serde::de::DeserializeOwned;
use web_sys::{Element, Event, FocusEvent, FormData, HtmlFormElement, HtmlInputElement, SubmitEvent, UrlSearchParams};

use super::{
    press::{once_let_go, watch_pointer},
    state::FormState,
};
use crate::{
    locales::fields::Labelled,
    wire::{Post, Question, Sent, from_form},
};

/// A form that posts as it is: buttons, and forms that only the server checks.
#[component]
pub fn PostForm(
    #[prop(into)] to: Sent,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] node_ref: NodeRef<Form>,
    children: Children,
) -> impl IntoView {
    let submit = handler(move |event: SubmitEvent| {
        if let Some(text) = taken_over(&event) {
            to.send(text);
        }
    });
    view! {
        <form class=class method="post" action=to.url() node_ref=node_ref on:submit=submit>
            {children()}
        </form>
    }
}

/// A form that searches or filters: it leads to `path` with what was chosen in the query.
#[component]
pub fn GetForm(path: &'static str, class: &'static str, label: &'static str, children: Children) -> impl IntoView {
    let navigate = use_navigate();
    let submit = handler(move |event: SubmitEvent| {
        if let Some(query) = taken_over(&event) {
            navigate(&format!("{path}?{query}"), NavigateOptions::default());
        }
    });
    view! {
        <form class=class role="search" aria-label=label method="get" action=path on:submit=submit>
            {children()}
        </form>
    }
}

/// The text of a form whose submission the page takes over from the browser; `None` where somebody else did.
fn taken_over(event: &Event) -> Option<String> {
    if event.default_prevented() {
        return None;
    }
    event.prevent_default();
    form_of(event).as_ref().and_then(text_of)
}

/// What is done with the name of an input and the form's text.
type Told = Arc<dyn Fn(&str, &str) + Send + Sync>;

/// What the form of a [`LiveForm`] calls, without the types of its fields.
struct Checks {
    /// Something was typed into the input of that name; the form's text.
    typed: Told,
    /// The input of that name was left; the form's text.
    left: Told,
    /// Whether the form's text may be sent.
    sendable: Arc<dyn Fn(&str) -> bool + Send + Sync>,
}

/// A form that posts to the server function `S`.
///
/// `check` reads the function's arguments as the server will; its problems are shown field by field, and while there are
/// any the form is not posted. The answer is in `post`: refusals go to [`FormState::refuse`], by the page.
#[component]
pub fn LiveForm<S, F>(
    post: Post<S>,
    state: FormState<F>,
    check: impl Fn(&S) -> Result<(), FormErrors<F>> + Send + Sync + 'static,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] node_ref: NodeRef<Form>,
    children: Children,
) -> impl IntoView
where
    S: Question + DeserializeOwned,
    F: Labelled + Send + Sync,
{
    let check = Arc::new(move |text: &str| {
        // What cannot be read is for the server to refuse.
        from_form::<S>(text).ok().and_then(|arguments| check(&arguments).err()).unwrap_or_default()
    });
    let (typing, leaving) = (Arc::clone(&check), Arc::clone(&check));
    let checks = Checks {
        typed: Arc::new(move |name, text| {
            state.set_dirty(true);
            state.change(name);
            state.set_problems(typing(text));
        }),
        left: Arc::new(move |name, text| {
            state.leave(name);
            state.set_problems(leaving(text));
        }),
        sendable: Arc::new(move |text| {
            let problems = check(text);
            let good = problems.is_empty();
            if !good {
                state.set_problems(problems);
                state.show_all();
            }
            good
        }),
    };
    checked_form(post.into(), state.id(), class, node_ref, checks, children())
}

/// The form of every [`LiveForm`].
fn checked_form(
    to: Sent,
    id: &'static str,
    class: &'static str,
    node_ref: NodeRef<Form>,
    checks: Checks,
    children: AnyView,
) -> AnyView {
    let Checks { typed, left, sendable } = checks;
    // Where there is WebAssembly, its words replace those of the browser.
    let alive = RwSignal::new(false);
    Effect::new(move |_| {
        alive.set(true);
        watch_pointer();
    });
    let changed = handler(move |event: Event| {
        if let Some(text) = form_of(&event).as_ref().and_then(text_of) {
            typed(&name_of(&event), &text);
        }
    });
    let left = handler(move |event: FocusEvent| {
        let (form, name, left) = (form_of(&event), name_of(&event), Arc::clone(&left));
        once_let_go(move || {
            if let Some(text) = form.as_ref().and_then(text_of) {
                left(&name, &text);
            }
        });
    });
    let submit = handler(move |event: SubmitEvent| {
        if to.is_pending() {
            event.prevent_default();
        } else if let Some(text) = taken_over(&event)
            && sendable(&text)
        {
            to.send(text);
        }
    });
    view! {
        <form
            id=id
            class=class
            method="post"
            action=to.url()
            novalidate=move || alive.try_get().unwrap_or(false)
            node_ref=node_ref
            on:submit=submit
            on:input=changed
            on:focusout=left
        >
            {children}
        </form>
    }
    .into_any()
}

/// What a form would post, read as `T`.
pub fn read<T: DeserializeOwned>(form: &HtmlFormElement) -> Option<T> {
    from_form(&text_of(form)?).ok()
}

/// What a form would post, as its text.
fn text_of(form: &HtmlFormElement) -> Option<String> {
    let data = FormData::new_with_form(form).ok()?;
    UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?.to_string().as_string()
}

/// The name of the input that an event is about.
fn name_of(event: &Event) -> String {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.and_then(|target| target.get_attribute("name")).unwrap_or_default()
}

fn form_of(event: &Event) -> Option<HtmlFormElement> {
    event.current_target()?.dyn_into().ok()
}

/// The input of that name in a form.
pub fn input_named(form: &HtmlFormElement, name: &str) -> Option<HtmlInputElement> {
    form.elements().named_item(name)?.dyn_into().ok()
}

/// Ticks or un-ticks the box of that name in a form.
pub fn set_ticked(form: &HtmlFormElement, name: &str, ticked: bool) {
    if let Some(tick) = input_named(form, name) {
        tick.set_checked(ticked);
    }
}
