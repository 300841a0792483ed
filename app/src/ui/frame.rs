//! The frame's data, loaded once per navigation and shared by context.

use std::sync::Arc;

use domain::{
    Viewer,
    viewer::{Frame, Presence},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::page::coming;
use crate::{
    api,
    error::Answer,
    wire::{Asked, ask},
};

/// The frame's data: read it inside of [`coming`] only.
#[derive(Clone, Copy)]
pub struct FrameData(Asked);

impl FrameData {
    /// Loads the frame now and after each navigation.
    pub fn provide() -> Self {
        let path = use_location().pathname;
        let frame = Self(ask(|| api::frame::Frame {}, None));
        provide_context(frame);
        Effect::new(move |before: Option<()>| {
            path.track();
            if before.is_some() {
                frame.again();
            }
        });
        frame
    }

    /// Loads it again.
    pub fn again(self) {
        self.0.refetch();
    }

    pub async fn get(self) -> Answer<Frame> {
        self.0.await.read()
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

/// Shows something about the frame, once it is known: inside the view of a page.
pub fn with_frame(view: impl Fn(Option<Frame>) -> AnyView + Send + Sync + 'static) -> AnyView {
    let frame = use_context::<FrameData>();
    let view = Arc::new(view);
    coming(
        || ().into_any(),
        move || {
            let view = Arc::clone(&view);
            Box::pin(async move {
                let frame = match frame {
                    Some(frame) => frame.get().await.ok(),
                    None => None,
                };
                view(frame)
            })
        },
    )
}
