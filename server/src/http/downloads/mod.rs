//! What can be taken away as a file: invoices and quotes as PDF, the statement as CSV; and what an email looked like, which
//! its page shows in a frame.
//!
//! Each asks for the same access as the page that links to it. Whoever is refused gets the sentence that the page would
//! show, as plain text, and who is not signed in is led to the page that they came for.

mod csv;
mod email;
mod invoice;
mod quote;
mod statement;
mod visitor;

use axum::{
    Router,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::router::AppState;

pub use csv::Csv;
pub(in crate::http) use visitor::Visitor;

/// The addresses of all downloads with the pages that link to them, for the table of who may have what.
pub const ADDRESSES: [&str; 4] =
    ["/invoices/statement.csv", "/invoices/{id}/pdf", "/quotes/{id}/pdf", "/account/emails/{id}/html"];

pub fn routes() -> Router<AppState> {
    let [statement_csv, invoice_pdf, quote_pdf, email_html] = ADDRESSES;
    Router::new()
        .route(statement_csv, get(statement::csv))
        .route(invoice_pdf, get(invoice::pdf))
        .route(quote_pdf, get(quote::pdf))
        .route(email_html, get(email::html))
}

/// A file to be kept. `name` holds nothing but ASCII letters, digits, points and hyphens.
fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let name: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '-' }).collect();
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
