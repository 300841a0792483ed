//! Leaving: with a link at the foot of an email, by whoever reads the mailbox, without signing in.
//!
//! One category can be left where somebody else still gets what must not get lost (rule 10). "This is not me" in a
//! category's first email to an address stops everything. The token of the link is the right to it; opening the link
//! changes nothing. What waits is looked at when it leaves: it does not go to somebody who has left, however they did.

mod leave;
mod links;
mod stopped;

pub use leave::{Asked, Standing, leave, look, take_back};

pub(crate) use links::links;
pub(crate) use stopped::stopped;
