//! The texts of the search. The server writes them; the client never has them.

use backend::search::{Kind, SHORTEST};
use domain::Locale;

use super::nav::Nav;

pub struct Search {
    /// The field on the page, which is also that in the top bar.
    pub field: &'static str,
    /// The landmark around it.
    pub label: &'static str,
    /// The page's title, when something is searched for.
    pub results: fn(&str) -> String,
    too_short: fn(usize) -> String,
    pub nothing: fn(&str) -> String,
    pub nothing_hint: &'static str,
    /// What can be found, over a list.
    pub finds: &'static str,
    pub pages: &'static str,
    pub help: &'static str,
    finds_kind: [&'static str; 7],
    pub finds_pages: &'static str,
    /// A link to the list with all that match.
    all: [&'static str; 7],
    pub change_password: &'static str,
    pub new_contact: &'static str,
}

impl Search {
    pub fn too_short(&self) -> String {
        (self.too_short)(SHORTEST)
    }

    /// What of a kind can be found, and by what.
    pub fn finds(&self, kind: Kind) -> &'static str {
        of(&self.finds_kind, kind)
    }

    /// The link to all that match.
    pub fn all(&self, kind: Kind) -> &'static str {
        of(&self.all, kind)
    }
}

/// What a kind is called: as its section is.
pub fn kind(nav: &Nav, kind: Kind) -> &'static str {
    match kind {
        Kind::Services => nav.services,
        Kind::Domains => nav.domains,
        Kind::Invoices => nav.invoices,
        Kind::Quotes => nav.quotes,
        Kind::Tickets => nav.tickets,
        Kind::Emails => nav.emails,
        Kind::Contacts => nav.contacts,
    }
}

fn of(words: &[&'static str; 7], kind: Kind) -> &'static str {
    let [services, domains, invoices, quotes, tickets, emails, contacts] = words;
    match kind {
        Kind::Services => services,
        Kind::Domains => domains,
        Kind::Invoices => invoices,
        Kind::Quotes => quotes,
        Kind::Tickets => tickets,
        Kind::Emails => emails,
        Kind::Contacts => contacts,
    }
}

/// The texts in a language.
pub fn search(locale: Locale) -> &'static Search {
    match locale {
        Locale::English => &EN,
        Locale::Bokmal => &NB,
    }
}

static EN: Search = Search {
    field: "What are you looking for?",
    label: "Search the client area",
    results: |text| format!("Search: {text}"),
    too_short: |least| format!("Please type at least {least} characters."),
    nothing: |text| format!("Nothing matches “{text}”"),
    nothing_hint: "Try a part of a name, or fewer words.",
    finds: "What the search finds",
    pages: "Pages",
    help: "Help",
    finds_kind: [
        "Services by name or product",
        "Domains by name",
        "Invoices by number",
        "Quotes by number or subject",
        "Support tickets by number or subject",
        "Emails by subject",
        "Contacts by name, company or address",
    ],
    finds_pages: "Pages and help by title",
    all: [
        "All services that match",
        "All domains that match",
        "All invoices",
        "All quotes",
        "All tickets that match",
        "All emails that match",
        "All contacts",
    ],
    change_password: "Change Password",
    new_contact: "Add new Contact",
};

static NB: Search = Search {
    field: "Hva leter du etter?",
    label: "Søk i kundeområdet",
    results: |text| format!("Søk: {text}"),
    too_short: |least| format!("Skriv minst {least} tegn."),
    nothing: |text| format!("Ingenting passer til «{text}»"),
    nothing_hint: "Prøv en del av et navn, eller færre ord.",
    finds: "Dette finner søket",
    pages: "Sider",
    help: "Hjelp",
    finds_kind: [
        "Tjenester etter navn eller produkt",
        "Domener etter navn",
        "Fakturaer etter nummer",
        "Tilbud etter nummer eller emne",
        "Supportsaker etter nummer eller emne",
        "E-poster etter emne",
        "Kontakter etter navn, firma eller adresse",
    ],
    finds_pages: "Sider og hjelp etter tittel",
    all: [
        "Alle tjenester som passer",
        "Alle domener som passer",
        "Alle fakturaer",
        "Alle tilbud",
        "Alle saker som passer",
        "Alle e-poster som passer",
        "Alle kontakter",
    ],
    change_password: "Bytt passord",
    new_contact: "Legg til ny kontakt",
};
