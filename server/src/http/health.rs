//! For whoever watches over the server: `/healthz` (the process answers) and `/readyz` (it can do its work).

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::router::AppState;

/// Whether the server is on its way out, or was once seen with all migrations applied.
#[derive(Clone, Debug, Default)]
pub struct Readiness {
    migrated: Arc<AtomicBool>,
    stopping: Arc<AtomicBool>,
}

impl Readiness {
    /// From now on the server is not ready: load balancers send new requests elsewhere.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }
}

/// The process answers.
pub async fn healthz() -> Response {
    answer(StatusCode::OK, "alive\n")
}

/// The database can be reached and has all migrations.
pub async fn readyz(State(state): State<AppState>) -> Response {
    if state.readiness.stopping.load(Ordering::Relaxed) {
        return answer(StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match tokio::time::timeout(Duration::from_secs(3), check(&state)).await {
        Ok(Ok(true)) => answer(StatusCode::OK, "ready\n"),
        Ok(Ok(false)) => answer(StatusCode::SERVICE_UNAVAILABLE, "migrations are missing: run `coterie migrate`\n"),
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            answer(StatusCode::SERVICE_UNAVAILABLE, "the database cannot be reached\n")
        }
        Err(_) => answer(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

async fn check(state: &AppState) -> Result<bool, backend::Failure> {
    state.backend.db.ping().await?;
    if state.readiness.migrated.load(Ordering::Relaxed) {
        return Ok(true);
    }
    let migrated = state.backend.db.is_migrated().await?;
    state.readiness.migrated.store(migrated, Ordering::Relaxed);
    Ok(migrated)
}

fn answer(status: StatusCode, text: &'static str) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")],
        text,
    )
        .into_response()
}
