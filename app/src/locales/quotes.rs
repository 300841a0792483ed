//! The texts of quotes. Only the server has them.

pub struct Quotes {
    pub quote: fn(&str) -> String,
    pub to: &'static str,
    pub answered: &'static str,
    /// Follows the time.
    pub by: fn(&str) -> String,
    pub reason: &'static str,
    pub invoice: &'static str,
    pub answer: &'static str,
    pub accept_intro: &'static str,
    pub accept: &'static str,
    pub decline_summary: &'static str,
    pub reason_label: &'static str,
    pub decline: &'static str,
    pub accepted_with_invoice: [&'static str; 2],
    pub accepted: [&'static str; 2],
    pub declined: [&'static str; 2],
}

pub const EN: Quotes = Quotes {
    quote: |number| format!("Quote {number}"),
    to: "Quote for",
    answered: "Answered",
    by: |name| format!(" by {name}"),
    reason: "Reason",
    invoice: "Invoice",
    answer: "Your answer",
    accept_intro: "Accepting the quote makes an invoice over its total, to be paid within 14 days.",
    accept: "Accept quote",
    decline_summary: "Decline instead",
    reason_label: "Why not?",
    decline: "Decline quote",
    accepted_with_invoice: ["The quote is accepted", "It has become an invoice, and we begin with what it offers."],
    accepted: ["The quote is accepted", "We begin with what it offers."],
    declined: ["The quote is declined", "Thank you for telling us why."],
};

pub const NB: Quotes = Quotes {
    quote: |number| format!("Tilbud {number}"),
    to: "Tilbud til",
    answered: "Besvart",
    by: |name| format!(" av {name}"),
    reason: "Årsak",
    invoice: "Faktura",
    answer: "Svaret ditt",
    accept_intro: "Når tilbudet godtas, blir det til en faktura på summen, som skal betales innen 14 dager.",
    accept: "Godta tilbudet",
    decline_summary: "Avslå i stedet",
    reason_label: "Hvorfor ikke?",
    decline: "Avslå tilbudet",
    accepted_with_invoice: [
        "Tilbudet er godtatt",
        "Det er blitt til en faktura, og vi setter i gang med det som tilbys.",
    ],
    accepted: ["Tilbudet er godtatt", "Vi setter i gang med det som tilbys."],
    declined: ["Tilbudet er avslått", "Takk for at du sa hvorfor."],
};
