//! The translation catalogue: every text that people read on a page, in every language.
//!
//! One file per area, each with a struct of texts and a constant per language, so that a missing text does not compile.
//! Not here: the words of emails (`backend::mail`), and dates and amounts, which the server writes.

use domain::Locale;

use crate::locale::ONLY;
use leptos::prelude::*;

pub mod activity;
#[cfg(feature = "ssr")]
pub mod answers;
#[cfg(feature = "ssr")]
pub mod attention;
pub mod auth;
#[cfg(feature = "ssr")]
pub mod billing;
pub mod categories;
#[cfg(feature = "ssr")]
pub mod client_area;
pub mod common;
pub mod contacts;
pub mod details;
#[cfg(feature = "ssr")]
pub mod emails;
pub mod fields;
#[cfg(feature = "ssr")]
pub mod help;
#[cfg(feature = "ssr")]
pub mod leaving;
#[cfg(feature = "ssr")]
pub mod mails;
pub mod nav;
#[cfg(feature = "ssr")]
pub mod ordering;
pub mod overview;
pub mod permissions;
#[cfg(feature = "ssr")]
pub mod possessions;
pub mod presets;
#[cfg(feature = "ssr")]
pub mod problem_words;
pub mod problems;
#[cfg(feature = "ssr")]
pub mod quotes;
#[cfg(test)]
mod reference;
pub mod refusals;
#[cfg(feature = "ssr")]
pub mod search;
pub mod security;
#[cfg(feature = "ssr")]
pub mod sentences;
pub mod states;
#[cfg(feature = "ssr")]
pub mod statuses;
#[cfg(feature = "ssr")]
pub mod tickets;
#[cfg(feature = "ssr")]
pub mod watching;

/// All texts of one language.
pub struct Texts {
    pub locale: Locale,
    pub common: common::Common,
    pub nav: nav::Nav,
    pub permissions: permissions::Permissions,
    pub categories: categories::Categories,
    pub presets: presets::Presets,
    pub states: states::States,
    #[cfg(feature = "ssr")]
    pub statuses: statuses::Statuses,
    pub problems: problems::Problems,
    pub refusals: refusals::Refusals,
    pub fields: fields::Fields,
    pub auth: auth::Auth,
    pub contacts: contacts::Contacts,
    pub overview: overview::Overview,
    pub details: details::Details,
    pub activity: activity::Activity,
    pub security: security::Security,
    #[cfg(feature = "ssr")]
    pub billing: billing::Billing,
    #[cfg(feature = "ssr")]
    pub quotes: quotes::Quotes,
    #[cfg(feature = "ssr")]
    pub ordering: ordering::Ordering,
    #[cfg(feature = "ssr")]
    pub client_area: client_area::ClientArea,
}

macro_rules! texts {
    ($name:ident, $locale:ident, $constant:ident) => {
        static $name: Texts = Texts {
            locale: Locale::$locale,
            common: common::$constant,
            nav: nav::$constant,
            permissions: permissions::$constant,
            categories: categories::$constant,
            presets: presets::$constant,
            states: states::$constant,
            #[cfg(feature = "ssr")]
            statuses: statuses::$constant,
            problems: problems::$constant,
            refusals: refusals::$constant,
            fields: fields::$constant,
            auth: auth::$constant,
            contacts: contacts::$constant,
            overview: overview::$constant,
            details: details::$constant,
            activity: activity::$constant,
            security: security::$constant,
            #[cfg(feature = "ssr")]
            billing: billing::$constant,
            #[cfg(feature = "ssr")]
            quotes: quotes::$constant,
            #[cfg(feature = "ssr")]
            ordering: ordering::$constant,
            #[cfg(feature = "ssr")]
            client_area: client_area::$constant,
        };
    };
}

texts!(ENGLISH, English, EN);
texts!(BOKMAL, Bokmal, NB);

/// The texts of a language.
pub fn texts(locale: Locale) -> &'static Texts {
    match ONLY.unwrap_or(locale) {
        Locale::English => &ENGLISH,
        Locale::Bokmal => &BOKMAL,
    }
}

/// The texts in the language of this page.
pub fn use_texts() -> &'static Texts {
    texts(use_locale())
}

/// The language of this page: what `App` found out, or, outside of it, what the request asks for.
pub fn use_locale() -> Locale {
    ONLY.or_else(use_context::<Locale>).unwrap_or_else(crate::locale::detect)
}
