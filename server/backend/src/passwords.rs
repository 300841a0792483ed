//! Hashing and checking passwords: argon2id, off the async threads, at most as many at once as there are cores.

use std::sync::Arc;

use domain::Password;
use tokio::sync::Semaphore;

use crate::Failure;

/// Hashes and checks passwords. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Passwords {
    limit: Arc<Semaphore>,
}

impl Passwords {
    /// Hashes at most that many at once.
    pub fn new(at_once: usize) -> Result<Self, Failure> {
        Ok(Self { limit: Arc::new(Semaphore::new(at_once.max(1))) })
    }
}
