//! While one edits (`make watch`): every page gets a script that notices when the server started anew, and reloads.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use leptos::nonce::Nonce;

use crate::router::AppState;

const LARGEST_PAGE: usize = 8 * 1024 * 1024;

/// Answers which start of the server this is.
pub async fn boot(State(state): State<AppState>) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], state.boot.to_string()).into_response()
}

/// Adds the script to pages.
pub async fn add_script(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let nonce = request.extensions().get::<Nonce>().cloned();
    let response = next.run(request).await;
    let Some(nonce) = nonce.filter(|_| is_page(response.headers())) else {
        return response;
    };
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST_PAGE).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let page = String::from_utf8_lossy(&bytes);
    let (before, after) = page.rsplit_once("</body>").unwrap_or((&page, ""));
    let script = script(&nonce, &state.boot);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(format!("{before}{script}</body>{after}")))
}

fn is_page(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}

fn script(nonce: &Nonce, boot: &str) -> String {
    format!(
        "<script nonce=\"{nonce}\">setInterval(async () => {{ try {{ \
         const now = await (await fetch('/dev/boot')).text(); \
         if (now && now !== '{boot}') location.reload(); }} catch {{ }} }}, 700);</script>"
    )
}
