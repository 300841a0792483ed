//! What everything that deals with the people of an account has in common: the account and its owner, everyone on it,
//! the transaction that changes them, and the refusals that are logged.

mod account;
mod change;
mod emails;
mod refusal;
mod roster;

pub(crate) use account::{Account, Addressee};
pub(crate) use change::Change;
pub(crate) use emails::{Choice, nobody_left, owner_categories, set_categories, set_owner_categories};
pub use refusal::note_denied;
pub(crate) use refusal::{note, noted};
pub(crate) use roster::{Listed, people, persons, roster};
