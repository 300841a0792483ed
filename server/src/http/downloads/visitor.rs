//! Who asks for a file, read from the database for this request.

use app::{
    api::request::look_up,
    locale::of_headers,
    locales::{Texts, texts},
    ui::url::sign_in_and_return,
};
use axum::{
    extract::FromRequestParts,
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use backend::{
    Backend, Failure,
    access::{Access, Actor, Need, Origin},
    activity::note_denied,
    moments::Moments,
};
use domain::{AppError, Locale};
use tower_sessions::Session;

use crate::router::AppState;

/// Somebody signed in on an account, reading in a language.
pub(in crate::http) struct Visitor {
    pub actor: Actor,
    pub backend: Backend,
    pub brand: String,
}

impl Visitor {
    pub fn texts(&self) -> &'static Texts {
        texts(self.actor.locale())
    }

    /// The proof of a permission; without it, the answer that says so. No page of theirs offers such a form or file any
    /// more: it is logged.
    pub async fn require<N: Need>(&self) -> Result<Access<'_, N>, Response> {
        match self.actor.require() {
            Ok(access) => Ok(access),
            Err(refused) => Err(self.refuse(note_denied(&self.backend, &self.actor, refused).await)),
        }
    }

    /// The answer to a failure.
    pub fn refuse(&self, failure: Failure) -> Response {
        refuse(self.texts(), &failure.into_app_error())
    }
}

impl FromRequestParts<AppState> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let texts = texts(of_headers(&parts.headers));
        let actor = actor(parts, state, texts.locale).await.map_err(|error| match error {
            // The page that links to the file, not the file: it would be kept instead of shown.
            AppError::SignedOut => to_sign_in(parts.uri.path()),
            other => refuse(texts, &other),
        })?;
        Ok(Self { actor, backend: state.backend.clone(), brand: state.config.brand.clone() })
    }
}

async fn actor(parts: &Parts, state: &AppState, locale: Locale) -> Result<Actor, AppError> {
    let backend = &state.backend;
    let session = parts.extensions.get::<Session>().ok_or(AppError::SignedOut)?;
    let origin = parts.extensions.get::<Origin>().cloned().unwrap_or_default();
    let presence = look_up(backend, session, origin, locale).await?.ok_or(AppError::SignedOut)?;
    let moments = Moments::new(locale, "UTC", backend.now());
    presence.actor(|ended| moments.moment(ended)).cloned().map_err(Failure::into_app_error)
}

/// To the list that the file belongs to, by way of signing in.
fn to_sign_in(path: &str) -> Response {
    let mut parts = path.split('/').skip(1);
    let list = match (parts.next(), parts.next()) {
        (Some("account"), Some(section)) => format!("/account/{section}"),
        (section, _) => format!("/{}", section.unwrap_or_default()),
    };
    (StatusCode::FOUND, [(header::LOCATION, sign_in_and_return(&list))]).into_response()
}

fn refuse(texts: &Texts, error: &AppError) -> Response {
    let words = texts.refusals.of(error);
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    let mut response = (status, format!("{}. {}\n", words.title, words.next)).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, axum::http::HeaderValue::from_static("no-store"));
    response
}
