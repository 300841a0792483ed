//! `POST /mail/bounce`: what came back, for the operator's mail system to hand in.
//!
//! With the secret of the configuration (`Authorization: Bearer …`). The body is the message as it came, or, as a form
//! or JSON, what somebody else made of it: `token`, `status`, `words`.

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use backend::{
    access::{SystemAccess, SystemReason},
    bounces::{READ, Received, receive, receive_status},
};
use serde::Deserialize;
use subtle::ConstantTimeEq as _;

use crate::{http::refusal::refuse, router::AppState};

/// The largest message that is taken, in bytes. Only its beginning is read.
pub(super) const LIMIT: usize = 16 * READ;

#[derive(Deserialize)]
struct Report {
    token: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    words: String,
}

pub(super) async fn bounce(State(state): State<AppState>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(secret) = &state.config.mail.bounce_secret else {
        return refuse(StatusCode::NOT_FOUND, "Nothing is here.");
    };
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let given = given.strip_prefix("Bearer ").unwrap_or_default();
    if !bool::from(given.as_bytes().ct_eq(secret.expose().as_bytes())) {
        return refuse(StatusCode::UNAUTHORIZED, "The secret is missing or wrong.");
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let report = match kind.split(';').next().unwrap_or_default().trim() {
        "application/json" => Some(serde_json::from_slice::<Report>(&body).map_err(|_| ())),
        "application/x-www-form-urlencoded" => Some(serde_urlencoded::from_bytes(&body).map_err(|_| ())),
        _ => None,
    };
    let system = SystemAccess::new(SystemReason::Mailbox);
    let received = match report {
        None => receive(&state.backend, &system, &body).await,
        Some(Ok(report)) => receive_status(&state.backend, &system, &report.token, &report.status, &report.words).await,
        Some(Err(())) => return refuse(StatusCode::BAD_REQUEST, "Send token, status and words."),
    };
    match received {
        Ok(Received::NotDelivered | Received::Nothing) => StatusCode::NO_CONTENT.into_response(),
        Ok(Received::NotOurs) => refuse(StatusCode::UNPROCESSABLE_ENTITY, "This is about no email of ours."),
        Err(failure) => {
            tracing::error!(error = %failure, "what came back could not be taken");
            refuse(StatusCode::SERVICE_UNAVAILABLE, "This could not be done just now. Try again.")
        }
    }
}
