//! Hashing and checking passwords: argon2id, off the async threads and after all other work, at most as many at once as
//! there are cores.
//!
//! Parameters are those of the OWASP Password Storage Cheat Sheet (19 MiB, 2 passes, 1 lane). A stored password with
//! lesser ones is found [`Verdict::RightButOld`] and hashed anew by whoever signs in. Not here: which passwords are
//! accepted (`domain::password`), but for the list of the most common ones.

mod common;
mod memory;
mod threads;

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use domain::Password;
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;

use crate::Failure;
use memory::Pool;
use threads::Threads;

pub use common::is_common;

/// In KiB.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// In bytes.
const OUTPUT: usize = 32;

/// What is checked against when there is no password: the same work as a real one, and never right.
const DUMMY: &str = "$argon2id$v=19$m=19456,t=2,p=1$Y290ZXJpZSBkdW1teSBzYQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What checking a password found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Wrong,
    Right,
    /// Right, but stored with lesser parameters than today's.
    RightButOld,
}

/// Hashes and checks passwords. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Passwords {
    limit: Arc<Semaphore>,
    pool: Pool,
    threads: Threads,
}

impl Passwords {
    /// Hashes at most that many at once.
    pub fn new(at_once: usize) -> Result<Self, Failure> {
        params().ok_or(Failure::Hashing)?;
        let at_once = at_once.max(1);
        let limit = Arc::new(Semaphore::new(at_once));
        Ok(Self { limit, pool: Pool::default(), threads: Threads::new(at_once)? })
    }

    /// The password as a PHC string, for storing.
    pub async fn hash(&self, password: &Password) -> Result<String, Failure> {
        let password = password.clone();
        let mut salt = [0_u8; 16];
        getrandom::fill(&mut salt).map_err(|_| Failure::Randomness)?;
        self.run(move |memory| hash(&password, &salt, memory)).await
    }

    /// Checks a password against what is stored. Without a stored one (an unknown address, or no password yet) it is
    /// wrong after the same work.
    pub async fn verify(&self, stored: Option<&str>, password: &Password) -> Result<Verdict, Failure> {
        let known = stored.is_some();
        let stored = stored.unwrap_or(DUMMY).to_owned();
        let password = password.clone();
        let verdict = self.run(move |memory| verify(&stored, &password, memory)).await?;
        Ok(if known { verdict } else { Verdict::Wrong })
    }

    /// Whether a password is among the most common ones.
    pub fn is_common(&self, password: &Password) -> bool {
        is_common(password)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Vec<Block>) -> Option<T> + Send + 'static,
    ) -> Result<T, Failure> {
        let permit = self.limit.clone().acquire_owned().await.map_err(|_| Failure::Hashing)?;
        let pool = self.pool.clone();
        let result = self.threads.run(move || {
            // The permit goes with the work: a request that is given up does not let another begin too early.
            let _permit = permit;
            let mut memory = pool.take();
            let result = work(&mut memory);
            pool.give_back(memory);
            result
        });
        let result = result.ok_or(Failure::Hashing)?.await.map_err(|_| Failure::Hashing)?;
        self.pool.sweep();
        result.ok_or(Failure::Hashing)
    }
}

fn params() -> Option<Params> {
    Params::new(MEMORY, PASSES, LANES, Some(OUTPUT)).ok()
}

fn hash(password: &Password, salt: &[u8], memory: &mut Vec<Block>) -> Option<String> {
    let params = params()?;
    let mut out = [0_u8; OUTPUT];
    let stored_params = ParamsString::try_from(&params).ok()?;
    fill(Algorithm::Argon2id, Version::V0x13, params, password, salt, &mut out, memory)?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: stored_params,
        salt: Some(Salt::new(salt).ok()?),
        hash: Some(Output::new(&out).ok()?),
    };
    Some(hash.to_string())
}

