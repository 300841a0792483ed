//! The worker: delivers what is due, as soon as it is committed, until it is told to stop.
//!
//! As many emails are under way at once as there are connections for it ([`Slots`]); a slow one does not keep the
//! others. When the server cannot be reached, the worker waits a little, and longer each time, so that an outage does
//! not wear out the attempts of every email.

use std::{sync::Arc, time::Duration};

use domain::Timestamp;
use tokio::{task::JoinSet, time::Instant};
use tokio_util::sync::CancellationToken;

use super::{
    Outcomes, Probe,
    claim::{Claimed, claim, next_due, waiting},
    deliver::{Desk, Ended},
    housekeeping,
    rates::Pace,
    slots::Slots,
};
use crate::{Backend, Failure, mail::Mailer, random::new_id};

/// How often to look for mail of other nodes, and how long to sleep at least when one is due earlier: what is due
/// meanwhile leaves together.
const POLL: Duration = Duration::from_secs(3);
const NAP: Duration = Duration::from_millis(50);
/// How long connections are kept open without an email.
const KEEP: Duration = Duration::from_secs(15);
/// How long to wait when the server could not be reached: at first, and at most.
const COOL: Duration = Duration::from_secs(2);
const COOLEST: Duration = Duration::from_mins(1);
/// How many emails are kept in one turn where no server is configured.
const KEPT_AT_ONCE: u64 = 16;
const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// Delivers the mail of the outbox, and looks after what is due by time. Any number of them may run, on any number of
/// nodes.
pub struct Worker {
    desk: Desk,
    mailer: Arc<Mailer>,
    slots: Slots,
    domain_pace: Option<Pace>,
    under_way: JoinSet<Result<Ended, Failure>>,
    sent: usize,
    /// How often in a row the server could not be reached, and until when it is left alone.
    unreachable: u32,
    cool_until: Option<Instant>,
    /// Whether emails were due and no connection was free.
    crowded: bool,
    /// When there last was something to do.
    busy_at: Instant,
}

impl Worker {
    /// A worker that has yet to be [`run`](Self::run).
    ///
    /// # Errors
    ///
    /// When the address of the SMTP server cannot be understood.
    pub fn new(backend: Backend) -> Result<Self, Failure> {
        let settings = &backend.settings;
        Ok(Self {
            mailer: Arc::new(Mailer::new(settings)?),
            slots: Slots::new(new_id(backend.now()), settings.mail_connections),
            domain_pace: Pace::per_minute(settings.mail_domain_rate),
            desk: Desk { backend, probe: Probe::default(), outcomes: Outcomes::default() },
            under_way: JoinSet::new(),
            sent: 0,
            unreachable: 0,
            cool_until: None,
            crowded: false,
            busy_at: Instant::now(),
        })
    }

    /// The same, watched at each step of a delivery.
    #[must_use]
    pub fn watched(mut self, probe: Probe) -> Self {
        self.desk.probe = probe;
        self
    }

    /// What becomes of the emails that this worker delivers.
    pub fn outcomes(&self) -> Outcomes {
        self.desk.outcomes.clone()
    }

