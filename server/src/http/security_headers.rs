//! What browsers may do with our answers.
//!
//! Pages get a Content-Security-Policy whose nonce is made here for each request; leptos puts the same one on the
//! scripts that it writes. Everything else may not be used as a page at all.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use leptos::nonce::Nonce;

use crate::router::AppState;

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const NOT_A_PAGE: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// Around everything.
pub async fn common(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Not `no-referrer`: a form posted without JavaScript returns to its page by the Referer.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    if state.config.public_url.is_secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000"));
    }
    default_header(headers, header::CONTENT_SECURITY_POLICY, NOT_A_PAGE);
    response
}

/// Around pages and server functions.
pub async fn page(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new();
    let policy = page_policy(&nonce, state.config.services.panel_origin.as_deref());
    request.extensions_mut().insert(nonce);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if let Some(policy) = policy {
        default_header(headers, header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(
        PERMISSIONS_POLICY,
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
    );
    // What a page shows is for one person at one moment.
    default_header(headers, header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// WebAssembly may be compiled; nothing inline runs without the nonce, nothing comes from elsewhere. The form that signs
/// on to a service is led to the operator's panel, which browsers count as a form posted there.
fn page_policy(nonce: &Nonce, panel: Option<&str>) -> Option<HeaderValue> {
    let panel = panel.map(|panel| format!(" {panel}")).unwrap_or_default();
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data:; base-uri 'none'; form-action 'self'{panel}; frame-ancestors 'none'; object-src 'none'"
    );
    HeaderValue::try_from(policy).ok()
}

fn default_header(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    headers.entry(name).or_insert(value);
}
