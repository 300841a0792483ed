//! Talking to the SMTP server: where it is, one conversation with it, the connections that are kept, and what its
//! answers mean.
//!
//! The conversation is ours, step by step, because what a refusal means depends on the step that was refused: at the
//! recipient it is about the address, at the content about the email, before that about us. When to try again, and how
//! many connections there may be, is up to the [`outbox`](crate::outbox).

mod connection;
mod connections;
mod server;
mod verdict;

pub use server::check_smtp_url;

pub(crate) use connection::LONGEST;
pub(crate) use connections::Connections;
pub(crate) use server::Server;
pub(crate) use verdict::{Delivery, Status, is_dead};
