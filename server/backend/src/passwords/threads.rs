//! The threads that passwords are hashed on: of lower priority than all others, so that pages answer while many people
//! sign in.

use std::{fmt, sync::Arc};

use tokio::{
    runtime::{Builder, Runtime},
    task::JoinHandle,
};

use crate::Failure;

/// By how much a hashing thread is nicer than the process. A tenth of a busy core is left to it: signing in becomes
/// slow, but goes on.
#[cfg(target_os = "linux")]
const NICER: i32 = 10;

/// Cheap to clone; the threads end with the last clone, each when its work is done.
#[derive(Clone)]
pub(super) struct Threads(Arc<Inner>);

/// A runtime of its own, of which only the threads for blocking work are used: a thread's priority cannot be raised
/// again, so those of the main runtime must keep theirs.
struct Inner(Option<Runtime>);

impl Threads {
    /// At most that many threads, which start when there is work.
    pub(super) fn new(at_most: usize) -> Result<Self, Failure> {
        let mut runtime = Builder::new_current_thread();
        runtime.max_blocking_threads(at_most.max(1)).thread_name("hashing").on_thread_start(yield_to_others);
        Ok(Self(Arc::new(Inner(Some(runtime.build().map_err(|_| Failure::Hashing)?)))))
    }

    /// Does the work on one of the threads; `None` when there are none any more.
    pub(super) fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<JoinHandle<T>> {
        self.0.0.as_ref().map(|runtime| runtime.spawn_blocking(work))
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // Without waiting: that is not allowed on a thread that is async.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for Threads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Threads")
    }
}

/// Lowers the priority of this thread. Where that is not possible hashing goes on as it is: nothing but speed depends on
/// it.
fn yield_to_others() {
    // Only Linux has a priority of each thread.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(NICER) {
        tracing::debug!(%error, "the priority of a hashing thread stays as it is");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn only_the_threads_for_hashing_yield_to_others() {
        let own = || rustix::process::getpriority_process(None).unwrap();
        let before = own();
        let hashing = Threads::new(1).unwrap().run(own).unwrap().await.unwrap();
        let other = tokio::task::spawn_blocking(own).await.unwrap();
        assert_eq!((hashing, other, own()), ((before + NICER).min(19), before, before));
    }
}
