//! What an answer of the SMTP server means for an email (RFC 5321 §4.2.1, RFC 3463, RFC 5248).

use super::connection::{Cause, Stage, Trouble};

/// What became of an email that was to be handed to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    Accepted,
    /// Not now: a temporary refusal, a connection that broke, or something that is about us and not about the email.
    Later(String),
    /// There is no server to hand anything to.
    Unreachable(String),
    /// Refused for good.
    Never {
        words: String,
        /// Whether it is the address that does not work, rather than this one email.
        dead: bool,
    },
}

/// An enhanced status code such as 5.1.1 (RFC 3463).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Status {
    pub class: u16,
    pub subject: u16,
    pub detail: u16,
}

impl Status {
    /// Reads the code at the beginning of a text.
    pub fn parse(text: &str) -> Option<Self> {
        let word = text.split_whitespace().next()?;
        let mut parts = word.split('.').map(|part| match part.len() {
            1..=3 if part.bytes().all(|byte| byte.is_ascii_digit()) => part.parse().ok(),
            _ => None,
        });
        let status = Self { class: parts.next()??, subject: parts.next()??, detail: parts.next()?? };
        (matches!(status.class, 2 | 4 | 5) && parts.next().is_none()).then_some(status)
    }
}

/// Whether a refusal for good says that the address does not work: nobody has it, the mailbox is closed or full, or its
/// domain takes no mail. Policy, the content, the system and the protocol (5.7, 5.6, 5.3, 5.5) say nothing about it.
/// `code` is the three-digit one and counts where there is no enhanced one, or one that says nothing (5.0.0).
pub(crate) fn is_dead(status: Option<Status>, code: Option<u16>) -> bool {
    match status.map(|status| (status.subject, status.detail)) {
        // The sender's address (RFC 3463 §3.2).
        Some((1, 7 | 8)) => false,
        // 7.17: the mailbox has changed hands (RFC 7293).
        Some((1, _) | (2, 0..=2) | (4, 1 | 3 | 4) | (7, 17)) => true,
        Some((0, _)) | None => matches!(code, Some(550..=553 | 556)),
        Some(_) => false,
    }
}

/// What trouble means for the email.
pub(super) fn judge(trouble: &Trouble) -> Delivery {
    let (code, words) = (trouble.code(), words(trouble));
    let status = code.and(said(trouble)).and_then(|said| Status::parse(&said));
    match (trouble.stage, code) {
        (Stage::Recipient, None) if matches!(trouble.cause, Cause::Letters) => Delivery::Never { words, dead: true },
        (Stage::Opening, _) => Delivery::Unreachable(words),
        // A refused sender, or one that is to sign in first (RFC 4954 §6), is for the operator to put right.
        (Stage::Sender, _) | (_, Some(530 | 534 | 535 | 538)) => Delivery::Later(words),
        (Stage::Recipient, Some(500..)) => Delivery::Never { words, dead: is_dead(status, code) },
        // Here a bare 550 is about what was sent.
        (Stage::Content, Some(500..)) => Delivery::Never { words, dead: status.is_some() && is_dead(status, None) },
        _ => Delivery::Later(words),
    }
}

/// What the server said after its three digits.
fn said(trouble: &Trouble) -> Option<String> {
    match &trouble.cause {
        Cause::Smtp(error) => std::error::Error::source(error).map(ToString::to_string),
        Cause::Silence | Cause::Letters => None,
    }
}

/// What is kept for people: the server's own words, or what happened to the connection.
fn words(trouble: &Trouble) -> String {
    match (trouble.code(), &trouble.cause) {
        (Some(code), _) => format!("{code} {}", said(trouble).unwrap_or_default()).trim_end().to_owned(),
        (None, Cause::Smtp(error)) => error.to_string(),
        (None, Cause::Silence) => "the server did not answer in time".to_owned(),
        (None, Cause::Letters) => {
            "the mail server takes no letters outside of a to z before the @ of an address (SMTPUTF8)".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(text: &str) -> Option<(u16, u16, u16)> {
        Status::parse(text).map(|status| (status.class, status.subject, status.detail))
    }

    #[test]
    fn enhanced_codes_are_read() {
        assert_eq!(status("5.1.1 No such user"), Some((5, 1, 1)));
        assert_eq!(status("4.7.100"), Some((4, 7, 100)));
        for none in ["", "No such user", "5.1 No", "5.1.1.1 no", "3.1.1 no", "5.x.1 no", "5.1.1000 no", "5..1"] {
            assert_eq!(status(none), None, "{none}");
        }
    }

    #[test]
    fn the_address_is_told_from_the_email() {
        let dead = |text, code| is_dead(Status::parse(text), Some(code));
        for (text, code) in [
            ("5.1.1 unknown", 550),
            ("5.1.10 null MX", 556),
            ("5.2.1 disabled", 550),
            ("5.2.2 full", 552),
            ("5.4.1 access denied", 550),
            ("5.0.0 no", 550),
            ("5.7.17 changed hands", 550),
            ("no such user", 550),
            ("mailbox name not allowed", 553),
        ] {
            assert!(dead(text, code), "{text}");
        }
        for (text, code) in [
            ("5.7.1 blocked", 550),
            ("5.7.26 not authenticated", 550),
            ("5.1.8 bad sender", 550),
            ("5.6.0 content", 554),
            ("5.3.4 too big", 552),
            ("relay access denied", 554),
            ("syntax", 501),
        ] {
            assert!(!dead(text, code), "{text}");
        }
    }
}
