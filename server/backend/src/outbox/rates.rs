//! How fast emails may leave: so many a minute to one destination, so many a minute of one announcement.
//!
//! What a rate has used up is a row that the nodes share ([`Bucket`]): when the next email is on time (the generic cell
//! rate algorithm). It is read and written in the short transaction that claims emails, so no lock outlives that. An
//! email that would be too early is given a time of its own, at the end of the line; so a thousand emails to one
//! destination are looked at twice each, and not at every turn. Announcements have a line of their own, which ordinary
//! emails pass.

use std::collections::BTreeMap;

use domain::Timestamp;
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{LockType, OnConflict},
};
use uuid::Uuid;

use crate::{
    Failure, Tx,
    db::entity::mail_rates::{self, Model},
};

/// How early an email may leave that is under a rate of which a second holds only one: a worker wakes a little late, and
/// the next email must not wait for that.
const EARLY: i64 = 250;

/// So many emails a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    /// Milliseconds from one email to the next.
    every: i64,
    /// How many may leave at once after a pause: what a second holds.
    burst: i64,
}

impl Pace {
    /// `None`: as fast as they leave, which is also what 0 means.
    pub fn per_minute(emails: u32) -> Option<Self> {
        let emails = i64::from(emails);
        (emails > 0).then(|| Self { every: (Timestamp::MINUTE + emails - 1) / emails, burst: (emails / 60).max(1) })
    }

    fn head_start(self) -> i64 {
        self.every * (self.burst - 1)
    }

    /// Less than from one email to the next: no more of them leave in any minute for it.
    fn early(self) -> i64 {
        EARLY.min(self.every / 4)
    }
}

/// In which line an email waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Ordinary,
    Bulk,
}

/// What a rate has used up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bucket {
    /// When the next email is on time, were there no burst.
    next_at: i64,
    /// Until when those that have to wait were given a time.
    ordinary_until: i64,
    bulk_until: i64,
}

impl Bucket {
    /// When an email may leave: now or later.
    fn free_at(self, pace: Pace, now: i64) -> i64 {
        (self.next_at - pace.head_start()).max(now)
    }

    fn take(&mut self, pace: Pace, now: i64) {
        self.next_at = self.next_at.max(now) + pace.every;
    }

    fn end_of(&mut self, line: Line) -> &mut i64 {
        match line {
            Line::Ordinary => &mut self.ordinary_until,
            Line::Bulk => &mut self.bulk_until,
        }
    }

    /// The time of one more that has to wait.
    fn lay(&mut self, pace: Pace, line: Line, now: i64) -> Timestamp {
        let free_at = self.free_at(pace, now);
        let end = self.end_of(line);
        let at = free_at.max(*end);
        *end = at + pace.every;
        Timestamp(at)
    }
}

/// What a rate is kept for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    Domain(String),
    Announcement(Uuid),
}

impl Of {
    /// The key of its row.
    fn code(&self) -> String {
        match self {
            Self::Domain(domain) => format!("domain {domain}"),
            Self::Announcement(id) => format!("announcement {id}"),
        }
    }
}

/// The rates that a few emails are under, as stored.
#[derive(Debug, Default)]
pub(super) struct Rates(BTreeMap<Of, (Pace, Bucket)>);

impl Rates {
    /// Reads them, and makes others wait who want to read the same until the transaction ends. In the order of their
    /// keys, so that two of them never wait for each other.
    pub async fn lock(tx: &Tx, wanted: BTreeMap<Of, Pace>) -> Result<Self, Failure> {
        if wanted.is_empty() {
            return Ok(Self::default());
        }
        let keys: Vec<String> = wanted.keys().map(Of::code).collect();
        let missing = keys.iter().map(|key| row(key, Bucket::default()));
        mail_rates::Entity::insert_many(missing)
            .on_conflict(OnConflict::column(mail_rates::Column::Bucket).do_nothing().to_owned())
            .exec_without_returning(tx.conn())
            .await?;
        let rows = mail_rates::Entity::find()
            .filter(mail_rates::Column::Bucket.is_in(keys))
            .order_by_asc(mail_rates::Column::Bucket)
            .lock(LockType::Update)
            .all(tx.conn())
            .await?;
        let stored: BTreeMap<String, Bucket> = rows
            .into_iter()
            .map(|row| {
                let Model { bucket, next_at, ordinary_until, bulk_until } = row;
                (bucket, Bucket { next_at, ordinary_until, bulk_until })
            })
            .collect();
        let found = wanted.into_iter().map(|(of, pace)| {
            let bucket = stored.get(&of.code()).copied().unwrap_or_default();
            (of, (pace, bucket))
        });
        Ok(Self(found.collect()))
    }

