//! Secrets that must be read again: passwords of services and transfer codes of domains, encrypted at rest.
//!
//! XChaCha20-Poly1305, with account and subject as associated data: what is stored for one subject opens for no other.
//! The keys are the operator's; the first encrypts, all decrypt, so that a key can be replaced while the server runs.
//! Not here: who may see a secret (`services`, `domains`), and passwords that are only checked (`passwords`).

mod keys;
mod store;

use domain::{
    AccountId, Subject,
    id::{DomainId, ServiceId},
};
use zeroize::Zeroizing;

pub use keys::{BadKeys, DEMO_KEYS, Keyring};
pub use store::{Rotated, rotate};
pub(crate) use store::{get, known, of_account, put};

/// A secret in the clear. Its `Debug` shows nothing, and its memory is wiped.
#[derive(Clone, PartialEq, Eq)]
pub struct Plain(Zeroizing<String>);

impl Plain {
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The secret itself: to be encrypted, or shown to who asked for it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Plain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Plain(…)")
    }
}

/// Where a secret belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub account: AccountId,
    pub subject: Subject,
}

impl Place {
    pub fn service(account: AccountId, id: ServiceId) -> Self {
        Self { account, subject: Subject::Service(id) }
    }

    pub fn domain(account: AccountId, id: DomainId) -> Self {
        Self { account, subject: Subject::Domain(id) }
    }

    /// The code of the subject's kind, and its id.
    pub fn columns(self) -> (&'static str, uuid::Uuid) {
        match self.subject {
            Subject::Service(id) => ("service", id.0),
            Subject::Domain(id) => ("domain", id.0),
        }
    }

    /// What binds a sealed secret to its place.
    fn bound_to(self) -> Vec<u8> {
        let (kind, id) = self.columns();
        [b"coterie secret 1 ".as_slice(), kind.as_bytes(), b" ", self.account.0.as_bytes(), id.as_bytes()].concat()
    }
}
