//! The account's log: who did what, when and from where. Append-only; each entry is chained to the one before by hash.
//!
//! What is logged is decided where it happens, in the transaction that does it; here stands how an entry is kept, read
//! and checked.

mod chain;
mod page;
mod people;
mod seen;
mod verify;

pub use crate::people::note_denied;
pub use chain::record;
pub(crate) use chain::{Subject, append};
pub use page::page;
pub use verify::{Break, Damage, Report, verify};
