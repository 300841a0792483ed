//! The pages about the account and about oneself.

pub mod activity;
#[cfg(feature = "ssr")]
pub(crate) mod activity_words;
pub mod details;
mod details_form;
pub mod security;
