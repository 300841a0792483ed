//! What emails are called, and how their delivery stands. The server writes these words; the client never has them.

use backend::{
    contacts::{LastMail, Stopped, What},
    outbox::MailState,
};
use domain::{Locale, business_event::EventKind};

use super::texts;

/// A text in English and in Bokmål.
type Pair = [&'static str; 2];

fn of(locale: Locale, [english, bokmal]: Pair) -> &'static str {
    match locale {
        Locale::English => english,
        Locale::Bokmal => bokmal,
    }
}

/// What the email about an event is called.
pub fn event(locale: Locale, kind: EventKind) -> &'static str {
    use EventKind as K;

    of(
        locale,
        match kind {
            K::Announcement => ["announcement", "kunngjøring"],
            K::AccountDetailsChanged => ["account details changed", "kontoopplysninger endret"],
            K::AccountPasswordChanged => ["password changed", "passord endret"],
            K::CardExpiring => ["card about to expire", "kort som snart går ut"],
            K::OrderReceived => ["order received", "bestilling mottatt"],
            K::InvoiceCreated => ["new invoice", "ny faktura"],
            K::InvoiceReminder => ["reminder before the due date", "påminnelse før forfall"],
            K::InvoiceOverdue => ["overdue notices", "purringer"],
            K::PaymentConfirmed => ["payment received", "betaling mottatt"],
            K::PaymentFailed => ["payment failed", "betaling feilet"],
            K::RefundIssued => ["refund", "tilbakebetaling"],
            K::CreditAdded => ["credit added", "tilgodehavende lagt til"],
            K::TicketOpened => ["ticket opened", "sak opprettet"],
            K::TicketOpenedByStaff => ["ticket opened by the provider", "sak opprettet av leverandøren"],
            K::TicketReplied => ["answer to a ticket", "svar i en sak"],
            K::TicketClosed => ["ticket closed", "sak lukket"],
            K::TicketClosing => ["ticket about to close", "sak som snart lukkes"],
            K::ServiceReady => ["service ready", "tjeneste klar"],
            K::ServiceSuspended => ["service suspended", "tjeneste stengt"],
            K::ServiceUnsuspended => ["service works again", "tjeneste virker igjen"],
            K::ServiceTerminated => ["service ended", "tjeneste avsluttet"],
            K::ServicePasswordChanged => ["service password changed", "passord til tjeneste endret"],
            K::ServiceUpgraded => ["upgrade done", "oppgradering utført"],
            K::CancellationReceived => ["cancellation received", "oppsigelse mottatt"],
            K::ServiceRenewing => ["service about to renew", "tjeneste som snart fornyes"],
            K::DomainRegistered => ["domain registered", "domene registrert"],
            K::DomainTransferStarted => ["transfer started", "flytting startet"],
            K::DomainTransferCompleted => ["transfer completed", "flytting fullført"],
            K::DomainTransferFailed => ["transfer failed", "flytting mislyktes"],
            K::DomainRenewal => ["renewal notices", "fornyelsesvarsler"],
            K::DomainExpired => ["domain expired", "domene utløpt"],
            K::NameServersChanged => ["name servers changed", "navnetjenere endret"],
            K::DomainLockChanged => ["transfer lock changed", "flyttelås endret"],
            K::DomainEppUsed => ["transfer code shown", "flyttekode vist"],
            K::AffiliateReport => ["monthly report", "månedsrapport"],
        },
    )
}

/// What an email to somebody is called: its subject, where the viewer may know it.
pub fn what(locale: Locale, what: &What) -> String {
    match what {
        What::Subject(subject) => subject.clone(),
        What::Category(category) => texts(locale).categories.label(*category).to_owned(),
        What::Security(code) => security(locale, code).to_owned(),
    }
}

fn security(locale: Locale, code: &str) -> &'static str {
    of(
        locale,
        match code {
            "invitation" => ["Invitation", "Invitasjon"],
            "test" => ["Test", "Prøve"],
            "access_given" => ["Access given", "Tilgang gitt"],
            "access_changed" => ["Access changed", "Tilgang endret"],
            "access_ended" => ["Access ended", "Tilgang avsluttet"],
            "access_ending" => ["Access ends soon", "Tilgangen avsluttes snart"],
            _ => ["Security", "Sikkerhet"],
        },
    )
}

/// How the delivery of an email stands.
pub fn state(locale: Locale, state: MailState) -> &'static str {
    of(
        locale,
        match state {
            MailState::Queued | MailState::Held => ["waits", "venter"],
            MailState::Retrying => ["tried, and tried again", "forsøkt, og forsøkes igjen"],
            MailState::Sent => ["sent", "sendt"],
            MailState::Dropped => ["not sent any more", "ikke lenger sendt"],
            MailState::Failed => ["not delivered", "ikke levert"],
        },
    )
}

/// What else there is to tell of an email: when it is tried again, and what the server said.
pub fn note(locale: Locale, mail: &LastMail) -> String {
    let next = mail.next.as_ref().map(|next| match locale {
        Locale::English => format!("Next attempt: {}.", next.absolute),
        Locale::Bokmal => format!("Neste forsøk: {}.", next.absolute),
    });
    let refused = matches!(mail.state, MailState::Failed | MailState::Retrying) && !mail.words.is_empty();
    let words = refused.then(|| match locale {
        Locale::English => format!("The server said: {}", mail.words),
        Locale::Bokmal => format!("Serveren sa: {}", mail.words),
    });
    [next, words].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Why a contact gets no emails any more.
pub fn stopped(locale: Locale, stopped: &Stopped) -> String {
    match (locale, stopped) {
        (Locale::English, Stopped::Bounced { at, words }) => {
            format!(
                "Emails to this address came back ({}), so none are sent there. The server said: {words}",
                at.absolute
            )
        }
        (Locale::Bokmal, Stopped::Bounced { at, words }) => {
            format!(
                "E-poster til denne adressen kom i retur ({}), så ingen sendes dit. Serveren sa: {words}",
                at.absolute
            )
        }
        (Locale::English, Stopped::Disowned { at }) => {
            format!(
                "Whoever reads this address said that it is not them ({}), so no emails are sent there.",
                at.absolute
            )
        }
        (Locale::Bokmal, Stopped::Disowned { at }) => {
            format!(
                "Den som leser denne adressen, sa at det ikke er dem ({}), så ingen e-poster sendes dit.",
                at.absolute
            )
        }
    }
}
