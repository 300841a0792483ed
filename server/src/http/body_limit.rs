//! What may be sent to us: forms and JSON, in UTF-8, of a sensible size. Each refusal says what is wrong.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};

use super::refusal::refuse;

/// The largest body, in bytes: a contact form with a list of ten thousand services and domains is smaller.
pub const LIMIT: usize = 1024 * 1024;

/// Around pages and server functions. Reads the whole body first, so that nothing behind it meets half of one.
pub async fn body_limit(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    if declared_length(request.headers()).is_some_and(|length| length > LIMIT as u64) {
        return too_large();
    }
    let (parts, body) = request.into_parts();
    let bytes = match to_bytes(body, LIMIT).await {
        Ok(bytes) => bytes,
        Err(error) if is_too_large(&error) => return too_large(),
        Err(_) => return refuse(StatusCode::BAD_REQUEST, "The request ended before all of it was sent."),
    };
    if !bytes.is_empty() {
        if parts.headers.contains_key(header::CONTENT_ENCODING) || !is_known_type(&parts.headers) {
            return refuse(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "Send a form (application/x-www-form-urlencoded) or JSON.",
            );
        }
        if std::str::from_utf8(&bytes).is_err() {
            return refuse(StatusCode::BAD_REQUEST, "The request is not text in UTF-8.");
        }
    }
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}

fn too_large() -> Response {
    refuse(StatusCode::PAYLOAD_TOO_LARGE, "The request is larger than 1 MiB: send less at once.")
}

fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn is_known_type(headers: &HeaderMap) -> bool {
    let Some(Ok(content_type)) = headers.get(header::CONTENT_TYPE).map(|value| value.to_str()) else {
        return false;
    };
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    ["application/x-www-form-urlencoded", "application/json"]
        .iter()
        .any(|known| essence.eq_ignore_ascii_case(known))
}

/// Whether a body ended because the limit was reached.
fn is_too_large(error: &axum::Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}
