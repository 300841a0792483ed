//! Numbers for Prometheus at `/metrics`: requests by route and class of status, and the time they took; how much mail
//! waits, and what became of it.
//!
//! Numbers tell things too, so the page is for scrapers on the provider's own network: a request that came through a
//! proxy gets 404.

use std::{
    collections::HashMap,
    fmt::Write as _,
    sync::{
        OnceLock, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use backend::outbox::{Outcomes, figures};

use super::refusal::refuse;
use crate::router::AppState;

/// How long the database may take to count.
const PATIENCE: Duration = Duration::from_secs(3);

/// The counters of one process.
#[derive(Debug, Default)]
pub struct Metrics {
    routes: RwLock<HashMap<String, Route>>,
    /// Of the worker that delivers mail in this process, if there is one.
    outcomes: OnceLock<Outcomes>,
}

#[derive(Debug, Default)]
struct Route {
    /// By class of status, 1xx first.
    answers: [AtomicU64; 5],
    microseconds: AtomicU64,
}

impl Route {
    fn count(&self, status: StatusCode, took: Duration) {
        let class = usize::from(status.as_u16() / 100).saturating_sub(1);
        if let Some(counter) = self.answers.get(class) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        let microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.microseconds.fetch_add(microseconds, Ordering::Relaxed);
    }
}

impl Metrics {
    /// From now on the numbers of a worker are told, too.
    pub fn watch(&self, outcomes: Outcomes) {
        // There is one worker in a process: the first stays.
        let _ = self.outcomes.set(outcomes);
    }

    fn count(&self, route: &str, status: StatusCode, took: Duration) {
        let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(counters) = routes.get(route) {
            return counters.count(status, took);
        }
        drop(routes);
        let mut routes = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        routes.entry(route.to_owned()).or_default().count(status, took);
    }

    /// The text format of Prometheus, version 0.0.4.
    fn text(&self) -> String {
        let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        let mut names: Vec<(&String, &Route)> = routes.iter().collect();
        names.sort_unstable_by_key(|(name, _)| *name);
        let mut text = "# HELP coterie_requests_total Requests by route and class of status.\n\
                        # TYPE coterie_requests_total counter\n"
            .to_owned();
        // Writing to a String cannot fail.
        for (name, route) in &names {
            for (class, counter) in (1..).zip(&route.answers) {
                let count = counter.load(Ordering::Relaxed);
                if count > 0 {
                    let _ = writeln!(text, "coterie_requests_total{{route=\"{name}\",status=\"{class}xx\"}} {count}");
                }
            }
        }
        text.push_str(
            "# HELP coterie_request_seconds Time until the answer began, by route.\n\
             # TYPE coterie_request_seconds summary\n",
        );
        for (name, route) in &names {
            let count: u64 = route.answers.iter().map(|counter| counter.load(Ordering::Relaxed)).sum();
            let micros = route.microseconds.load(Ordering::Relaxed);
            let (seconds, rest) = (micros / 1_000_000, micros % 1_000_000);
            let _ = writeln!(text, "coterie_request_seconds_sum{{route=\"{name}\"}} {seconds}.{rest:06}");
            let _ = writeln!(text, "coterie_request_seconds_count{{route=\"{name}\"}} {count}");
        }
        if let Some(outcomes) = self.outcomes.get() {
            text.push_str(
                "# HELP coterie_mail_outcomes_total Attempts to deliver an email, by how they ended.\n\
                 # TYPE coterie_mail_outcomes_total counter\n",
            );
            for (outcome, count) in outcomes.all() {
                let _ = writeln!(text, "coterie_mail_outcomes_total{{outcome=\"{outcome}\"}} {count}");
            }
        }
        if let Some(bytes) = resident_bytes() {
            let _ = writeln!(
                text,
                "# HELP process_resident_memory_bytes Resident memory.\n\
                 # TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes {bytes}"
            );
        }
        text
    }
}

/// How much mail waits, on all nodes together; nothing while the database does not answer.
async fn mail(state: &AppState) -> String {
    let mut text = String::new();
    let Ok(Ok(figures)) = tokio::time::timeout(PATIENCE, figures(&state.backend)).await else {
        return text;
    };
    text.push_str(
        "# HELP coterie_mail_queue Emails that wait or failed, by state, on all nodes together.\n\
         # TYPE coterie_mail_queue gauge\n",
    );
    for (state, number) in &figures.lengths {
        let _ = writeln!(text, "coterie_mail_queue{{state=\"{state}\"}} {number}");
    }
    let oldest = figures.oldest.unwrap_or(0);
    let _ = writeln!(
        text,
        "# HELP coterie_mail_oldest_seconds How long the oldest email has been waiting; 0: none waits.\n\
         # TYPE coterie_mail_oldest_seconds gauge\ncoterie_mail_oldest_seconds {}.{:03}",
        oldest / 1000,
        oldest % 1000
    );
    text
}

/// Resident memory, where the system tells (Linux).
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// Counts what passes.
pub async fn count(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let started = Instant::now();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    state.metrics.count(route, response.status(), started.elapsed());
    response
}

/// Answers `/metrics`.
pub async fn metrics(State(state): State<AppState>, headers: HeaderMap) -> Response {
    if headers.contains_key("x-forwarded-for") || headers.contains_key(header::FORWARDED) {
        return refuse(StatusCode::NOT_FOUND, "Nothing is here.");
    }
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4"), (header::CACHE_CONTROL, "no-store")],
        state.metrics.text() + &mail(&state).await,
    )
        .into_response()
}
