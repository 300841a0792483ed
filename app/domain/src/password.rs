//! Passwords: what is accepted (NIST SP 800-63B §3.1.1), and a hint about strength.
//!
//! Whether a password is among the most common ones only the server knows: the list is too large for the browser.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::email::EmailAddress;

/// A password as typed. Its `Debug` shows nothing, and it is never sent back to a browser.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// The shortest accepted, in characters.
    pub const MIN: usize = 8;
    /// The longest accepted, in characters.
    pub const MAX: usize = 128;

    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The secret itself: for hashing and checking only.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the password may be set for that address, as far as the browser can tell.
    pub fn check(&self, address: Option<&EmailAddress>) -> Result<(), PasswordProblem> {
        let length = self.0.chars().count();
        if length < Self::MIN {
            return Err(PasswordProblem::TooShort);
        }
        if length > Self::MAX {
            return Err(PasswordProblem::TooLong);
        }
        let lower = self.0.to_lowercase();
        let contains_address = address.is_some_and(|address| {
            let canonical = address.canonical();
            let local = EmailAddress::local_part(address).to_lowercase();
            lower.contains(&canonical) || (local.chars().count() >= 4 && lower.contains(&local))
        });
        if contains_address { Err(PasswordProblem::ContainsAddress) } else { Ok(()) }
    }

    /// A hint for the person who types: how hard it would be to guess.
    ///
    /// Counts characters, those that repeat or continue the one before (`aaaa`, `1234`) for a quarter.
    pub fn strength(&self) -> Strength {
        let mut quarters = 0_usize;
        let mut before: Option<u32> = None;
        for c in self.0.chars().map(u32::from) {
            let dull = before.is_some_and(|before| before.abs_diff(c) <= 1);
            quarters += if dull { 1 } else { 4 };
            before = Some(c);
        }
        match quarters / 4 {
            0..8 => Strength::Weak,
            8..12 => Strength::Fair,
            12..18 => Strength::Good,
            _ => Strength::Strong,
        }
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Why a password cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordProblem {
    TooShort,
    TooLong,
    /// It contains the address, or what stands before its `@`.
    ContainsAddress,
    /// It is on the list of the most common ones.
    Common,
}

/// How hard a password is to guess, roughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    Weak,
    Fair,
    Good,
    Strong,
}
