//! `POST /panel/redeem`: the control panel asks who arrives with a one-time link; and, in demo mode only, a panel of our
//! own at `/dev/panel`, which shows that somebody arrived.
//!
//! No session and no origin is asked for: the operator's secret (`Authorization: Bearer …`) is the right.

use axum::{
    Extension, Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use backend::{
    Failure,
    access::{Origin, SystemAccess, SystemReason},
    services::{Arrival, redeem as redeem_link},
};
use domain::AppError;
use serde::Deserialize;
use serde_json::json;

use super::{bearer, html::escape, mailbox::page, refusal::refuse};
use crate::router::AppState;

/// The largest question that is read, in bytes.
const LIMIT: usize = 4 * 1024;

#[derive(Deserialize)]
struct Link {
    #[serde(default)]
    token: String,
}

/// The routes for a panel.
pub fn routes() -> Router<AppState> {
    Router::new().route("/panel/redeem", post(redeem).layer(DefaultBodyLimit::max(LIMIT)))
}

/// The demo's own panel.
pub fn demo_routes() -> Router<AppState> {
    Router::new().route("/dev/panel", get(arrive))
}

fn system() -> SystemAccess {
    SystemAccess::new(SystemReason::Panel)
}

async fn redeem(
    State(state): State<AppState>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(secret) = &state.config.services.panel_secret else {
        return refuse(StatusCode::NOT_FOUND, "Nothing is here.");
    };
    if !bearer::brings(&headers, secret) {
        return refuse(StatusCode::UNAUTHORIZED, "The secret is missing or wrong.");
    }
    let link = match bearer::media_type(&headers) {
        "application/json" => serde_json::from_slice::<Link>(&body).ok(),
        _ => serde_urlencoded::from_bytes(&body).ok(),
    };
    let Some(link) = link else {
        return refuse(StatusCode::BAD_REQUEST, "Send the token.");
    };
    match redeem_link(&state.backend, &system(), &link.token, &origin).await {
        Ok(arrival) => answer(&arrival),
        Err(failure) => refused(&failure),
    }
}

fn answer(arrival: &Arrival) -> Response {
    let body = json!({
        "account": arrival.account,
        "service": { "id": arrival.service, "name": arrival.service_name, "username": arrival.username },
        "user": { "id": arrival.user, "name": arrival.name, "email": arrival.email },
    });
    let mut response = Json(body).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn refused(failure: &Failure) -> Response {
    if matches!(failure, Failure::Refused(AppError::LinkInvalid)) {
        return refuse(StatusCode::GONE, "The link was used, is too old, or its right was taken away.");
    }
    tracing::error!(error = %failure, "a link to the panel could not be redeemed");
    refuse(StatusCode::SERVICE_UNAVAILABLE, "This could not be done just now. Try again.")
}

/// Does what a panel does, and shows who arrived.
async fn arrive(
    State(state): State<AppState>,
    Extension(origin): Extension<Origin>,
    Query(link): Query<Link>,
) -> Response {
    let arrival = match redeem_link(&state.backend, &system(), &link.token, &origin).await {
        Ok(arrival) => arrival,
        Err(failure) => return refused(&failure),
    };
    let body = format!(
        "<h1>Control panel of {}</h1><p>This is the demo’s control panel. You arrived by single sign-on.</p>\
         <dl class=\"facts\"><dt>Service</dt><dd>{}</dd><dt>Signed on as</dt><dd>{}</dd><dt>Person</dt><dd>{} \
         &lt;{}&gt;</dd></dl><p><a href=\"/services/{}\">Back to the service</a></p>",
        escape(&arrival.service_name),
        escape(&arrival.service_name),
        escape(&arrival.username),
        escape(&arrival.name),
        escape(&arrival.email),
        arrival.service,
    );
    page(&state, "Control panel", &body)
}
