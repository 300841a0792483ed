//! The domains of the account: the list, with changes of several at once, and a domain's page.

mod list;
mod page;
mod records;
mod registrant;
mod several;
mod transfer;

use domain::Locale;

use crate::locales::possessions::texts;

pub use list::list;
pub use page::page;

/// What was done on a domain's page, in words; nothing for what is no such code.
fn done_words(code: &str, locale: Locale) -> Option<&'static str> {
    let t = texts(locale);
    match code {
        "name_servers" => Some(t.name_servers_saved),
        "record" => Some(t.record_saved),
        "removed" => Some(t.record_removed),
        "registrant" => Some(t.registrant_saved),
        "locked" => Some(t.now_locked),
        "unlocked" => Some(t.now_unlocked),
        "renews" => Some(t.now_renews),
        "expires" => Some(t.now_expires),
        "code" => Some(t.code_revealed),
        _ => None,
    }
}
