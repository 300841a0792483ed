//! What an email of the history looked like: shown in a frame of its page.

use axum::{
    extract::{Path, Query},
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use backend::client_area;
use domain::{AppError, Code, Locale};
use serde::Deserialize;
use uuid::Uuid;

use super::visitor::Visitor;

/// What is in it comes from others: it runs nothing, loads nothing, sends nothing and knows nothing of the page around
/// it. Its links lead out of the frame.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation",
);

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    language: String,
}

/// `/account/emails/{id}/html`
pub(super) async fn html(
    visitor: Visitor,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Response> {
    let access = visitor.require().await?;
    let id: Uuid = id.parse().map_err(|_| visitor.refuse(AppError::NotFound.into()))?;
    let locale = Locale::from_code(&wanted.language).unwrap_or(visitor.actor.locale());
    let html = client_area::email_html(&visitor.backend, &access, id, locale).await;
    let html = html.map_err(|failure| visitor.refuse(failure))?;
    let headers: [(HeaderName, HeaderValue); 4] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    Ok((headers, with_base(&html)).into_response())
}

/// With links that lead out of the frame, to where they would lead from a mail program.
fn with_base(html: &str) -> String {
    const BASE: &str = "<base target=\"_top\">";
    match html.split_once("<head>") {
        Some((before, after)) => format!("{before}<head>{BASE}{after}"),
        None => format!("{BASE}{html}"),
    }
}

#[cfg(test)]
mod tests {
    use super::with_base;

    #[test]
    fn links_lead_out_of_the_frame() {
        assert_eq!(with_base("<html><head><b></html>"), "<html><head><base target=\"_top\"><b></html>");
        assert_eq!(with_base("x"), "<base target=\"_top\">x");
    }
}
