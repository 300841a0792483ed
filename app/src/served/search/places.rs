//! Pages and help topics by their titles, as far as the viewer may open them.

use domain::{Permission, Viewer};

use crate::{
    locales::{help::help, search::search, tickets::tickets, use_locale, use_texts, watching::watching},
    ui::sections::Section,
};

/// How many of either are found at most.
const MOST: usize = 6;

/// Somewhere to go.
pub(super) struct Place {
    pub title: &'static str,
    pub href: String,
}

/// The pages and the help topics whose title has each word of the text.
pub(super) fn places(viewer: &Viewer, text: &str) -> (Vec<Place>, Vec<Place>) {
    let text = text.to_lowercase();
    let fits = |place: &Place| {
        let title = place.title.to_lowercase();
        text.split(' ').all(|word| title.contains(word))
    };
    let pages = pages(viewer).into_iter().filter(fits).take(MOST).collect();
    (pages, topics().into_iter().filter(fits).take(MOST).collect())
}

fn pages(viewer: &Viewer) -> Vec<Place> {
    let (t, locale) = (use_texts(), use_locale());
    let sections = Section::SIDE.into_iter().chain(Section::ACCOUNT).filter(|section| section.is_open_to(viewer));
    let sections = sections.map(|section| (section.name(&t.nav), section.href()));
    let within = [
        (Some(Permission::Tickets), tickets(locale).new, "/tickets/new"),
        (None, watching(locale).title, "/account/notifications"),
        (Some(Permission::Contacts), search(locale).new_contact, "/account/contacts/new"),
        (Some(Permission::Contacts), t.nav.overview, "/account/contacts/emails"),
        (None, search(locale).change_password, "/account/security"),
    ];
    let within = within
        .into_iter()
        .filter(|(permission, ..)| permission.is_none_or(|permission| viewer.may(permission)))
        .map(|(_, title, href)| (title, href));
    let chooser = (viewer.accounts > 1).then_some((t.nav.accounts, "/accounts"));
    let all = sections.chain(within).chain(chooser);
    all.map(|(title, href)| Place { title, href: href.to_owned() }).collect()
}

/// Help is open to everyone.
fn topics() -> Vec<Place> {
    const PAGE: &str = "/help/contacts";
    let (t, help) = (use_texts(), help(use_locale()));
    let sections = help.sections.iter().map(|section| (section.title, section.id));
    let others = [(t.categories.heading, "emails"), (t.permissions.heading, "permissions")];
    let topics = sections.chain(others).map(|(title, id)| Place { title, href: format!("{PAGE}#{id}") });
    std::iter::once(Place { title: help.title, href: PAGE.to_owned() }).chain(topics).collect()
}
