//! `POST /mail/bounce`: what came back, for the operator's mail system to hand in.
//!
//! With the secret of the configuration (`Authorization: Bearer …`). The body is the message as it came, or, as a form
//! or JSON, what somebody else made of it: `token`, `status`, `words`.

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use backend::{
    access::{SystemAccess, SystemReason},
    bounces::{READ, Received, receive, receive_status},
};
use serde::Deserialize;

use crate::{
    http::{bearer, refusal::refuse},
    router::AppState,
};

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
    if !bearer::brings(&headers, secret) {
        return refuse(StatusCode::UNAUTHORIZED, "The secret is missing or wrong.");
    }
    let report = match bearer::media_type(&headers) {
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
