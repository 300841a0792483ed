//! Why a whole request was refused, in words: a title, and what to do next.

use domain::{AppError, FormErrors};

use super::texts;

/// The words of a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusalText {
    pub title: &'static str,
    pub next: String,
}

pub struct Refusals {
    pub locale: domain::Locale,
    pub signed_out: [&'static str; 2],
    pub no_account: [&'static str; 2],
    pub other_account: [&'static str; 2],
    pub ended_title: &'static str,
    pub ended: fn(&str, &str) -> String,
    pub denied_title: &'static str,
    pub denied: fn(&str) -> String,
    pub owner_only: [&'static str; 2],
    pub escalation_title: &'static str,
    pub not_found: [&'static str; 2],
    pub form: [&'static str; 2],
    pub unchanged_title: &'static str,
    pub conflict: [&'static str; 2],
    pub wrong_credentials: [&'static str; 2],
    pub throttled_title: &'static str,
    pub throttled: fn(u32) -> String,
    pub link_invalid: [&'static str; 2],
    pub billing_contact: [&'static str; 2],
    pub bad_request: [&'static str; 2],
    pub unavailable: [&'static str; 2],
    pub reference: &'static str,
    pub offline: [&'static str; 2],
    pub may_open: &'static str,
    pub ask_owner: &'static str,
    pub try_again: &'static str,
    pub to_home: &'static str,
}

fn words([title, next]: [&'static str; 2]) -> RefusalText {
    RefusalText { title, next: next.to_owned() }
}

impl Refusals {
    /// What is wrong, where no field can say it: a deletion that rule 10 refuses, say.
    fn problems<F: Ord + Copy>(&self, errors: &FormErrors<F>) -> RefusalText {
        let problems = &texts(self.locale).problems;
        let next: Vec<_> = errors.iter().map(|(_, problem)| problems.field(problem)).collect();
        RefusalText { title: self.unchanged_title, next: next.join(" ") }
    }

    pub fn of(&self, error: &AppError) -> RefusalText {
        match error {
            AppError::SignedOut => words(self.signed_out),
            AppError::NoAccount => words(self.no_account),
            AppError::OtherAccount => words(self.other_account),
            AppError::AccessEnded { account_name, ended } => {
                RefusalText { title: self.ended_title, next: (self.ended)(account_name, &ended.absolute) }
            }
            AppError::Denied(permission) => {
                let label = texts(self.locale).permissions.label(*permission);
                RefusalText { title: self.denied_title, next: (self.denied)(label) }
            }
            AppError::OwnerOnly => words(self.owner_only),
            AppError::Escalation(why) => RefusalText {
                title: self.escalation_title,
                next: texts(self.locale).problems.escalation(*why).to_owned(),
            },
            AppError::NotFound => words(self.not_found),
            // Where the fields themselves say it, this is not asked.
            AppError::Contact(errors) => self.problems(errors),
            AppError::Details(errors) => self.problems(errors),
            // Of the last the server writes the words, on pages that it writes whole.
            AppError::Overview(_) | AppError::Security(_) | AppError::SignIn(_) | AppError::Form(_) => words(self.form),
            AppError::Conflict(_) | AppError::Stale => words(self.conflict),
            AppError::WrongCredentials => words(self.wrong_credentials),
            AppError::Throttled { seconds } => {
                RefusalText { title: self.throttled_title, next: (self.throttled)(*seconds) }
            }
            AppError::LinkInvalid => words(self.link_invalid),
            AppError::BillingContact => words(self.billing_contact),
            AppError::BadRequest => words(self.bad_request),
            AppError::Unavailable { .. } => words(self.unavailable),
            AppError::Offline => words(self.offline),
        }
    }
}

pub const EN: Refusals = Refusals {
    locale: domain::Locale::English,
    signed_out: ["You are signed out", "Please sign in to go on."],
    no_account: ["Choose an account", "You can open several accounts. Please choose one first."],
    other_account: [
        "Another account is open now",
        "This form belongs to an account that you opened before, and nothing was changed. Choose that account again, \
         then repeat.",
    ],
    ended_title: "Your access has ended",
    ended: |account, when| {
        format!("Your access to {account} ended on {when}. If you still need it, ask the owner of the account.")
    },
    denied_title: "You cannot open this",
    denied: |label| format!("This needs the permission “{label}”, which you do not have on this account."),
    owner_only: ["Only for the owner", "Only the owner of the account can open this."],
    escalation_title: "That goes beyond your own access",
    not_found: ["Page not found", "There is nothing here. It may have been removed, or the address is mistyped."],
    form: ["Not saved yet", "Some fields need another look. What you typed is still there."],
    unchanged_title: "Nothing was changed",
    conflict: [
        "Somebody else saved first",
        "The data changed while you were editing. Compare, and save again. What you typed is still there.",
    ],
    wrong_credentials: ["Sign-in failed", "The address or the password is wrong. Please try again."],
    throttled_title: "Too many attempts",
    throttled: |seconds| {
        if seconds < 90 {
            format!("Please wait {seconds} seconds, then try again.")
        } else {
            format!("Please wait {} minutes, then try again.", seconds.div_ceil(60))
        }
    },
    link_invalid: [
        "This link does not work any more",
        "It was used already, replaced by a newer one, or is too old. Ask for a new one.",
    ],
    billing_contact: [
        "Invoices are addressed to this contact",
        "Choose who invoices are addressed to instead, then delete.",
    ],
    bad_request: ["That request was not understood", "Please go back, load the page again, and retry."],
    unavailable: [
        "Something went wrong on our side",
        "Nothing was changed. Please try again in a moment; if it stays, tell us the reference.",
    ],
    reference: "Reference",
    offline: [
        "No connection",
        "The server cannot be reached. Check your connection; what you typed is still there.",
    ],
    may_open: "You can open",
    ask_owner: "If you need it, ask the owner of the account.",
    try_again: "Try again",
    to_home: "Go to Home",
};

pub const NB: Refusals = Refusals {
    locale: domain::Locale::Bokmal,
    signed_out: ["Du er logget ut", "Logg inn for å fortsette."],
    no_account: ["Velg en konto", "Du kan åpne flere kontoer. Velg en først."],
    other_account: [
        "En annen konto er åpen nå",
        "Skjemaet hører til en konto som du åpnet tidligere, og ingenting ble endret. Velg den kontoen på nytt, og gjør \
         det en gang til.",
    ],
    ended_title: "Tilgangen din er utløpt",
    ended: |account, when| {
        format!("Tilgangen din til {account} sluttet {when}. Trenger du den fortsatt, kan du spørre eieren av kontoen.")
    },
    denied_title: "Du kan ikke åpne dette",
    denied: |label| format!("Dette krever tilgangen «{label}», som du ikke har på denne kontoen."),
    owner_only: ["Bare for eieren", "Bare eieren av kontoen kan åpne dette."],
    escalation_title: "Det går utover din egen tilgang",
    not_found: ["Fant ikke siden", "Her er det ingenting. Det kan være fjernet, eller adressen er feilskrevet."],
    form: ["Ikke lagret ennå", "Noen felt må ses over. Det du skrev, er der fortsatt."],
    unchanged_title: "Ingenting ble endret",
    conflict: [
        "Noen andre lagret først",
        "Opplysningene ble endret mens du redigerte. Sammenlign og lagre på nytt. Det du skrev, er der fortsatt.",
    ],
    wrong_credentials: ["Innloggingen mislyktes", "Adressen eller passordet er feil. Prøv igjen."],
    throttled_title: "For mange forsøk",
    throttled: |seconds| {
        if seconds < 90 {
            format!("Vent {seconds} sekunder og prøv igjen.")
        } else {
            format!("Vent {} minutter og prøv igjen.", seconds.div_ceil(60))
        }
    },
    link_invalid: [
        "Denne lenken virker ikke lenger",
        "Den er allerede brukt, erstattet av en nyere, eller for gammel. Be om en ny.",
    ],
    billing_contact: [
        "Fakturaer er adressert til denne kontakten",
        "Velg hvem fakturaer skal adresseres til i stedet, og slett deretter.",
    ],
    bad_request: ["Forespørselen ble ikke forstått", "Gå tilbake, last siden på nytt og prøv igjen."],
    unavailable: [
        "Noe gikk galt hos oss",
        "Ingenting ble endret. Prøv igjen om litt; hvis det vedvarer, oppgi referansen til oss.",
    ],
    reference: "Referanse",
    offline: [
        "Ingen forbindelse",
        "Får ikke kontakt med tjeneren. Sjekk forbindelsen; det du skrev, er der fortsatt.",
    ],
    may_open: "Du kan åpne",
    ask_owner: "Trenger du det, kan du spørre eieren av kontoen.",
    try_again: "Prøv igjen",
    to_home: "Gå til Hjem",
};
