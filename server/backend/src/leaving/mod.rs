//! Leaving: with a link at the foot of an email, by whoever reads the mailbox, without signing in.
//!
//! One category can be left where somebody else still gets what must not get lost (rule 10). "This is not me" in a
//! category's first email to an address stops everything. The token of the link is the right to it; opening the link
//! changes nothing.

mod leave;
mod links;

pub use leave::{Asked, Standing, leave, look, take_back};

pub(crate) use leave::stopped;
pub(crate) use links::links;
