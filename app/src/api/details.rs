//! Account Details.

use domain::{
    AccountId, AppError,
    details_form::{DetailsForm, DetailsPage},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::posted::Posted;
use crate::error::Answer;

/// Account Details, with a refusal that has no place in the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailsShown {
    pub page: DetailsPage,
    pub refused: Option<AppError>,
}

#[cfg(feature = "ssr")]
impl DetailsShown {
    /// Nothing typed is lost: the form shows again what was typed before a refusal.
    fn new(mut page: DetailsPage, flash: Option<(DetailsForm, AppError)>) -> Self {
        let Some((typed, error)) = flash else { return Self { page, refused: None } };
        if error == AppError::OtherAccount {
            // Another account's name and address do not belong here.
            return Self { page, refused: Some(error) };
        }
        page.shown = typed;
        let refused = match error {
            AppError::Details(errors) => {
                page.errors = errors;
                None
            }
            AppError::Stale => {
                page.shown.version = page.stored.version;
                page.stale = true;
                None
            }
            other => Some(other),
        };
        Self { page, refused }
    }
}

/// Account Details.
#[server(prefix = "/api", endpoint = "details/page")]
pub async fn load_details() -> Answer<DetailsShown> {
    let request = super::request::Request::current()?;
    let actor = request.actor().await?;
    let access = actor.require().map_err(backend::Failure::into_app_error)?;
    let page = backend::details::page(&request.backend, &access).await.map_err(backend::Failure::into_app_error)?;
    Ok(DetailsShown::new(page, request.flash(FORM).await))
}

/// Saves the details of the account that the form's page showed.
#[server(prefix = "/api", endpoint = "details/save")]
pub async fn save_details(#[server(default)] account: Option<AccountId>, form: DetailsForm) -> Answer<()> {
    let posted = Posted::on(account).await?;
    let answer = posted
        .answer(FORM, &form, async |backend, access| backend::details::save(backend, access, &form).await)
        .await;
    if answer.is_ok() {
        posted.request.lead_on("/account/details?done=saved");
    }
    answer
}

/// The name of the form in the flash.
#[cfg(feature = "ssr")]
const FORM: &str = "details";
