//! Support tickets as far as files go: the forms that bring some, and giving them out.
//!
//! Not here: what a file may be, and who sees it (`backend::tickets`); the pages that the forms stand on (`app::served`).

use app::{api::request::leave, served::tickets as pages};
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, FromRequest as _, Multipart, Path, Request, multipart::MultipartError},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use backend::{
    Failure,
    access::ViewTickets,
    problems::{Problem, Problems},
    tickets::{self, ALL_BYTES, LARGEST, MOST, ReplyForm, TicketForm, Upload},
};
use domain::{AccountId, AppError};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use tower_sessions::Session;
use uuid::Uuid;

use super::{body_limit, broken, downloads::Visitor, same_origin, security_headers, session_layer::session_layer};
use crate::router::AppState;

/// The largest body: the files, the texts, and what stands between them.
const BODY: usize = ALL_BYTES + body_limit::LIMIT + 64 * 1024;

/// What a file is given out with: whatever is in it, it can do nothing here.
const FILE_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'; form-action 'none'");

/// What must be escaped in an extended parameter (RFC 8187 §3.2.1).
const NOT_ATTR_CHAR: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'%')
    .add(b'\'')
    .add(b'(')
    .add(b')')
    .add(b'*')
    .add(b',')
    .add(b'/')
    .add(b':')
    .add(b';')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'?')
    .add(b'@')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'{')
    .add(b'}');

/// The addresses, for the tables of who may have what.
pub const ADDRESSES: [&str; 3] = ["/tickets/new/send", "/tickets/{id}/send", "/tickets/{id}/files/{file}"];

/// The routes, with what is around them.
pub fn routes(state: &AppState) -> Router<AppState> {
    let [new, answer, file] = ADDRESSES;
    Router::new()
        .route(new, post(open))
        .route(answer, post(reply))
        .layer(DefaultBodyLimit::max(BODY))
        .route(file, get(download))
        .layer(session_layer(&state.backend, &state.config.public_url))
        .layer(from_fn_with_state(state.clone(), same_origin::same_origin))
        .layer(from_fn(broken::lose_patience))
        .layer(from_fn_with_state(state.clone(), security_headers::page))
}

/// Opens a ticket.
async fn open(visitor: Visitor, Extension(session): Extension<Session>, request: Request) -> Response {
    // Before the body is read: nobody else may make us hold ten megabytes.
    let access = match visitor.require::<ViewTickets>().await {
        Ok(access) => access,
        Err(refused) => return refused,
    };
    let mut form = TicketForm::default();
    let set = |name: &str, value: String| match name {
        "token" => form.token = value,
        "account" => form.account = value.parse().ok(),
        "subject" => form.subject = value,
        "department" => form.department = value,
        "priority" => form.priority = value,
        "about" => form.about = value,
        "copies" => form.copies.push(value),
        "text" => form.text = value,
        _ => {}
    };
    let done = match read(request, set).await {
        Ok(uploads) => match still_on(access.account(), form.account) {
            Ok(()) => tickets::open(&visitor.backend, &access, &form, uploads).await,
            Err(other) => Err(other),
        },
        Err(refused) => Err(refused),
    };
    match done {
        Ok(id) => to(&format!("/tickets/{id}?done=opened")),
        Err(failure) => back(&visitor, &session, failure, ("/tickets/new", pages::FORM), &form).await,
    }
}

/// Answers a ticket.
async fn reply(
    visitor: Visitor,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let access = match visitor.require::<ViewTickets>().await {
        Ok(access) => access,
        Err(refused) => return refused,
    };
    // What is no id is that of no ticket.
    let id = id.parse::<Uuid>().unwrap_or_default();
    let mut form = ReplyForm::default();
    let set = |name: &str, value: String| match name {
        "token" => form.token = value,
        "account" => form.account = value.parse().ok(),
        "text" => form.text = value,
        _ => {}
    };
    let done = match read(request, set).await {
        Ok(uploads) => match still_on(access.account(), form.account) {
            Ok(()) => tickets::reply(&visitor.backend, &access, id, &form, uploads).await,
            Err(other) => Err(other),
        },
        Err(refused) => Err(refused),
    };
    let page = format!("/tickets/{id}");
    match done {
        Ok(()) => to(&format!("{page}?done=replied")),
        Err(failure) => back(&visitor, &session, failure, (&page, &pages::form_name(id)), &form).await,
    }
}

