//! The activity of the account.

use domain::{
    Moment,
    activity::{Kind, PersonAsWas, Query},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::Answer;

/// The Activity page, its entries in words: the client does without their sentences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityShown {
    pub entries: Vec<EntryShown>,
    /// Says which entries of this page cannot be read.
    pub unreadable: Option<String>,
    /// Where the next page begins, if there is one.
    pub older: Option<i64>,
    /// Those that can be filtered by.
    pub people: Vec<PersonAsWas>,
    /// Whether only the viewer's own entries are shown.
    pub own_only: bool,
    pub query: Query,
}

/// A line of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryShown {
    pub sentence: String,
    /// What else there is to tell.
    pub details: Vec<String>,
    pub kind: Kind,
    pub when: Moment,
    /// The network address that it came from; empty where there was none.
    pub from: String,
}

#[cfg(feature = "ssr")]
impl From<domain::activity::Entry> for EntryShown {
    fn from(entry: domain::activity::Entry) -> Self {
        use crate::pages::account::activity_words::{details, sentence};

        let t = crate::locales::use_texts();
        Self {
            sentence: sentence(t, entry.actor.as_ref(), entry.subject.as_ref(), &entry.event),
            details: details(t, &entry.event),
            kind: entry.event.kind(),
            when: entry.when,
            from: entry.from.unwrap_or_default(),
        }
    }
}

/// A page of the log: entries about a person (by address) and of a kind (by code), older than an entry's number; empty
/// texts filter nothing.
#[server(prefix = "/api", endpoint = "activity/page")]
pub async fn load_activity(
    #[server(default)] person: String,
    #[server(default)] kind: String,
    #[server(default)] before: String,
) -> Answer<ActivityShown> {
    use domain::Code;

    let request = super::request::Request::current()?;
    let actor = request.actor().await?;
    let access = actor.require().map_err(backend::Failure::into_app_error)?;
    let person = Some(person).filter(|person| !person.is_empty());
    let query = Query { person, kind: Kind::from_code(&kind), before: before.parse().ok() };
    let page = backend::activity::page(&request.backend, &access, query).await;
    let page = page.map_err(backend::Failure::into_app_error)?;
    let sentences = crate::locales::sentences::sentences(crate::locales::use_locale());
    Ok(ActivityShown {
        unreadable: (!page.unreadable.is_empty()).then(|| (sentences.unreadable)(&page.unreadable)),
        entries: page.entries.into_iter().map(EntryShown::from).collect(),
        older: page.older,
        people: page.people,
        own_only: page.own_only,
        query: page.query,
    })
}
