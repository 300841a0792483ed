//! The request behind a page or a server function: who is signed in, from where, and how to answer.
//!
//! Rights are read from the database once per request ([`Cache`]), never from the session. Not here: what is allowed
//! (`backend::access`), and the words of a refusal (`locales`).

use std::sync::{Arc, Mutex};

use axum::http::{HeaderMap, header, request::Parts};
use backend::{
    Backend, Failure,
    access::{Access, Actor, Need, Origin, Presence},
    moments::Moments,
    sessions::{self, SignedIn},
};
use domain::{AccountId, AppError, Locale, Timestamp};
use leptos::prelude::{use_context, with_context};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tower_sessions::Session;

use crate::{error::Answer, locales::use_locale};

/// What was found out about this request's visitor: a page asks several times. One per request, in its context.
#[derive(Clone, Default)]
pub struct Cache(Arc<Mutex<Option<Found>>>);

type Found = Result<Option<Arc<Presence>>, AppError>;

/// The request, as far as pages and server functions need it.
pub struct Request {
    pub backend: Backend,
    pub session: Session,
    pub origin: Origin,
    cache: Cache,
    /// A plain form was posted: there is no JavaScript.
    plain: bool,
    /// The page that the form stands on: a path of ours.
    page: String,
}

/// What a refused form without JavaScript leaves for the page that it returns to.
#[derive(Serialize, Deserialize)]
struct Flash {
    form: String,
    typed: serde_json::Value,
    error: AppError,
}

/// Where the session keeps the flash.
const FLASH: &str = "flash";

impl Request {
    /// The request that is being answered.
    ///
    /// # Errors
    ///
    /// [`AppError::Unavailable`] outside of one: a mistake of ours.
    pub fn current() -> Answer<Self> {
        let missing = |what: &str| Failure::inconsistent(format!("no {what} in the request")).into_app_error();
        let backend = use_context::<Backend>().ok_or_else(|| missing("backend"))?;
        let from_parts = with_context::<Parts, _>(|parts| {
            let session = parts.extensions.get::<Session>().cloned();
            let origin = parts.extensions.get::<Origin>().cloned().unwrap_or_default();
            (session, origin, accepts_html(&parts.headers), page_of_form(&parts.headers))
        });
        let (session, origin, plain, page) = from_parts.ok_or_else(|| missing("request"))?;
        let session = session.ok_or_else(|| missing("session"))?;
        let cache = use_context::<Cache>().unwrap_or_default();
        Ok(Self { backend, session, origin, cache, plain, page })
    }

    /// Who is signed in.
    ///
    /// # Errors
    ///
    /// [`AppError::SignedOut`] when nobody is.
    pub async fn signed_in(&self) -> Answer<SignedIn> {
        let signed_in = sessions::signed_in(&self.session, self.backend.now()).await;
        signed_in.map_err(Failure::into_app_error)?.ok_or(AppError::SignedOut)
    }

    /// What the visitor has before them; `None`: nobody is signed in.
    pub async fn presence(&self) -> Answer<Option<Arc<Presence>>> {
        if let Some(found) = self.cache.0.lock().ok().and_then(|found| found.clone()) {
            return found;
        }
        let found = self.look_up().await;
        if let Ok(mut cache) = self.cache.0.lock() {
            *cache = Some(found.clone());
        }
        found
    }

    async fn look_up(&self) -> Found {
        look_up(&self.backend, &self.session, self.origin.clone(), use_locale()).await
    }

    /// The user on the account that this session shows.
    ///
    /// # Errors
    ///
    /// [`AppError::SignedOut`], [`AppError::NoAccount`], [`AppError::AccessEnded`].
    pub async fn actor(&self) -> Answer<Actor> {
        let presence = self.presence().await?.ok_or(AppError::SignedOut)?;
        let actor = presence.actor(|ended| self.moments("UTC").moment(ended));
        actor.cloned().map_err(Failure::into_app_error)
    }

