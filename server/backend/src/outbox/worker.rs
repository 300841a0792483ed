//! The worker: delivers what is due, as soon as it is committed, until it is told to stop.

use std::{sync::Arc, time::Duration};

use tokio::{task::JoinSet, time::Instant};
use tokio_util::sync::CancellationToken;

use super::{
    claim::{Claimed, claim},
    deliver::deliver,
    housekeeping,
};
use crate::{Backend, Failure, mail::Mailer};

/// How many emails are delivered at once.
const AT_ONCE: u64 = 4;
/// How often to look for mail of other nodes, and for attempts that are due.
const POLL: Duration = Duration::from_secs(3);
const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// Delivers the mail of the outbox, and looks after what is due by time. Any number of them may run, on any number of
/// nodes.
#[derive(Clone)]
pub struct Worker {
    backend: Backend,
    mailer: Arc<Mailer>,
}

impl Worker {
    /// A worker that has yet to be [`run`](Self::run).
    ///
    /// # Errors
    ///
    /// When the address of the SMTP server cannot be understood.
    pub fn new(backend: Backend) -> Result<Self, Failure> {
        let mailer = Arc::new(Mailer::new(&backend.settings)?);
        Ok(Self { backend, mailer })
    }

    /// Works until it is told to stop; what is being sent then is finished first.
    pub async fn run(self, shutdown: CancellationToken) {
        let mut next_minute = Instant::now();
        let mut next_hour = Instant::now();
        while !shutdown.is_cancelled() {
            if Instant::now() >= next_minute {
                next_minute = Instant::now() + MINUTE;
                housekeeping::every_minute(&self.backend).await;
            }
            if Instant::now() >= next_hour {
                next_hour = Instant::now() + HOUR;
                housekeeping::every_hour(&self.backend).await;
            }
            match self.deliver_some().await {
                // There may be more.
                Ok((claimed, _)) if claimed > 0 => continue,
                Ok(_) => {}
                Err(failure) => tracing::error!(error = %failure, "the outbox could not be worked on"),
            }
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = self.backend.db.mail_committed() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
    }

    /// Claims some emails and delivers them: how many were claimed, and how many of them were sent.
    async fn deliver_some(&self) -> Result<(usize, usize), Failure> {
        let claimed = claim(&self.backend.db, self.backend.now(), AT_ONCE).await?;
        let count = claimed.len();
        let mut sent = 0;
        if let Mailer::Kept = *self.mailer {
            for claimed in claimed {
                sent += usize::from(self.one(claimed).await);
            }
            return Ok((count, sent));
        }
        let mut tasks = JoinSet::new();
        for claimed in claimed {
            let worker = self.clone();
            tasks.spawn(async move { worker.one(claimed).await });
        }
        while let Some(result) = tasks.join_next().await {
            sent += usize::from(result.unwrap_or(false));
        }
        Ok((count, sent))
    }

    async fn one(&self, claimed: Claimed) -> bool {
        match deliver(&self.backend, &self.mailer, &claimed).await {
            Ok(sent) => sent,
            Err(failure) => {
                // The claim runs out, and the email is tried again.
                tracing::error!(id = %claimed.row.id, error = %failure, "an email could not be settled");
                false
            }
        }
    }
}

/// Delivers everything that is due now, and returns how many were sent: for tests, and for commands that end.
pub async fn drain(backend: &Backend) -> Result<usize, Failure> {
    let worker = Worker::new(backend.clone())?;
    let mut total = 0;
    loop {
        let (claimed, sent) = worker.deliver_some().await?;
        total += sent;
        if claimed == 0 {
            return Ok(total);
        }
    }
}
