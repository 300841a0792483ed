//! Forms that are checked while one types, and without WebAssembly are ordinary forms.

use domain::{AppError, FormErrors};
use leptos::{ev::SubmitEvent, form::FromFormData, html::Form, prelude::*, wasm_bindgen::JsCast};
use serde::de::DeserializeOwned;
use server_fn::{Http, ServerFn, codec::PostUrl};
use web_sys::{Element, Event, FormData, HtmlFormElement, HtmlInputElement};

use super::state::FormState;
use crate::locales::fields::Labelled;

/// A form that posts to the server function `S`.
///
/// `check` reads the function's arguments as the server will; its problems are shown field by field, and while there are
/// any the form is not posted. The answer is in `action`: refusals go to [`FormState::refuse`], by the page.
#[component]
pub fn LiveForm<S, P, F>(
    action: ServerAction<S>,
    state: FormState<F>,
    check: impl Fn(&S) -> Result<(), FormErrors<F>> + Send + Sync + 'static,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] node_ref: NodeRef<Form>,
    children: Children,
) -> impl IntoView
where
    S: DeserializeOwned + ServerFn<Protocol = Http<PostUrl, P>, Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
    F: Labelled + Send + Sync,
{
    // Where there is WebAssembly, its words replace those of the browser.
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let check = StoredValue::new(check);
    let problems = move |form: &HtmlFormElement| {
        let arguments = read::<S>(form)?;
        check.try_with_value(|check| check(&arguments).err().unwrap_or_default())
    };
    let changed = move |event: Event| {
        state.set_dirty(true);
        if let Some(found) = form_of(&event).as_ref().and_then(problems) {
            state.set_problems(found);
        }
    };
    let left = move |event: Event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(name) = target.and_then(|target| target.get_attribute("name")) {
            state.leave(&name);
        }
        if let Some(found) = form_of(&event).as_ref().and_then(problems) {
            state.set_problems(found);
        }
    };
    let submit = move |event: SubmitEvent| {
        if event.default_prevented() || action.pending().get_untracked() {
            event.prevent_default();
            return;
        }
        event.prevent_default();
        let Ok(arguments) = S::from_event(&event) else {
            action.value().set(Some(Err(AppError::BadRequest)));
            return;
        };
        match check.with_value(|check| check(&arguments)) {
            Ok(()) => {
                action.dispatch(arguments);
            }
            Err(errors) => state.refuse(errors),
        }
    };
    view! {
        <form
            id=state.id()
            class=class
            method="post"
            action=S::url()
            novalidate=move || alive.try_get().unwrap_or(false)
            node_ref=node_ref
            on:submit=submit
            on:input=changed
            on:focusout=move |event| left(event.into())
        >
            {children()}
        </form>
    }
}

/// What a form would post, read as `T`.
pub fn read<T: DeserializeOwned>(form: &HtmlFormElement) -> Option<T> {
    T::from_form_data(&FormData::new_with_form(form).ok()?).ok()
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
