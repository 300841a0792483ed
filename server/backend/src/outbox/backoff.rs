//! How long to wait before the next attempt, and when to give up.

use domain::Timestamp;

use crate::Failure;

/// An email that could not be delivered for this long since the first attempt has failed.
const GIVE_UP_AFTER: i64 = 48 * Timestamp::HOUR;
const FIRST: i64 = 30 * Timestamp::SECOND;
const LONGEST: i64 = 30 * Timestamp::MINUTE;

/// When to try again after that many attempts; `None`: give up.
///
/// The wait doubles from half a minute to half an hour, a quarter more or less by `jitter` (any number), so that the mail
/// of an hour's outage does not arrive at the server all at once.
pub(super) fn next_attempt(since: Timestamp, attempts: i64, now: Timestamp, jitter: u16) -> Option<Timestamp> {
    let doublings = attempts.saturating_sub(1).clamp(0, 16);
    let wait = (FIRST << doublings).min(LONGEST);
    let wait = wait * (750 + i64::from(jitter % 501)) / 1000;
    (now.0 - since.0 < GIVE_UP_AFTER).then(|| now.plus(wait))
}

/// A random number for [`next_attempt`].
pub(super) fn jitter() -> Result<u16, Failure> {
    let mut bytes = [0; 2];
    getrandom::fill(&mut bytes).map_err(|_| Failure::Randomness)?;
    Ok(u16::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_stop_growing() {
        let start = Timestamp(0);
        let wait = |attempts| next_attempt(start, attempts, start, 250).map(|at| at.0 / Timestamp::SECOND);
        assert_eq!(wait(1), Some(30));
        assert_eq!(wait(2), Some(60));
        assert_eq!(wait(5), Some(480));
        assert_eq!(wait(9), Some(1800));
        assert_eq!(wait(i64::MAX), Some(1800));
    }

    #[test]
    fn jitter_stays_within_a_quarter() {
        for jitter in [0, 1, 250, 499, 500, 501, u16::MAX] {
            let wait = next_attempt(Timestamp(0), 1, Timestamp(0), jitter).unwrap().0;
            assert!((22_500..=37_500).contains(&wait), "{jitter}: {wait}");
        }
    }

    #[test]
    fn two_days_are_enough() {
        let (since, late) = (Timestamp(0), Timestamp(48 * Timestamp::HOUR));
        assert!(next_attempt(since, 30, late.plus(-1), 0).is_some());
        assert_eq!(next_attempt(since, 30, late, 0), None);
    }
}
