//! Emails: what they tell, how they are rendered, how they leave.
//!
//! When they leave, and who tries again, is up to the [`outbox`](crate::outbox).

mod content;
mod event;
mod links;
pub mod mailbox;
mod message;
mod render;
mod rights;
mod transport;

pub use event::{MailEvent, Notice};
pub use message::Message;
pub use transport::check_smtp_url;

pub(crate) use render::render;
pub(crate) use transport::{Delivery, Mailer};
