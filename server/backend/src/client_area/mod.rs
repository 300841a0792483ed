//! The sections of the client area as lists: the email history, and what Home shows: what needs attention, and the
//! counters. Read-only. What is about money is in [`billing`](crate::billing).
//!
//! Every function takes the access that it needs; every query is bound to the access's account and filtered by its
//! scope. A limited scope is read strictly: what concerns the whole account, or anything outside the list, is not
//! there.

mod attention;
mod emails;
pub(crate) mod filter;
mod home;
mod money;
pub(crate) mod picker;

pub use attention::{Attention, Kind as AttentionKind, Matter, Urgency, attention};
pub use emails::{Body, Copy, EmailLine, EmailList, EmailPage, EmailQuery, NoBody, email, email_html, emails};
pub(crate) use emails::{emails_seen, matter_seen};
pub use home::home;
pub use money::{money, number};

use domain::{Code, client_area::Status};

use crate::{
    Backend, Failure,
    access::{Actor, Need},
    moments::Moments,
};

pub(crate) fn moments(backend: &Backend, actor: &Actor) -> Moments {
    Moments::new(actor.locale(), actor.time_zone(), backend.now())
}

pub(crate) fn status(code: &str) -> Result<Status, Failure> {
    Status::from_code(code).ok_or_else(|| Failure::inconsistent("an unknown status"))
}

/// The proof of a permission, if the person holds it.
pub(crate) fn may<N: Need>(actor: &Actor) -> Option<crate::access::Access<'_, N>> {
    actor.require::<N>().ok()
}
