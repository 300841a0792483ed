//! Which notices there are, and when. Pure.

use domain::Timestamp;

/// A notice about something that is due.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Stored with what was told.
    pub code: &'static str,
    /// From when it is told, in milliseconds after what is due; negative: before.
    pub from: i64,
    /// From when it would be stale. It is not told any more then.
    pub until: i64,
}

const DAY: i64 = Timestamp::DAY;

const fn notice(code: &'static str, from_days: i64, until_days: i64) -> Notice {
    Notice { code, from: from_days * DAY, until: until_days * DAY }
}

/// The end of a login. That it is over is told however late.
pub(crate) const ACCESS: [Notice; 3] =
    [notice("before_3", -3, -1), notice("before_1", -1, 0), notice("ended", 0, 36_500)];

/// An invoice that is not paid.
pub(super) const INVOICE: [Notice; 4] =
    [notice("reminder", -3, 0), notice("first", 1, 7), notice("second", 7, 14), notice("third", 14, 30)];

/// The end of a domain's registration.
pub(super) const DOMAIN: [Notice; 5] = [
    notice("before_60", -60, -30),
    notice("before_30", -30, -7),
    notice("before_7", -7, 0),
    notice("expired", 0, 3),
    notice("after_3", 3, 14),
];

/// The renewal of a service.
pub(super) const SERVICE: [Notice; 1] = [notice("renewing", -7, 0)];

/// The end of the last month in which a card can be used.
pub(super) const CARD: [Notice; 2] = [notice("before_30", -30, -7), notice("before_7", -7, 0)];

/// The end of a month of the affiliate programme. A day is left for its figures to come.
pub(super) const AFFILIATE: [Notice; 1] = [notice("report", 1, 28)];

/// How long before a ticket is closed its people are told.
pub(super) const CLOSING: i64 = 2 * DAY;

/// A ticket whose answer waits, where such tickets are closed after so many days: the warning, and that it is closed.
/// Neither is ever stale, because nothing is closed without a warning.
pub(super) fn ticket(days: u16) -> [Notice; 2] {
    let closes = i64::from(days) * DAY;
    let from = |code, from| Notice { code, from, until: 36_500 * DAY };
    [from("closing", closes - CLOSING), from("closed", closes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The notices that would be told at that many days after what is due.
    fn told(schedule: &[Notice], days: i64) -> Vec<&'static str> {
        let at = days * DAY;
        schedule.iter().filter(|one| one.from <= at && at < one.until).map(|one| one.code).collect()
    }

    #[test]
    fn only_the_latest_is_told() {
        for (days, expected) in [
            (-61, None),
            (-60, Some("before_60")),
            (-31, Some("before_60")),
            (-30, Some("before_30")),
            (-20, Some("before_30")),
            (-7, Some("before_7")),
            (-1, Some("before_7")),
            (0, Some("expired")),
            (3, Some("after_3")),
            (14, None),
        ] {
            assert_eq!(told(&DOMAIN, days), Vec::from_iter(expected), "{days}");
        }
        for (days, expected) in [
            (-4, None),
            (-3, Some("reminder")),
            (0, None),
            (1, Some("first")),
            (7, Some("second")),
            (14, Some("third")),
            (30, None),
        ] {
            assert_eq!(told(&INVOICE, days), Vec::from_iter(expected), "{days}");
        }
    }

    #[test]
    fn never_two_at_once() {
        for schedule in [&ACCESS[..], &INVOICE, &DOMAIN, &SERVICE, &CARD, &AFFILIATE] {
            assert!((-100..100).all(|days| told(schedule, days).len() <= 1));
        }
    }
}
