//! The services of the account: the list, and a service's page.

mod list;
mod login;
mod machine;
mod page;

use std::fmt;

use domain::{Locale, password::Strength};

use crate::locales::{possessions, texts};

pub use list::list;
pub use page::page;

/// What was done on a service's page, in the query of the page that follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done(&'static str);

/// The codes of a changed password's strength, the weakest first.
const CHANGED: [&str; 4] = ["changed-1", "changed-2", "changed-3", "changed-4"];

impl Done {
    /// The password was changed to one of that strength.
    pub fn changed(strength: Strength) -> Self {
        let [weak, fair, good, strong] = CHANGED;
        Self(match strength {
            Strength::Weak => weak,
            Strength::Fair => fair,
            Strength::Good => good,
            Strength::Strong => strong,
        })
    }

    /// In words; nothing for what is no such code.
    fn words(code: &str, locale: Locale) -> Option<String> {
        let t = possessions::texts(locale);
        let strength = CHANGED.iter().position(|known| *known == code);
        let strength = strength.and_then(|place| texts(locale).common.strengths.get(place).copied());
        match code {
            "revealed" => Some(t.revealed.to_owned()),
            "restart" => Some(t.restarted.to_owned()),
            "reinstall" => Some(t.reinstalled.to_owned()),
            _ => strength.map(|strength| (t.password_changed)(strength)),
        }
    }
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_said_in_words() {
        for strength in [Strength::Weak, Strength::Fair, Strength::Good, Strength::Strong] {
            assert!(Done::words(&Done::changed(strength).to_string(), Locale::English).is_some());
        }
        assert_eq!(Done::words("nonsense", Locale::English), None);
    }
}
