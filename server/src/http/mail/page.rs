//! The frame of these pages: the product's look, without its client.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Code as _, Locale};

use crate::{http::html::escape, router::AppState};

const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'",
);

/// A page. `body` is HTML.
pub(super) fn page(state: &AppState, status: StatusCode, locale: Locale, title: &str, body: &str) -> Response {
    let (title, brand) = (escape(title), escape(&state.config.brand));
    let sheet = state.assets.path("main.css").unwrap_or_default();
    let html = format!(
        "<!DOCTYPE html><html lang=\"{}\" dir=\"ltr\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">\
         <title>{title} · {brand}</title><link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
         <link rel=\"stylesheet\" href=\"{sheet}\"></head>\
         <body><div class=\"frame bare\"><header class=\"topbar\"><strong>{brand}</strong></header>\
         <main><div class=\"card\"><div class=\"page-head\"><h1>{title}</h1></div>{body}</div></main></div></body></html>",
        locale.code(),
    );
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