    pub async fn store(self, tx: &Tx) -> Result<(), Failure> {
        if self.0.is_empty() {
            return Ok(());
        }
        let rows: Vec<_> = self.0.iter().map(|(of, (_, bucket))| row(&of.code(), *bucket)).collect();
        let replace = OnConflict::column(mail_rates::Column::Bucket)
            .update_columns([
                mail_rates::Column::NextAt,
                mail_rates::Column::OrdinaryUntil,
                mail_rates::Column::BulkUntil,
            ])
            .to_owned();
        mail_rates::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(tx.conn()).await?;
        Ok(())
    }

    /// Whether one email under these rates may leave now. Otherwise when. `fresh`: it has not waited yet, so it stands
    /// behind those that have.
    pub fn allow(&mut self, under: &[Of], line: Line, fresh: bool, now: Timestamp) -> Result<(), Timestamp> {
        let mut later = None;
        for of in under {
            if let Some((pace, bucket)) = self.0.get_mut(of)
                && (bucket.free_at(*pace, now.0) > now.0 + pace.early() || fresh && *bucket.end_of(line) > now.0)
            {
                later = later.max(Some(bucket.lay(*pace, line, now.0)));
            }
        }
        if let Some(at) = later {
            return Err(at);
        }
        self.count(under, now);
        Ok(())
    }

    /// Counts an email that leaves now, whatever the rates say.
    pub fn count(&mut self, under: &[Of], now: Timestamp) {
        for of in under {
            if let Some((pace, bucket)) = self.0.get_mut(of) {
                bucket.take(*pace, now.0);
            }
        }
    }

    /// The time of one more email of an announcement that is being queued.
    pub fn lay(&mut self, of: &Of, now: Timestamp) -> Timestamp {
        self.0.get_mut(of).map_or(now, |(pace, bucket)| bucket.lay(*pace, Line::Bulk, now.0))
    }
}

fn row(key: &str, bucket: Bucket) -> mail_rates::ActiveModel {
    use sea_orm::ActiveValue::Set;
    mail_rates::ActiveModel {
        bucket: Set(key.to_owned()),
        next_at: Set(bucket.next_at),
        ordinary_until: Set(bucket.ordinary_until),
        bulk_until: Set(bucket.bulk_until),
    }
}

