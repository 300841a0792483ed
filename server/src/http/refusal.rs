//! The plain answer to a request that the product never makes: a status and one sentence.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

/// A status with one sentence as plain text.
pub fn refuse(status: StatusCode, sentence: &'static str) -> Response {
    let mut response = (status, sentence).into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