/// Whether a form is of the account that is open now.
fn still_on(open: AccountId, form: Option<AccountId>) -> Result<(), Failure> {
    match form {
        Some(account) if account != open => Err(AppError::OtherAccount.into()),
        _ => Ok(()),
    }
}

/// Reads a form with files: hands each text to `set`, and returns the files.
async fn read(request: Request, mut set: impl FnMut(&str, String)) -> Result<Vec<Upload>, Failure> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| AppError::BadRequest)?;
    let (mut uploads, mut texts, mut too_large) = (Vec::new(), 0, false);
    while let Some(mut field) = form.next_field().await.map_err(cut_off)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(ToOwned::to_owned);
        let most = if file.is_some() { LARGEST } else { body_limit::LIMIT };
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(cut_off)? {
            if bytes.len() + chunk.len() > most {
                too_large = true;
                break;
            }
            bytes.extend_from_slice(&chunk);
        }
        if let Some(file) = file {
            // A browser sends an input without files as one without a name.
            if !(file.is_empty() && bytes.is_empty()) && uploads.len() <= MOST {
                uploads.push(Upload { name: file, bytes });
            }
            continue;
        }
        texts += bytes.len();
        if texts > body_limit::LIMIT || too_large {
            return Err(AppError::BadRequest.into());
        }
        set(&name, String::from_utf8(bytes).map_err(|_| AppError::BadRequest)?);
    }
    if too_large {
        Err(Problems::one("files", Problem::FileTooLarge))
    } else {
        Ok(uploads)
    }
}

/// Why a body could not be read to its end: it was too large, or nothing that a browser sends.
#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn cut_off(error: MultipartError) -> Failure {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Problems::one("files", Problem::FileTooLarge)
    } else {
        AppError::BadRequest.into()
    }
}

/// Leads on after a post.
fn to(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// Leads back to the form with what was typed, if that can be put right there; otherwise the refusal.
async fn back(
    visitor: &Visitor,
    session: &Session,
    failure: Failure,
    (page, form): (&str, &str),
    typed: &impl serde::Serialize,
) -> Response {
    match failure {
        Failure::Refused(error @ (AppError::Form(_) | AppError::OtherAccount | AppError::Throttled { .. })) => {
            leave(session, form, typed, error).await;
            to(page)
        }
        failure => visitor.refuse(failure),
    }
}

/// Gives out a file, to be saved and never shown: what is in it comes from others.
async fn download(visitor: Visitor, Path((ticket, file)): Path<(String, String)>) -> Response {
    let access = match visitor.require::<ViewTickets>().await {
        Ok(access) => access,
        Err(refused) => return refused,
    };
    let (ticket, id) = (ticket.parse().unwrap_or_default(), file.parse().unwrap_or_default());
    match tickets::file(&visitor.backend, &access, ticket, id).await {
        Ok(file) => give(file),
        Err(failure) => visitor.refuse(failure),
    }
}

fn give(file: tickets::File) -> Response {
    let header_of = |text: &str, otherwise| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(otherwise));
    let headers: [(HeaderName, HeaderValue); 4] = [
        (header::CONTENT_TYPE, header_of(&file.kind, "application/octet-stream")),
        (header::CONTENT_DISPOSITION, header_of(&disposition(&file.name), "attachment")),
        (header::CONTENT_SECURITY_POLICY, FILE_POLICY),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (headers, file.content).into_response()
}

/// `attachment` with the name: in ASCII for old programs, and as it is (RFC 6266 §4.3).
fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') {
                c
            } else {
                '_'
            }
        })
        .collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, NOT_ATTR_CHAR))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_header() {
        assert_eq!(disposition("log 1.txt"), "attachment; filename=\"log 1.txt\"; filename*=UTF-8''log%201.txt");
        assert_eq!(
            disposition("a\"\r\nSet-Cookie: x=é.txt"),
            "attachment; filename=\"a___Set-Cookie_ x__.txt\"; filename*=UTF-8''a%22%0D%0ASet-Cookie%3A%20x%3D%C3%A9.txt"
        );
    }
}
