//! Ids and secrets from the system's randomness.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use uuid::{NoContext, Uuid, timestamp::Timestamp as UuidTimestamp};
use zeroize::Zeroizing;

use domain::Timestamp;

use crate::{Failure, vault::Plain};

/// A new id, sortable by time (UUID version 7, RFC 9562).
pub fn new_id(now: Timestamp) -> Uuid {
    let milliseconds = u64::try_from(now.0).unwrap_or(0);
    let nanoseconds = u32::try_from(milliseconds % 1000).unwrap_or(0) * 1_000_000;
    Uuid::new_v7(UuidTimestamp::from_unix(NoContext, milliseconds / 1000, nanoseconds))
}

/// 256 random bits.
pub(crate) fn secret_bytes() -> Result<Zeroizing<[u8; 32]>, Failure> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| Failure::Randomness)?;
    Ok(bytes)
}

/// A password for a service: 20 characters without those that are easily mistaken for others, over 115 bits.
pub(crate) fn password() -> Result<Plain, Failure> {
    const LETTERS: &[u8; 56] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut text = String::with_capacity(20);
    while text.len() < 20 {
        for byte in secret_bytes()?.iter() {
            // What is beyond the last whole round would make some letters likelier.
            if let Some(letter) = LETTERS.get(usize::from(byte % 64)).filter(|_| text.len() < 20) {
                text.push(char::from(*letter));
            }
        }
    }
    Ok(Plain::new(text))
}

/// The secret of an emailed link: 256 random bits in URL-safe base64. Only its hash is stored.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// A new secret.
    pub fn generate() -> Result<Self, Failure> {
        Ok(Self(Zeroizing::new(URL_SAFE_NO_PAD.encode(secret_bytes()?.as_slice()))))
    }

    /// The text that goes into the link.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is stored and looked up.
    pub fn hash(&self) -> Vec<u8> {
        hash_secret(&self.0)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The hash by which a secret is stored and looked up. A secret has 256 bits of its own, so a fast hash is enough.
pub fn hash_secret(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}
