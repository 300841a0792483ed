//! Posts of a service's page: its password, its machine, signing on to its panel. Plain forms, so nothing of this is in
//! the client.

use backend::services::{self, NewPassword};
use domain::{AccountId, AppError, Code, Password, ServiceId, possessions::ServiceAction};
use leptos::prelude::*;

use super::request::Request;
use crate::error::Answer;

/// The names by which refused forms are kept for the page.
pub(crate) const REVEAL: &str = "service/reveal";
pub(crate) const CHANGE: &str = "service/password";
pub(crate) const ACTION: &str = "service/action";
pub(crate) const SIGN_ON: &str = "service/sign-on";

pub(super) fn parse<T: std::str::FromStr>(id: &str) -> Answer<T> {
    id.parse().map_err(|_| AppError::NotFound)
}

/// Lets this session see the password of a service once.
#[server(prefix = "/api", endpoint = "services/reveal")]
pub async fn reveal_service_password(
    #[server(default)] account: Option<AccountId>,
    id: String,
    #[server(default)] password: Password,
) -> Answer<()> {
    let request = Request::current()?;
    let (actor, signed_in, id) = (request.actor().await?, request.signed_in().await?, parse::<ServiceId>(&id)?);
    let result = async {
        let access = request.may_change(&actor).await?;
        Request::still_on(&actor, account)?;
        services::reveal(&request.backend, &access, (&signed_in, &request.origin), id, &password).await
    }
    .await;
    request.respond(REVEAL, &(), result).await?;
    request.lead_on(&format!("/services/{id}?done=revealed"));
    Ok(())
}

/// Changes the password of a service: to a typed one, or, with `generate`, to one of ours.
#[server(prefix = "/api", endpoint = "services/password")]
pub async fn change_service_password(
    #[server(default)] account: Option<AccountId>,
    id: String,
    #[server(default)] generate: String,
    #[server(default)] new_password: Password,
    #[server(default)] repeat_password: Password,
    #[server(default)] password: Password,
) -> Answer<()> {
    let request = Request::current()?;
    let (actor, signed_in, id) = (request.actor().await?, request.signed_in().await?, parse::<ServiceId>(&id)?);
    let new = if generate.is_empty() {
        NewPassword::Typed { new: new_password, repeated: repeat_password }
    } else {
        NewPassword::Generated
    };
    let result = async {
        let access = request.may_change(&actor).await?;
        Request::still_on(&actor, account)?;
        let who = (&signed_in, &request.origin);
        services::change_password(&request.backend, &access, who, id, &new, &password).await
    }
    .await;
    let strength = request.respond(CHANGE, &(), result).await?;
    let done = crate::served::services::Done::changed(strength);
    request.lead_on(&format!("/services/{id}?done={done}"));
    Ok(())
}

/// Asks the machine of a service to do something; `confirm` is the service's name.
#[server(prefix = "/api", endpoint = "services/action")]
pub async fn run_service_action(
    #[server(default)] account: Option<AccountId>,
    id: String,
    #[server(default)] action: String,
    #[server(default)] confirm: String,
) -> Answer<()> {
    let request = Request::current()?;
    let (actor, id) = (request.actor().await?, parse::<ServiceId>(&id)?);
    let what = ServiceAction::from_code(&action);
    let result = async {
        let access = request.may_change(&actor).await?;
        Request::still_on(&actor, account)?;
        let what = what.ok_or(AppError::BadRequest)?;
        services::run(&request.backend, &access, id, what, &confirm).await
    }
    .await;
    request.respond(ACTION, &(action.clone(), confirm), result).await?;
    request.lead_on(&format!("/services/{id}?done={}", what.map(Code::code).unwrap_or_default()));
    Ok(())
}

/// Leads to the panel of a service, signed on.
#[server(prefix = "/api", endpoint = "services/sign-on")]
pub async fn sign_on_to_service(#[server(default)] account: Option<AccountId>, id: String) -> Answer<()> {
    let request = Request::current()?;
    let (actor, signed_in, id) = (request.actor().await?, request.signed_in().await?, parse::<ServiceId>(&id)?);
    let result = async {
        let access = request.may_change(&actor).await?;
        Request::still_on(&actor, account)?;
        services::link(&request.backend, &access, &signed_in, id).await
    }
    .await;
    let link = request.respond(SIGN_ON, &(), result).await?;
    super::request::go_to(&link);
    Ok(())
}
