//! The countries of ISO 3166-1, with their names in our languages.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{country_names::NAMES, letters::lower, locale::Locale};

/// A country or territory with an ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country(u8);

impl Country {
    /// The country with that alpha-2 code, in upper case.
    pub fn from_code(code: &str) -> Option<Self> {
        let index = NAMES.binary_search_by_key(&code, |(known, _)| known).ok()?;
        u8::try_from(index).ok().map(Self)
    }

    /// The alpha-2 code.
    pub fn code(self) -> &'static str {
        self.row().0
    }

    /// The name in a language.
    pub fn name(self, locale: Locale) -> &'static str {
        let [english, bokmal] = self.row().1;
        match locale {
            Locale::English => english,
            Locale::Bokmal => bokmal,
        }
    }

    fn row(self) -> (&'static str, [&'static str; 2]) {
        NAMES.get(usize::from(self.0)).copied().unwrap_or(("", ["", ""]))
    }

    /// All, sorted by name as that language sorts.
    pub fn all(locale: Locale) -> Vec<Self> {
        let mut all: Vec<_> = (0..NAMES.len()).filter_map(|index| u8::try_from(index).ok().map(Self)).collect();
        all.sort_by_cached_key(|country| sort_key(country.name(locale), locale));
        all
    }
}

/// Letters with marks sort with their base letter, but for those that Norwegian has at the end of its alphabet.
fn sort_key(name: &str, locale: Locale) -> String {
    let norwegian = locale == Locale::Bokmal;
    lower(name)
        .chars()
        .map(|c| match c {
            'æ' if norwegian => '\u{7b}',
            'ø' if norwegian => '\u{7c}',
            'å' if norwegian => '\u{7d}',
            'å' | 'ä' | 'á' | 'ã' => 'a',
            'é' | 'è' | 'ë' => 'e',
            'í' | 'î' => 'i',
            'ó' | 'ô' | 'ö' | 'ø' => 'o',
            'ü' | 'ú' => 'u',
            'ç' => 'c',
            'ñ' => 'n',
            other => other,
        })
        .collect()
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Country {
    type Error = &'static str;
    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::from_code(&code).ok_or("unknown country")
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(locale: Locale) -> Vec<&'static str> {
        Country::all(locale).into_iter().map(|country| country.name(locale)).collect()
    }

    #[test]
    fn codes_are_sorted_so_that_each_is_found() {
        for country in Country::all(Locale::English) {
            assert_eq!(Country::from_code(country.code()), Some(country));
        }
        assert_eq!(Country::all(Locale::English).len(), 249);
        for code in ["", "no", "NOR", "XX", "N\u{0}"] {
            assert_eq!(Country::from_code(code), None, "{code:?}");
        }
        assert_eq!(Country::from_code("NO").unwrap().name(Locale::Bokmal), "Norge");
    }

    #[test]
    fn every_letter_sorts_with_its_base() {
        for locale in [Locale::English, Locale::Bokmal] {
            for name in names(locale) {
                let key = sort_key(name, locale);
                assert!(key.chars().all(|c| c.is_ascii() || c == '’'), "{name}: {key}");
            }
        }
    }

    #[test]
    fn each_language_has_its_own_alphabet() {
        let english = names(Locale::English);
        assert_eq!((english[0], english.last().copied()), ("Afghanistan", Some("Zimbabwe")));
        assert!(
            english.iter().position(|name| *name == "Åland Islands")
                < english.iter().position(|name| *name == "Albania")
        );
        let bokmal = names(Locale::Bokmal);
        assert_eq!(bokmal.last().copied(), Some("Åland"));
        assert!(
            bokmal.iter().position(|name| *name == "Østerrike") > bokmal.iter().position(|name| *name == "Zimbabwe")
        );
    }

    #[test]
    fn on_the_wire_it_is_its_code() {
        let norway = Country::from_code("NO").unwrap();
        assert_eq!(serde_json::to_string(&norway).unwrap(), r#""NO""#);
        assert_eq!(serde_json::from_str::<Country>(r#""NO""#).unwrap(), norway);
        assert!(serde_json::from_str::<Country>(r#""ZZ""#).is_err());
    }
}
