//! Email addresses.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An email address that mail can be sent to, as the person wrote it.
///
/// Two addresses are the same mailbox to us when their [`canonical`](Self::canonical) forms are equal.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// A text that is no email address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnAddress;

impl fmt::Display for NotAnAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an email address")
    }
}

impl std::error::Error for NotAnAddress {}

impl EmailAddress {
    /// The longest address that SMTP carries (RFC 5321 §4.5.3.1.3), in bytes.
    pub const MAX_BYTES: usize = 254;

    /// The address in a text, white space around it ignored.
    ///
    /// # Errors
    ///
    /// When the text is not `local@domain.tld` by RFC 5321: no display name, no comment, no address literal, no quoted
    /// local part, and a domain of at least two labels.
    pub fn parse(text: &str) -> Result<Self, NotAnAddress> {
        let text = text.trim();
        let options = email_address::Options::default()
            .with_required_tld()
            .without_domain_literal()
            .without_display_text();
        let plain = text.len() <= Self::MAX_BYTES
            && text.chars().all(|c| !c.is_whitespace() && !crate::field::is_unprintable(c) && c != '"');
        if plain && email_address::EmailAddress::parse_with_options(text, options).is_ok() {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAnAddress)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form by which addresses are compared and looked up: lower case. Mail systems that tell letter cases of a
    /// mailbox apart are not met in practice, and two logins that differ in case only would be a trap.
    pub fn canonical(&self) -> String {
        self.0.to_lowercase()
    }

    /// What stands before the `@`.
    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or(self.0.as_str(), |(local, _)| local)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = NotAnAddress;
    fn try_from(text: String) -> Result<Self, NotAnAddress> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}
