//! Hashing and checking passwords: argon2id, off the async threads, at most as many at once as there are cores.

use std::sync::Arc;

use argon2::{Argon2, password_hash::PasswordHasher};
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
    /// Hashes a password with argon2id into a PHC string, at the parameters that OWASP asks for (the library's own).
    pub async fn hash(&self, password: &Password) -> Result<String, Failure> {
        let _permit = self.limit.acquire().await.map_err(|_| Failure::Hashing)?;
        let password = password.clone();
        let hash = move || Argon2::default().hash_password(password.expose().as_bytes()).map(|hash| hash.to_string());
        tokio::task::spawn_blocking(hash).await.map_err(|_| Failure::Hashing)?.map_err(|_| Failure::Hashing)
    }
}
