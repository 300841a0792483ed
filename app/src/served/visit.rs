//! A request for a page that the server writes.

use std::str::FromStr;

use backend::{
    Backend, Failure,
    access::{Access, Actor, Need},
};
use domain::AppError;

use crate::{api::request::Request, error::Answer};

/// Who asks for a page, and for which one.
pub struct Visit {
    pub request: Request,
    parts: Vec<(String, String)>,
    query: Vec<(String, String)>,
}

impl Visit {
    /// `parts` are those of the address that the page's pattern names; `query` is what stands behind its `?`.
    pub(super) fn new(parts: Vec<(String, String)>, query: &str) -> Answer<Self> {
        let query = query.strip_prefix('?').unwrap_or(query);
        let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Ok(Self { request: Request::current()?, parts, query })
    }

    pub fn backend(&self) -> &Backend {
        &self.request.backend
    }

    /// A named part of the address, as an id or whatever else it is.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] when it is none: such a thing is not there.
    pub fn part<T: FromStr>(&self, name: &str) -> Answer<T> {
        let part = self.parts.iter().find(|(part, _)| part == name);
        part.and_then(|(_, value)| value.parse().ok()).ok_or(AppError::NotFound)
    }

    /// What the query says of a name; the first, if several; empty, if nothing.
    pub fn query(&self, name: &str) -> &str {
        let pair = self.query.iter().find(|(key, _)| key == name);
        pair.map(|(_, value)| value.trim()).unwrap_or_default()
    }

    /// The visitor on the account that their session shows.
    ///
    /// # Errors
    ///
    /// [`AppError::SignedOut`], [`AppError::NoAccount`], [`AppError::AccessEnded`].
    pub async fn actor(&self) -> Answer<Actor> {
        self.request.actor().await
    }

    /// Reads what needs the permission `N`, which the type of `load` names.
    ///
    /// # Errors
    ///
    /// [`AppError::Denied`] without it, and those of [`actor`](Self::actor) and of `load`.
    pub async fn read<N: Need, T>(
        &self,
        load: impl AsyncFnOnce(&Backend, &Access<'_, N>) -> Result<T, Failure>,
    ) -> Answer<T> {
        let actor = self.actor().await?;
        let result = match actor.require::<N>() {
            Ok(access) => load(self.backend(), &access).await,
            Err(refused) => Err(refused),
        };
        result.map_err(Failure::into_app_error)
    }
}
