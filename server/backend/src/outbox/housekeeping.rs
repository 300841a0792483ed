//! What is due by time and nobody asks for: notices, and rows that have expired.

use super::{rates, retention};
use crate::{
    Backend, Failure,
    access::{SystemAccess, SystemReason},
    reminders, throttle, users,
};

/// Tells what is due, and removes some letters that are kept no longer.
pub(super) async fn every_minute(backend: &Backend) {
    let system = SystemAccess::new(SystemReason::Schedule);
    let told = reminders::look_after(backend, &system).await;
    if told > 0 {
        tracing::info!(told, "told what is due");
    }
    if let Err(failure) = retention::forget_some(backend, &system).await {
        tracing::error!(error = %failure, "old emails could not be removed from the outbox");
    }
}

/// Removes sessions, links, counters and what else is over.
pub(super) async fn every_hour(backend: &Backend) {
    if let Err(failure) = remove_expired(backend).await {
        tracing::error!(error = %failure, "expired rows could not be removed");
    }
}

async fn remove_expired(backend: &Backend) -> Result<(), Failure> {
    throttle::tidy(backend).await?;
    let now = backend.now();
    let tx = backend.db.write().await?;
    rates::forget_old(&tx, now).await?;
    reminders::forget_old(&tx, now).await?;
    users::forget_old(&tx, now).await?;
    // Invitations stay: who signs in can still accept one whose link is too old.
    tx.commit().await
}
