//! The answer when something of ours broke: a page with a reference to the log, never the cause.

use std::any::Any;

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
    response::IntoResponse as _,
};
use uuid::Uuid;

/// Turns a panic into a page.
#[expect(clippy::needless_pass_by_value, reason = "the signature that tower-http asks for")]
pub fn broken(cause: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let cause = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    let reference = Uuid::now_v7().simple();
    tracing::error!(%reference, cause, "a request panicked");
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Something broke</title>\
         <meta name=\"viewport\" content=\"width=device-width\"></head><body><main><h1>Something broke on our side</h1>\
         <p>Nothing was changed. Try again; if it happens again, tell support this reference:</p>\
         <p><code>{reference}</code></p><p><a href=\"/\">Back to Home</a></p></main></body></html>"
    );
    let mut response = (StatusCode::INTERNAL_SERVER_ERROR, page).into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
