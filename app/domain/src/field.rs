//! Text that people type into fields: what is accepted, and what to say when it is not.
//!
//! Problems are values; their words live in the translation catalogue.

use std::collections::BTreeMap;

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

/// The problems of a form, by field. `F` is the form's field type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent, bound(serialize = "F: Serialize + Ord", deserialize = "F: Deserialize<'de> + Ord"))]
pub struct FormErrors<F>(BTreeMap<F, FieldProblem>);

impl<F: Ord> Default for FormErrors<F> {
    fn default() -> Self {
        Self(BTreeMap::new())
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
        self.0.entry(field).or_insert(problem);
    }

    /// Takes the value, or notes the problem and goes on with the default.
    pub fn take<T: Default>(&mut self, field: F, result: Result<T, FieldProblem>) -> T {
        result.unwrap_or_else(|problem| {
            self.add(field, problem);
            T::default()
        })
    }

    pub fn get(&self, field: F) -> Option<&FieldProblem> {
        self.0.get(&field)
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
/// of the text after it (Unicode's bidirectional embeddings, overrides and isolates), or shows as nothing at all.
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
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

/// A [`line`] that may not be empty.
pub fn required_line(text: &str, max: usize) -> Result<String, FieldProblem> {
    let text = line(text, max)?;
    if text.is_empty() { Err(FieldProblem::Missing) } else { Ok(text) }
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
