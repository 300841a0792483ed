//! The help pages: texts that the client does without until somebody reads them.
#![cfg_attr(feature = "ssr", expect(clippy::unused_async, reason = "a server function is async by its contract"))]

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::Answer;

/// Help about contacts and sub-accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpShown {
    pub title: String,
    pub intro: String,
    /// The heading of the list of contents.
    pub contents: String,
    pub sections: Vec<SectionShown>,
    /// About the categories of emails.
    pub emails: String,
    /// About the permissions.
    pub permissions: String,
}

/// A section of a help page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionShown {
    /// Its address on the page.
    pub id: String,
    pub title: String,
    pub text: Vec<String>,
    pub steps: Vec<String>,
}

/// Help about contacts and sub-accounts, in the language of the page.
#[server(prefix = "/api", endpoint = "help/contacts")]
pub async fn load_help() -> Answer<HelpShown> {
    let help = crate::locales::help::help(crate::locales::use_locale());
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let sections = help.sections.iter().map(|section| SectionShown {
        id: section.id.to_owned(),
        title: section.title.to_owned(),
        text: texts(section.text),
        steps: texts(section.steps),
    });
    Ok(HelpShown {
        title: help.title.to_owned(),
        intro: help.intro.to_owned(),
        contents: help.contents.to_owned(),
        sections: sections.collect(),
        emails: help.emails.to_owned(),
        permissions: help.permissions.to_owned(),
    })
}
