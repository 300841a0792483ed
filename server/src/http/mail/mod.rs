//! What emails lead to without signing in: the links at their foot, and the place where they come back to.
//!
//! No session and no origin is asked for: the token in the address, or the operator's secret, is the right. A mail
//! program posts to such a link by itself (RFC 8058).

mod bounce;
mod leaving;
mod page;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use crate::router::AppState;

/// The largest form that is read from somebody who leaves, in bytes.
const FORM: usize = 4 * 1024;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/mail/leave", get(leaving::ask).post(leaving::leave))
        .route("/mail/not-me", get(leaving::ask).post(leaving::leave))
        .layer(DefaultBodyLimit::max(FORM))
        .route("/mail/bounce", post(bounce::bounce).layer(DefaultBodyLimit::max(bounce::LIMIT)))
}
