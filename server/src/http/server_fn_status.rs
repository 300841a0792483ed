//! The right status for a refused server function.
//!
//! Leptos 0.8 answers each error with 500 (it became configurable only in 0.9). The body names the reason as an
//! [`AppError`], which knows its status. Answers to plain forms are redirects by then and stay as they are.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::Response,
};
use domain::AppError;

use super::body_limit::LIMIT;

/// The header by which server functions mark an error.
const MARK: &str = "serverfnerror";

/// Around server functions.
pub async fn server_fn_status(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR || !response.headers().contains_key(MARK) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LIMIT * 4).await else {
        return Response::from_parts(parts, Body::empty());
    };
    if let Ok(error) = serde_json::from_slice::<AppError>(&bytes) {
        parts.status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    }
    Response::from_parts(parts, Body::from(bytes))
}
