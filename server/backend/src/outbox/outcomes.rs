//! What became of the emails that this process worked on, since it started: for `/metrics`.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use super::claim::Outcome;

/// The counters of one process. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Outcomes(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    sent: AtomicU64,
    retried: AtomicU64,
    failed: AtomicU64,
    dropped: AtomicU64,
}

impl Outcomes {
    pub(super) fn count(&self, outcome: &Outcome) {
        let counter = match outcome {
            Outcome::Sent => &self.0.sent,
            Outcome::Retry(..) => &self.0.retried,
            Outcome::Failed { .. } => &self.0.failed,
            Outcome::Dropped(_) => &self.0.dropped,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// Each outcome with its number.
    pub fn all(&self) -> [(&'static str, u64); 4] {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        [
            ("sent", read(&self.0.sent)),
            ("retried", read(&self.0.retried)),
            ("failed", read(&self.0.failed)),
            ("dropped", read(&self.0.dropped)),
        ]
    }
}
