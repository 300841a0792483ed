//! The pages that the server writes: their HTML between the frame's bars.

use crate::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use crate::{
    api::served::{Document, LoadServed},
    ui::{PageHead, load},
};

/// Whatever page the server has at this address.
#[component]
pub fn Served() -> impl IntoView {
    // The route's own part of the address: it stays while the client leaves for another page.
    let params = use_params_map();
    let search = use_location().search;
    let question = move || {
        let path = params.with(|params| params.get("any").unwrap_or_default());
        LoadServed { path: format!("/{path}"), query: search.get() }
    };
    load(question, |Document { title, intro, actions, body }| {
        view! {
            <PageHead title intro>
                <span inner_html=actions></span>
            </PageHead>
            <div class="served" inner_html=body></div>
        }
    })
}
