//! Text that people type into fields: what is accepted, and what to say when it is not.
//!
//! Problems are values; their words live in the translation catalogue.

use serde::{Deserialize, Serialize};

use crate::authority::Escalation;

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldProblem {
    /// Nothing was typed where something is needed.
    Missing,
    /// Longer than that many characters.
    TooLong(usize),
    /// Control characters, line breaks, or marks that turn the direction of text around.
    Unprintable,
    NotAnEmail,
    /// Another contact of this account has the address.
    EmailTaken,
    /// It is the owner's address, who needs no sub-account.
    EmailOfOwner,
    NotAPhone,
    UnknownCountry,
    UnknownLanguage,
    NotADate,
    /// The date is before today.
    DateInPast,
    /// A chosen service or domain is not of this account.
    UnknownSubject,
    /// A scope limited to chosen services and domains names none.
    EmptyScope,
    Password(crate::password::PasswordProblem),
    /// The repeated value differs from the first.
    DoesNotMatch,
    /// The password given is not the current one.
    WrongPassword,
    /// The manager may not grant this (rule 5).
    Escalation(Escalation),
    /// Nobody reachable would receive this essential category any more (rule 10).
    NobodyLeft(crate::email_category::Category),
    /// The contact's address cannot be printed on an invoice: these fields are missing.
    IncompleteAddress(Vec<crate::contact_form::ContactField>),
    UnknownContact,
    UnknownTimeZone,
}

/// The problems of a form, one for a field, in the order of the fields. `F` is the form's field type.
///
/// A list rather than a map: forms are short, and each map of its own type would weigh on the client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormErrors<F>(Vec<(F, FieldProblem)>);

impl<F> Default for FormErrors<F> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<F: Ord + Copy> FormErrors<F> {
    /// Errors of one field.
    pub fn one(field: F, problem: FieldProblem) -> Self {
        let mut errors = Self::default();
        errors.add(field, problem);
        errors
    }

    /// Notes a problem; the first of a field stays.
    pub fn add(&mut self, field: F, problem: FieldProblem) {
        let place = self.0.partition_point(|(known, _)| *known < field);
        if self.0.get(place).is_none_or(|(known, _)| *known != field) {
            self.0.insert(place, (field, problem));
        }
    }

    /// Takes the value, or notes the problem and goes on with the default.
    pub fn take<T: Default>(&mut self, field: F, result: Result<T, FieldProblem>) -> T {
        result.unwrap_or_else(|problem| {
            self.add(field, problem);
            T::default()
        })
    }

    pub fn get(&self, field: F) -> Option<&FieldProblem> {
        self.0.iter().find(|(known, _)| *known == field).map(|(_, problem)| problem)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (F, &FieldProblem)> {
        self.0.iter().map(|(field, problem)| (*field, problem))
    }

    /// The value if there is no problem.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}

/// Whether a character must not stand in a line of text: it breaks lines, mail headers or logs, or turns the direction
/// of the text after it (Unicode's bidirectional embeddings, overrides and isolates), or shows as nothing at all, or
/// stands for bytes that were no text.
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200B}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFD}'
            | '\u{E0000}'..='\u{E007F}')
}

/// Whether a character is part of how a script is written (joiners, the direction marks of single characters, soft
/// hyphens) but shows nothing by itself.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200C}'..='\u{200F}'
            | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}')
}

/// One line of text: white space around it removed, at most `max` characters, nothing unprintable.
pub fn line(text: &str, max: usize) -> Result<String, FieldProblem> {
    let text = text.trim();
    if text.chars().count() > max {
        Err(FieldProblem::TooLong(max))
    } else if text.chars().any(is_unprintable) {
        Err(FieldProblem::Unprintable)
    } else {
        Ok(text.to_owned())
    }
}

/// A [`line`] that may not be empty, nor look so.
pub fn required_line(text: &str, max: usize) -> Result<String, FieldProblem> {
    let text = line(text, max)?;
    if text.chars().all(is_invisible) {
        Err(FieldProblem::Missing)
    } else {
        Ok(text)
    }
}

