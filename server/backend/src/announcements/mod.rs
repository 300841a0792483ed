//! What the operator tells many accounts at once.

mod state;

pub(crate) use state::{AnnouncementState, states};
