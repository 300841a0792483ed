//! The email overview.

use domain::{
    AppError, Category, ContactId,
    overview::{OverviewForm, OverviewPage},
};
#[cfg(feature = "ssr")]
use domain::{
    Subject,
    overview::{OverviewAnswer, OverviewWarning},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::posted::Posted;
use crate::error::Answer;

/// The overview, with what a refused save had ticked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverviewShown {
    pub page: OverviewPage,
    pub typed: Option<Ticked>,
    pub refused: Option<AppError>,
    /// For each category, its emails and who would get them, as the server wrote it.
    pub answers: Vec<(Category, String)>,
    /// Who is not reached as they should be, as the server wrote it; empty: nobody.
    pub warnings: String,
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
    fn new(
        (mut page, answers, warnings): (OverviewPage, Vec<OverviewAnswer>, Vec<OverviewWarning>),
        flash: Option<(OverviewForm, AppError)>,
    ) -> Self {
        let warnings = crate::served::answers::warnings(&warnings);
        let written = |one: &OverviewAnswer| (one.category, crate::served::answers::answer(one, &page.subjects));
        let answers = answers.iter().map(written).collect();
        let Some((form, refused)) = flash else {
            return Self { page, typed: None, refused: None, answers, warnings };
        };
        if let AppError::Overview(problems) = &refused {
            page.problems.clone_from(problems);
        }
        let stale = refused == AppError::Stale;
        Self { page, typed: Some(Ticked { form, people: None, stale }), refused: Some(refused), answers, warnings }
    }
}

/// What the answers are to be about, as the page's address says it: nothing, or `service-` or `domain-` and an id.
#[cfg(feature = "ssr")]
fn subject(about: &str) -> Answer<Option<Subject>> {
    let parsed = match about.split_once('-') {
        None if about.is_empty() => return Ok(None),
        Some(("service", id)) => id.parse().map(Subject::Service).ok(),
        Some(("domain", id)) => id.parse().map(Subject::Domain).ok(),
        _ => None,
    };
    parsed.map(Some).ok_or(AppError::NotFound)
}

/// The email overview; `about` says what the answers are about.
#[server(prefix = "/api", endpoint = "overview/page")]
pub async fn load_overview(#[server(default)] about: String) -> Answer<OverviewShown> {
    let request = super::request::Request::current()?;
    let actor = request.actor().await?;
    let access = actor.require().map_err(backend::Failure::into_app_error)?;
    let page = backend::overview::page(&request.backend, &access, subject(&about)?).await;
    let page = page.map_err(backend::Failure::into_app_error)?;
    Ok(OverviewShown::new(page, request.flash(FORM).await))
}

/// Saves who gets which emails.
#[server(prefix = "/api", endpoint = "overview/save")]
pub async fn save_overview(form: OverviewForm) -> Answer<()> {
    let posted = Posted::on(None).await?;
    let answer = posted
        .answer(FORM, &form, async |backend, access| backend::overview::save(backend, access, &form).await)
        .await;
    if answer.is_ok() {
        posted.request.lead_on("/account/contacts/emails?done=saved");
    }
    answer
}

/// The name of the form in the flash.
#[cfg(feature = "ssr")]
const FORM: &str = "overview";
