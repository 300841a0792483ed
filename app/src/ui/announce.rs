//! The live region: what changed without the page changing is told to screen readers.

use crate::prelude::*;

/// The text in the live region.
#[derive(Clone, Copy)]
struct Announcement(RwSignal<String>);

/// The live region itself, once per page.
#[component]
pub fn LiveRegion() -> impl IntoView {
    let text = RwSignal::new(String::new());
    provide_context(Announcement(text));
    view! { <div class="visually-hidden" role="status" aria-live="polite">{text}</div> }
}

/// A function that tells a text; also after the page that asked has gone.
pub fn announce() -> impl Fn(String) + Copy + Send + Sync + 'static {
    let region = use_context::<Announcement>();
    move |text| {
        if let Some(Announcement(region)) = region {
            // A region that is gone has nobody left to tell.
            let _ = region.try_set(text);
        }
    }
}
