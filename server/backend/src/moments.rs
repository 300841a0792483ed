//! Instants as people read them: in their language, in the account's time zone.

use domain::{CalendarDate, Locale, Moment, Timestamp};
use jiff::{ToSpan, ZonedDateTime, civil, tz::TimeZone};

/// Writes instants for one viewer.
#[derive(Clone, Debug)]
pub struct Moments {
    locale: Locale,
    zone: TimeZone,
    now: Timestamp,
}

const MONTHS: [[&str; 12]; 2] = [
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ],
];

impl Moments {
    /// For a viewer's language and an IANA time zone; UTC when the zone is not known.
    pub fn new(locale: Locale, time_zone: &str, now: Timestamp) -> Self {
        Self { locale, zone: TimeZone::get(time_zone).unwrap_or(TimeZone::UTC), now }
    }

    /// An instant with its texts.
    pub fn moment(&self, at: Timestamp) -> Moment {
        let utc = zoned(at, TimeZone::UTC);
        let local = zoned(at, self.zone.clone());
        Moment {
            at,
            iso: utc.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            absolute: format!("{}, {}", self.date_text(&local), local.strftime("%H:%M %Z")),
            relative: self.relative(at),
        }
    }

    /// The date of an instant, as people read it: `3 March 2031`, `3. mars 2031`.
    pub fn date(&self, at: Timestamp) -> String {
        self.date_text(&zoned(at, self.zone.clone()))
    }

    /// The month of an instant: `March 2031`, `mars 2031`.
    pub fn month(&self, at: Timestamp) -> String {
        let at = zoned(at, self.zone.clone());
        format!("{} {}", self.month_text(&at), at.year())
    }

    /// The date now in the zone.
    pub fn today(&self) -> CalendarDate {
        self.calendar_date(self.now)
    }

    /// The date of an instant in the zone.
    pub fn calendar_date(&self, at: Timestamp) -> CalendarDate {
        let date = zoned(at, self.zone.clone()).date();
        let part = |part: i8| u8::try_from(part).unwrap_or(1);
        CalendarDate::new(date.year(), part(date.month()), part(date.day())).unwrap_or(FIRST)
    }

    /// The instant at which a date is over in the zone: the first of the next date. What "access ends on that day"
    /// means.
    pub fn end_of(&self, date: CalendarDate) -> Timestamp {
        let part = |part: u8| i8::try_from(part).unwrap_or(1);
        let day = civil::Date::new(date.year(), part(date.month()), part(date.day())).unwrap_or(civil::Date::MAX);
        let next = day.saturating_add(1.day());
        let end = next
            .to_zoned_datetime(self.zone.clone())
            .map_or(i64::MAX, |start| start.timestamp().as_millisecond());
        Timestamp(end)
    }

    /// The last date on which access with that end still holds: the inverse of [`end_of`](Self::end_of).
    pub fn last_date_before(&self, end: Timestamp) -> CalendarDate {
        self.calendar_date(end.plus(-1))
    }

    fn date_text(&self, at: &ZonedDateTime) -> String {
        let (day, month, year) = (at.day(), self.month_text(at), at.year());
        match self.locale {
            Locale::English => format!("{day} {month} {year}"),
            Locale::Bokmal => format!("{day}. {month} {year}"),
        }
    }

