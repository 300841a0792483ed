//! Reading what comes back: which letter it is about, and what it says (delivery status notifications, RFC 3464).
//!
//! The letter is named by the address that the notification was sent to, wherever in it that stands; the token in it
//! cannot be forged. Pure.

use domain::EmailAddress;

use crate::mail::{Status, is_dead, tokens::LETTER};

/// What a notification says about a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// It did not arrive.
    Failed {
        words: String,
        /// Whether it is the address that does not work.
        dead: bool,
    },
    /// It has not arrived yet, or it has, or an answering machine replied.
    Nothing,
}

/// The tokens of letters in a text: what stands between `bounces+` and `@provider.example`.
pub(super) fn tokens<'a>(raw: &'a str, base: &EmailAddress) -> impl Iterator<Item = &'a str> {
    let (before, after) = (format!("{}+", base.local_part()), format!("@{}", base.domain()));
    let starts = raw.match_indices('+').map(|(at, _)| at + 1);
    starts.filter_map(move |start| {
        let name = raw.get(start.checked_sub(before.len())?..start)?;
        let token = raw.get(start..start + LETTER)?;
        let rest = raw.get(start + LETTER..start + LETTER + after.len())?;
        (name.eq_ignore_ascii_case(&before) && rest.eq_ignore_ascii_case(&after)).then_some(token)
    })
}

/// What a notification says.
pub(super) fn read(raw: &str) -> Said {
    match status_fields(raw) {
        Some(fields) => status(&fields),
        None => undeliverable(raw),
    }
}

/// From a status alone, such as `5.1.1`, with words or without: for whoever has read the notification already. Without
/// an action beside it, `4.x.x` is a delay.
pub(super) fn from_status(status: &str, words: &str) -> Said {
    let parsed = Status::parse(status.trim());
    if parsed.is_some_and(|status| matches!(status.class, 2 | 4)) {
        return Said::Nothing;
    }
    let words = format!("{} {}", status.trim(), words.trim()).trim().to_owned();
    Said::Failed { words, dead: works_no_more(parsed, None) }
}

fn status(fields: &[(String, String)]) -> Said {
    let field = |name: &str| fields.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
    if !field("action").is_some_and(|action| action.eq_ignore_ascii_case("failed")) {
        return Said::Nothing;
    }
    let status = field("status").and_then(Status::parse);
    let diagnostic = field("diagnostic-code").map(|text| text.split_once(';').map_or(text, |(_, words)| words.trim()));
    let words = diagnostic.or(field("status")).unwrap_or("it came back without a reason").to_owned();
    Said::Failed { dead: works_no_more(status, code(&words)), words }
}

/// A system that has tried for days and gives up (4.x.x) says as much as one that refuses.
fn works_no_more(status: Option<Status>, code: Option<u16>) -> bool {
    match status {
        Some(Status { class: 4, subject, .. }) => subject != 7,
        status => is_dead(status, code),
    }
}

/// The three digits that a text begins with.
fn code(text: &str) -> Option<u16> {
    let digits = text.get(..3)?;
    let ends = text.get(3..).is_none_or(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()));
    (ends && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

/// The fields of the part `message/delivery-status`, all recipients' together: a letter has one.
fn status_fields(raw: &str) -> Option<Vec<(String, String)>> {
    let mut lines = raw.lines();
    lines.find(|line| {
        let line = line.to_ascii_lowercase();
        line.starts_with("content-type:") && line.contains("delivery-status") && !line.contains("report-type")
    })?;
    // The rest of the part's headers.
    lines.find(|line| line.trim().is_empty())?;
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in lines.take_while(|line| !line.starts_with("--")) {
        match (line.starts_with([' ', '\t']), fields.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (false, _, Some((name, value))) => fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned())),
            _ => {}
        }
    }
    Some(fields)
}

/// A notification without such a part, as Exim writes it: it names whom it could not reach in a header.
fn undeliverable(raw: &str) -> Said {
    let mut head = raw.lines().take_while(|line| !line.trim().is_empty());
    if !head.any(|line| line.to_ascii_lowercase().starts_with("x-failed-recipients:")) {
        return Said::Nothing;
    }
    // The answer of the other server is quoted somewhere.
    let mut answers = raw.lines().filter_map(|line| {
        let start = line.match_indices('5').map(|(at, _)| at).find(|at| {
            let fresh = line.get(..*at).is_some_and(|before| before.is_empty() || before.ends_with([' ', '\t', ':']));
            fresh && line.get(*at..).and_then(code).is_some()
        })?;
        line.get(start..)
    });
    let words = answers.next().unwrap_or("it came back without a reason").trim().to_owned();
    let code = code(&words);
    let status = words.get(3..).and_then(Status::parse);
    Said::Failed { dead: works_no_more(status, code.or(Some(550))), words }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Postfix writes it.
    const POSTFIX: &str = include_str!("../../tests/bounces/postfix.eml");
    const EXIM: &str = include_str!("../../tests/bounces/exim.eml");
    const DELAYED: &str = include_str!("../../tests/bounces/delayed.eml");
    const VACATION: &str = include_str!("../../tests/bounces/vacation.eml");

    fn failed(words: &str, dead: bool) -> Said {
        Said::Failed { words: words.to_owned(), dead }
    }

    #[test]
    fn notifications_are_understood() {
        assert_eq!(
            read(POSTFIX),
            failed("550 5.1.1 <ines@ledger.test>: Recipient address rejected: User unknown", true)
        );
        assert_eq!(read(EXIM), failed("550 No such user here", true));
        assert_eq!(read(DELAYED), Said::Nothing);
        assert_eq!(read(VACATION), Said::Nothing);
        assert_eq!(read(""), Said::Nothing);
        let policy = POSTFIX.replace("5.1.1", "5.7.1");
        assert!(matches!(read(&policy), Said::Failed { dead: false, .. }));
        let expired = POSTFIX.replace("Status: 5.1.1", "Status: 4.4.7");
        assert!(matches!(read(&expired), Said::Failed { dead: true, .. }));
    }

    #[test]
    fn a_status_is_enough() {
        assert_eq!(from_status("5.1.1", "unknown"), failed("5.1.1 unknown", true));
        assert_eq!(from_status("5.7.1", ""), failed("5.7.1", false));
        assert_eq!(from_status("2.0.0", ""), Said::Nothing);
        for delay in ["4.4.1", "4.4.7", "4.2.2", "4.7.0"] {
            assert_eq!(from_status(delay, "not yet"), Said::Nothing, "{delay}");
        }
        assert_eq!(from_status("", "hard bounce"), failed("hard bounce", false));
    }

    #[test]
    fn tokens_are_found_wherever_they_stand() {
        let base = EmailAddress::parse("Bounces@provider.test").unwrap();
        let token = "a".repeat(LETTER);
        let found = |text: &str| tokens(text, &base).map(str::to_owned).collect::<Vec<_>>();
        for text in [
            format!("To: bounces+{token}@provider.test"),
            format!("Delivered-To: <BOUNCES+{token}@Provider.Test>\r\nx"),
            format!("1+1=2 bounces+{token}@provider.test"),
        ] {
            assert_eq!(found(&text), [token.as_str()], "{text}");
        }
        for text in [
            format!("bounces+{token}@other.test"),
            format!("other+{token}@provider.test"),
            format!("bounces+{}@provider.test", &token[1..]),
            "æ+ø".to_owned(),
        ] {
            assert!(found(&text).is_empty(), "{text}");
        }
    }
}
