//! Email addresses.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    field::{is_invisible, is_unprintable},
    letters::lower,
};

/// An email address that mail can be sent to, as the person wrote it.
///
/// Two addresses are the same mailbox to us when their [`canonical`](Self::canonical) forms are equal.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// What mailboxes that several people read are called.
const SHARED: &str = "abuse accounting accounts admin administrator all billing booking contact epost faktura finance \
    firmapost hei hello help helpdesk hostmaster hr info invoice invoices it kontakt kontor kundeservice mail marketing \
    office orders ordre post postmaster postmottak reception regnskap root sales salg security service staff support team \
    webmaster økonomi okonomi";

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
            && text.chars().all(|c| !c.is_whitespace() && !is_unprintable(c) && !is_invisible(c) && c != '"');
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
        lower(&self.0)
    }

    /// Whether it looks like a mailbox that several people read, such as `info@` or `post@` (RFC 2142 and what is usual
    /// here): whoever opens its mail could set the password of a login that was meant for one of them.
    pub fn is_shared(&self) -> bool {
        let local = lower(self.local_part());
        let name = local.split('+').next().unwrap_or_default();
        SHARED.split(' ').any(|shared| shared == name)
    }

    /// What stands after the `@`, in lower case: where its email goes.
    pub fn domain(&self) -> String {
        self.0.rsplit_once('@').map_or_else(String::new, |(_, domain)| lower(domain))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_that_people_have() {
        for text in [
            "a@b.no",
            "Sam.O'Neill+x@codeworks.test",
            "  ines@ledger.test\r\n",
            "o_o-1@a-b.c.test",
            "pål@blåbær.no",
        ] {
            assert_eq!(EmailAddress::parse(text).unwrap().as_str(), text.trim(), "{text:?}");
        }
    }

    #[test]
    fn texts_that_are_none() {
        for text in [
            "",
            "a",
            "a@",
            "@b.no",
            "a@b",
            "a@localhost",
            "a b@c.no",
            "a@b.no, c@d.no",
            "a@b.no;c@d.no",
            "a..b@c.no",
            ".a@c.no",
            "a@.no",
            "a@b..no",
            "a@b.no.",
            "a@-b.no",
            "A <a@b.no>",
            "<a@b.no>",
            "\"a b\"@c.no",
            "\"a\"@c.no",
            "a@[127.0.0.1]",
            "a(x)@b.no",
            "a@b.no(x)",
            "a@b@c.no",
            "a,b@c.no",
            "a@b_c .no",
            "mailto:a@b.no\u{0}",
            "a\r\nBcc:x@b.no",
            "a@b.no\r\nBcc: x@y.no",
            "a\u{202e}@b.no",
            "a\u{200b}@b.no",
            "a\u{200f}@b.no",
            "a\u{fffd}@b.no",
            "a@b\u{ad}c.no",
        ] {
            assert_eq!(EmailAddress::parse(text), Err(NotAnAddress), "{text:?}");
        }
        assert!(EmailAddress::parse(&format!("{}@b.no", "a".repeat(65))).is_err());
        assert!(EmailAddress::parse(&format!("{}@b.no", "a".repeat(10_000))).is_err());
        assert!(EmailAddress::parse(&format!("a@{}.no", "b.".repeat(5_000))).is_err());
    }

    #[test]
    fn case_is_kept_but_not_compared() {
        let address = EmailAddress::parse("Ines@Ledger.TEST").unwrap();
        assert_eq!(address.as_str(), "Ines@Ledger.TEST");
        assert_eq!(address.canonical(), "ines@ledger.test");
        assert_eq!(address.local_part(), "Ines");
    }

    #[test]
    fn shared_mailboxes_are_known_by_their_names() {
        let shared = |text| EmailAddress::parse(text).unwrap().is_shared();
        for text in ["info@a.test", "Post@a.test", "admin+coterie@a.test", "økonomi@a.test"] {
            assert!(shared(text), "{text}");
        }
        for text in ["ada@a.test", "info.ada@a.test", "information@a.test", "posten@a.test"] {
            assert!(!shared(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_safe_in_a_header(text in "[ -~\\r\\n\\tåé\u{202e}\u{200b}]{0,20}@[ -~\\r\\nå]{0,20}") {
            if let Ok(address) = EmailAddress::parse(&text) {
                let text = address.as_str();
                prop_assert!(!text.chars().any(|c| c.is_control() || c.is_whitespace() || "<>(),;:\"[]\\".contains(c)));
                prop_assert_eq!(text.matches('@').count(), 1);
                prop_assert!(text.len() <= EmailAddress::MAX_BYTES);
                prop_assert_eq!(EmailAddress::parse(text), Ok(address.clone()));
                let canonical = EmailAddress::parse(&address.canonical()).unwrap();
                prop_assert_eq!(canonical.canonical(), address.canonical());
            }
        }

        #[test]
        fn any_text_is_answered(text in any::<String>()) {
            let _ = EmailAddress::parse(&text);
        }
    }
}
