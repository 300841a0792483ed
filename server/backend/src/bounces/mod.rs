//! Emails that come back: where to, what they say, and what follows.
//!
//! An address that does not work is marked, and nothing is sent to it until it is replaced or a test arrives
//! ([`mark`]). What it should have got about money or a domain goes to the owner instead.

mod follow;
mod path;

pub(crate) use follow::not_delivered;
pub use path::check_bounce_address;

pub(crate) use path::return_path;
