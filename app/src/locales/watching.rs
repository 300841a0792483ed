//! The texts of which tickets people follow by email. The server writes them; the client never has them.

use domain::{Locale, recipients::TicketWatch};

/// A way to follow tickets.
pub struct Way {
    pub label: &'static str,
    pub meaning: &'static str,
}

pub struct Watching {
    pub title: &'static str,
    pub intro: &'static str,
    pub own: &'static str,
    pub all: Way,
    pub named: Way,
    pub none: Way,
    pub not_ticked: &'static str,
    pub others: &'static str,
    pub others_intro: &'static str,
    pub follows: &'static str,
    /// The name of somebody's drop-down.
    pub follows_of: fn(&str) -> String,
    /// The button that saves it, and its name: it begins with what the button shows.
    pub save: &'static str,
    pub save_for: fn(&str) -> String,
    pub locked: &'static str,
    pub others_not_ticked: &'static str,
}

impl Watching {
    pub fn of(&self, watch: TicketWatch) -> &Way {
        match watch {
            TicketWatch::All => &self.all,
            TicketWatch::Own => &self.named,
            TicketWatch::None => &self.none,
        }
    }
}

/// The texts in a language.
pub fn watching(locale: Locale) -> &'static Watching {
    match locale {
        Locale::English => &EN,
        Locale::Bokmal => &NB,
    }
}

static EN: Watching = Watching {
    title: "Emails about tickets",
    intro: "Of a ticket that you opened, you always get the answers. Here you choose which others you follow by email.",
    own: "The tickets that I follow",
    all: Way {
        label: "All tickets",
        meaning: "Every ticket of the account that you may see, while Support Emails are ticked for you.",
    },
    named: Way { label: "Tickets that name me", meaning: "Those of which somebody sends you copies." },
    none: Way { label: "Only my own", meaning: "Nothing but what you opened yourself." },
    not_ticked: "Support Emails are not ticked for you, so for now “All tickets” gives you only those that name you. Whoever \
                 manages contacts can tick them.",
    others: "Other people",
    others_intro: "Who gets Support Emails or may open tickets.",
    follows: "Follows",
    follows_of: |name| format!("Tickets that {name} follows"),
    save: "Save",
    save_for: |name| format!("Save for {name}"),
    locked: "You cannot change this: they hold something that you lack.",
    others_not_ticked: "Support Emails not ticked",
};

static NB: Watching = Watching {
    title: "E-poster om saker",
    intro: "I saker du selv opprettet, får du alltid svarene. Her velger du hvilke andre du følger på e-post.",
    own: "Sakene jeg følger",
    all: Way {
        label: "Alle saker",
        meaning: "Alle kontoens saker som du kan se, så lenge E-poster om kundestøtte er krysset av for deg.",
    },
    named: Way { label: "Saker som nevner meg", meaning: "De som noen sender deg kopi av." },
    none: Way { label: "Bare mine egne", meaning: "Ingenting annet enn det du selv opprettet." },
    not_ticked: "E-poster om kundestøtte er ikke krysset av for deg, så «Alle saker» gir deg foreløpig bare dem som nevner deg. \
                 Den som administrerer kontakter, kan krysse av.",
    others: "Andre",
    others_intro: "De som får e-poster om kundestøtte eller kan opprette saker.",
    follows: "Følger",
    follows_of: |name| format!("Saker som {name} følger"),
    save: "Lagre",
    save_for: |name| format!("Lagre for {name}"),
    locked: "Du kan ikke endre dette: De har noe du ikke har.",
    others_not_ticked: "E-poster om kundestøtte er ikke krysset av",
};