    fn month_text(&self, at: &ZonedDateTime) -> &'static str {
        let index = usize::try_from(at.month() - 1).unwrap_or(0);
        let [english, bokmal] = MONTHS.map(|months| months.get(index).copied().unwrap_or_default());
        match self.locale {
            Locale::English => english,
            Locale::Bokmal => bokmal,
        }
    }

    /// How many dates from today the date of an instant is, in words: `today`, `in 7 days`, `3 days ago`.
    pub fn in_days(&self, at: Timestamp) -> String {
        let days = self.calendar_date(at).day_number() - self.today().day_number();
        let words = |[today, tomorrow, yesterday]: [&str; 3], ahead: String, ago: String| match days {
            0 => today.to_owned(),
            1 => tomorrow.to_owned(),
            -1 => yesterday.to_owned(),
            2.. => ahead,
            _ => ago,
        };
        let count = days.unsigned_abs();
        match self.locale {
            Locale::English => {
                words(["today", "tomorrow", "yesterday"], format!("in {count} days"), format!("{count} days ago"))
            }
            Locale::Bokmal => {
                words(["i dag", "i morgen", "i går"], format!("om {count} dager"), format!("for {count} dager siden"))
            }
        }
    }

    fn relative(&self, at: Timestamp) -> String {
        let difference = at.0.saturating_sub(self.now.0);
        let amount = difference.abs();
        let (count, [one, many, ett, flere]) = match amount {
            ..Timestamp::MINUTE => {
                return match self.locale {
                    Locale::English => "just now".to_owned(),
                    Locale::Bokmal => "akkurat nå".to_owned(),
                };
            }
            Timestamp::MINUTE..Timestamp::HOUR => {
                (amount / Timestamp::MINUTE, ["minute", "minutes", "minutt", "minutter"])
            }
            Timestamp::HOUR..Timestamp::DAY => (amount / Timestamp::HOUR, ["hour", "hours", "time", "timer"]),
            _ => (amount / Timestamp::DAY, ["day", "days", "dag", "dager"]),
        };
        if count > 60 && amount >= Timestamp::DAY {
            return self.date(at);
        }
        let future = difference > 0;
        match (self.locale, future) {
            (Locale::English, true) => format!("in {count} {}", if count == 1 { one } else { many }),
            (Locale::English, false) => format!("{count} {} ago", if count == 1 { one } else { many }),
            (Locale::Bokmal, true) => format!("om {count} {}", if count == 1 { ett } else { flere }),
            (Locale::Bokmal, false) => format!("for {count} {} siden", if count == 1 { ett } else { flere }),
        }
    }
}

/// Stands for a date outside the calendar, which no stored instant has.
const FIRST: CalendarDate = CalendarDate::FIRST;

fn zoned(at: Timestamp, zone: TimeZone) -> ZonedDateTime {
    jiff::Timestamp::from_millisecond(at.0)
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .to_zoned_datetime(zone)
}

/// Whether there is an IANA time zone of that name.
pub fn is_time_zone(name: &str) -> bool {
    TimeZone::get(name).is_ok()
}

/// The names of all time zones, sorted.
pub fn time_zones() -> Vec<String> {
    let mut names: Vec<String> = jiff::tz::db()
        .available()
        .map(|name| name.as_str().to_owned())
        .filter(|name| name == "UTC" || (name.contains('/') && !name.starts_with("Etc/")))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp(1_900_065_600_000); // 2030-03-18 12:00 UTC

    #[test]
    fn an_end_is_the_start_of_the_next_day_in_the_zone() {
        let moments = Moments::new(Locale::English, "Europe/Oslo", NOON);
        // The clocks of Oslo go forward on 31 March 2030.
        let date = CalendarDate::new(2030, 3, 31).unwrap();
        let end = moments.end_of(date);
        assert_eq!(moments.moment(end).iso, "2030-03-31T22:00:00Z");
        assert_eq!(moments.last_date_before(end), date);
    }

    #[test]
    fn days_are_counted_by_the_dates_of_the_zone() {
        let oslo = |at: Timestamp, locale| Moments::new(locale, "Europe/Oslo", NOON).in_days(at);
        // 13:00 in Oslo: eleven hours later it is tomorrow.
        assert_eq!(oslo(NOON.plus(10 * Timestamp::HOUR), Locale::English), "today");
        assert_eq!(oslo(NOON.plus(11 * Timestamp::HOUR), Locale::English), "tomorrow");
        assert_eq!(oslo(NOON.plus(30 * Timestamp::DAY), Locale::English), "in 30 days");
        assert_eq!(oslo(NOON.plus(-Timestamp::DAY), Locale::Bokmal), "i går");
        assert_eq!(oslo(NOON.plus(-3 * Timestamp::DAY), Locale::Bokmal), "for 3 dager siden");
    }

    #[test]
    fn both_languages_say_how_long() {
        let ago = NOON.plus(-3 * Timestamp::DAY);
        assert_eq!(Moments::new(Locale::English, "UTC", NOON).moment(ago).relative, "3 days ago");
        assert_eq!(Moments::new(Locale::Bokmal, "UTC", NOON).moment(ago).relative, "for 3 dager siden");
        assert_eq!(Moments::new(Locale::English, "UTC", NOON).moment(NOON.plus(Timestamp::HOUR)).relative, "in 1 hour");
        assert_eq!(Moments::new(Locale::Bokmal, "Europe/Oslo", NOON).date(NOON), "18. mars 2030");
    }
}
