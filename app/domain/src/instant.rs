//! Instants as outside programs write them (RFC 3339), and as we store them (milliseconds).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{calendar::CalendarDate, moment::Timestamp};

/// An instant that crosses the border as RFC 3339: `2031-03-14T12:00:00Z`, or with an offset and fractions of a second.
/// Written in UTC, to the second or the millisecond. Years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Instant(pub Timestamp);

/// A text that is no instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnInstant;

impl fmt::Display for NotAnInstant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an instant such as 2031-03-14T12:00:00Z")
    }
}

impl std::error::Error for NotAnInstant {}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.0.0.clamp(EARLIEST, LATEST);
        let (day, rest) = (at.div_euclid(Timestamp::DAY), at.rem_euclid(Timestamp::DAY));
        let (hour, rest) = (rest / Timestamp::HOUR, rest % Timestamp::HOUR);
        let (minute, rest) = (rest / Timestamp::MINUTE, rest % Timestamp::MINUTE);
        let (second, fraction) = (rest / Timestamp::SECOND, rest % Timestamp::SECOND);
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}", CalendarDate::of_day(day))?;
        if fraction > 0 {
            write!(f, ".{fraction:03}")?;
        }
        f.write_str("Z")
    }
}

/// 0001-01-01 and the last millisecond of 9999.
const EARLIEST: i64 = -62_135_596_800_000;
const LATEST: i64 = 253_402_300_799_999;

impl FromStr for Instant {
    type Err = NotAnInstant;

    fn from_str(text: &str) -> Result<Self, NotAnInstant> {
        let (date, time) = text.split_once(['T', 't']).ok_or(NotAnInstant)?;
        let date: CalendarDate = date.parse().map_err(|_| NotAnInstant)?;
        let (time, offset) = split_offset(time).ok_or(NotAnInstant)?;
        let time = time_of_day(time).ok_or(NotAnInstant)?;
        let at = date.day_number() * Timestamp::DAY + time - offset;
        if (EARLIEST..=LATEST).contains(&at) {
            Ok(Self(Timestamp(at)))
        } else {
            Err(NotAnInstant)
        }
    }
}

/// The time before the offset, and the offset in milliseconds.
fn split_offset(time: &str) -> Option<(&str, i64)> {
    if let Some(time) = time.strip_suffix(['Z', 'z']) {
        return Some((time, 0));
    }
    let at = time.rfind(['+', '-'])?;
    let (time, offset) = (time.get(..at)?, time.get(at..)?);
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let offset_in = number(hours, 2, 23)? * Timestamp::HOUR + number(minutes, 2, 59)? * Timestamp::MINUTE;
    Some((time, if offset.starts_with('-') { -offset_in } else { offset_in }))
}

/// `HH:MM:SS`, perhaps with a fraction, in milliseconds. A leap second counts as the one before.
fn time_of_day(text: &str) -> Option<i64> {
    let (clock, fraction) = match text.split_once('.') {
        None => (text, "0"),
        Some((clock, fraction)) => (clock, fraction),
    };
    let mut parts = clock.splitn(3, ':');
    let hours = number(parts.next()?, 2, 23)?;
    let minutes = number(parts.next()?, 2, 59)?;
    let seconds = number(parts.next()?, 2, 60)?.min(59);
    let digits = !fraction.is_empty() && fraction.len() <= 9 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let milliseconds: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok().filter(|_| digits)?;
    Some(hours * Timestamp::HOUR + minutes * Timestamp::MINUTE + seconds * Timestamp::SECOND + milliseconds)
}

fn number(text: &str, length: usize, most: i64) -> Option<i64> {
    let plain = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| plain && *number <= most)
}

impl TryFrom<String> for Instant {
    type Error = NotAnInstant;
    fn try_from(text: String) -> Result<Self, NotAnInstant> {
        text.parse()
    }
}

impl From<Instant> for String {
    fn from(instant: Instant) -> Self {
        instant.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn instants_are_read_in_every_form_of_the_standard() {
        for (text, at) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2030-03-18T12:00:00Z", 1_900_065_600_000),
            ("2030-03-18T13:00:00+01:00", 1_900_065_600_000),
            ("2030-03-18t06:30:00.25-05:30", 1_900_065_600_250),
            ("1969-12-31T23:59:59.999z", -1),
            ("2016-12-31T23:59:60Z", 1_483_228_799_000),
            ("0001-01-01T00:00:00Z", EARLIEST),
            ("9999-12-31T23:59:59.999999999Z", LATEST),
        ] {
            assert_eq!(text.parse(), Ok(Instant(Timestamp(at))), "{text}");
        }
        for text in [
            "",
            "2030-03-18",
            "2030-03-18T12:00:00",
            "2030-03-18 12:00:00Z",
            "2030-02-30T12:00:00Z",
            "2030-03-18T24:00:00Z",
            "2030-03-18T12:60:00Z",
            "2030-03-18T12:00Z",
            "2030-03-18T12:00:00.Z",
            "2030-03-18T12:00:00.xZ",
            "2030-03-18T12:00:00+1:00",
            "2030-03-18T12:00:00+24:00",
            "0001-01-01T00:00:00+01:00",
            "1900065600000",
        ] {
            assert_eq!(text.parse::<Instant>(), Err(NotAnInstant), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_itself(at in EARLIEST..=LATEST) {
            let instant = Instant(Timestamp(at));
            prop_assert_eq!(instant.to_string().parse(), Ok(instant));
        }

        #[test]
        fn any_text_is_answered(text in any::<String>()) {
            let _ = text.parse::<Instant>();
        }
    }
}
