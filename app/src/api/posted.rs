//! A form of an account that was posted: who sent it, and answering it.

use backend::{
    Backend, Failure,
    access::{Access, Actor, Need},
};
use domain::AccountId;
use serde::Serialize;

use super::request::Request;
use crate::error::Answer;

/// A form that somebody on an account posted.
pub struct Posted {
    pub request: Request,
    pub actor: Actor,
    account: Option<AccountId>,
}

impl Posted {
    /// The form that is being answered; `account` is the one that its page showed, if it says so.
    ///
    /// # Errors
    ///
    /// Those of [`Request::actor`].
    pub async fn on(account: Option<AccountId>) -> Answer<Self> {
        let request = Request::current()?;
        let actor = request.actor().await?;
        Ok(Self { request, actor, account })
    }

    /// Does what needs the permission `N`, which the type of `run` names, and answers the form, as
    /// [`Request::respond`] does: a refusal leads back to it with what was `typed`.
    pub async fn answer<N: Need, T>(
        &self,
        form: &str,
        typed: &impl Serialize,
        run: impl AsyncFnOnce(&Backend, &Access<'_, N>) -> Result<T, Failure>,
    ) -> Answer<T> {
        // What a change awaits adds up: on the heap it is no weight for those who call.
        let result = Box::pin(self.run(run)).await;
        self.request.respond(form, typed, result).await
    }

    /// The same for a button, for which nothing was typed.
    pub async fn press<N: Need, T>(
        &self,
        run: impl AsyncFnOnce(&Backend, &Access<'_, N>) -> Result<T, Failure>,
    ) -> Answer<T> {
        let result = Box::pin(self.run(run)).await;
        self.request.respond_without_form(result).await
    }

    async fn run<N: Need, T>(
        &self,
        run: impl AsyncFnOnce(&Backend, &Access<'_, N>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let access = self.request.may_change(&self.actor).await?;
        Request::still_on(&self.actor, self.account)?;
        run(&self.request.backend, &access).await
    }
}
