//! The languages that Coterie speaks.

use crate::{code::Code, serde_by_code};

/// A language of the pages and the emails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    #[default]
    English,
    /// Norwegian Bokmål.
    Bokmal,
}

impl Code for Locale {
    const WHAT: &'static str = "language";
    const ALL: &'static [Self] = &[Self::English, Self::Bokmal];

    /// The BCP 47 tag, as in `<html lang>`.
    fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Bokmal => "nb",
        }
    }
}

serde_by_code!(Locale);

impl Locale {
    /// The language's own name.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Bokmal => "Norsk bokmål",
        }
    }

    /// The best of ours for an `Accept-Language` header (RFC 9110 §12.5.4); English when none fits. Norwegian of any
    /// kind is served in Bokmål.
    pub fn from_accept_language(header: &str) -> Self {
        let mut best = (0.0, Self::English);
        for choice in header.split(',').take(32) {
            let mut parts = choice.split(';').map(str::trim);
            let tag = parts.next().unwrap_or_default();
            let quality = parts
                .find_map(|part| part.strip_prefix("q="))
                .map_or(1.0, |quality| quality.parse::<f32>().unwrap_or(0.0));
            let primary = tag.split('-').next().unwrap_or_default();
            let known = match primary.to_ascii_lowercase().as_str() {
                "en" => Some(Self::English),
                "nb" | "no" | "nn" => Some(Self::Bokmal),
                _ => None,
            };
            if let Some(locale) = known
                && quality > best.0
            {
                best = (quality, locale);
            }
        }
        best.1
    }
}
