//! The memory that argon2 works in: 19 MiB a hash, kept between hashes while people sign in, and given back to the
//! system when nobody does.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use argon2::Block;

/// How long memory is kept that nobody uses.
const KEPT: Duration = Duration::from_secs(5);

/// Pieces of memory that are free. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Pool(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    free: Mutex<Vec<Vec<Block>>>,
    uses: AtomicU64,
    sweeping: AtomicBool,
}

impl Pool {
    /// A piece that is free, or a new one, which grows when it is first used.
    pub(super) fn take(&self) -> Vec<Block> {
        self.0.uses.fetch_add(1, Ordering::Relaxed);
        self.0.free.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    pub(super) fn give_back(&self, memory: Vec<Block>) {
        self.0.free.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
    }

    /// How many pieces there are when none is in use: as many as ever were at once.
    #[cfg(test)]
    pub(super) fn pieces(&self) -> usize {
        self.0.free.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Sees to it that memory is freed once nobody has used any for a while.
    pub(super) fn sweep(&self) {
        if self.0.sweeping.swap(true, Ordering::AcqRel) {
            return;
        }
        let pool = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            loop {
                let Some(before) = pool.upgrade().map(|pool| pool.uses.load(Ordering::Relaxed)) else {
                    return;
                };
                tokio::time::sleep(KEPT).await;
                let Some(pool) = pool.upgrade() else { return };
                if pool.uses.load(Ordering::Relaxed) == before {
                    // First the flag: a hash that ends just now then starts a sweep of its own.
                    pool.sweeping.store(false, Ordering::Release);
                    let free = std::mem::take(&mut *pool.free.lock().unwrap_or_else(PoisonError::into_inner));
                    drop(free);
                    return;
                }
            }
        });
    }
}
