//! The Security page: the user's own profile, password, address, sessions, and leaving an account.

use domain::{
    AccountId, AppError, Locale, SessionId,
    security::{ChangeEmailForm, ChangePasswordForm, ProfileForm, SecurityPage},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::Answer;

/// The Security page, with the refusal of a form without JavaScript: which form, what was typed, why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityShown {
    pub page: SecurityPage,
    pub profile: Option<(ProfileForm, AppError)>,
    pub password: Option<AppError>,
    pub email: Option<(String, AppError)>,
    pub refused: Option<AppError>,
}

/// Somebody signed in, on whichever account or none. Where access ended, that is all they see.
#[cfg(feature = "ssr")]
pub(super) async fn somebody(request: &super::request::Request) -> Answer<backend::sessions::SignedIn> {
    use backend::access::Presence;

    let presence = request.presence().await?.ok_or(AppError::SignedOut)?;
    if let Presence::Ended { .. } = &*presence {
        request.actor().await?;
    }
    request.signed_in().await
}

/// The Security page.
#[server(prefix = "/api", endpoint = "security/page")]
pub async fn load_security() -> Answer<SecurityShown> {
    let request = super::request::Request::current()?;
    let signed_in = somebody(&request).await?;
    let actor = request.actor().await.ok();
    let moments = request.moments(actor.as_ref().map_or("UTC", |actor| actor.time_zone()));
    let page = backend::users::security_page(&request.backend, &signed_in, actor.as_ref(), &moments).await;
    Ok(SecurityShown {
        page: page.map_err(backend::Failure::into_app_error)?,
        profile: request.flash("profile").await,
        password: request.flash::<()>("password").await.map(|((), error)| error),
        email: request.flash("email").await,
        refused: request.refused().await,
    })
}

/// Saves the own name and language, which the pages then turn to.
#[server(prefix = "/api", endpoint = "security/profile")]
pub async fn save_profile(form: ProfileForm) -> Answer<Locale> {
    let request = super::request::Request::current()?;
    let signed_in = somebody(&request).await?;
    let result = backend::users::save_profile(&request.backend, &signed_in, &form).await;
    let locale = request.respond("profile", &form, result).await?;
    super::locale::remember(locale);
    request.lead_on("/account/security?done=profile");
    Ok(locale)
}

/// Changes the own password. All other sessions end.
#[server(prefix = "/api", endpoint = "security/password")]
pub async fn change_password(form: ChangePasswordForm) -> Answer<()> {
    let request = super::request::Request::current()?;
    let signed_in = somebody(&request).await?;
    let result = backend::users::change_password(&request.backend, &signed_in, &form, &request.origin).await;
    request.respond("password", &(), result).await?;
    request.lead_on("/account/security?done=password");
    Ok(())
}

/// Asks for another sign-in address. The answer is the same whether somebody else has it.
#[server(prefix = "/api", endpoint = "security/email")]
pub async fn change_email(form: ChangeEmailForm) -> Answer<()> {
    let request = super::request::Request::current()?;
    let signed_in = somebody(&request).await?;
    let result = backend::users::ask_email_change(&request.backend, &signed_in, &form, &request.origin).await;
    request.respond("email", &form.new_email, result).await?;
    request.lead_on("/account/security?done=email");
    Ok(())
}

/// Ends one of the own sessions.
#[server(prefix = "/api", endpoint = "security/end-session")]
pub async fn end_session(id: SessionId) -> Answer<()> {
    let request = super::request::Request::current()?;
    let signed_in = somebody(&request).await?;
    let result = backend::sessions::end_one(&request.backend, &signed_in, id, &request.origin).await;
    request.respond_without_form(result).await?;
    request.lead_on("/account/security?done=session");
    Ok(())
}

/// Leaves the account that the page showed.
#[server(prefix = "/api", endpoint = "security/leave")]
pub async fn leave_account(#[server(default)] account: Option<AccountId>) -> Answer<()> {
    let request = super::request::Request::current()?;
    let actor = request.actor().await?;
    let result = async {
        super::request::Request::still_on(&actor, account)?;
        backend::users::leave(&request.backend, &actor.require()?).await
    };
    let result = result.await;
    request.respond_without_form(result).await?;
    super::request::go_to("/");
    Ok(())
}
