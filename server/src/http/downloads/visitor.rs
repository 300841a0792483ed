//! Who asks for a file, read from the database for this request.

use app::{
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
    access::{Access, Actor, Need, Origin, Presence, load},
    moments::Moments,
    sessions,
};
use domain::AppError;
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

    /// The proof of a permission; without it, the answer that says so.
    #[expect(clippy::result_large_err, reason = "the answer as it is sent")]
    pub fn require<N: Need>(&self) -> Result<Access<'_, N>, Response> {
        self.actor.require().map_err(|failure| self.refuse(failure))
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
        let found = look_up(parts, state).await.map_err(Failure::into_app_error);
        let actor = found.map_err(|error| match error {
            // The page that links to the file, not the file: it would be kept instead of shown.
            AppError::SignedOut => to_sign_in(parts.uri.path()),
            other => refuse(texts, &other),
        })?;
        let actor = actor.reading(texts.locale);
        Ok(Self { actor, backend: state.backend.clone(), brand: state.config.brand.clone() })
    }
}

async fn look_up(parts: &Parts, state: &AppState) -> Result<Actor, Failure> {
    let backend = &state.backend;
    let session = parts.extensions.get::<Session>().cloned().ok_or(AppError::SignedOut)?;
    let signed_in = sessions::signed_in(&session, backend.now()).await?.ok_or(AppError::SignedOut)?;
    let origin = parts.extensions.get::<Origin>().cloned().unwrap_or_default();
    let presence = load(&backend.db, backend.now(), signed_in.user, signed_in.account, origin).await?;
    let moments = Moments::new(of_headers(&parts.headers), "UTC", backend.now());
    match presence {
        Presence::On(actor) => Ok(*actor),
        other => other.actor(|ended| moments.moment(ended)).cloned(),
    }
}

fn to_sign_in(path: &str) -> Response {
    let section = path.split('/').nth(1).unwrap_or_default();
    (StatusCode::FOUND, [(header::LOCATION, sign_in_and_return(&format!("/{section}")))]).into_response()
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
