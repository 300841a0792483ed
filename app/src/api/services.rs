//! Posts of a service's page: its password, its machine, signing on to its panel. Plain forms, so nothing of this is in
//! the client.

use backend::services::{self, NewPassword};
use domain::{AccountId, AppError, Code, Password, ServiceId, possessions::ServiceAction};
use leptos::prelude::*;

use super::posted::Posted;
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
    let posted = Posted::on(account).await?;
    let signed_in = posted.request.signed_in().await?;
    let id = parse::<ServiceId>(&id)?;
    posted
        .answer(REVEAL, &(), async |backend, access| {
            services::reveal(backend, access, (&signed_in, &posted.request.origin), id, &password).await
        })
        .await?;
    posted.request.lead_on(&format!("/services/{id}?done=revealed"));
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
    let posted = Posted::on(account).await?;
    let signed_in = posted.request.signed_in().await?;
    let id = parse::<ServiceId>(&id)?;
    let new = if generate.is_empty() {
        NewPassword::Typed { new: new_password, repeated: repeat_password }
    } else {
        NewPassword::Generated
    };
    let strength = posted
        .answer(CHANGE, &(), async |backend, access| {
            let who = (&signed_in, &posted.request.origin);
            services::change_password(backend, access, who, id, &new, &password).await
        })
        .await?;
    let done = crate::served::services::Done::changed(strength);
    posted.request.lead_on(&format!("/services/{id}?done={done}"));
    Ok(())
}

/// Asks the machine of a service to do something; `confirm` is the service's name.
#[server(prefix = "/api", endpoint = "services/action")]
pub async fn run_service_action(
    #[server(default)] account: Option<AccountId>,
    id: String,
    #[server(default)] action: String,
    #[server(default)] confirm: String,
    #[server(default)] token: String,
) -> Answer<()> {
    let posted = Posted::on(account).await?;
    let id = parse::<ServiceId>(&id)?;
    let what = ServiceAction::from_code(&action);
    posted
        .answer(ACTION, &(&action, &confirm), async |backend, access| {
            let what = what.ok_or(AppError::BadRequest)?;
            services::run(backend, access, id, what, &confirm, &token).await
        })
        .await?;
    posted.request.lead_on(&format!("/services/{id}?done={}", what.map(Code::code).unwrap_or_default()));
    Ok(())
}

/// Leads to the panel of a service, signed on.
#[server(prefix = "/api", endpoint = "services/sign-on")]
pub async fn sign_on_to_service(#[server(default)] account: Option<AccountId>, id: String) -> Answer<()> {
    let posted = Posted::on(account).await?;
    let signed_in = posted.request.signed_in().await?;
    let id = parse::<ServiceId>(&id)?;
    let link = posted
        .answer(SIGN_ON, &(), async |backend, access| services::link(backend, access, &signed_in, id).await)
        .await?;
    super::request::go_to(&link);
    Ok(())
}
