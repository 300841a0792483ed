//! The sentences of the activity log's entries. The server writes them; the client never has them.

use domain::Locale;

/// A sentence about who did something.
type Who = fn(&str) -> String;
/// A sentence about who did something to or with what.
type WhoWhom = fn(&str, &str) -> String;

pub struct Sentences {
    pub account_created: Who,
    pub signed_in: Who,
    pub signed_out: Who,
    pub sign_in_failed: Who,
    pub reset_requested: Who,
    pub password_set: Who,
    pub password_changed: Who,
    pub email_change_requested: WhoWhom,
    pub email_changed: fn(&str, &str, &str) -> String,
    pub session_ended: Who,
    pub contact_created: WhoWhom,
    pub contact_changed: WhoWhom,
    pub contact_deleted: WhoWhom,
    pub emails_changed: WhoWhom,
    pub ticket_watch_changed: WhoWhom,
    pub mail_bounced: Who,
    pub mail_disowned: Who,
    pub mail_restored: Who,
    pub access_given: WhoWhom,
    pub access_changed: WhoWhom,
    pub access_revoked: WhoWhom,
    pub access_ended: Who,
    pub invitation_sent: WhoWhom,
    pub test_sent: WhoWhom,
    pub invitation_accepted: Who,
    pub invitation_declined: Who,
    pub account_left: Who,
    pub details_changed: Who,
    pub billing_changed: Who,
    pub invoice_paid: WhoWhom,
    pub invoice_paid_partly: WhoWhom,
    pub funds_asked: WhoWhom,
    /// For an invoice.
    pub payment_received: fn(&str) -> String,
    pub credit_added: &'static str,
    pub quote_accepted: WhoWhom,
    pub quote_declined: WhoWhom,
    pub order_placed: WhoWhom,
    pub change_ordered: WhoWhom,
    pub cancellation_ordered: WhoWhom,
    pub cancellation_ordered_at_once: WhoWhom,
    pub renewal_ordered: WhoWhom,
    pub payout_asked: Who,
    pub refused: Who,
    pub escalation_refused: Who,
    pub escalation_refused_for: WhoWhom,
    pub nobody_left_refused: Who,
    pub service_password_shown: WhoWhom,
    pub service_password_changed: WhoWhom,
    pub service_restarted: WhoWhom,
    pub service_reinstalled: WhoWhom,
    pub sign_on_asked: WhoWhom,
    pub signed_on: WhoWhom,
    pub sign_on_refused: WhoWhom,
    pub name_servers_changed: WhoWhom,
    pub dns_changed: WhoWhom,
    pub registrant_changed: WhoWhom,
    pub locked: WhoWhom,
    pub unlocked: WhoWhom,
    pub auto_renew_on: WhoWhom,
    pub auto_renew_off: WhoWhom,
    pub epp_code_shown: WhoWhom,
    /// And the number of the ticket.
    pub ticket_opened: WhoWhom,
    pub ticket_replied: WhoWhom,
    pub ticket_closed: WhoWhom,
    pub ticket_reopened: WhoWhom,
    /// Entries, by number, that cannot be read.
    pub unreadable: fn(&[i64]) -> String,

    pub fields: fn(&str) -> String,
    pub emails_more: fn(&str) -> String,
    pub emails_less: fn(&str) -> String,
    pub may: fn(&str) -> String,
    pub had: fn(&str) -> String,
    pub gained: fn(&str) -> String,
    pub lost: fn(&str) -> String,
    pub chosen: fn(usize) -> String,
    pub scope: fn(&str, &str) -> String,
    pub with_end: &'static str,
    pub end_set: &'static str,
    pub end_removed: &'static str,
    pub end_earlier: &'static str,
    pub end_later: &'static str,
    pub from_to: fn(&str, &str) -> String,
    pub missing: fn(&str) -> String,
    pub added: fn(&str) -> String,
    pub removed: fn(&str) -> String,
    /// Where the details of a registrant came from: the account, a contact, typed.
    pub registrant_from: [&'static str; 3],
    pub reason: fn(&str) -> String,
    pub order: fn(&str) -> String,
    pub items: fn(&str) -> String,
}

/// The sentences in a language.
pub fn sentences(locale: Locale) -> &'static Sentences {
    static ENGLISH: Sentences = EN;
    static BOKMAL: Sentences = NB;
    match locale {
        Locale::English => &ENGLISH,
        Locale::Bokmal => &BOKMAL,
    }
}

