//! Unsaved changes are not lost silently: leaving the page asks first.

use leptos::{ev, leptos_dom::helpers::window_event_listener, prelude::*, wasm_bindgen::JsCast};
use web_sys::{AddEventListenerOptions, BeforeUnloadEvent, Element, MouseEvent};

use crate::locales::use_texts;

/// Asks before the page with unsaved changes is left, by a link of ours or by the browser.
pub fn guard_unsaved(dirty: Signal<bool>) {
    let question = use_texts().common.unsaved;
    Effect::new(move |_| {
        let closing = window_event_listener(ev::beforeunload, move |event: BeforeUnloadEvent| {
            if dirty.try_get_untracked().unwrap_or(false) {
                event.prevent_default();
            }
        });
        let clicking = capture_clicks(move |event| {
            let leaves = dirty.try_get_untracked().unwrap_or(false) && leads_elsewhere(event);
            // A browser that cannot ask lets it be.
            if leaves && !window().confirm_with_message(question).unwrap_or(true) {
                event.prevent_default();
                event.stop_propagation();
            }
        });
        on_cleanup(move || {
            closing.remove();
            clicking();
        });
    });
}

/// Whether a click follows a link to another page of ours in this tab.
fn leads_elsewhere(event: &MouseEvent) -> bool {
    let link = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest("a[href]").ok().flatten());
    let Some(link) = link else { return false };
    let href = link.get_attribute("href").unwrap_or_default();
    let plain = !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    // A full load is asked about by `beforeunload`.
    plain
        && !href.starts_with('#')
        && !link.has_attribute("target")
        && link.get_attribute("rel").as_deref() != Some("external")
}

/// Listens to clicks before the router does. Returns what ends it.
fn capture_clicks(handle: impl Fn(&MouseEvent) + 'static) -> impl FnOnce() + Send + Sync + 'static {
    use leptos::{__reexports::send_wrapper::SendWrapper, wasm_bindgen::prelude::Closure};

    let listener = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| handle(&event));
    let options = AddEventListenerOptions::new();
    options.set_capture(true);
    let window = window();
    // Refused only for what is no function.
    let _ = window.add_event_listener_with_callback_and_add_event_listener_options(
        "click",
        listener.as_ref().unchecked_ref(),
        &options,
    );
    let listener = SendWrapper::new((window, listener));
    move || {
        let (window, listener) = listener.take();
        let _ = window.remove_event_listener_with_callback_and_bool("click", listener.as_ref().unchecked_ref(), true);
    }
}
