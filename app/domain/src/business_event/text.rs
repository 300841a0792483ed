//! Texts in events: checked when they are read, so that whatever is stored can be printed.

use serde::{Deserialize, Serialize};

use crate::field::{FieldProblem, is_unprintable, required_line};

/// A line of text: not empty, at most 200 characters, nothing unprintable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line(String);

/// Text of several lines: not empty, at most 20,000 characters, nothing unprintable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Prose(String);

/// Why a text does not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextProblem {
    Empty,
    TooLong(usize),
    Unprintable,
}

impl std::fmt::Display for TextProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => f.write_str("an empty text"),
            Self::TooLong(most) => write!(f, "a text of more than {most} characters"),
            Self::Unprintable => f.write_str("a text with characters that cannot be printed"),
        }
    }
}

impl std::error::Error for TextProblem {}

impl From<FieldProblem> for TextProblem {
    fn from(problem: FieldProblem) -> Self {
        match problem {
            FieldProblem::Missing => Self::Empty,
            FieldProblem::TooLong(most) => Self::TooLong(most),
            _ => Self::Unprintable,
        }
    }
}

impl Line {
    const MOST: usize = 200;

    /// # Errors
    ///
    /// When the text does not do as one line.
    pub fn parse(text: &str) -> Result<Self, TextProblem> {
        Ok(Self(required_line(text, Self::MOST)?))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Prose {
    const MOST: usize = 20_000;

    /// # Errors
    ///
    /// When the text does not do.
    pub fn parse(text: &str) -> Result<Self, TextProblem> {
        let text = text.replace("\r\n", "\n").replace('\t', "    ");
        let text = text.trim();
        if text.chars().count() > Self::MOST {
            return Err(TextProblem::TooLong(Self::MOST));
        }
        if text.chars().any(|c| c != '\n' && is_unprintable(c)) {
            return Err(TextProblem::Unprintable);
        }
        // Whether it shows anything is decided as for a line.
        let flat: String = text.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
        required_line(&flat, Self::MOST)?;
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is set apart by empty lines.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.0.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty())
    }
}

macro_rules! text_serde {
    ($($type:ident),+) => {$(
        impl TryFrom<String> for $type {
            type Error = TextProblem;
            fn try_from(text: String) -> Result<Self, TextProblem> {
                Self::parse(&text)
            }
        }
        impl From<$type> for String {
            fn from(text: $type) -> Self {
                text.0
            }
        }
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

text_serde!(Line, Prose);
