//! The texts of what needs attention, on Home. The server writes them; the client never has them.

use backend::client_area::AttentionKind;
use domain::Locale;

pub struct Attention {
    pub title: &'static str,
    pub nothing: &'static str,
    pub invoice: fn(&str) -> String,
    /// Before when it was or is due, and after the amount.
    pub overdue: fn(&str) -> String,
    pub due: fn(&str) -> String,
    pub suspended: &'static str,
    /// Before when it expired or expires.
    pub expired: &'static str,
    pub expires: &'static str,
    pub renews: &'static str,
    pub does_not_renew: &'static str,
    /// Before when it ends.
    pub quote: fn(&str) -> String,
    /// Before when support answered.
    pub ticket: fn(&str) -> String,
    pub access: &'static str,
    /// Before when it ends.
    pub access_ends: fn(&str) -> String,
    pub bounced: fn(&str) -> String,
    /// Before when they were invited.
    pub invited: &'static str,
    pub invitation_expired: &'static str,
    all: [fn(u64) -> String; 7],
}

impl Attention {
    /// A link to all of a kind.
    pub fn all(&self, kind: AttentionKind, count: u64) -> String {
        let [invoices, services, domains, quotes, tickets, bounces, invitations] = self.all;
        let words = match kind {
            AttentionKind::Invoices => invoices,
            AttentionKind::Services => services,
            AttentionKind::Domains => domains,
            AttentionKind::Quotes => quotes,
            AttentionKind::Tickets => tickets,
            AttentionKind::Bounces => bounces,
            AttentionKind::Invitations => invitations,
        };
        words(count)
    }
}

/// The texts in a language.
pub fn attention(locale: Locale) -> &'static Attention {
    match locale {
        Locale::English => &EN,
        Locale::Bokmal => &NB,
    }
}

static EN: Attention = Attention {
    title: "Needs attention",
    nothing: "Nothing needs you right now.",
    invoice: |number| format!("Invoice {number}"),
    overdue: |left| format!("{left} was due"),
    due: |left| format!("{left} is due"),
    suspended: "This service is suspended.",
    expired: "Expired",
    expires: "Expires",
    renews: "Renews by itself.",
    does_not_renew: "Does not renew by itself.",
    quote: |number| format!("Quote {number} ends"),
    ticket: |number| format!("Support answered #{number}"),
    access: "Your access",
    access_ends: |account| format!("Your access to {account} ends"),
    bounced: |address| format!("Emails to {address} come back."),
    invited: "Has not accepted the invitation yet. Sent",
    invitation_expired: "The invitation has expired. Sent",
    all: [
        |count| format!("All {count} unpaid invoices"),
        |count| format!("All {count} suspended services"),
        |count| format!("{count} domains expire soon: all domains"),
        |count| format!("{count} quotes wait: all quotes"),
        |count| format!("All {count} tickets that wait for you"),
        |count| format!("Emails to {count} people come back: all contacts"),
        |count| format!("{count} people were invited: all contacts"),
    ],
};

static NB: Attention = Attention {
    title: "Trenger oppmerksomhet",
    nothing: "Ingenting venter på deg akkurat nå.",
    invoice: |number| format!("Faktura {number}"),
    overdue: |left| format!("{left} forfalt"),
    due: |left| format!("{left} forfaller"),
    suspended: "Denne tjenesten er stengt.",
    expired: "Utløpte",
    expires: "Utløper",
    renews: "Fornyes automatisk.",
    does_not_renew: "Fornyes ikke automatisk.",
    quote: |number| format!("Tilbud {number} utløper"),
    ticket: |number| format!("Kundestøtte svarte på #{number}"),
    access: "Tilgangen din",
    access_ends: |account| format!("Tilgangen din til {account} slutter"),
    bounced: |address| format!("E-post til {address} kommer i retur."),
    invited: "Har ikke godtatt invitasjonen ennå. Sendt",
    invitation_expired: "Invitasjonen er utløpt. Sendt",
    all: [
        |count| format!("Alle {count} ubetalte fakturaer"),
        |count| format!("Alle {count} stengte tjenester"),
        |count| format!("{count} domener utløper snart: alle domener"),
        |count| format!("{count} tilbud venter: alle tilbud"),
        |count| format!("Alle {count} saker som venter på deg"),
        |count| format!("E-post til {count} personer kommer i retur: alle kontakter"),
        |count| format!("{count} personer er invitert: alle kontakter"),
    ],
};
