//! What people fill in about tickets: the forms as they are posted, and what in them does.

use domain::{
    AccountId, AppError, Code,
    business_event::{Line, Prose, TextProblem},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Failure,
    problems::{Problem, Problems},
};

/// Whom at the provider a ticket is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Department {
    Technical,
    Domains,
    Billing,
    Sales,
}

impl Code for Department {
    const WHAT: &'static str = "department";
    const ALL: &'static [Self] = &[Self::Technical, Self::Domains, Self::Billing, Self::Sales];

    fn code(self) -> &'static str {
        match self {
            Self::Technical => "technical",
            Self::Domains => "domains",
            Self::Billing => "billing",
            Self::Sales => "sales",
        }
    }
}

/// How urgent a ticket is to who opens it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Priority {
    Low,
    #[default]
    Normal,
    High,
}

impl Code for Priority {
    const WHAT: &'static str = "priority";
    const ALL: &'static [Self] = &[Self::Low, Self::Normal, Self::High];

    fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
        }
    }
}

/// A new ticket, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TicketForm {
    /// The id that the ticket gets, made with the form: posted twice, it is opened once.
    pub token: String,
    /// The account that the form is of.
    pub account: Option<AccountId>,
    pub subject: String,
    pub department: String,
    pub priority: String,
    /// `service-ID`, `domain-ID`, or empty.
    pub about: String,
    /// `owner` or the ids of contacts.
    pub copies: Vec<String>,
    pub text: String,
}

/// An answer to a ticket, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplyForm {
    /// The id that the message gets.
    pub token: String,
    pub account: Option<AccountId>,
    pub text: String,
}

/// The fields of a new ticket that can be read by themselves.
pub(super) struct Read {
    pub subject: Line,
    pub department: Department,
    pub priority: Priority,
    pub text: Prose,
}

impl TicketForm {
    /// Reads what is typed and chosen; `None`: there are problems.
    pub(super) fn read(&self, problems: &mut Problems) -> Option<Read> {
        let subject = problems.take("subject", Line::parse(&self.subject).map_err(problem));
        let department = Department::from_code(&self.department).ok_or(if self.department.is_empty() {
            Problem::Missing
        } else {
            Problem::UnknownChoice
        });
        let department = problems.take("department", department);
        let priority = problems.take("priority", Priority::from_code(&self.priority).ok_or(Problem::UnknownChoice));
        let text = problems.take("text", Prose::parse(&self.text).map_err(problem));
        Some(Read { subject: subject?, department: department?, priority: priority?, text: text? })
    }
}

/// What is wrong with a text.
pub(super) fn problem(problem: TextProblem) -> Problem {
    match problem {
        TextProblem::Empty => Problem::Missing,
        TextProblem::TooLong(_) => Problem::TooLong,
        TextProblem::Unprintable => Problem::Unprintable,
    }
}

/// The id that a form brings along.
///
/// # Errors
///
/// [`AppError::BadRequest`] when it is none of ours: they are of version 7.
pub(super) fn token(text: &str) -> Result<Uuid, Failure> {
    let id = text.parse::<Uuid>().ok().filter(|id| id.get_version_num() == 7);
    id.ok_or_else(|| AppError::BadRequest.into())
}