/// A telephone number: empty, or 3 to 15 digits (ITU-T E.164 §6) with an optional leading `+` and the usual marks
/// between them. Kept as written.
pub fn phone(text: &str) -> Result<String, FieldProblem> {
    let text = line(text, 40)?;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let marks = |(index, c): (usize, char)| c.is_ascii_digit() || " -().".contains(c) || (c == '+' && index == 0);
    if text.is_empty() || ((3..=15).contains(&digits) && text.chars().enumerate().all(marks)) {
        Ok(text)
    } else {
        Err(FieldProblem::NotAPhone)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn breaks_and_turned_text_are_refused() {
        for text in [
            "a\r\nBcc: x@y.z",
            "a\nb",
            "a\rb",
            "a\u{0}b",
            "a\u{7f}b",
            "a\u{85}b",
            "a\u{2028}b",
            "a\u{202e}gpj.exe",
            "a\u{2067}b",
            "a\u{200b}b",
            "a\u{feff}b",
            "a\u{fffd}b",
            "a\tb",
            "a\u{e0041}b",
        ] {
            assert_eq!(line(text, 100), Err(FieldProblem::Unprintable), "{text:?}");
        }
    }

    #[test]
    fn names_of_all_kinds_are_accepted() {
        for text in
            ["Åse Bø", "محمد", "نمی\u{200c}خواهم", "שלום\u{200f}!", "O’Neill", "<b>Bob</b>", "👩\u{200d}🚀", "李"]
        {
            assert_eq!(required_line(text, 100), Ok(text.to_owned()), "{text:?}");
        }
    }

    #[test]
    fn what_looks_empty_is_missing() {
        for text in ["", "  ", "\u{a0}", "\u{3000}", "\u{200f}", "\u{3164}", "\u{200d}\u{ad}"] {
            assert_eq!(required_line(text, 100), Err(FieldProblem::Missing), "{text:?}");
        }
        assert_eq!(line("  a b \r\n", 100), Ok("a b".to_owned()));
    }

    #[test]
    fn length_counts_characters() {
        assert!(line(&"å".repeat(100), 100).is_ok());
        assert_eq!(line(&"å".repeat(101), 100), Err(FieldProblem::TooLong(100)));
        assert_eq!(line(&"x".repeat(10_000), 100), Err(FieldProblem::TooLong(100)));
    }

    #[test]
    fn phones() {
        for text in ["", "+47 22 33 44 55", "(020) 7946-0018", "112", "+1.555.010.0199"] {
            assert_eq!(phone(text), Ok(text.to_owned()));
        }
        for text in ["12", "+1234567890123456", "call me", "22+33", "٠١٢٣", "1;DROP", "+", "12 34 x"] {
            assert_eq!(phone(text), Err(FieldProblem::NotAPhone), "{text:?}");
        }
        assert_eq!(phone("22\r\n33 44"), Err(FieldProblem::Unprintable));
        assert_eq!(phone(&"1".repeat(10_000)), Err(FieldProblem::TooLong(40)));
    }

    #[test]
    fn the_first_problem_of_a_field_stays() {
        let mut errors = FormErrors::one(1, FieldProblem::Missing);
        errors.add(1, FieldProblem::NotADate);
        errors.add(0, FieldProblem::NotAPhone);
        assert_eq!(errors.get(1), Some(&FieldProblem::Missing));
        assert_eq!(errors.iter().map(|(field, _)| field).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(errors.clone().or(7), Err(errors));
    }

    proptest! {
        #[test]
        fn an_accepted_line_is_clean_and_read_again_as_itself(text in any::<String>()) {
            if let Ok(clean) = line(&text, 50) {
                prop_assert!(clean.chars().count() <= 50);
                prop_assert!(!clean.chars().any(char::is_control));
                prop_assert_eq!(line(&clean, 50), Ok(clean));
            }
        }
    }
}
