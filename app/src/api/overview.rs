//! The email overview.

use domain::{
    AppError, ContactId,
    overview::{OverviewForm, OverviewPage},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::Answer;

/// The overview, with what a refused save had ticked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverviewShown {
    pub page: OverviewPage,
    pub typed: Option<Ticked>,
    pub refused: Option<AppError>,
}

/// What was ticked when a save was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticked {
    pub form: OverviewForm,
    /// Who stood in the matrix, where that is known; `None` is the owner.
    pub people: Option<Vec<Option<ContactId>>>,
    /// Somebody else had saved first.
    pub stale: bool,
}

impl Ticked {
    /// Whose boxes count as seen: those who stood there, or else everyone.
    pub fn known(&self, page: &OverviewPage) -> Vec<Option<ContactId>> {
        self.people.clone().unwrap_or_else(|| page.rows.iter().map(|row| row.contact).collect())
    }
}

impl OverviewShown {
    /// Fresh data under what was ticked, after somebody else saved first.
    #[must_use]
    pub fn with_typed(self, form: Option<OverviewForm>, people: Vec<Option<ContactId>>) -> Self {
        let typed = form.map(|form| Ticked { form, people: Some(people), stale: true });
        Self { typed, ..self }
    }

    #[cfg(feature = "ssr")]
    fn new(mut page: OverviewPage, flash: Option<(OverviewForm, AppError)>) -> Self {
        let Some((form, refused)) = flash else {
            return Self { page, typed: None, refused: None };
        };
        if let AppError::Overview(problems) = &refused {
            page.problems.clone_from(problems);
        }
        let stale = refused == AppError::Stale;
        Self { page, typed: Some(Ticked { form, people: None, stale }), refused: Some(refused) }
    }
}

/// The email overview.
#[server(prefix = "/api", endpoint = "overview/page")]
pub async fn load_overview() -> Answer<OverviewShown> {
    let request = super::request::Request::current()?;
    let actor = request.actor().await?;
    let access = actor.require().map_err(backend::Failure::into_app_error)?;
    let page = backend::overview::page(&request.backend, &access, None)
        .await
        .map_err(backend::Failure::into_app_error)?;
    Ok(OverviewShown::new(page, request.flash(FORM).await))
}

/// Saves who gets which emails.
#[server(prefix = "/api", endpoint = "overview/save")]
pub async fn save_overview(form: OverviewForm) -> Answer<()> {
    let request = super::request::Request::current()?;
    let actor = request.actor().await?;
    let result = async { backend::overview::save(&request.backend, &actor.require()?, &form).await }.await;
    let answer = request.respond(FORM, &form, result).await;
    if answer.is_ok() {
        request.lead_on("/account/contacts/emails?done=saved");
    }
    answer
}

/// The name of the form in the flash.
#[cfg(feature = "ssr")]
const FORM: &str = "overview";
