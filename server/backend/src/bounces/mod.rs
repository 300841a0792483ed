//! Emails that come back: where to, what they say, and what follows.
//!
//! An address that does not work is marked, and nothing in a category is sent to it until it is replaced or a test
//! arrives. What it should have got about money or a domain goes to the owner instead, and so does whatever is essential
//! and reaches nobody.

mod follow;
mod instead;
mod path;
mod receive;
mod report;

pub(crate) use follow::{not_delivered, works_again};
pub(crate) use instead::{Missed, pass_to_owner, somebody_else_has_it};
pub use path::check_bounce_address;
pub use receive::{READ, Received, receive, receive_status};

pub(crate) use path::return_path;