    /// Works until it is told to stop; what is being sent then is finished first.
    pub async fn run(mut self, shutdown: CancellationToken) {
        let mut next_minute = Instant::now();
        let mut next_hour = Instant::now();
        while !shutdown.is_cancelled() {
            if Instant::now() >= next_minute {
                next_minute = Instant::now() + MINUTE;
                housekeeping::every_minute(&self.desk.backend).await;
            }
            if Instant::now() >= next_hour {
                next_hour = Instant::now() + HOUR;
                housekeeping::every_hour(&self.desk.backend).await;
            }
            let looked = self.desk.backend.now();
            let found = match self.turn().await {
                Ok(found) => found,
                Err(failure) => {
                    tracing::error!(error = %failure, "the outbox could not be worked on");
                    0
                }
            };
            if found > 0 {
                self.busy_at = Instant::now();
                continue;
            }
            if self.under_way.is_empty() && self.busy_at.elapsed() > KEEP {
                self.rest().await;
            }
            let pause = self.pause(looked).await;
            let db = self.desk.backend.db.clone();
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = db.mail_committed() => {}
                () = tokio::time::sleep(pause) => {}
                Some(ended) = self.under_way.join_next() => self.note(ended),
            }
        }
        self.finish().await;
    }

    /// Takes up what is due and there is room for. Returns how many emails were looked at.
    async fn turn(&mut self) -> Result<usize, Failure> {
        while let Some(ended) = self.under_way.try_join_next() {
            self.note(ended);
        }
        self.crowded = false;
        if self.cool_until.is_some_and(|until| Instant::now() < until) {
            return Ok(0);
        }
        let backend = &self.desk.backend;
        if let Mailer::Kept = *self.mailer {
            if waiting(&backend.db, backend.now(), 1).await? == 0 {
                return Ok(0);
            }
            let turn = claim(&backend.db, backend.now(), KEPT_AT_ONCE, None).await?;
            for claimed in &turn.claimed {
                let ended = deliver(&self.desk, &self.mailer, claimed).await;
                self.note(Ok(ended));
            }
            return Ok(turn.looked_at);
        }
        let busy = self.under_way.len() as u64;
        let room = self.slots.most().saturating_sub(busy);
        let due = if room == 0 { 0 } else { waiting(&backend.db, backend.now(), room).await? };
        let slots = self.slots.take(&backend.db, backend.now(), busy + due).await?;
        let room = slots.saturating_sub(busy).min(due);
        if room == 0 {
            self.crowded = due > 0 || busy >= self.slots.most();
            return Ok(0);
        }
        let turn = claim(&backend.db, backend.now(), room, self.domain_pace).await?;
        for claimed in turn.claimed {
            let (desk, mailer) = (self.desk.clone(), self.mailer.clone());
            self.under_way.spawn(async move { deliver(&desk, &mailer, &claimed).await });
        }
        Ok(turn.looked_at)
    }

    fn note(&mut self, ended: Result<Result<Ended, Failure>, tokio::task::JoinError>) {
        match ended {
            Ok(Ok(Ended::Unreachable)) => {
                let wait = COOL.saturating_mul(1 << self.unreachable.min(5)).min(COOLEST);
                self.unreachable = self.unreachable.saturating_add(1);
                self.cool_until = Some(Instant::now() + wait);
            }
            Ok(Ok(ended)) => {
                self.sent += usize::from(ended == Ended::Sent);
                self.unreachable = 0;
                self.cool_until = None;
            }
            // Said already. The claim runs out, and the email is tried again.
            Ok(Err(_)) => {}
            Err(error) => tracing::error!(%error, "a delivery broke"),
        }
    }

    /// How long to sleep when nobody wakes us. `looked`: when there was last nothing due.
    async fn pause(&self, looked: Timestamp) -> Duration {
        let cool = self.cool_until.map(|until| until.saturating_duration_since(Instant::now()));
        if let Some(cool) = cool.filter(|cool| !cool.is_zero()) {
            return cool.min(POLL);
        }
        if self.crowded {
            return POLL;
        }
        // A database that fails was said when the turn failed.
        until_due(&self.desk.backend, looked).await.unwrap_or(POLL)
    }

    /// Closes the connections and gives them to whoever needs them.
    async fn rest(&mut self) {
        if let Mailer::Smtp(post) = &*self.mailer {
            post.close().await;
        }
        if let Err(failure) = self.slots.give_back(&self.desk.backend.db).await {
            tracing::warn!(error = %failure, "connections could not be given back; they come back by themselves");
        }
    }

    async fn finish(&mut self) {
        while let Some(ended) = self.under_way.join_next().await {
            self.note(ended);
        }
        self.rest().await;
    }
}

async fn deliver(desk: &Desk, mailer: &Mailer, claimed: &Claimed) -> Result<Ended, Failure> {
    let ended = desk.deliver(mailer, claimed).await;
    if let Err(failure) = &ended {
        // The claim runs out, and the email is tried again.
        tracing::error!(id = %claimed.row.id, error = %failure, "an email could not be settled");
    }
    ended
}

/// How long a worker sleeps that found nothing due at that time: until the next email is, but not for long, since other
/// nodes queue mail too.
pub async fn until_due(backend: &Backend, looked: Timestamp) -> Result<Duration, Failure> {
    let next = next_due(&backend.db, looked).await?;
    let left = next.map(|next| u64::try_from(next.0 - backend.now().0).unwrap_or_default());
    Ok(left.map_or(POLL, |left| Duration::from_millis(left).clamp(NAP, POLL)))
}

/// Delivers everything that is due now, and returns how many were sent: for tests, and for commands that end. Stops
/// when the server cannot be reached.
pub async fn drain(backend: &Backend) -> Result<usize, Failure> {
    let mut worker = Worker::new(backend.clone())?;
    loop {
        let found = worker.turn().await?;
        if let Some(ended) = worker.under_way.join_next().await {
            worker.note(ended);
        } else if found == 0 {
            break;
        }
    }
    worker.finish().await;
    Ok(worker.sent)
}
