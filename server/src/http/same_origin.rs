//! Protection against forged requests: whatever changes state must come from a page of ours.
//!
//! Browsers say where a request comes from by `Sec-Fetch-Site`, older ones by `Origin` or at least `Referer`, and no
//! page can forge these headers. A request that says nothing is refused. There are no tokens to keep or to lose.
//! Source: OWASP Cross-Site Request Forgery Prevention Cheat Sheet, "Fetch Metadata" and "Verifying Origin".

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};

use super::refusal::refuse;
use crate::{config::PublicUrl, router::AppState};

/// Lets reading through, and everything else only from our own origin.
pub async fn same_origin(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads || comes_from(request.headers(), &state.config.public_url) {
        next.run(request).await
    } else {
        tracing::debug!("refused a request from another origin");
        refuse(
            StatusCode::FORBIDDEN,
            "This request did not come from a page of this site. Open the page again and repeat.",
        )
    }
}

fn comes_from(headers: &HeaderMap, ours: &PublicUrl) -> bool {
    // A header that is repeated or not text counts as one that says something else.
    let said = |name: &str| {
        let mut values = headers.get_all(name).iter();
        values.next().map(|value| if values.next().is_some() { "" } else { value.to_str().unwrap_or("") })
    };
    if let Some(site) = said("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    if let Some(origin) = said(header::ORIGIN.as_str()) {
        return origin == ours.as_str();
    }
    said(header::REFERER.as_str())
        .and_then(|referer| referer.strip_prefix(ours.as_str()))
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(headers: &[(&'static str, &'static str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        comes_from(&map, &PublicUrl::parse("https://a.example").unwrap())
    }

    #[test]
    fn our_own_pages_pass() {
        assert!(passes(&[("sec-fetch-site", "same-origin")]));
        assert!(passes(&[("sec-fetch-site", "none")]));
        assert!(passes(&[("origin", "https://a.example")]));
        assert!(passes(&[("referer", "https://a.example/account/contacts?x=1")]));
        assert!(passes(&[("referer", "https://a.example")]));
    }

    #[test]
    fn everything_else_is_refused() {
        assert!(!passes(&[]));
        assert!(!passes(&[("sec-fetch-site", "cross-site")]));
        assert!(!passes(&[("sec-fetch-site", "same-site")]));
        assert!(!passes(&[("sec-fetch-site", "cross-site"), ("origin", "https://a.example")]));
        assert!(!passes(&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")]));
        assert!(!passes(&[("origin", "null")]));
        assert!(!passes(&[("origin", "http://a.example")]));
        assert!(!passes(&[("origin", "https://a.example:8443")]));
        assert!(!passes(&[("origin", "https://b.example"), ("referer", "https://a.example/")]));
        assert!(!passes(&[("referer", "https://a.example.evil.example/")]));
        assert!(!passes(&[("referer", "https://b.example/?https://a.example/")]));
    }
}
