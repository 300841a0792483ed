//! The frame's data, loaded once per navigation and shared by context.

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
