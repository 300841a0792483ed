//! The texts of support tickets. The server writes these pages; the client never has them.

use backend::tickets::{ALL_BYTES, Department, LARGEST, MOST, Priority};
use domain::{Code, Locale};

pub struct Tickets {
    pub new: &'static str,
    pub new_intro: &'static str,
    pub search: &'static str,
    pub every_status: &'static str,
    pub filter: &'static str,
    pub nothing_found: [&'static str; 2],
    pub ticket: fn(&str) -> String,
    pub details: &'static str,
    pub priority: &'static str,
    pub opened: &'static str,
    pub related: &'static str,
    pub related_none: &'static str,
    pub services: &'static str,
    pub domains: &'static str,
    pub copies: &'static str,
    pub copies_hint: &'static str,
    pub message: &'static str,
    pub message_hint: &'static str,
    pub files: &'static str,
    files_hint: fn(usize, usize, usize) -> String,
    pub open: &'static str,
    pub messages: &'static str,
    pub staff: &'static str,
    pub nothing_written: &'static str,
    pub file: fn(&str, &str) -> String,
    pub reply: &'static str,
    pub reply_closed: &'static str,
    pub send: &'static str,
    pub close: &'static str,
    pub reopen: &'static str,
    pub all: &'static str,
    pub files_again: &'static str,
    /// What was typed before is here again; and the button that throws it away.
    pub draft: &'static str,
    pub discard: &'static str,
    done: [(&'static str, &'static str); 4],
    departments: [&'static str; 4],
    priorities: [&'static str; 3],
}

const MEGABYTE: usize = 1024 * 1024;

impl Tickets {
    /// A department by its code; what is none of ours as it is.
    pub fn department(&self, code: &str) -> String {
        let [technical, domains, billing, sales] = self.departments;
        match Department::from_code(&code.to_lowercase()) {
            Some(Department::Technical) => technical.to_owned(),
            Some(Department::Domains) => domains.to_owned(),
            Some(Department::Billing) => billing.to_owned(),
            Some(Department::Sales) => sales.to_owned(),
            None => code.to_owned(),
        }
    }

    /// A priority by its code; what is none of ours as it is.
    pub fn priority(&self, code: &str) -> String {
        let [low, normal, high] = self.priorities;
        match Priority::from_code(code) {
            Some(Priority::Low) => low.to_owned(),
            Some(Priority::Normal) => normal.to_owned(),
            Some(Priority::High) => high.to_owned(),
            None => code.to_owned(),
        }
    }

    /// What may be attached.
    pub fn files_hint(&self) -> String {
        (self.files_hint)(MOST, LARGEST / MEGABYTE, ALL_BYTES / MEGABYTE)
    }

    /// What was done, by the word in the address.
    pub fn done(&self, word: &str) -> Option<&'static str> {
        self.done.iter().find(|(known, _)| *known == word).map(|(_, text)| *text)
    }
}

/// The texts in a language.
pub fn tickets(locale: Locale) -> &'static Tickets {
    match locale {
        Locale::English => &EN,
        Locale::Bokmal => &NB,
    }
}

static EN: Tickets = Tickets {
    new: "New Ticket",
    new_intro: "Tell us what you need. The more precisely you say what you did and what happened, the faster we can help.",
    search: "Subject or number",
    every_status: "All",
    filter: "Filter",
    nothing_found: ["Nothing found", "No ticket has this status and these words. Choose something wider."],
    ticket: |number| format!("Ticket {number}"),
    details: "Details",
    priority: "Priority",
    opened: "Opened",
    related: "Related Service or Domain",
    related_none: "None",
    services: "Services",
    domains: "Domains",
    copies: "Copies",
    copies_hint: "They get emails about this ticket, if they may see what it is about.",
    message: "Message",
    message_hint: "**bold**, _italic_, `code`, lists and links are shown as such. Never write passwords here.",
    files: "Attachments",
    files_hint: |most, largest, all| {
        format!(
            "Up to {most} files of at most {largest} MB, {all} MB together: PNG, JPEG, GIF, WebP, PDF, ZIP, TXT, LOG, CSV."
        )
    },
    open: "Open Ticket",
    messages: "Messages",
    staff: "Support",
    nothing_written: "Nothing was written on this ticket yet.",
    file: |name, size| format!("{name} ({size})"),
    reply: "Reply",
    reply_closed: "This ticket is closed. A reply opens it again.",
    send: "Send Reply",
    close: "Close Ticket",
    reopen: "Reopen Ticket",
    all: "All tickets",
    files_again: "Files were not kept. Please choose them again.",
    draft: "Your draft was restored.",
    discard: "Discard",
    done: [
        ("opened", "Your ticket is open. We answer here and by email."),
        ("replied", "Your reply was sent."),
        ("closed", "The ticket is closed."),
        ("reopened", "The ticket is open again."),
    ],
    departments: ["Technical", "Domains", "Billing", "Sales"],
    priorities: ["Low", "Normal", "High"],
};

static NB: Tickets = Tickets {
    new: "Ny sak",
    new_intro: "Fortell oss hva du trenger. Jo mer presist du sier hva du gjorde og hva som skjedde, jo raskere kan vi \
                hjelpe.",
    search: "Emne eller nummer",
    every_status: "Alle",
    filter: "Filtrer",
    nothing_found: ["Fant ingenting", "Ingen sak har denne statusen og disse ordene. Velg noe videre."],
    ticket: |number| format!("Sak {number}"),
    details: "Opplysninger",
    priority: "Prioritet",
    opened: "Opprettet",
    related: "Gjelder tjeneste eller domene",
    related_none: "Ingen",
    services: "Tjenester",
    domains: "Domener",
    copies: "Kopi til",
    copies_hint: "De får e-poster om saken, hvis de kan se det den gjelder.",
    message: "Melding",
    message_hint: "**fet**, _kursiv_, `kode`, lister og lenker vises slik. Skriv aldri passord her.",
    files: "Vedlegg",
    files_hint: |most, largest, all| {
        format!(
            "Inntil {most} filer på høyst {largest} MB, {all} MB til sammen: PNG, JPEG, GIF, WebP, PDF, ZIP, TXT, LOG, \
             CSV."
        )
    },
    open: "Opprett sak",
    messages: "Meldinger",
    staff: "Kundestøtte",
    nothing_written: "Ingenting er skrevet i denne saken ennå.",
    file: |name, size| format!("{name} ({size})"),
    reply: "Svar",
    reply_closed: "Saken er lukket. Et svar åpner den igjen.",
    send: "Send svar",
    close: "Lukk sak",
    reopen: "Gjenåpne sak",
    all: "Alle saker",
    files_again: "Filene ble ikke tatt vare på. Velg dem på nytt.",
    draft: "Utkastet ditt er hentet fram igjen.",
    discard: "Forkast",
    done: [
        ("opened", "Saken er opprettet. Vi svarer her og på e-post."),
        ("replied", "Svaret er sendt."),
        ("closed", "Saken er lukket."),
        ("reopened", "Saken er åpen igjen."),
    ],
    departments: ["Teknisk", "Domener", "Faktura", "Salg"],
    priorities: ["Lav", "Vanlig", "Høy"],
};
