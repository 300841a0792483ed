//! Reading events that were posted as JSON: one, or a list. What is wrong is told by event, field and position.

use std::{collections::BTreeSet, fmt};

use domain::{
    AccountId, EmailAddress,
    business_event::{BusinessEvent, EventKind},
};
use serde::{Deserialize, Deserializer, de};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::Refused;

/// An event as it was posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    pub id: Option<Uuid>,
    pub account: Whose,
    pub event: BusinessEvent,
}

/// How an account is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    Id(AccountId),
    /// By its owner's sign-in address, if the owner has just one.
    Owner(EmailAddress),
}

impl<'de> Deserialize<'de> for Whose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if let Ok(id) = text.parse() {
            return Ok(Self::Id(id));
        }
        EmailAddress::parse(&text)
            .map(Self::Owner)
            .map_err(|_| de::Error::custom("neither the id of an account nor its owner's address"))
    }
}

/// What is wrong with posted events, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadEvent {
    /// Which event of the list, from 1.
    pub event: usize,
    /// The path to the field, such as `data.invoice.total.currency`; empty: the event as a whole.
    pub field: String,
    /// Line and column of the text, from 1, where they are known.
    pub at: Option<(usize, usize)>,
    pub problem: String,
}

impl BadEvent {
    /// An event of the list that cannot be posted.
    pub fn refused(event: usize, refused: &Refused) -> Self {
        Self { event, field: refused.field().to_owned(), at: None, problem: refused.to_string() }
    }
}

impl fmt::Display for BadEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "event {}", self.event)?;
        if !self.field.is_empty() {
            write!(f, ", {}", self.field)?;
        }
        if let Some((line, column)) = self.at {
            write!(f, " (line {line}, column {column})")?;
        }
        write!(f, ": {}", self.problem)
    }
}

/// The event short of its data, which depends on the kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope<'a> {
    #[serde(default)]
    id: Option<Uuid>,
    account: Whose,
    event: EventKind,
    #[serde(borrow)]
    data: &'a RawValue,
}

/// Reads one event, or a list of them. All of them must do.
///
/// # Errors
///
/// The first that is wrong.
pub fn read(json: &str) -> Result<Vec<Incoming>, BadEvent> {
    let mut read = Vec::new();
    let mut ids = BTreeSet::new();
    for (index, text) in split(json)?.into_iter().enumerate() {
        let part = Part { event: index + 1, whole: json, text, path: "" };
        let envelope: Envelope<'_> = part.read(|reader| serde_path_to_error::deserialize(reader))?;
        let data = Part { text: envelope.data.get(), path: "data", ..part };
        let event = data.read(|reader| {
            let mut track = serde_path_to_error::Track::new();
            let reader = serde_path_to_error::Deserializer::new(reader, &mut track);
            BusinessEvent::read(envelope.event, reader)
                .map_err(|error| serde_path_to_error::Error::new(track.path(), error))
        })?;
        if let Some(id) = envelope.id
            && !ids.insert((id, format!("{:?}", envelope.account)))
        {
            let problem = "the id of an event before it in the list".to_owned();
            return Err(BadEvent { event: index + 1, field: "id".to_owned(), at: None, problem });
        }
        read.push(Incoming { id: envelope.id, account: envelope.account, event });
    }
    Ok(read)
}

/// The texts of the events.
fn split(json: &str) -> Result<Vec<&str>, BadEvent> {
    let bad = |error: &serde_json::Error| BadEvent {
        event: 1,
        field: String::new(),
        at: Some((error.line(), error.column())),
        problem: without_position(error),
    };
    if json.trim_start().starts_with('[') {
        let list: Vec<&RawValue> = serde_json::from_str(json).map_err(|error| bad(&error))?;
        Ok(list.into_iter().map(RawValue::get).collect())
    } else {
        let one: &RawValue = serde_json::from_str(json).map_err(|error| bad(&error))?;
        Ok(vec![one.get()])
    }
}

/// A part of the posted text.
#[derive(Clone, Copy)]
struct Part<'a> {
    event: usize,
    whole: &'a str,
    text: &'a str,
    /// Where the part stands in its event.
    path: &'static str,
}

type Reader<'r, 'a> = &'r mut serde_json::Deserializer<serde_json::de::StrRead<'a>>;