/// Forgets the rates that nobody has used for an hour.
pub(super) async fn forget_old(tx: &Tx, now: Timestamp) -> Result<(), Failure> {
    let long_ago = now.plus(-Timestamp::HOUR).0;
    mail_rates::Entity::delete_many()
        .filter(mail_rates::Column::NextAt.lt(long_ago))
        .filter(mail_rates::Column::OrdinaryUntil.lt(long_ago))
        .filter(mail_rates::Column::BulkUntil.lt(long_ago))
        .exec(tx.conn())
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: Timestamp = Timestamp(1_900_000_000_000);

    fn rates(emails: u32) -> (Rates, Vec<Of>) {
        let of = Of::Domain("north.test".to_owned());
        let pace = Pace::per_minute(emails).unwrap();
        (Rates([(of.clone(), (pace, Bucket::default()))].into()), vec![of])
    }

    fn allow(rates: &mut Rates, under: &[Of], now: Timestamp) -> Result<(), Timestamp> {
        rates.allow(under, Line::Ordinary, true, now)
    }

    #[test]
    fn no_rate_is_no_limit() {
        assert_eq!(Pace::per_minute(0), None);
        let mut none = Rates::default();
        assert!((0..1000).all(|_| allow(&mut none, &[Of::Domain("x.test".to_owned())], START).is_ok()));
    }

    #[test]
    fn a_second_s_worth_leaves_at_once_and_the_rest_in_its_turn() {
        let (mut rates, under) = rates(600);
        let now: Vec<_> = (0..15).map(|_| allow(&mut rates, &under, START)).collect();
        assert!(now[..10].iter().all(Result::is_ok));
        let times: Vec<_> = now[10..].iter().map(|one| one.unwrap_err().0 - START.0).collect();
        assert_eq!(times, [100, 200, 300, 400, 500]);
    }

    #[test]
    fn whoever_was_given_a_time_leaves_then_and_nobody_steps_in() {
        let (mut rates, under) = rates(60);
        allow(&mut rates, &under, START).unwrap();
        let times: Vec<_> = (0..50).map(|_| allow(&mut rates, &under, START).unwrap_err()).collect();
        for at in times {
            assert!(allow(&mut rates, &under, at).is_err(), "somebody new waits");
            assert_eq!(rates.allow(&under, Line::Ordinary, false, at), Ok(()));
        }
    }

    #[test]
    fn a_worker_that_wakes_a_little_late_loses_no_turn() {
        for emails in [20, 60, 120, 600] {
            let (mut rates, under) = rates(emails);
            let mut times: Vec<_> = (0..emails + 20).filter_map(|_| allow(&mut rates, &under, START).err()).collect();
            times.retain(|at| *at < START.plus(Timestamp::MINUTE));
            let (gap, mut late) = (times[1].0 - times[0].0, 0);
            for at in times {
                // Now later, now less.
                late = (late + 37) % EARLY.min(gap / 4);
                assert_eq!(
                    rates.allow(&under, Line::Ordinary, false, at.plus(late)),
                    Ok(()),
                    "{emails}: {at:?} + {late}"
                );
            }
        }
    }

    #[test]
    fn ordinary_emails_pass_an_announcement() {
        let (mut rates, under) = rates(60);
        let bulk: Vec<_> = (0..1000).map(|_| rates.allow(&under, Line::Bulk, true, START)).collect();
        assert_eq!(bulk[999], Err(START.plus(999_000)));
        assert_eq!(allow(&mut rates, &under, START), Err(START.plus(1000)));
        assert_eq!(rates.allow(&under, Line::Ordinary, false, START.plus(1000)), Ok(()));
    }

    #[test]
    fn what_cannot_wait_takes_the_place_of_others() {
        let (mut rates, under) = rates(60);
        for _ in 0..5 {
            rates.count(&under, START);
        }
        assert_eq!(allow(&mut rates, &under, START), Err(START.plus(5000)));
    }

    proptest! {
        /// However the requests come, no minute holds more than the rate and one burst.
        #[test]
        fn never_faster_than_the_rate(
            emails in 1_u32..3000,
            asked in proptest::collection::vec((0_i64..5000, any::<bool>(), any::<bool>()), 1..400),
        ) {
            let (mut rates, under) = rates(emails);
            let mut now = START;
            let mut left = Vec::new();
            for (gap, bulk, fresh) in asked {
                now = now.plus(gap);
                let line = if bulk { Line::Bulk } else { Line::Ordinary };
                match rates.allow(&under, line, fresh, now) {
                    Ok(()) => left.push(now.0),
                    Err(at) => prop_assert!(at > now),
                }
            }
            let most = usize::try_from(emails + (emails / 60).max(1)).unwrap();
            for (index, at) in left.iter().enumerate() {
                let within = left[index..].iter().take_while(|other| **other < at + Timestamp::MINUTE).count();
                prop_assert!(within <= most, "{within} of {most}");
            }
        }
    }
}
