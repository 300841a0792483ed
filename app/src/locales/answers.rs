//! The texts of who gets which email, on the email overview. The server writes them; the client never has them.

use domain::{Locale, recipients::Reason};

pub struct Answers {
    pub nobody: &'static str,
    pub because_owner: &'static str,
    /// The label of the category.
    pub because_ticked: fn(&str) -> String,
    pub because_opened: &'static str,
    pub because_copied: &'static str,
    pub because_nobody: &'static str,
    pub because_unreachable: &'static str,
    /// The names of services and domains.
    pub only_about: fn(&str) -> String,
    pub not_about_these: fn(&str) -> String,
    pub only_chosen: &'static str,
    pub tickets: &'static str,
    /// A link to where one sees and chooses it.
    pub watching: &'static str,
    pub not_about: &'static str,
    /// An address to which no emails are sent any more.
    pub stopped: fn(&str) -> String,
    /// The address of a login that looks like a mailbox of several people.
    pub shared: fn(&str) -> String,
}

impl Answers {
    /// Why somebody gets an email of the category with that label.
    pub fn because(&self, reason: Reason, label: &str) -> String {
        match reason {
            Reason::Owner => self.because_owner.to_owned(),
            Reason::Ticked => (self.because_ticked)(label),
            Reason::OpenedTicket => self.because_opened.to_owned(),
            Reason::CopiedOnTicket => self.because_copied.to_owned(),
            Reason::NobodyElse => self.because_nobody.to_owned(),
            Reason::InPlaceOfUnreachable => self.because_unreachable.to_owned(),
        }
    }
}

/// The texts in a language.
pub fn answers(locale: Locale) -> &'static Answers {
    match locale {
        Locale::English => &EN,
        Locale::Bokmal => &NB,
    }
}

static EN: Answers = Answers {
    nobody: "Nobody.",
    because_owner: "owner of the account",
    because_ticked: |label| format!("{label} ticked"),
    because_opened: "opened this ticket",
    because_copied: "gets copies of this ticket",
    because_nobody: "owner, because nobody else would get it",
    because_unreachable: "owner, because somebody else cannot be reached",
    only_about: |names| format!("only about {names}"),
    not_about_these: |names| format!("not about {names}"),
    only_chosen: "only about what is in their scope",
    tickets: "And always whoever opened the ticket, and whoever is to get copies of it, unless they follow no tickets.",
    watching: "Who follows which tickets",
    not_about: "None of these emails can be about what you chose.",
    stopped: |address| format!("No emails are sent to {address}: they came back, or somebody else reads them."),
    shared: |address| {
        format!("Several people may read {address}, and each of them could set the password of this login.")
    },
};

static NB: Answers = Answers {
    nobody: "Ingen.",
    because_owner: "eier av kontoen",
    because_ticked: |label| format!("{label} er krysset av"),
    because_opened: "opprettet saken",
    because_copied: "får kopi av saken",
    because_nobody: "eier, fordi ingen andre ville fått den",
    because_unreachable: "eier, fordi noen andre ikke kan nås",
    only_about: |names| format!("bare om {names}"),
    not_about_these: |names| format!("ikke om {names}"),
    only_chosen: "bare om det de har tilgang til",
    tickets: "Og alltid den som opprettet saken, og den som skal ha kopi av den, med mindre de har valgt å ikke følge saker.",
    watching: "Hvem som følger hvilke saker",
    not_about: "Ingen av disse e-postene kan gjelde det du valgte.",
    stopped: |address| format!("Ingen e-poster sendes til {address}: De kom i retur, eller noen andre leser dem."),
    shared: |address| format!("Flere kan lese {address}, og hver av dem kan velge passordet til denne innloggingen."),
};
