//! `/dev/mailbox`, in demo mode only: the emails that would have been sent.
//!
//! Plain pages, apart from the app: they are a tool for whoever tries the product out, not a part of it.

use std::fmt::Write as _;

use axum::{
    Router,
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use backend::{
    mail::mailbox::{self, Kept},
    moments::Moments,
};
use domain::{Locale, Timestamp};
use serde::Deserialize;
use uuid::Uuid;

use super::{html::escape, refusal::refuse};
use crate::router::AppState;

/// An email brings its own styles; it runs no script and loads nothing. The frame around it is this page's own.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

#[derive(Deserialize)]
struct Filter {
    to: Option<String>,
}

/// The routes; part of the router in demo mode only.
pub fn routes() -> Router<AppState> {
    Router::new().route("/dev/mailbox", get(list)).route("/dev/mailbox/{id}", get(message))
}

async fn list(State(state): State<AppState>, Query(filter): Query<Filter>) -> Response {
    let to = filter.to.as_deref().map(str::trim).filter(|to| !to.is_empty());
    match mailbox::list(&state.backend.db, to).await {
        Ok(mails) => page(&state, "Mailbox", &list_body(&mails, to, &moments(&state))),
        Err(failure) => broken(&failure),
    }
}

async fn message(State(state): State<AppState>, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<Uuid>() else { return not_found() };
    match mailbox::get(&state.backend.db, id).await {
        Ok(Some(mail)) => page(&state, &mail.subject, &message_body(&mail, &moments(&state))),
        Ok(None) => not_found(),
        Err(failure) => broken(&failure),
    }
}

fn not_found() -> Response {
    refuse(StatusCode::NOT_FOUND, "There is no such email.")
}

fn broken(failure: &backend::Failure) -> Response {
    tracing::error!(%failure, "the mailbox cannot be read");
    refuse(StatusCode::INTERNAL_SERVER_ERROR, "The mailbox cannot be read; the log says why.")
}

fn moments(state: &AppState) -> Moments {
    Moments::new(Locale::English, "UTC", state.backend.now())
}

fn list_body(mails: &[Kept], to: Option<&str>, moments: &Moments) -> String {
    let mut body = format!(
        "<h1>Mailbox</h1><p>The emails that this demo would have sent, newest first. \
         <a href=\"/dev/mail\">All emails</a> shows all that there are.</p>\
         <form class=\"filters\" method=\"get\" action=\"/dev/mailbox\"><div class=\"field\"><label for=\"to\">Sent to</label>\
         <input id=\"to\" name=\"to\" type=\"email\" value=\"{}\"></div><button type=\"submit\">Filter</button>{}</form>",
        escape(to.unwrap_or_default()),
        if to.is_some() {
            "<a class=\"button\" href=\"/dev/mailbox\">Show all</a>"
        } else {
            ""
        },
    );
    if mails.is_empty() {
        body.push_str("<p>Nothing yet.</p>");
        return body;
    }
    body.push_str(
        "<table class=\"data\"><thead><tr><th scope=\"col\">Subject</th><th scope=\"col\">To</th><th scope=\"col\">Sent</th></tr></thead><tbody>",
    );
    for mail in mails {
        // Writing to a String cannot fail.
        let _ = write!(
            body,
            "<tr><td><a href=\"/dev/mailbox/{}\">{}</a></td><td>{}</td><td>{}</td></tr>",
            mail.id,
            escape(&mail.subject),
            escape(&mail.to),
            time(mail.sent, moments),
        );
    }
    body.push_str("</tbody></table>");
    body
}

fn message_body(mail: &Kept, moments: &Moments) -> String {
    let to = if mail.to_name.is_empty() {
        mail.to.clone()
    } else {
        format!("{} <{}>", mail.to_name, mail.to)
    };
    format!(
        "<p><a href=\"/dev/mailbox\">Mailbox</a></p><h1>{}</h1>\
         <dl class=\"facts\"><dt>From</dt><dd>{}</dd><dt>To</dt><dd>{}</dd><dt>Sent</dt><dd>{}</dd></dl>{}",
        escape(&mail.subject),
        escape(&mail.from),
        escape(&to),
        time(mail.sent, moments),
        bodies(&mail.text, &mail.html),
    )
}

/// An email's text and, in a frame of its own, its HTML.
pub(super) fn bodies(text: &str, html: &str) -> String {
    // Links lead out of the frame, to where they would lead from a mail program.
    let html = format!("<base target=\"_top\">{html}");
    format!(
        "<h2>Text</h2><pre tabindex=\"0\">{}</pre><h2>HTML</h2>\
         <iframe title=\"The email as HTML\" sandbox=\"allow-top-navigation-by-user-activation\" srcdoc=\"{}\"></iframe>",
        with_links(text),
        escape(&html),
    )
}

fn time(at: Timestamp, moments: &Moments) -> String {
    let moment = moments.moment(at);
    format!(
        "<time datetime=\"{}\" title=\"{}\">{}</time>",
        escape(&moment.iso),
        escape(&moment.absolute),
        escape(&moment.relative)
    )
}

/// A plain page of its own.
pub(super) fn page(state: &AppState, title: &str, body: &str) -> Response {
    let sheet = state.assets.path("main.css").unwrap_or_default();
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{} · Mailbox</title>\
         <link rel=\"icon\" href=\"/favicon.svg\"><link rel=\"stylesheet\" href=\"{sheet}\">\
         <style>body{{max-width:60rem;margin:auto;padding:1.5rem 1rem}}main>*+*{{margin-block-start:1rem}}\
         dd{{margin:0}}pre,iframe{{border:1px solid var(--line);border-radius:var(--radius);background:var(--surface)}}\
         pre{{white-space:pre-wrap;overflow-wrap:anywhere;padding:1rem}}iframe{{width:100%;height:40rem}}</style></head>\
         <body><main>{body}</main></body></html>",
        escape(title),
    );
    let mut response = html.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Text as HTML, with its web addresses as links.
fn with_links(text: &str) -> String {
    let mut html = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(start) = [rest.find("http://"), rest.find("https://")].into_iter().flatten().min() {
        let (before, from) = rest.split_at(start);
        let end = from.find(|char: char| char.is_whitespace() || "<>\"'".contains(char)).unwrap_or(from.len());
        // A full stop or comma after an address ends the sentence, not the address.
        let link = from.get(..end).unwrap_or(from).trim_end_matches(['.', ',', ')', ';']);
        let escaped = escape(link);
        let _ = write!(html, "{}<a href=\"{escaped}\">{escaped}</a>", escape(before));
        rest = from.get(link.len()..).unwrap_or_default();
    }
    html + &escape(rest)
}

#[cfg(test)]
mod tests {
    use super::with_links;

    #[test]
    fn addresses_become_links_and_markup_stays_text() {
        assert_eq!(
            with_links("Set it: http://127.0.0.1:3000/reset-password?token=a-b_c&x=1.\nBye <b>"),
            "Set it: <a href=\"http://127.0.0.1:3000/reset-password?token=a-b_c&amp;x=1\">\
             http://127.0.0.1:3000/reset-password?token=a-b_c&amp;x=1</a>.\nBye &lt;b&gt;"
        );
        assert_eq!(with_links("a > b"), "a &gt; b");
        assert_eq!(with_links("see https://a.example"), "see <a href=\"https://a.example\">https://a.example</a>");
    }
}
