//! The texts of the email history. The server writes them; the client never has them.

use domain::Locale;

pub struct Emails {
    pub search: &'static str,
    pub filter: &'static str,
    pub every_category: &'static str,
    pub nothing_found: [&'static str; 2],
    pub all: &'static str,
    pub to: &'static str,
    pub why: &'static str,
    pub delivery: &'static str,
    pub state_gone: &'static str,
    pub said: &'static str,
    pub said_hint: &'static str,
    pub also: &'static str,
    pub frame: &'static str,
    pub plain: &'static str,
    pub not_yet: &'static str,
    pub not_kept: &'static str,
}

/// The texts in a language.
pub fn texts(locale: Locale) -> &'static Emails {
    match locale {
        Locale::English => &EN,
        Locale::Bokmal => &NB,
    }
}

static EN: Emails = Emails {
    search: "Search subjects",
    filter: "Filter",
    every_category: "All categories",
    nothing_found: ["No emails found", "Nothing fits what you searched for. Try other words, or another category."],
    all: "All emails",
    to: "To",
    why: "Because",
    delivery: "Delivery",
    state_gone: "no longer recorded",
    said: "What it said",
    said_hint: "Names, personal links and anything secret are left out.",
    also: "Also sent in:",
    frame: "The email as it looked",
    plain: "As plain text",
    not_yet: "It has not been sent yet. What it says appears here as soon as it is.",
    not_kept: "What it said was not kept, or it was never sent.",
};

static NB: Emails = Emails {
    search: "Søk i emner",
    filter: "Filtrer",
    every_category: "Alle kategorier",
    nothing_found: ["Ingen e-poster funnet", "Ingenting passer til søket. Prøv andre ord eller en annen kategori."],
    all: "Alle e-poster",
    to: "Til",
    why: "Fordi",
    delivery: "Levering",
    state_gone: "ikke registrert lenger",
    said: "Det som sto der",
    said_hint: "Navn, personlige lenker og alt hemmelig er utelatt.",
    also: "Også sendt på:",
    frame: "E-posten slik den så ut",
    plain: "Som ren tekst",
    not_yet: "Den er ikke sendt ennå. Det som står der, vises her så snart den er det.",
    not_kept: "Innholdet ble ikke tatt vare på, eller e-posten ble aldri sendt.",
};
