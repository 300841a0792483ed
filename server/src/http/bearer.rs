//! Calls of the operator's own systems: the secret that they bring, and how their bodies are written.

use axum::http::{HeaderMap, header};
use subtle::ConstantTimeEq;

use crate::config::Secret;

/// Whether a call brings the secret, as `Authorization: Bearer …`. The time it takes says nothing of how much is right.
pub fn brings(headers: &HeaderMap, secret: &Secret) -> bool {
    let given = text(headers, &header::AUTHORIZATION).strip_prefix("Bearer ").unwrap_or_default();
    bool::from(given.as_bytes().ct_eq(secret.expose().as_bytes()))
}

/// The media type of a call's body, without parameters; empty, if none is told.
pub fn media_type(headers: &HeaderMap) -> &str {
    text(headers, &header::CONTENT_TYPE).split(';').next().unwrap_or_default().trim()
}

fn text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
