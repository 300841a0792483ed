//! `/dev/mail`, in demo mode only: every email about an event, over sample data, in both languages.

use std::fmt::Write as _;

use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
    routing::get,
};
use domain::{Category, Locale, business_event::EventKind, code::Code as _};

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
    let mut body = "<h1>Emails about events</h1><p>As they are written, over sample data. \
                    <a href=\"/dev/mailbox\">Mailbox</a> shows what this demo would have sent.</p>\
                    <table><thead><tr><th scope=\"col\">Event</th><th scope=\"col\">What happened</th>\
                    <th scope=\"col\">Category</th><th scope=\"col\">Language</th></tr></thead><tbody>"
        .to_owned();
    for category in Category::ALL {
        for kind in EventKind::of(*category) {
            let (code, meaning) = (kind.code(), escape(kind.meaning()));
            // Writing to a String cannot fail.
            let _ = write!(body, "<tr><td><code>{code}</code></td><td>{meaning}</td><td>{}</td><td>", category.code());
            for locale in Locale::ALL {
                let (tag, name) = (locale.code(), locale.own_name());
                let _ = write!(body, "<a href=\"/dev/mail/{code}/{tag}\" lang=\"{tag}\">{name}</a> ");
            }
            body.push_str("</td></tr>");
        }
    }
    body.push_str("</tbody></table>");
    page(&state, "Emails about events", &body)
}

async fn email(State(state): State<AppState>, Path((event, language)): Path<(String, String)>) -> Response {
    let (Some(kind), Some(locale)) = (EventKind::from_code(&event), Locale::from_code(&language)) else {
        return refuse(StatusCode::NOT_FOUND, "There is no such email.");
    };
    match backend::mail::preview(&state.backend.settings, kind, locale) {
        Ok(mail) => {
            let body = format!(
                "<p><a href=\"/dev/mail\">Emails about events</a></p><h1>{}</h1>{}",
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
