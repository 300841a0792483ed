//! Logins of contacts: given, changed, taken away, ended by time.
//!
//! Here stands how a membership is stored. Who may decide about it, and who is told, is decided by the callers: the
//! contact form, the overview, the person themself.

mod end_due;
mod stored;
mod write;

pub use end_due::end_due;
pub(crate) use stored::{DOMAIN, List, Membership, SERVICE, permissions, rights, scope, split, state};
pub(crate) use write::{change, forget, invite, note_ending, revoke, touch_contact};
