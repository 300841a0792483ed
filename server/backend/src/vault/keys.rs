//! The keys, and sealing with them.
//!
//! What is sealed reads: 1, the length of the key's id, the id, 24 bytes of nonce, the ciphertext with its tag. A nonce
//! of that length may be random (draft-irtf-cfrg-xchacha, section 1).

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chacha20poly1305::{
    Key, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, KeyInit as _, Payload},
};
use zeroize::Zeroizing;

use super::{Place, Plain};
use crate::Failure;

/// The keys of demo mode, which serves its own machine only: known to everybody, so that the demo opens on any.
pub const DEMO_KEYS: &str = "demo:Y290ZXJpZSBkZW1vIGtleSwga25vd24gdG8gYWxsICE=";

const VERSION: u8 = 1;
const NONCE: usize = 24;
/// In bytes, of a key.
const KEY: usize = 32;
/// In characters, of a key's id.
const LONGEST_ID: usize = 32;

/// The operator's keys. Without any, no secret is kept.
#[derive(Clone, Default)]
pub struct Keyring(Arc<[(String, Zeroizing<[u8; KEY]>)]>);

/// Why a list of keys does not do. Never repeats one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadKeys {
    #[error("must be a list with commas of ID:KEY")]
    NotAPair,
    #[error("has an id that is not 1 to 32 letters, digits, - or _")]
    BadId,
    #[error("has the id {0:?} twice")]
    Twice(String),
    #[error("has a key {0:?} that is not 32 bytes in base64")]
    BadKey(String),
}

impl Keyring {
    /// Reads `ID:KEY,ID:KEY`: keys of 32 bytes in base64, the first of which encrypts.
    pub fn parse(list: &str) -> Result<Self, BadKeys> {
        let mut keys: Vec<(String, Zeroizing<[u8; KEY]>)> = Vec::new();
        for pair in list.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (id, key) = pair.split_once(':').ok_or(BadKeys::NotAPair)?;
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            if id.is_empty() || id.len() > LONGEST_ID || !id.bytes().all(plain) {
                return Err(BadKeys::BadId);
            }
            if keys.iter().any(|(known, _)| known == id) {
                return Err(BadKeys::Twice(id.to_owned()));
            }
            let bytes = Zeroizing::new(STANDARD.decode(key).map_err(|_| BadKeys::BadKey(id.to_owned()))?);
            let key = bytes.as_slice().try_into().map_err(|_| BadKeys::BadKey(id.to_owned()))?;
            keys.push((id.to_owned(), Zeroizing::new(key)));
        }
        Ok(Self(keys.into()))
    }

    /// Whether there is no key: then no secret can be kept or shown.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The id of the key that encrypts.
    pub fn first(&self) -> Option<&str> {
        self.0.first().map(|(id, _)| id.as_str())
    }

    /// Encrypts a secret for its place.
    pub(crate) fn seal(&self, place: Place, secret: &Plain) -> Result<Vec<u8>, Failure> {
        let (id, key) = self.0.first().ok_or_else(|| Failure::vault("there is no key"))?;
        let mut nonce = [0_u8; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| Failure::Randomness)?;
        let payload = Payload { msg: secret.expose().as_bytes(), aad: &place.bound_to() };
        let sealed = cipher(key)
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Failure::vault("encrypting failed"))?;
        let length = u8::try_from(id.len()).map_err(|_| Failure::vault("the key's id is too long"))?;
        Ok([&[VERSION, length], id.as_bytes(), &nonce, &sealed].concat())
    }

    /// Decrypts what was sealed for that place.
    ///
    /// # Errors
    ///
    /// When its key is not among these, or it was changed or put in the place of another.
    pub(crate) fn open(&self, place: Place, sealed: &[u8]) -> Result<Plain, Failure> {
        let (id, rest) = key_id(sealed).ok_or_else(|| Failure::vault("a secret is not one"))?;
        let (_, key) = self
            .0
            .iter()
            .find(|(known, _)| known == id)
            .ok_or_else(|| Failure::vault(format!("the key {id:?} is missing in COTERIE_SECRET_KEYS")))?;
        let (nonce, text) = rest.split_first_chunk::<NONCE>().ok_or_else(|| Failure::vault("a secret is too short"))?;
        let payload = Payload { msg: text, aad: &place.bound_to() };
        let plain = cipher(key)
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| Failure::vault("a secret was changed, or is another's"))?;
        String::from_utf8(plain).map(Plain::new).map_err(|_| Failure::vault("a secret is no text"))
    }
}

