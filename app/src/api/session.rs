//! Signing in and out, *Forgot Password*, and the links that are emailed for them.

use domain::{
    AppError,
    account::{NewPasswordForm, PasswordLink, SignInForm},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::Answer;

/// The sign-in page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInPage {
    /// What was typed before a refusal.
    pub email: String,
    pub refused: Option<AppError>,
    pub demo: bool,
}

/// The page behind a link that sets a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetPage {
    /// `None`: the link does not work any more.
    pub link: Option<PasswordLink>,
    pub refused: Option<AppError>,
}

/// The sign-in page. Whoever is signed in already goes on.
#[server(prefix = "/api", endpoint = "session/sign-in-page")]
pub async fn load_sign_in(next: String) -> Answer<SignInPage> {
    let request = super::request::Request::current()?;
    if let Some(presence) = request.presence().await? {
        super::request::go_to(&super::entering::landing(&presence, &next));
    }
    let (email, refused) = request.typed_address(SIGN_IN).await;
    Ok(SignInPage { email, refused, demo: request.backend.settings.demo })
}

/// Signs in, and leads to `next` or to what there is to open.
#[server(prefix = "/api", endpoint = "session/sign-in")]
pub async fn sign_in(form: SignInForm) -> Answer<()> {
    let request = super::request::Request::current()?;
    let result = backend::sign_in::sign_in(&request.backend, &form, &request.origin).await;
    let user = request.respond(SIGN_IN, &form.email, result).await?;
    request.enter(user, &form.next).await
}

/// Signs out, and leads to the sign-in page, which leads to `next`.
#[server(prefix = "/api", endpoint = "session/sign-out")]
pub async fn sign_out(#[server(default)] next: String) -> Answer<()> {
    let request = super::request::Request::current()?;
    let result = backend::sessions::sign_out(&request.backend, &request.session, &request.origin).await;
    request.respond_without_form(result).await?;
    super::locale::forget_user();
    super::request::go_to(&crate::ui::url::sign_in_and_return(super::entering::ours(&next)));
    Ok(())
}

/// The *Forgot Password* page: what was typed before a refusal, and why it was refused.
#[server(prefix = "/api", endpoint = "session/forgot-page")]
pub async fn load_forgot_password() -> Answer<(String, Option<AppError>)> {
    let request = super::request::Request::current()?;
    Ok(request.typed_address(FORGOT).await)
}

/// Asks for a link to set a password with. Answers the same for everyone.
#[server(prefix = "/api", endpoint = "session/forgot-password")]
pub async fn forgot_password(email: String) -> Answer<()> {
    let request = super::request::Request::current()?;
    let locale = crate::locales::use_locale();
    let result = backend::password_reset::ask(&request.backend, &email, locale, &request.origin).await;
    request.respond(FORGOT, &email, result).await?;
    request.lead_on("/forgot-password?sent=1");
    Ok(())
}

/// What an emailed link leads to.
#[server(prefix = "/api", endpoint = "session/reset-page")]
pub async fn load_reset(token: String) -> Answer<ResetPage> {
    let request = super::request::Request::current()?;
    let link = match backend::password_reset::look_up(&request.backend, &token).await {
        Err(backend::Failure::Refused(AppError::LinkInvalid)) => None,
        link => Some(link.map_err(backend::Failure::into_app_error)?),
    };
    Ok(ResetPage { link, refused: request.refused().await })
}

/// Sets a password by an emailed link, which signs in.
#[server(prefix = "/api", endpoint = "session/reset-password")]
pub async fn reset_password(form: NewPasswordForm) -> Answer<()> {
    let request = super::request::Request::current()?;
    let result = backend::password_reset::set(&request.backend, &form, &request.origin).await;
    let user = request.respond_without_form(result).await?;
    request.enter(user, "").await
}

/// Why the new address could not be confirmed, if it was tried.
#[server(prefix = "/api", endpoint = "session/confirm-page")]
pub async fn load_confirm() -> Answer<Option<AppError>> {
    Ok(super::request::Request::current()?.refused().await)
}

/// Makes a new address count, by the link that was sent to it.
#[server(prefix = "/api", endpoint = "session/confirm-email")]
pub async fn confirm_email(token: String) -> Answer<()> {
    let request = super::request::Request::current()?;
    let result = backend::users::confirm_email(&request.backend, &token, &request.origin).await;
    request.respond_without_form(result).await?;
    super::request::go_to("/confirm-email?done=1");
    Ok(())
}

#[cfg(feature = "ssr")]
const SIGN_IN: &str = "sign-in";
#[cfg(feature = "ssr")]
const FORGOT: &str = "forgot-password";
