//! The frame's data, loaded once per navigation and shared by context.

use std::sync::Arc;

use domain::{
    Viewer,
    viewer::{Frame, Presence},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{api, error::Answer};

/// The frame as a resource: read it inside a `<Suspense>` or `<Transition>` only.
#[derive(Clone, Copy)]
pub struct FrameResource(pub Resource<Answer<Frame>>);

impl FrameResource {
    /// Loads the frame now and after each navigation.
    pub fn provide() -> Self {
        let path = use_location().pathname;
        let frame = Self(Resource::new(move || path.get(), |_| api::frame::frame()));
        provide_context(frame);
        frame
    }
}

/// The viewer, if somebody is signed in and on an account.
pub fn viewer(frame: &Frame) -> Option<&Viewer> {
    match &frame.presence {
        Presence::On(viewer) => Some(viewer),
        _ => None,
    }
}

/// The sign-in address of whoever is signed in.
pub fn email_of(frame: &Frame) -> Option<&str> {
    match &frame.presence {
        Presence::Anonymous => None,
        Presence::On(viewer) => Some(&viewer.email),
        Presence::Choosing { email, .. } | Presence::Ended { email, .. } | Presence::Nowhere { email, .. } => {
            Some(email)
        }
    }
}

/// Shows something about the viewer, once it is known who that is: inside the view of a page.
pub fn with_viewer<V: IntoView + 'static>(view: impl Fn(Viewer) -> V + Send + Sync + 'static) -> AnyView {
    let Some(FrameResource(frame)) = use_context::<FrameResource>() else {
        return ().into_any();
    };
    let view = Arc::new(view);
    let content = move || {
        let view = Arc::clone(&view);
        Suspend::new(async move {
            let viewer = frame.await.ok().as_ref().and_then(viewer).cloned();
            viewer.map(|viewer| view(viewer))
        })
    };
    leptos::view! { <Transition fallback=|| ()>{content}</Transition> }.into_any()
}