fn list(numbers: &[i64]) -> String {
    numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

const EN: Sentences = Sentences {
    account_created: |who| format!("{who} created the account"),
    signed_in: |who| format!("{who} signed in"),
    signed_out: |who| format!("{who} signed out"),
    sign_in_failed: |whom| format!("Somebody tried to sign in as {whom} and failed"),
    reset_requested: |whom| format!("A new password was asked for {whom}"),
    password_set: |who| format!("{who} set a password through an emailed link"),
    password_changed: |who| format!("{who} changed their password"),
    email_change_requested: |who, to| format!("{who} asked to change their address to {to}"),
    email_changed: |who, from, to| format!("{who} changed their address from {from} to {to}"),
    session_ended: |who| format!("{who} ended one of their sessions"),
    contact_created: |who, whom| format!("{who} added the contact {whom}"),
    contact_changed: |who, whom| format!("{who} changed the contact {whom}"),
    contact_deleted: |who, whom| format!("{who} deleted the contact {whom}"),
    emails_changed: |who, whom| {
        if who == whom {
            format!("{who} changed which emails they get")
        } else {
            format!("{who} changed which emails {whom} gets")
        }
    },
    ticket_watch_changed: |who, whom| {
        if who == whom {
            format!("{who} changed which tickets they follow by email")
        } else {
            format!("{who} changed which tickets {whom} follows by email")
        }
    },
    mail_bounced: |whom| format!("Emails to {whom} come back, so none are sent there any more"),
    mail_disowned: |whom| {
        format!("Whoever reads {whom} said that it is not them, so no emails are sent there any more")
    },
    mail_restored: |whom| format!("Emails are sent to {whom} again"),
    access_given: |who, whom| format!("{who} gave {whom} access"),
    access_changed: |who, whom| format!("{who} changed the access of {whom}"),
    access_revoked: |who, whom| format!("{who} ended the access of {whom}"),
    access_ended: |whom| format!("The access of {whom} ended as planned"),
    invitation_sent: |who, whom| format!("{who} sent {whom} an invitation"),
    test_sent: |who, whom| format!("{who} sent {whom} a test email"),
    invitation_accepted: |who| format!("{who} accepted the invitation"),
    invitation_declined: |who| format!("{who} declined the invitation"),
    account_left: |who| format!("{who} left the account"),
    details_changed: |who| format!("{who} changed the account details"),
    billing_changed: |who| format!("{who} changed whom invoices are addressed to"),
    invoice_paid: |who, number| format!("{who} paid invoice {number} by credit"),
    invoice_paid_partly: |who, number| format!("{who} paid a part of invoice {number} by credit"),
    funds_asked: |who, number| format!("{who} asked to add funds: invoice {number}"),
    payment_received: |number| format!("A payment for invoice {number} was received"),
    credit_added: "Credit was added to the account",
    quote_accepted: |who, number| format!("{who} accepted quote {number}"),
    quote_declined: |who, number| format!("{who} declined quote {number}"),
    order_placed: |who, number| format!("{who} placed order {number}"),
    change_ordered: |who, service| format!("{who} ordered a change of {service}"),
    cancellation_ordered: |who, service| format!("{who} cancelled {service} to the end of its period"),
    cancellation_ordered_at_once: |who, service| format!("{who} cancelled {service} at once"),
    renewal_ordered: |who, domain| format!("{who} ordered the renewal of {domain}"),
    payout_asked: |who| format!("{who} asked for a payout of affiliate earnings"),
    refused: |who| format!("{who} was refused"),
    escalation_refused: |who| format!("{who} tried something beyond their own access and was refused"),
    escalation_refused_for: |who, whom| {
        format!("{who} tried something about {whom} beyond their own access and was refused")
    },
    nobody_left_refused: |who| format!("{who} tried to leave emails without anyone to get them and was refused"),
    service_password_shown: |who, what| format!("{who} had the password of {what} shown"),
    service_password_changed: |who, what| format!("{who} changed the password of {what}"),
    service_restarted: |who, what| format!("{who} ordered a restart of {what}"),
    service_reinstalled: |who, what| format!("{who} ordered {what} to be reinstalled"),
    sign_on_asked: |who, what| format!("{who} asked for a link to the control panel of {what}"),
    signed_on: |who, what| format!("{who} signed on to the control panel of {what}"),
    sign_on_refused: |who, what| {
        format!("{who} was not let into the control panel of {what}: the right had been taken away")
    },
    name_servers_changed: |who, what| format!("{who} changed the name servers of {what}"),
    dns_changed: |who, what| format!("{who} changed the DNS records of {what}"),
    registrant_changed: |who, what| format!("{who} changed whom {what} is registered to"),
    locked: |who, what| format!("{who} locked {what} against transfers"),
    unlocked: |who, what| format!("{who} removed the transfer lock of {what}"),
    auto_renew_on: |who, what| format!("{who} let {what} renew by itself"),
    auto_renew_off: |who, what| format!("{who} stopped {what} from renewing by itself"),
    epp_code_shown: |who, what| format!("{who} had the transfer code of {what} shown"),
    ticket_opened: |who, number| format!("{who} opened support ticket {number}"),
    ticket_replied: |who, number| format!("{who} answered support ticket {number}"),
    ticket_closed: |who, number| format!("{who} closed support ticket {number}"),
    ticket_reopened: |who, number| format!("{who} opened support ticket {number} again"),
    unreadable: |numbers| match numbers {
        [number] => format!("Entry {number} cannot be read. Please tell support this number. All others are shown."),
        _ => format!(
            "These entries cannot be read: {}. Please tell support their numbers. All others are shown.",
            list(numbers)
        ),
    },

    fields: |fields| format!("Changed: {fields}"),
    emails_more: |labels| format!("Gets now: {labels}"),
    emails_less: |labels| format!("Gets no more: {labels}"),
    may: |labels| format!("May: {labels}"),
    had: |labels| format!("Had: {labels}"),
    gained: |labels| format!("Gained: {labels}"),
    lost: |labels| format!("Lost: {labels}"),
    chosen: |count| format!("{count} chosen"),
    scope: |before, after| format!("Scope: {before} → {after}"),
    with_end: "With an end",
    end_set: "Access now has an end",
    end_removed: "Access no longer ends by itself",
    end_earlier: "Access ends earlier",
    end_later: "Access ends later",
    from_to: |from, to| format!("{from} → {to}"),
    missing: |label| format!("Missing permission: {label}"),
    added: |what| format!("Added: {what}"),
    removed: |what| format!("Removed: {what}"),
    registrant_from: ["With the account’s details", "With a contact’s details", "With details typed for this domain"],
    reason: |reason| format!("Reason: {reason}"),
    order: |number| format!("Order {number}"),
    items: |items| format!("Ordered: {items}"),
};

const NB: Sentences = Sentences {
    account_created: |who| format!("{who} opprettet kontoen"),
    signed_in: |who| format!("{who} logget inn"),
    signed_out: |who| format!("{who} logget ut"),
    sign_in_failed: |whom| format!("Noen prøvde å logge inn som {whom}, uten å lykkes"),
    reset_requested: |whom| format!("Det ble bedt om nytt passord for {whom}"),
    password_set: |who| format!("{who} valgte passord gjennom en lenke på e-post"),
    password_changed: |who| format!("{who} byttet passord"),
    email_change_requested: |who, to| format!("{who} ba om å endre adressen sin til {to}"),
    email_changed: |who, from, to| format!("{who} endret adressen sin fra {from} til {to}"),
    session_ended: |who| format!("{who} avsluttet en av øktene sine"),
    contact_created: |who, whom| format!("{who} la til kontakten {whom}"),
    contact_changed: |who, whom| format!("{who} endret kontakten {whom}"),
    contact_deleted: |who, whom| format!("{who} slettet kontakten {whom}"),
    emails_changed: |who, whom| {
        if who == whom {
            format!("{who} endret hvilke e-poster de selv får")
        } else {
            format!("{who} endret hvilke e-poster {whom} får")
        }
    },
    ticket_watch_changed: |who, whom| {
        if who == whom {
            format!("{who} endret hvilke saker de selv følger på e-post")
        } else {
            format!("{who} endret hvilke saker {whom} følger på e-post")
        }
    },
    mail_bounced: |whom| format!("E-poster til {whom} kommer i retur, så ingen sendes dit lenger"),
    mail_disowned: |whom| format!("Den som leser {whom}, sa at det ikke er dem, så ingen e-poster sendes dit lenger"),
    mail_restored: |whom| format!("E-poster sendes til {whom} igjen"),
    access_given: |who, whom| format!("{who} ga {whom} tilgang"),
    access_changed: |who, whom| format!("{who} endret tilgangen til {whom}"),
    access_revoked: |who, whom| format!("{who} avsluttet tilgangen til {whom}"),
    access_ended: |whom| format!("Tilgangen til {whom} sluttet som planlagt"),
    invitation_sent: |who, whom| format!("{who} sendte {whom} en invitasjon"),
    test_sent: |who, whom| format!("{who} sendte {whom} en prøve-e-post"),
    invitation_accepted: |who| format!("{who} godtok invitasjonen"),
    invitation_declined: |who| format!("{who} avslo invitasjonen"),
    account_left: |who| format!("{who} forlot kontoen"),
    details_changed: |who| format!("{who} endret kontoopplysningene"),
    billing_changed: |who| format!("{who} endret hvem fakturaer adresseres til"),
    invoice_paid: |who, number| format!("{who} betalte faktura {number} med tilgodehavende"),
    invoice_paid_partly: |who, number| format!("{who} betalte en del av faktura {number} med tilgodehavende"),
    funds_asked: |who, number| format!("{who} ba om å sette inn penger: faktura {number}"),
    payment_received: |number| format!("En betaling for faktura {number} er mottatt"),
    credit_added: "Tilgodehavendet på kontoen økte",
    quote_accepted: |who, number| format!("{who} godtok tilbud {number}"),
    quote_declined: |who, number| format!("{who} avslo tilbud {number}"),
    order_placed: |who, number| format!("{who} la inn bestilling {number}"),
    change_ordered: |who, service| format!("{who} bestilte en endring av {service}"),
    cancellation_ordered: |who, service| format!("{who} sa opp {service} til slutten av perioden"),
    cancellation_ordered_at_once: |who, service| format!("{who} sa opp {service} straks"),
    renewal_ordered: |who, domain| format!("{who} bestilte fornyelse av {domain}"),
    payout_asked: |who| format!("{who} ba om å få utbetalt provisjon"),
    refused: |who| format!("{who} ble avvist"),
    escalation_refused: |who| format!("{who} prøvde noe utover sin egen tilgang og ble avvist"),
    escalation_refused_for: |who, whom| format!("{who} prøvde noe med {whom} utover sin egen tilgang og ble avvist"),
    nobody_left_refused: |who| format!("{who} prøvde å la e-post stå uten mottaker og ble avvist"),
    service_password_shown: |who, what| format!("{who} fikk se passordet til {what}"),
    service_password_changed: |who, what| format!("{who} byttet passordet til {what}"),
    service_restarted: |who, what| format!("{who} bestilte omstart av {what}"),
    service_reinstalled: |who, what| format!("{who} bestilte reinstallering av {what}"),
    sign_on_asked: |who, what| format!("{who} ba om en lenke til kontrollpanelet for {what}"),
    signed_on: |who, what| format!("{who} logget inn i kontrollpanelet for {what}"),
    sign_on_refused: |who, what| format!("{who} slapp ikke inn i kontrollpanelet for {what}: tilgangen var tatt bort"),
    name_servers_changed: |who, what| format!("{who} endret navnetjenerne for {what}"),
    dns_changed: |who, what| format!("{who} endret DNS-oppføringene for {what}"),
    registrant_changed: |who, what| format!("{who} endret hvem {what} er registrert på"),
    locked: |who, what| format!("{who} sperret {what} mot flytting"),
    unlocked: |who, what| format!("{who} fjernet flyttesperren på {what}"),
    auto_renew_on: |who, what| format!("{who} lot {what} fornyes automatisk"),
    auto_renew_off: |who, what| format!("{who} stanset automatisk fornyelse av {what}"),
    epp_code_shown: |who, what| format!("{who} fikk se flyttekoden for {what}"),
    ticket_opened: |who, number| format!("{who} opprettet supportsak {number}"),
    ticket_replied: |who, number| format!("{who} svarte på supportsak {number}"),
    ticket_closed: |who, number| format!("{who} lukket supportsak {number}"),
    ticket_reopened: |who, number| format!("{who} gjenåpnet supportsak {number}"),
    unreadable: |numbers| match numbers {
        [number] => format!("Oppføring {number} kan ikke leses. Oppgi nummeret til kundestøtte. Alle andre vises."),
        _ => format!(
            "Disse oppføringene kan ikke leses: {}. Oppgi numrene til kundestøtte. Alle andre vises.",
            list(numbers)
        ),
    },

    fields: |fields| format!("Endret: {fields}"),
    emails_more: |labels| format!("Får nå: {labels}"),
    emails_less: |labels| format!("Får ikke lenger: {labels}"),
    may: |labels| format!("Kan: {labels}"),
    had: |labels| format!("Hadde: {labels}"),
    gained: |labels| format!("Fikk: {labels}"),
    lost: |labels| format!("Mistet: {labels}"),
    chosen: |count| format!("{count} utvalgte"),
    scope: |before, after| format!("Omfang: {before} → {after}"),
    with_end: "Med en sluttdato",
    end_set: "Tilgangen har nå en slutt",
    end_removed: "Tilgangen slutter ikke lenger av seg selv",
    end_earlier: "Tilgangen slutter tidligere",
    end_later: "Tilgangen slutter senere",
    from_to: |from, to| format!("{from} → {to}"),
    missing: |label| format!("Manglende tilgang: {label}"),
    added: |what| format!("Lagt til: {what}"),
    removed: |what| format!("Fjernet: {what}"),
    registrant_from: [
        "Med kontoens opplysninger",
        "Med opplysningene til en kontakt",
        "Med opplysninger skrevet for dette domenet",
    ],
    reason: |reason| format!("Årsak: {reason}"),
    order: |number| format!("Bestilling {number}"),
    items: |items| format!("Bestilt: {items}"),
};
