//! A calendar date, as a person picks it. What instant it means depends on the account's time zone, which only the
//! server knows.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A date of the Gregorian calendar, year 1 to 9999. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CalendarDate {
    year: i16,
    month: u8,
    day: u8,
}

/// Of 400 years, after which the calendar repeats.
const DAYS_IN_ERA: i64 = 146_097;
/// From the March 1st that the year 0 begins with.
const DAYS_BEFORE_1970: i64 = 719_468;

/// A text that is no calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADate;

impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a date")
    }
}

impl std::error::Error for NotADate {}

impl CalendarDate {
    /// The first date that there is.
    pub const FIRST: Self = Self { year: 1, month: 1, day: 1 };

    /// The date, if the calendar has it.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let known = (1..=9999).contains(&year) && day >= 1 && day <= days_in_month(year, month);
        known.then_some(Self { year, month, day })
    }

    pub fn year(self) -> i16 {
        self.year
    }

    pub fn month(self) -> u8 {
        self.month
    }

    pub fn day(self) -> u8 {
        self.day
    }

    /// How many days after 1970-01-01.
    pub fn day_number(self) -> i64 {
        // The year begins in March, so that the leap day is its last.
        let (year, month) = (i64::from(self.year), i64::from(self.month));
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * DAYS_IN_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - DAYS_BEFORE_1970
    }

    /// The inverse of [`day_number`](Self::day_number); the first or last date that there is beyond them.
    pub fn of_day(number: i64) -> Self {
        let days = number.saturating_add(DAYS_BEFORE_1970);
        let (era, of_era) = (days.div_euclid(DAYS_IN_ERA), days.rem_euclid(DAYS_IN_ERA));
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
        let year = era.saturating_mul(400).saturating_add(year + next);
        let small = |part: i64| u8::try_from(part).unwrap_or_default();
        match i16::try_from(year).ok().and_then(|year| Self::new(year, small(month), small(day))) {
            Some(date) => date,
            None if year < 1 => Self::FIRST,
            None => Self { year: 9999, month: 12, day: 31 },
        }
    }

    /// The date that many days later. Stays at the last date that there is.
    #[must_use]
    pub fn plus_days(self, days: u16) -> Self {
        Self::of_day(self.day_number() + i64::from(days))
    }
}

/// Zero for a month that there is not.
fn days_in_month(year: i16, month: u8) -> u8 {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

impl fmt::Display for CalendarDate {
    /// As `<input type="date">` has it: `2031-02-28`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for CalendarDate {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let mut parts = text.splitn(3, '-');
        let mut part = |length: usize| {
            parts.next().filter(|part| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let (Some(year), Some(month), Some(day)) = (part(4), part(2), part(2)) else {
            return Err(NotADate);
        };
        let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse()) else {
            return Err(NotADate);
        };
        Self::new(year, month, day).ok_or(NotADate)
    }
}

impl TryFrom<String> for CalendarDate {
    type Error = NotADate;
    fn try_from(text: String) -> Result<Self, NotADate> {
        text.parse()
    }
}

impl From<CalendarDate> for String {
    fn from(date: CalendarDate) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_calendar_is_the_gregorian_one() {
        for text in ["2024-02-29", "2000-02-29", "2026-12-31", "0001-01-01", "9999-12-31"] {
            assert_eq!(text.parse::<CalendarDate>().unwrap().to_string(), text);
        }
        for text in [
            "2023-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "2026-01-00",
            "0000-01-01",
            "20260101",
            "2026-1-1",
            "26-01-01",
            "2026-01-01 ",
            "2026-01-01T00:00",
            "+026-01-01",
            "2026-01-01-1",
            "٢٠٢٦-01-01",
            "",
            "12026-01-01",
            "-001-01-01",
        ] {
            assert_eq!(text.parse::<CalendarDate>(), Err(NotADate), "{text:?}");
        }
    }

    #[test]
    fn days_are_counted_over_months_and_years() {
        let date = |text: &str| text.parse::<CalendarDate>().unwrap();
        assert_eq!(date("2026-12-31").plus_days(1), date("2027-01-01"));
        assert_eq!(date("2028-02-28").plus_days(2), date("2028-03-01"));
        assert_eq!(date("2026-01-01").plus_days(365), date("2027-01-01"));
        assert_eq!(date("9999-12-30").plus_days(30), date("9999-12-31"));
    }

    proptest! {
        #[test]
        fn text_and_date_go_both_ways_in_order(a in (1_i16..=9999, 1_u8..=12, 1_u8..=31), b in (1_i16..=9999, 1_u8..=12, 1_u8..=31)) {
            let dates = (CalendarDate::new(a.0, a.1, a.2), CalendarDate::new(b.0, b.1, b.2));
            if let (Some(first), Some(second)) = dates {
                prop_assert_eq!(first.to_string().parse(), Ok(first));
                prop_assert_eq!(first.cmp(&second), first.to_string().cmp(&second.to_string()));
                prop_assert!(first.plus_days(1) > first || first.to_string() == "9999-12-31");
                prop_assert_eq!(CalendarDate::of_day(first.day_number()), first);
                prop_assert_eq!(first.cmp(&second), first.day_number().cmp(&second.day_number()));
            }
        }

        #[test]
        fn any_number_is_a_date(number in any::<i64>()) {
            let date = CalendarDate::of_day(number);
            prop_assert!(date >= CalendarDate::FIRST && date.year() <= 9999);
        }

        #[test]
        fn any_text_is_answered(text in any::<String>()) {
            let _ = text.parse::<CalendarDate>();
        }
    }
}