impl<'a> Part<'a> {
    fn read<T>(
        &self,
        read: impl FnOnce(Reader<'_, 'a>) -> Result<T, serde_path_to_error::Error<serde_json::Error>>,
    ) -> Result<T, BadEvent> {
        let mut reader = serde_json::Deserializer::from_str(self.text);
        read(&mut reader).map_err(|error| self.bad(&error))
    }

    fn bad(&self, error: &serde_path_to_error::Error<serde_json::Error>) -> BadEvent {
        let path = error.path().to_string();
        let field = match (self.path, path.as_str()) {
            (before, ".") => before.to_owned(),
            ("", path) => path.to_owned(),
            (before, path) => format!("{before}.{path}"),
        };
        let inner = error.inner();
        let at = (inner.line() > 0).then(|| self.position(inner.line(), inner.column()));
        BadEvent { event: self.event, field, at, problem: without_position(inner) }
    }

    /// Where a place of the part stands in the whole text.
    fn position(&self, line: usize, column: usize) -> (usize, usize) {
        // The part is a piece of the whole.
        let start = self.text.as_ptr().addr().saturating_sub(self.whole.as_ptr().addr());
        let before = self.whole.get(..start).unwrap_or_default();
        let lines = before.matches('\n').count();
        let last = before.rsplit('\n').next().unwrap_or_default().len();
        (line + lines, if line == 1 { column + last } else { column })
    }
}

/// The message alone: its position is that within a part.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&position).unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(data: &str) -> String {
        format!("{{\"account\": \"owner@northwind.test\",\n \"event\": \"service_renewing\",\n \"data\": {data}}}")
    }

    fn problem(json: &str) -> String {
        read(json).unwrap_err().to_string()
    }

    #[test]
    fn one_event_or_a_list_is_read() {
        let good = one("{\"service\": {\"name\": \"nw-app-01\"}, \"renews\": \"2031-04-01T10:00:00Z\"}");
        let events = read(&good).unwrap();
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].event.kind(), EventKind::ServiceRenewing);
        assert_eq!(events[0].id, None);
        let by_id = good.replace("owner@northwind.test", "01900000-0000-7000-8000-000000000001");
        let events = read(&format!("[{good}, {by_id}]")).unwrap();
        assert!(matches!((&events[0].account, &events[1].account), (Whose::Owner(_), Whose::Id(_))));
        assert_eq!(read("[]"), Ok(Vec::new()));
    }

    #[test]
    fn what_is_wrong_is_told_by_event_field_and_position() {
        let good = one("{\"service\": {\"name\": \"nw-app-01\"}, \"renews\": \"2031-04-01T10:00:00Z\"}");
        let bad = one("{\"service\": {\"name\": \"nw-app-01\"}, \"renews\": \"tomorrow\"}");
        assert_eq!(
            problem(&format!("[{good},\n{bad}]")),
            "event 2, data.renews (line 6, column 65): not an instant such as 2031-03-14T12:00:00Z"
        );
        assert_eq!(
            problem(&one("{\"service\": {\"name\": \"x\",\n\"ip\": 1}, \"renews\": \"2031-04-01T10:00:00Z\"}")),
            "event 1, data.service.ip (line 4, column 4): unknown field `ip`, expected `id` or `name`"
        );
        let text = problem(&one("{\"service\": {\"name\": \"x\"}}"));
        assert!(
            text.starts_with("event 1, data (line 3, column ") && text.ends_with("missing field `renews`"),
            "{text}"
        );
        let text = problem("{\"account\": \"nobody\", \"event\": \"service_renewing\", \"data\": {}}");
        assert!(text.starts_with("event 1, account ("), "{text}");
        let text = problem("{\"account\": \"a@b.test\", \"event\": \"dance\", \"data\": {}}");
        assert!(text.starts_with("event 1, event (") && text.ends_with("unknown event"), "{text}");
        let text = problem("[{\"account\": ]");
        assert!(text.starts_with("event 1 (line 1, column 14): expected value"), "{text}");
        let twice = good.replacen('{', "{\"id\": \"01900000-0000-7000-8000-000000000001\", ", 1);
        assert!(problem(&format!("[{twice}, {twice}]")).starts_with("event 2, id: "));
        for text in ["", "7", "[7]", "null", "{}", "[", "{\"account\": 7}"] {
            assert!(problem(text).starts_with("event 1"), "{text}");
        }
    }
}
