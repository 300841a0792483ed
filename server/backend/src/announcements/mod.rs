//! What the operator tells many accounts at once.
//!
//! An announcement is queued in small steps ([`queue_some`]), each a short transaction that remembers how far it came:
//! whatever is killed, whoever goes on begins where it stopped, and nobody gets two. Its emails are General ones of each
//! account, routed as any; its text is stored once. They leave at a rate of their own and behind all other emails, and
//! can be paused ([`pause`], [`resume`]) and called back ([`cancel`]).

mod audience;
mod file;
mod list;
mod queueing;
mod state;
mod steering;

pub use file::{BadFile, read};
pub use list::{Announcement, get, list};
pub use queueing::{Audience, Progress, Unknown, create, queue_some};
pub use state::AnnouncementState;
pub use steering::{cancel, pause, resume};

pub(crate) use queueing::told;
pub(crate) use state::states;
