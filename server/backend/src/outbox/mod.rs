//! Emails that wait to leave: stored in the transaction of what they tell, delivered afterwards.
//!
//! [`queue`] stores one. Workers, one on each node, claim what is due and what the rates allow for some minutes (the
//! lease), deliver it and record the outcome. A worker that dies loses its lease, and another one delivers.
//!
//! A mail that is kept in the database is delivered exactly once: it is stored in the transaction that records the
//! outcome. One that goes to an SMTP server is delivered at least once: only a crash between the server's answer and
//! the record of it, a few milliseconds later, or a database that is gone from then until the lease ends, sends it again,
//! with the same Message-ID.

mod backoff;
mod claim;
mod deliver;
mod desk;
mod figures;
mod history;
mod housekeeping;
mod letter;
mod outcomes;
mod probe;
mod queue;
mod rates;
mod retention;
mod settled;
mod slots;
mod worker;

pub(crate) use claim::nobody_sends;
pub use desk::{Which, discard, letters, retry};
pub use figures::{Figures, figures};
pub use history::last_to;
pub use letter::{MailState, Posted};
pub use outcomes::Outcomes;
pub use probe::{Probe, Step};
pub use queue::{Letter, Routed, queue};
pub(crate) use queue::{Line, queue_bulk, release_bulk};
pub use retention::forget_some;
pub use worker::{Worker, drain, until_due};
