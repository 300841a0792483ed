//! Points in time: what is stored, and what people are shown.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01 00:00 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    pub const SECOND: i64 = 1000;
    pub const MINUTE: i64 = 60 * Self::SECOND;
    pub const HOUR: i64 = 60 * Self::MINUTE;
    pub const DAY: i64 = 24 * Self::HOUR;

    /// This point moved by that many milliseconds.
    #[must_use]
    pub fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }
}

/// A point in time with its texts, written by the server in the viewer's language and the account's time zone: the
/// browser formats no dates, so what it hydrates is what the server rendered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    pub at: Timestamp,
    /// For `datetime`: RFC 3339 in UTC.
    pub iso: String,
    /// For `title`: the full date and time with the zone.
    pub absolute: String,
    /// What is shown: "3 days ago", "in 20 days".
    pub relative: String,
}
