//! The activity of the account.

use domain::activity::ActivityPage;
use leptos::prelude::*;

use crate::error::Answer;

/// A page of the log: entries about a person (by address) and of a kind (by code), older than an entry's number; empty
/// texts filter nothing.
#[server(prefix = "/api", endpoint = "activity/page")]
pub async fn load_activity(
    #[server(default)] person: String,
    #[server(default)] kind: String,
    #[server(default)] before: String,
) -> Answer<ActivityPage> {
    use domain::{
        Code,
        activity::{Kind, Query},
    };

    let request = super::request::Request::current()?;
    let actor = request.actor().await?;
    let access = actor.require().map_err(backend::Failure::into_app_error)?;
    let person = Some(person).filter(|person| !person.is_empty());
    let query = Query { person, kind: Kind::from_code(&kind), before: before.parse().ok() };
    backend::activity::page(&request.backend, &access, query)
        .await
        .map_err(backend::Failure::into_app_error)
}
