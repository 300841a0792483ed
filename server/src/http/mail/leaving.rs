//! `/mail/leave` and `/mail/not-me`: GET asks and changes nothing, POST does it.

use app::{
    locale::of_headers,
    locales::{leaving, texts},
};
use axum::{
    Extension,
    body::Bytes,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use backend::{
    Failure,
    access::{Origin, SystemAccess, SystemReason},
    leaving::{Asked, Standing, leave as do_leave, look, take_back},
};
use domain::Locale;
use serde::Deserialize;

use super::page::page;
use crate::{http::html::escape, router::AppState};

#[derive(Deserialize)]
pub(super) struct Link {
    #[serde(default)]
    token: String,
}

/// What the button of somebody who pressed the other one by mistake posts.
const TAKE_BACK: &str = "take_back=true";

/// Asks.
pub(super) async fn ask(State(state): State<AppState>, Query(link): Query<Link>, headers: HeaderMap) -> Response {
    let found = look(&state.backend, &system(), &link.token).await;
    answer(&state, of_headers(&headers), &link, found, Said::Nothing)
}

/// Does it. A mail program posts `List-Unsubscribe=One-Click` (RFC 8058 §3.2); what else stands in the form, but for
/// taking it back, means nothing.
pub(super) async fn leave(
    State(state): State<AppState>,
    Query(link): Query<Link>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let back = body.split(|byte| *byte == b'&').any(|pair| pair == TAKE_BACK.as_bytes());
    let (backend, from) = (&state.backend, origin.address.as_str());
    let (done, said) = if back {
        (take_back(backend, &system(), &link.token, from).await, Said::TakenBack)
    } else {
        (do_leave(backend, &system(), &link.token, from).await, Said::Leave)
    };
    answer(&state, of_headers(&headers), &link, done, said)
}

fn system() -> SystemAccess {
    SystemAccess::new(SystemReason::Mailbox)
}

/// What the person said with this request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    Leave,
    TakenBack,
}

fn answer(
    state: &AppState,
    browser: Locale,
    link: &Link,
    found: Result<Option<Asked>, Failure>,
    said: Said,
) -> Response {
    match found {
        Ok(Some(asked)) => {
            let refused = asked.standing == Standing::NobodyElse && said == Said::Leave;
            let status = if refused { StatusCode::CONFLICT } else { StatusCode::OK };
            let (title, body) = words(&asked, link, said);
            page(state, status, asked.locale, &title, &body)
        }
        Ok(None) => {
            let t = leaving::texts(browser);
            page(state, StatusCode::NOT_FOUND, browser, t.dead, &paragraph(t.dead_intro))
        }
        Err(failure) => {
            tracing::error!(error = %failure, "a link at the foot of an email could not be followed");
            let t = leaving::texts(browser);
            let [title, _] = texts(browser).refusals.unavailable;
            page(state, StatusCode::SERVICE_UNAVAILABLE, browser, title, &paragraph(t.broken))
        }
    }
}

/// The title and the body.
fn words(asked: &Asked, link: &Link, said: Said) -> (String, String) {
    let t = leaving::texts(asked.locale);
    let (account, address) = (asked.account_name.as_str(), asked.address.as_str());
    let Some(category) = asked.category else {
        let body = match asked.standing {
            Standing::Left => [
                status(&(t.stopped)(account, address)),
                paragraph(t.by_mistake),
                form("not-me", link, t.take_back, true),
            ]
            .concat(),
            _ if said == Said::TakenBack => status(&(t.taken_back)(account, address)),
            _ => {
                let intro = paragraph(&(t.not_me_intro)(account, address));
                [intro, form("not-me", link, t.not_me_button, false)].concat()
            }
        };
        return (t.not_me.to_owned(), body);
    };
    let label = texts(asked.locale).categories.of(category).label;
    let body = match asked.standing {
        Standing::Sent => {
            let intro = paragraph(&(t.leave_intro)(label, account, address));
            [intro, form("leave", link, &(t.leave_button)(label), false)].concat()
        }
        Standing::Left => status(&(t.left)(label, account, address)),
        Standing::NobodyElse => paragraph(&(t.nobody_else)(label, account)),
    };
    ((t.leave)(label), body)
}

fn paragraph(text: &str) -> String {
    format!("<p>{}</p>", escape(text))
}

fn status(text: &str) -> String {
    format!("<div class=\"notice\" data-tone=\"good\" role=\"status\"><div>{}</div></div>", escape(text))
}

fn form(path: &str, link: &Link, button: &str, back: bool) -> String {
    let hidden = if back {
        "<input type=\"hidden\" name=\"take_back\" value=\"true\">"
    } else {
        ""
    };
    format!(
        "<form method=\"post\" action=\"/mail/{path}?token={}\">{hidden}<button type=\"submit\">{}</button></form>",
        escape(&link.token),
        escape(button)
    )
}
