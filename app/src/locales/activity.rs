//! The texts of the Activity page, apart from the sentences of its entries.

use domain::activity::Kind;

pub struct Activity {
    pub intro: &'static str,
    pub own_only: &'static str,
    pub nothing: [&'static str; 2],
    pub nothing_found: [&'static str; 2],
    pub person: &'static str,
    pub everyone: &'static str,
    pub kind_label: &'static str,
    pub every_kind: &'static str,
    pub filter: &'static str,
    pub kinds: [&'static str; 11],
    pub system: &'static str,
    pub from: fn(&str) -> String,
}

impl Activity {
    /// What a kind of entry is called.
    pub fn kind(&self, kind: Kind) -> &'static str {
        let [sign_in, contacts, access, emails, details, security, services, domains, billing, tickets, refused] =
            self.kinds;
        match kind {
            Kind::SignIn => sign_in,
            Kind::Contacts => contacts,
            Kind::Access => access,
            Kind::Emails => emails,
            Kind::Details => details,
            Kind::Security => security,
            Kind::Services => services,
            Kind::Domains => domains,
            Kind::Billing => billing,
            Kind::Tickets => tickets,
            Kind::Refused => refused,
        }
    }
}

pub const EN: Activity = Activity {
    intro: "What happened on this account, newest first. Entries are never changed or removed.",
    own_only: "You see what you did yourself, and what concerned you. The whole log needs the permission “View Account \
               Activity”.",
    nothing: ["Nothing has happened yet", "What is done on this account will appear here."],
    nothing_found: ["Nothing found", "There are no entries of this kind for this person. Choose something wider."],
    person: "Person",
    everyone: "Everyone",
    kind_label: "Kind",
    every_kind: "Everything",
    filter: "Filter",
    kinds: [
        "Sign-in",
        "Contacts",
        "Access",
        "Emails",
        "Account details",
        "Security",
        "Services",
        "Domains",
        "Billing",
        "Support tickets",
        "Refused",
    ],
    system: "The system",
    from: |address| format!("from {address}"),
};

pub const NB: Activity = Activity {
    intro: "Det som har skjedd på kontoen, nyeste først. Oppføringer blir aldri endret eller fjernet.",
    own_only: "Du ser det du selv har gjort, og det som gjaldt deg. Hele loggen krever tilgangen «Se kontoaktivitet».",
    nothing: ["Ingenting har skjedd ennå", "Det som gjøres på kontoen, vises her."],
    nothing_found: ["Fant ingenting", "Det er ingen slike oppføringer for denne personen. Velg noe videre."],
    person: "Person",
    everyone: "Alle",
    kind_label: "Type",
    every_kind: "Alt",
    filter: "Filtrer",
    kinds: [
        "Innlogging",
        "Kontakter",
        "Tilgang",
        "E-post",
        "Kontoopplysninger",
        "Sikkerhet",
        "Tjenester",
        "Domener",
        "Fakturering",
        "Supportsaker",
        "Avvist",
    ],
    system: "Systemet",
    from: |address| format!("fra {address}"),
};
