//! Invitations, and the account chooser.

use domain::{
    AccountId, AppError, InvitationId,
    account::{AccountsPage, InvitationsPage, NewPasswordForm},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::Answer;

/// What waits, with the refusal of the form before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationsShown {
    /// `None`: the link does not work any more.
    pub page: Option<InvitationsPage>,
    pub refused: Option<AppError>,
}

/// The page behind an invitation's link, or of all that waits for whoever is signed in. Changes nothing.
///
/// Whoever's access ended sees that, as everywhere, unless the link is somebody else's.
#[server(prefix = "/api", endpoint = "invitations/page")]
pub async fn load_invitations(#[server(default)] token: String) -> Answer<InvitationsShown> {
    let request = super::request::Request::current()?;
    let user = request.signed_in().await.ok().map(|signed_in| signed_in.user);
    let token = (!token.is_empty()).then_some(token.as_str());
    let page = match backend::invitations::page(&request.backend, token, user, &request.moments("UTC")).await {
        Err(backend::Failure::Refused(AppError::LinkInvalid)) => None,
        page => Some(page.map_err(backend::Failure::into_app_error)?),
    };
    if user.is_some() && matches!(page, None | Some(InvitationsPage::Waiting(_))) {
        super::security::somebody(&request).await?;
    }
    Ok(InvitationsShown { page, refused: request.refused().await })
}

/// Sets a first password through an invitation's link, which accepts it, and signs in.
#[server(prefix = "/api", endpoint = "invitations/set-password")]
pub async fn set_first_password(form: NewPasswordForm) -> Answer<()> {
    let request = super::request::Request::current()?;
    let result = backend::invitations::set_password(&request.backend, &form, &request.origin).await;
    let user = request.respond_without_form(result).await?;
    request.enter(user, "").await
}

/// Accepts or declines an invitation. Accepting opens the account.
#[server(prefix = "/api", endpoint = "invitations/answer")]
pub async fn answer_invitation(id: InvitationId, accept: bool) -> Answer<()> {
    let request = super::request::Request::current()?;
    let signed_in = request.signed_in().await?;
    let result = async {
        let (backend, origin) = (&request.backend, &request.origin);
        let account = backend::invitations::answer(backend, signed_in.user, id, accept, origin).await?;
        if accept {
            backend::sessions::choose(backend, &signed_in, account, origin).await
        } else {
            Ok(())
        }
    };
    let result = result.await;
    request.respond_without_form(result).await?;
    super::request::go_to(if accept { "/" } else { "/invitations?done=declined" });
    Ok(())
}

/// The account chooser.
#[server(prefix = "/api", endpoint = "accounts/page")]
pub async fn load_accounts() -> Answer<AccountsPage> {
    let request = super::request::Request::current()?;
    let signed_in = super::security::somebody(&request).await?;
    let current = request.actor().await.ok().map(|actor| actor.account());
    let moments = request.moments("UTC");
    let page = backend::users::accounts_page(&request.backend, signed_in.user, current, &moments).await;
    page.map_err(backend::Failure::into_app_error)
}

/// Chooses the account that the pages show, and leads to `next`.
#[server(prefix = "/api", endpoint = "accounts/choose")]
pub async fn choose_account(id: AccountId, #[server(default)] next: String) -> Answer<()> {
    let request = super::request::Request::current()?;
    let signed_in = request.signed_in().await?;
    let result = backend::sessions::choose(&request.backend, &signed_in, id, &request.origin).await;
    request.respond_without_form(result).await?;
    super::request::go_to(super::entering::ours(&next));
    Ok(())
}
