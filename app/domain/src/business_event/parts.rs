//! What the data of several events is made of.

use serde::{Deserialize, Serialize};

use super::{
    text::{Line, Prose},
    thing::Thing,
};
use crate::{calendar::CalendarDate, code::Code, email::EmailAddress, locale::Locale, money::Amount, serde_by_code};

/// A text in one language or both; who reads another language gets the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Texts(Written);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    en: Option<Wording>,
    #[serde(default)]
    nb: Option<Wording>,
}

/// What an announcement says in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    pub subject: Line,
    /// Paragraphs are set apart by empty lines.
    pub text: Prose,
}

impl Texts {
    /// In English, in Bokmål; `None`: in neither.
    pub fn new(en: Option<Wording>, nb: Option<Wording>) -> Option<Self> {
        Self::try_from(Written { en, nb }).ok()
    }

    /// In that language, or else in the other.
    pub fn in_language(&self, locale: Locale) -> Option<&Wording> {
        let (en, nb) = (self.0.en.as_ref(), self.0.nb.as_ref());
        match locale {
            Locale::English => en.or(nb),
            Locale::Bokmal => nb.or(en),
        }
    }
}

impl TryFrom<Written> for Texts {
    type Error = &'static str;
    fn try_from(written: Written) -> Result<Self, &'static str> {
        if written.en.is_none() && written.nb.is_none() {
            return Err("texts in neither en nor nb");
        }
        Ok(Self(written))
    }
}

impl From<Texts> for Written {
    fn from(texts: Texts) -> Self {
        texts.0
    }
}

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    pub year: i16,
    pub month: u8,
}

impl TryFrom<String> for Month {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, &'static str> {
        let date: Result<CalendarDate, _> = format!("{text}-01").parse();
        let date = date.map_err(|_| "not a month such as 2031-03")?;
        Ok(Self { year: date.year(), month: date.month() })
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        format!("{:04}-{:02}", month.year, month.month)
    }
}

/// The last four digits of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LastDigits(String);

impl TryFrom<String> for LastDigits {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, &'static str> {
        if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(text))
        } else {
            Err("not the last four digits of a card")
        }
    }
}

impl From<LastDigits> for String {
    fn from(digits: LastDigits) -> Self {
        digits.0
    }
}

/// What the provider calls something, and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    pub label: Line,
    pub value: Line,
}

/// An invoice at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceRef {
    pub number: Line,
    pub total: Amount,
    /// The services and domains of its lines. It reaches a contact with a limited scope only if all are in it; none: the
    /// whole account.
    #[serde(default)]
    pub about: Vec<Thing>,
}

/// A line of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceLine {
    pub text: Line,
    pub amount: Amount,
}

/// A support ticket, and who is named on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    pub number: Line,
    pub subject: Line,
    /// Whose ticket it is.
    pub opener: TicketPerson,
    /// Addresses of people of the account who get copies.
    #[serde(default)]
    pub copied: Vec<EmailAddress>,
    /// None: the whole account.
    #[serde(default)]
    pub about: Vec<Thing>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TicketPerson {
    pub name: Line,
    pub email: EmailAddress,
}

/// Which of the notices of an overdue invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OverdueNotice {
    First,
    Second,
    Third,
}

impl Code for OverdueNotice {
    const WHAT: &'static str = "notice";
    const ALL: &'static [Self] = &[Self::First, Self::Second, Self::Third];

    fn code(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Third => "third",
        }
    }
}

serde_by_code!(OverdueNotice);

/// Which of the notices of a domain that expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RenewalNotice {
    Before60,
    Before30,
    Before7,
    After3,
}

impl Code for RenewalNotice {
    const WHAT: &'static str = "notice";
    const ALL: &'static [Self] = &[Self::Before60, Self::Before30, Self::Before7, Self::After3];

    fn code(self) -> &'static str {
        match self {
            Self::Before60 => "before_60",
            Self::Before30 => "before_30",
            Self::Before7 => "before_7",
            Self::After3 => "after_3",
        }
    }
}

serde_by_code!(RenewalNotice);

impl RenewalNotice {
    /// How many days before the expiry; negative: after.
    pub fn days(self) -> i64 {
        match self {
            Self::Before60 => 60,
            Self::Before30 => 30,
            Self::Before7 => 7,
            Self::After3 => -3,
        }
    }
}
