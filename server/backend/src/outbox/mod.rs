//! Emails that wait to leave: stored in the transaction of what they tell, delivered afterwards.

mod queue;

pub use queue::{Letter, queue};