    /// The proof of a permission to change something. Whoever lacks it sent what no page of theirs offers: it is logged.
    ///
    /// # Errors
    ///
    /// [`AppError::Denied`] with the permission that is missing.
    pub async fn may_change<'a, N: Need>(&self, actor: &'a Actor) -> Result<Access<'a, N>, Failure> {
        match actor.require() {
            Ok(access) => Ok(access),
            Err(refused) => Err(backend::activity::note_denied(&self.backend, actor, refused).await),
        }
    }

    /// Whether a form is of the account that is open now: with several accounts, another may have been chosen since, and
    /// what was typed for the one must not land in the other. `account` is the one that the form's page showed.
    ///
    /// # Errors
    ///
    /// [`AppError::OtherAccount`] when it is not.
    pub fn still_on(actor: &Actor, account: Option<AccountId>) -> Result<(), Failure> {
        match account {
            Some(account) if account != actor.account() => Err(AppError::OtherAccount.into()),
            _ => Ok(()),
        }
    }

    /// Writes instants in the language of the page, in a time zone.
    pub fn moments(&self, time_zone: &str) -> Moments {
        Moments::new(use_locale(), time_zone, self.backend.now())
    }

    pub fn now(&self) -> Timestamp {
        self.backend.now()
    }

    /// Answers a form. Without JavaScript, a refusal leads back to the form's page, which finds what was typed and why
    /// it was refused by [`flash`](Self::flash). `typed` must not hold a password.
    pub async fn respond<T>(&self, form: &str, typed: &impl Serialize, result: Result<T, Failure>) -> Answer<T> {
        let answer = result.map_err(Failure::into_app_error);
        if let Err(error) = &answer
            && self.plain
        {
            let typed = serde_json::to_value(typed).unwrap_or_default();
            self.lead_back(Flash { form: form.to_owned(), typed, error: error.clone() }).await;
        }
        answer
    }

    /// Answers a post that nothing was typed for, a button.
    pub async fn respond_without_form<T>(&self, result: Result<T, Failure>) -> Answer<T> {
        self.respond(BUTTON, &(), result).await
    }

    /// Leads on after a form was accepted, where there is no JavaScript; where there is, the page shows it.
    pub fn lead_on(&self, path: &str) {
        if self.plain {
            go_to(path);
        }
    }

    async fn lead_back(&self, flash: Flash) {
        store(&self.session, flash).await;
        go_to(&self.page);
    }

    /// What was typed into a form before it was refused, and why it was: once.
    pub async fn flash<T: DeserializeOwned>(&self, form: &str) -> Option<(T, AppError)> {
        let flash: Flash = self.session.get(FLASH).await.ok().flatten()?;
        if flash.form != form {
            return None;
        }
        // What cannot be removed is shown once more: a nuisance, not a danger.
        let _ = self.session.remove::<Flash>(FLASH).await;
        serde_json::from_value(flash.typed).ok().map(|typed| (typed, flash.error))
    }

    /// Why a button's post was refused: once.
    pub async fn refused(&self) -> Option<AppError> {
        self.flash::<()>(BUTTON).await.map(|((), error)| error)
    }
}

/// What the visitor of a session has before them, who reads in that language; `None`: nobody is signed in. Also for what
/// the server answers outside of the app: files.
///
/// # Errors
///
/// [`AppError::Unavailable`] when it cannot be found out.
pub async fn look_up(
    backend: &Backend,
    session: &Session,
    origin: Origin,
    locale: Locale,
) -> Answer<Option<Arc<Presence>>> {
    let now = backend.now();
    let Some(signed_in) = sessions::signed_in(session, now).await.map_err(Failure::into_app_error)? else {
        return Ok(None);
    };
    match backend::access::load(&backend.db, now, signed_in.user, signed_in.account, origin).await {
        Ok(Presence::On(actor)) => Ok(Some(Arc::new(Presence::On(Box::new(actor.reading(locale)))))),
        Ok(presence) => Ok(Some(Arc::new(presence))),
        Err(Failure::Refused(AppError::SignedOut)) => Ok(None),
        Err(failure) => Err(failure.into_app_error()),
    }
}

/// Leaves for its page what was typed into a form and why it was refused: for forms that the server takes outside of the
/// app, those with files. `typed` must not hold a password.
pub async fn leave(session: &Session, form: &str, typed: &impl Serialize, error: AppError) {
    let typed = serde_json::to_value(typed).unwrap_or_default();
    store(session, Flash { form: form.to_owned(), typed, error }).await;
}

async fn store(session: &Session, flash: Flash) {
    if let Err(error) = session.insert(FLASH, flash).await {
        tracing::warn!(%error, "a refused form could not be kept for its page");
    }
}

/// The name by which a button's refusal is kept.
const BUTTON: &str = "button";

/// Leads to a page of ours after a post, with JavaScript and without.
pub fn go_to(path: &str) {
    // The header is made from the text as it is, and an address made from names could hold anything.
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic());
    leptos_axum::redirect(if plain { path } else { "/" });
}

fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// The path of the page that a form was posted from, without what an earlier post added; `/` when it is not known.
fn page_of_form(headers: &HeaderMap) -> String {
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path = referer
        .split_once("://")
        .and_then(|(_, rest)| rest.find('/').and_then(|start| rest.get(start..)))
        .unwrap_or("/");
    // Browsers read `//host` as another host.
    let path = if path.starts_with("//") { "/" } else { path };
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let query: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("__") && !pair.starts_with("done="))
        .collect();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(referer: &'static str) -> String {
        page_of_form(&HeaderMap::from_iter([(header::REFERER, referer.parse().unwrap())]))
    }

    #[test]
    fn a_refused_form_leads_back_to_its_page_on_this_host() {
        assert_eq!(page("https://coterie.test/account/contacts/new"), "/account/contacts/new");
        assert_eq!(page("https://coterie.test/reset-password?token=a&__err=b&done=c"), "/reset-password?token=a");
        assert_eq!(page("https://elsewhere.test"), "/");
        assert_eq!(page("https://coterie.test//evil.test/?done=1"), "/");
        assert_eq!(page("nonsense"), "/");
        assert_eq!(page_of_form(&HeaderMap::new()), "/");
    }
}