fn verify(stored: &str, password: &Password, memory: &mut Vec<Block>) -> Option<Verdict> {
    let stored = PasswordHash::new(stored).ok()?;
    let (salt, expected) = (stored.salt?, stored.hash?);
    let params = Params::try_from(&stored).ok()?;
    let algorithm = Algorithm::new(stored.algorithm.as_str()).ok()?;
    let version = stored.version.map_or(Some(Version::V0x13), |version| Version::try_from(version).ok())?;
    let old = algorithm != Algorithm::Argon2id
        || version != Version::V0x13
        || params.m_cost() < MEMORY
        || params.t_cost() < PASSES
        || expected.len() < OUTPUT;
    let mut buffer = [0_u8; Output::MAX_LENGTH];
    let out = buffer.get_mut(..expected.len())?;
    fill(algorithm, version, params, password, &salt, out, memory)?;
    let right = bool::from(out.ct_eq(expected.as_bytes()));
    Some(match (right, old) {
        (false, _) => Verdict::Wrong,
        (true, false) => Verdict::Right,
        (true, true) => Verdict::RightButOld,
    })
}

fn fill(
    algorithm: Algorithm,
    version: Version,
    params: Params,
    password: &Password,
    salt: &[u8],
    out: &mut [u8],
    memory: &mut Vec<Block>,
) -> Option<()> {
    let blocks = params.block_count();
    if memory.len() < blocks {
        memory.resize(blocks, Block::new());
    }
    Argon2::new(algorithm, version, params)
        .hash_password_into_with_memory(password.expose().as_bytes(), salt, out, memory.as_mut_slice())
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::new(text.to_owned())
    }

    #[tokio::test]
    async fn a_password_is_right_only_against_its_own_hash() {
        let passwords = Passwords::new(2).unwrap();
        let stored = passwords.hash(&password("correct horse battery")).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        let verdict = async |text| passwords.verify(Some(&stored), &password(text)).await.unwrap();
        assert_eq!(verdict("correct horse battery").await, Verdict::Right);
        assert_eq!(verdict("correct horse batterz").await, Verdict::Wrong);
        assert_eq!(verdict("").await, Verdict::Wrong);
        assert_ne!(stored, passwords.hash(&password("correct horse battery")).await.unwrap());
    }

    #[tokio::test]
    async fn without_a_stored_password_everything_is_wrong_after_the_same_work() {
        let passwords = Passwords::new(1).unwrap();
        let dummy = PasswordHash::new(DUMMY).unwrap();
        assert_eq!(Params::try_from(&dummy).unwrap().m_cost(), MEMORY);
        assert_eq!(passwords.verify(None, &password("correct horse battery")).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn no_more_than_allowed_are_hashed_at_once_and_others_run_on() {
        let passwords = Passwords::new(2).unwrap();
        let done = std::sync::atomic::AtomicBool::new(false);
        let hashing = async {
            let hashes = (0..6).map(|_| {
                let passwords = passwords.clone();
                tokio::spawn(async move { passwords.verify(None, &password("wrong")).await })
            });
            for hash in hashes.collect::<Vec<_>>() {
                assert_eq!(hash.await.unwrap().unwrap(), Verdict::Wrong);
            }
            done.store(true, std::sync::atomic::Ordering::SeqCst);
        };
        // There is one thread for all that is async: it would be busy until the end.
        let meanwhile = async {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            assert!(!done.load(std::sync::atomic::Ordering::SeqCst));
        };
        tokio::join!(hashing, meanwhile);
        assert_eq!(passwords.pool.pieces(), 2);
    }

    #[tokio::test]
    async fn a_password_stored_with_lesser_parameters_is_old() {
        let params = Params::new(8 * 1024, 1, 1, Some(OUTPUT)).unwrap();
        let (salt, mut out, mut memory) = ([7_u8; 16], [0_u8; OUTPUT], Vec::new());
        let text = password("correct horse battery");
        let stored_params = ParamsString::try_from(&params).unwrap();
        fill(Algorithm::Argon2id, Version::V0x13, params, &text, &salt, &mut out, &mut memory).unwrap();
        let stored = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: stored_params,
            salt: Some(Salt::new(&salt).unwrap()),
            hash: Some(Output::new(&out).unwrap()),
        };
        let passwords = Passwords::new(1).unwrap();
        assert_eq!(passwords.verify(Some(&stored.to_string()), &text).await.unwrap(), Verdict::RightButOld);
        assert!(passwords.verify(Some("nonsense"), &text).await.is_err());
    }
}
