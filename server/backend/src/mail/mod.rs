//! Emails: what they tell, how they are rendered, how they leave.
//!
//! When they leave, and who tries again, is up to the [`outbox`](crate::outbox).

mod business;
mod content;
pub mod dkim;
mod event;
pub mod events;
mod filters;
mod frame;
pub(crate) mod kept;
mod links;
pub mod mailbox;
mod message;
mod preview;
mod redact;
mod render;
mod rights;
pub mod samples;
mod smtp;
mod sources;
mod templates;
pub(crate) mod tokens;
mod transport;

pub use event::{MailEvent, Notice};
pub use message::Message;
pub use preview::{Previewed, preview};
pub use smtp::check_smtp_url;
pub use templates::{Broken, Templates};

pub(crate) use frame::Links;
pub(crate) use render::render;
pub(crate) use smtp::{Delivery, LONGEST, Status, is_dead};
pub(crate) use transport::{Mailer, Post};