/// The id of the key that something was sealed with, and what follows it.
pub(super) fn key_id(sealed: &[u8]) -> Option<(&str, &[u8])> {
    let (&[VERSION, length], rest) = sealed.split_first_chunk::<2>()? else {
        return None;
    };
    let (id, rest) = rest.split_at_checked(usize::from(length))?;
    Some((std::str::from_utf8(id).ok()?, rest))
}

fn cipher(key: &[u8; KEY]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(*key))
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(id, _)| id)).finish()
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        AccountId,
        id::{DomainId, ServiceId},
    };
    use uuid::Uuid;

    use super::*;

    const OTHER: &str = "new:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    fn place(account: u128, service: u128) -> Place {
        Place::service(AccountId(Uuid::from_u128(account)), ServiceId(Uuid::from_u128(service)))
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_only() {
        let keys = Keyring::parse(DEMO_KEYS).unwrap();
        let sealed = keys.seal(place(1, 2), &Plain::new("hunter2 hunter2".into())).unwrap();
        assert_eq!(keys.open(place(1, 2), &sealed).unwrap().expose(), "hunter2 hunter2");
        assert!(!sealed.windows(7).any(|part| part == b"hunter2"));
        assert!(keys.open(place(1, 3), &sealed).is_err(), "another service");
        assert!(keys.open(place(2, 2), &sealed).is_err(), "another account");
        let domain = Place::domain(AccountId(Uuid::from_u128(1)), DomainId(Uuid::from_u128(2)));
        assert!(keys.open(domain, &sealed).is_err(), "a domain of the same id");
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert!(keys.open(place(1, 2), &changed).is_err(), "byte {index}");
            assert!(keys.open(place(1, 2), &sealed[..index]).is_err(), "cut at {index}");
        }
        assert_ne!(sealed, keys.seal(place(1, 2), &Plain::new("hunter2 hunter2".into())).unwrap());
    }

    #[test]
    fn the_first_key_encrypts_and_all_decrypt() {
        let old = Keyring::parse(DEMO_KEYS).unwrap();
        let both = Keyring::parse(&format!("{OTHER}, {DEMO_KEYS}")).unwrap();
        let before = old.seal(place(1, 2), &Plain::new("before".into())).unwrap();
        assert_eq!(both.open(place(1, 2), &before).unwrap().expose(), "before");
        let after = both.seal(place(1, 2), &Plain::new("after".into())).unwrap();
        assert_eq!(key_id(&after).unwrap().0, "new");
        assert!(old.open(place(1, 2), &after).is_err());
        assert!(Keyring::default().seal(place(1, 2), &Plain::new("x".into())).is_err());
    }

    #[test]
    fn wrong_lists_are_named_without_their_keys() {
        assert!(Keyring::parse("").unwrap().is_empty());
        for list in ["abc", ":AAAA", "a b:AAAA", "a:AAAA", "a:nonsense!", &format!("{DEMO_KEYS},{DEMO_KEYS}")] {
            let problem = Keyring::parse(list).unwrap_err().to_string();
            assert!(!problem.contains("AAAA") && !problem.contains("Y290"), "{problem}");
        }
        assert!(!format!("{:?}", Keyring::parse(DEMO_KEYS).unwrap()).contains("Y290"));
        assert!(!format!("{:?}", Plain::new("hunter2".into())).contains("hunter2"));
    }
}
