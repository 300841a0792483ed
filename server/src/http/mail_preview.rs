//! `/dev/mail`, in demo mode only: every email over sample data, in both languages.

use std::fmt::Write as _;

use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
    routing::get,
};
use backend::mail::Previewed;
use domain::{Code, Locale};

use super::{
    html::escape,
    mailbox::{bodies, page},
    refusal::refuse,
};
use crate::router::AppState;

/// The routes; part of the router in demo mode only.
pub fn routes() -> Router<AppState> {
    Router::new().route("/dev/mail", get(list)).route("/dev/mail/{event}/{language}", get(email))
}

async fn list(State(state): State<AppState>) -> Response {
    let mut body = "<h1>All emails</h1><p>As they are written, over sample data. \
                    <a href=\"/dev/mailbox\">Mailbox</a> shows what this demo would have sent.</p>\
                    <table><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">What happened</th>\
                    <th scope=\"col\">Category</th><th scope=\"col\">Language</th></tr></thead><tbody>"
        .to_owned();
    for one in Previewed::all() {
        let (code, meaning, category) = (one.code, escape(one.meaning), one.category.map_or("security", Code::code));
        // Writing to a String cannot fail.
        let _ = write!(body, "<tr><td><code>{code}</code></td><td>{meaning}</td><td>{category}</td><td>");
        for locale in Locale::ALL {
            let (tag, name) = (locale.code(), locale.own_name());
            let _ = write!(body, "<a href=\"/dev/mail/{code}/{tag}\" lang=\"{tag}\">{name}</a> ");
        }
        body.push_str("</td></tr>");
    }
    body.push_str("</tbody></table>");
    page(&state, "All emails", &body)
}

async fn email(State(state): State<AppState>, Path((event, language)): Path<(String, String)>) -> Response {
    let (Some(one), Some(locale)) = (Previewed::from_code(&event), Locale::from_code(&language)) else {
        return refuse(StatusCode::NOT_FOUND, "There is no such email.");
    };
    match backend::mail::preview(&state.backend.settings, one, locale) {
        Ok(mail) => {
            let body = format!(
                "<p><a href=\"/dev/mail\">All emails</a></p><h1>{}</h1>{}",
                escape(&mail.subject),
                bodies(&mail.text, &mail.html),
            );
            page(&state, &mail.subject, &body)
        }
        Err(broken) => {
            let mut body = "<h1>Broken templates</h1><ul>".to_owned();
            for one in broken {
                let _ = write!(body, "<li>{}</li>", escape(&one.to_string()));
            }
            body.push_str("</ul>");
            page(&state, "Broken templates", &body)
        }
    }
}
