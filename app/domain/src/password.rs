//! Passwords: what is accepted (NIST SP 800-63B §3.1.1), and a hint about strength.
//!
//! Whether a password is among the most common ones only the server knows: the list is too large for the browser.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{email::EmailAddress, field::FieldProblem, letters};

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
        let lower = letters::lower(&self.0);
        let contains_address = address.is_some_and(|address| {
            let canonical = address.canonical();
            let local = letters::lower(EmailAddress::local_part(address));
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

/// What is wrong with a new password and with its repetition, as far as the browser can tell.
pub fn new_password_problems(
    new: &Password,
    repeated: &Password,
    address: Option<&EmailAddress>,
) -> (Option<FieldProblem>, Option<FieldProblem>) {
    let problem = if new.is_empty() {
        Some(FieldProblem::Missing)
    } else {
        new.check(address).err().map(FieldProblem::Password)
    };
    (problem, (new != repeated).then_some(FieldProblem::DoesNotMatch))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(password: &str, address: Option<&str>) -> Result<(), PasswordProblem> {
        let address = address.map(|address| EmailAddress::parse(address).unwrap());
        Password::new(password.to_owned()).check(address.as_ref())
    }

    #[test]
    fn length_counts_characters_and_nothing_else_is_asked_for() {
        assert_eq!(check("1234567", None), Err(PasswordProblem::TooShort));
        assert_eq!(check("ååååååå", None), Err(PasswordProblem::TooShort));
        assert_eq!(check("åååååååå", None), Ok(()));
        assert_eq!(check("        ", None), Ok(()));
        assert_eq!(check(&"🐧".repeat(128), None), Ok(()));
        assert_eq!(check(&"x".repeat(129), None), Err(PasswordProblem::TooLong));
        assert_eq!(check(&"x".repeat(10_000), None), Err(PasswordProblem::TooLong));
    }

    #[test]
    fn the_address_may_not_stand_in_it() {
        let address = Some("Sam.Lee@codeworks.test");
        assert_eq!(check("xx SAM.LEE xx", address), Err(PasswordProblem::ContainsAddress));
        assert_eq!(check("sam.lee@codeworks.test", address), Err(PasswordProblem::ContainsAddress));
        assert_eq!(check("correct horse battery", address), Ok(()));
        // A short name stands in many words by chance.
        assert_eq!(check("the island", Some("is@b.no")), Ok(()));
        assert_eq!(check("x is@b.no x", Some("is@b.no")), Err(PasswordProblem::ContainsAddress));
    }

    #[test]
    fn the_hint_rises_with_what_must_be_guessed() {
        let strength = |text: &str| Password::new(text.to_owned()).strength();
        assert_eq!(strength(""), Strength::Weak);
        assert_eq!(strength(&"a".repeat(20)), Strength::Weak);
        assert_eq!(strength("12345678"), Strength::Weak);
        assert_eq!(strength("tr0ub4dor&"), Strength::Fair);
        assert_eq!(strength("correct horses go"), Strength::Good);
        assert_eq!(strength("correct horse battery staple"), Strength::Strong);
    }

    #[test]
    fn it_is_never_printed() {
        assert!(!format!("{:?}", Password::new("hunter2 hunter2".to_owned())).contains("hunter2"));
    }

    proptest! {
        #[test]
        fn typing_on_never_weakens(text in any::<String>(), more in any::<String>()) {
            prop_assert!(Password::new(text.clone() + &more).strength() >= Password::new(text).strength());
        }
    }
}
