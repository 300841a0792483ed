//! The names of the sections: menus, page titles.

pub struct Nav {
    pub menu: &'static str,
    pub sections: &'static str,
    pub search: &'static str,
    pub home: &'static str,
    pub services: &'static str,
    pub domains: &'static str,
    pub invoices: &'static str,
    pub quotes: &'static str,
    pub tickets: &'static str,
    pub order: &'static str,
    pub affiliates: &'static str,
    pub emails: &'static str,
    pub details: &'static str,
    pub contacts: &'static str,
    pub overview: &'static str,
    pub activity: &'static str,
    pub security: &'static str,
    pub accounts: &'static str,
    pub sign_out: &'static str,
    pub sign_in: &'static str,
    /// How many invitations wait.
    pub invitations: fn(usize) -> String,
}

pub const EN: Nav = Nav {
    menu: "Menu",
    sections: "Sections",
    search: "Search",
    home: "Home",
    services: "Services",
    domains: "Domains",
    invoices: "Invoices",
    quotes: "Quotes",
    tickets: "Support",
    order: "Order",
    affiliates: "Affiliates",
    emails: "Email History",
    details: "Account Details",
    contacts: "Contacts",
    overview: "Email Overview",
    activity: "Activity",
    security: "Security",
    accounts: "Switch Account",
    sign_out: "Sign out",
    sign_in: "Sign in",
    invitations: |count| {
        if count == 1 {
            "1 invitation".to_owned()
        } else {
            format!("{count} invitations")
        }
    },
};

pub const NB: Nav = Nav {
    menu: "Meny",
    sections: "Seksjoner",
    search: "Søk",
    home: "Hjem",
    services: "Tjenester",
    domains: "Domener",
    invoices: "Fakturaer",
    quotes: "Tilbud",
    tickets: "Kundestøtte",
    order: "Bestill",
    affiliates: "Partnerprogram",
    emails: "E-posthistorikk",
    details: "Kontodetaljer",
    contacts: "Kontakter",
    overview: "E-postoversikt",
    activity: "Aktivitet",
    security: "Sikkerhet",
    accounts: "Bytt konto",
    sign_out: "Logg ut",
    sign_in: "Logg inn",
    invitations: |count| {
        if count == 1 {
            "1 invitasjon".to_owned()
        } else {
            format!("{count} invitasjoner")
        }
    },
};
