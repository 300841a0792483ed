//! The texts of the email overview.

pub struct Overview {
    pub intro: &'static str,
    pub caption: &'static str,
    pub person: &'static str,
    /// The name of a box: the category's label, and whose it is.
    pub box_label: fn(&str, &str) -> String,
    pub who_heading: &'static str,
    pub who_intro: &'static str,
    pub about: &'static str,
    pub whole_account: &'static str,
    pub ask: &'static str,
    pub stale: [&'static str; 2],
    pub stored_now: &'static str,
}

pub const EN: Overview = Overview {
    intro: "Everyone on the account and the emails they get. Security mails are not in here: they always go to the \
            person concerned.",
    caption: "Who gets which emails",
    person: "Person",
    box_label: |label, name| format!("{label} for {name}"),
    who_heading: "Who gets this now, and why",
    who_intro: "As saved. Somebody limited to chosen services and domains gets only what concerns those, and emails \
                about the account itself.",
    about: "For a matter that concerns",
    whole_account: "The whole account",
    ask: "Show",
    stale: [
        "Somebody else saved first",
        "Your ticks are still here, on top of what is stored now. Where they differ, the row says what is stored. Save \
         again to keep yours.",
    ],
    stored_now: "Stored now",
};

pub const NB: Overview = Overview {
    intro: "Alle på kontoen og e-postene de får. Sikkerhetsmeldinger står ikke her: De går alltid til den det gjelder.",
    caption: "Hvem som får hvilke e-poster",
    person: "Person",
    box_label: |label, name| format!("{label} til {name}"),
    who_heading: "Hvem som får dette nå, og hvorfor",
    who_intro: "Slik det er lagret. Den som er begrenset til utvalgte tjenester og domener, får bare det som gjelder \
                dem, og e-poster om selve kontoen.",
    about: "For en sak som gjelder",
    whole_account: "Hele kontoen",
    ask: "Vis",
    stale: [
        "Noen andre lagret først",
        "Kryssene dine står her fortsatt, oppå det som er lagret nå. Der de er ulike, sier raden hva som er lagret. \
         Lagre på nytt for å beholde dine.",
    ],
    stored_now: "Lagret nå",
};
