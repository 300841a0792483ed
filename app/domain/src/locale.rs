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
                .find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_best_of_ours_is_chosen() {
        for (header, locale) in [
            ("", Locale::English),
            ("nb-NO,nb;q=0.9,no;q=0.8,en;q=0.5", Locale::Bokmal),
            ("en-GB,en;q=0.9,nb;q=0.8", Locale::English),
            ("en;q=0.5, nb;q=0.8", Locale::Bokmal),
            ("de,fr;q=0.9", Locale::English),
            ("de,nn;q=0.4", Locale::Bokmal),
            ("NO", Locale::Bokmal),
            ("nb;q=0, en;q=0.1", Locale::English),
            ("nb;Q=0.9, en;q=0.1", Locale::Bokmal),
            ("nb ; q=0.7", Locale::Bokmal),
            ("*", Locale::English),
            ("nb;q=nonsense,en;q=0.1", Locale::English),
            ("nbx, en", Locale::English),
        ] {
            assert_eq!(Locale::from_accept_language(header), locale, "{header:?}");
        }
    }

    #[test]
    fn a_long_header_is_not_read_to_its_end() {
        let header = format!("{}nb", "de,".repeat(100_000));
        assert_eq!(Locale::from_accept_language(&header), Locale::English);
    }

    proptest! {
        #[test]
        fn any_header_is_answered(header in any::<String>()) {
            let _ = Locale::from_accept_language(&header);
        }
    }
}
