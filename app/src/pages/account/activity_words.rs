//! Entries of the log as sentences: who did what to whom, and what a change of rights gained and lost. Pure.

use domain::{
    CategorySet, PermissionSet, Rights, Scope,
    activity::{Event, PersonAsWas},
    possessions::{RegistrantSource, ServiceAction},
};

use crate::{
    locales::{
        Texts,
        fields::Labelled,
        sentences::{Sentences, sentences},
        watching::watching,
    },
    pages::contacts::words,
};

/// Name and address, as they were.
fn person(person: &PersonAsWas) -> String {
    if person.name.is_empty() {
        person.email.clone()
    } else {
        format!("{} ({})", person.name, person.email)
    }
}

/// What happened, in one sentence.
pub fn sentence(t: &Texts, actor: Option<&PersonAsWas>, subject: Option<&PersonAsWas>, event: &Event) -> String {
    let a = sentences(t.locale);
    let who = actor.map_or_else(|| t.activity.system.to_owned(), person);
    // What concerns oneself has no other subject.
    let whom = subject.or(actor).map(person).unwrap_or_default();
    let (who, whom) = (who.as_str(), whom.as_str());
    match event {
        Event::AccountCreated => (a.account_created)(who),
        Event::SignedIn => (a.signed_in)(who),
        Event::SignedOut => (a.signed_out)(who),
        Event::SignInFailed => (a.sign_in_failed)(whom),
        Event::PasswordResetRequested => (a.reset_requested)(whom),
        Event::PasswordSet => (a.password_set)(who),
        Event::PasswordChanged => (a.password_changed)(who),
        Event::EmailChangeRequested { to } => (a.email_change_requested)(who, to),
        Event::EmailChanged { from, to } => (a.email_changed)(who, from, to),
        Event::SessionEnded => (a.session_ended)(who),
        Event::ContactCreated => (a.contact_created)(who, whom),
        Event::ContactChanged { .. } => (a.contact_changed)(who, whom),
        Event::ContactDeleted => (a.contact_deleted)(who, whom),
        Event::EmailsChanged { .. } => (a.emails_changed)(who, whom),
        Event::TicketWatchChanged { .. } => (a.ticket_watch_changed)(who, whom),
        Event::MailBounced { .. } => (a.mail_bounced)(whom),
        Event::MailDisowned => (a.mail_disowned)(whom),
        Event::MailRestored => (a.mail_restored)(whom),
        Event::AccessGiven { .. } => (a.access_given)(who, whom),
        Event::AccessChanged { .. } => (a.access_changed)(who, whom),
        Event::AccessRevoked { .. } => (a.access_revoked)(who, whom),
        Event::AccessEnded { .. } => (a.access_ended)(whom),
        Event::InvitationSent => (a.invitation_sent)(who, whom),
        Event::TestSent => (a.test_sent)(who, whom),
        Event::InvitationAccepted => (a.invitation_accepted)(who),
        Event::InvitationDeclined => (a.invitation_declined)(who),
        Event::AccountLeft { .. } => (a.account_left)(who),
        Event::DetailsChanged { .. } => (a.details_changed)(who),
        Event::BillingContactChanged { .. } => (a.billing_changed)(who),
        Event::ServicePasswordShown { service } => (a.service_password_shown)(who, service),
        Event::ServicePasswordChanged { service } => (a.service_password_changed)(who, service),
        Event::ServiceActionOrdered { service, action: ServiceAction::Restart } => (a.service_restarted)(who, service),
        Event::ServiceActionOrdered { service, action: ServiceAction::Reinstall } => {
            (a.service_reinstalled)(who, service)
        }
        Event::SignOnAsked { service } => (a.sign_on_asked)(who, service),
        Event::SignedOn { service } => (a.signed_on)(who, service),
        Event::SignOnRefused { service } => (a.sign_on_refused)(who, service),
        Event::NameServersChanged { domain, .. } => (a.name_servers_changed)(who, domain),
        Event::DnsChanged { domain, .. } => (a.dns_changed)(who, domain),
        Event::RegistrantChanged { domain, .. } => (a.registrant_changed)(who, domain),
        Event::TransferLockSet { domain, locked } => (if *locked { a.locked } else { a.unlocked })(who, domain),
        Event::AutoRenewSet { domain, on } => (if *on { a.auto_renew_on } else { a.auto_renew_off })(who, domain),
        Event::EppCodeShown { domain } => (a.epp_code_shown)(who, domain),
        Event::InvoicePaid { .. }
        | Event::FundsAsked { .. }
        | Event::PaymentReceived { .. }
        | Event::CreditAdded { .. }
        | Event::QuoteAccepted { .. }
        | Event::QuoteDeclined { .. }
        | Event::OrderPlaced { .. }
        | Event::ChangeOrdered { .. }
        | Event::CancellationOrdered { .. }
        | Event::RenewalOrdered { .. }
        | Event::PayoutAsked { .. } => billing(a, who, event),
        Event::TicketOpened { number } => (a.ticket_opened)(who, number),
        Event::TicketReplied { number } => (a.ticket_replied)(who, number),
        Event::TicketClosed { number } => (a.ticket_closed)(who, number),
        Event::TicketReopened { number } => (a.ticket_reopened)(who, number),
        Event::Refused { .. } => (a.refused)(who),
        Event::EscalationRefused { .. } if subject.is_some() => (a.escalation_refused_for)(who, whom),
        Event::EscalationRefused { .. } => (a.escalation_refused)(who),
        Event::NobodyLeftRefused { .. } => (a.nobody_left_refused)(who),
    }
}

/// What happened with money. Amounts are not told: who may read the log need not be who may see invoices.
fn billing(a: &Sentences, who: &str, event: &Event) -> String {
    match event {
        Event::InvoicePaid { number, whole: true, .. } => (a.invoice_paid)(who, number),
        Event::InvoicePaid { number, .. } => (a.invoice_paid_partly)(who, number),
        Event::FundsAsked { number, .. } => (a.funds_asked)(who, number),
        Event::PaymentReceived { number, .. } => (a.payment_received)(number),
        Event::CreditAdded { .. } => a.credit_added.to_owned(),
        Event::QuoteAccepted { number, .. } => (a.quote_accepted)(who, number),
        Event::QuoteDeclined { number, .. } => (a.quote_declined)(who, number),
        Event::OrderPlaced { number, .. } => (a.order_placed)(who, number),
        Event::ChangeOrdered { service, .. } => (a.change_ordered)(who, service),
        Event::CancellationOrdered { service, at_once: true, .. } => (a.cancellation_ordered_at_once)(who, service),
        Event::CancellationOrdered { service, .. } => (a.cancellation_ordered)(who, service),
        Event::RenewalOrdered { domain, .. } => (a.renewal_ordered)(who, domain),
        Event::PayoutAsked { .. } => (a.payout_asked)(who),
        _ => String::new(),
    }
}

/// What else there is to tell: before and after.
pub fn details(t: &Texts, event: &Event) -> Vec<String> {
    let a = sentences(t.locale);
    match event {
        Event::ContactChanged { fields } => one((a.fields)(&labels(t, fields))),
        Event::DetailsChanged { fields } => one((a.fields)(&labels(t, fields))),
        Event::EmailsChanged { before, after } => emails(t, *before, *after),
        Event::TicketWatchChanged { before, after } => {
            let words = watching(t.locale);
            one((a.from_to)(words.of(*before).label, words.of(*after).label))
        }
        Event::MailBounced { words } => one(words.clone()),
        Event::AccessGiven { rights } => given(t, rights),
        Event::AccessChanged { before, after } => changed(t, before, after),
        Event::AccessRevoked { rights } | Event::AccessEnded { rights } | Event::AccountLeft { rights } => {
            one((a.had)(&permissions(t, rights.permissions)))
        }
        Event::BillingContactChanged { from, to } => {
            let name = |name: &Option<String>| name.clone().unwrap_or_else(|| t.details.billing_account.to_owned());
            one((a.from_to)(&name(from), &name(to)))
        }
        Event::NameServersChanged { before, after, .. } => one((a.from_to)(&before.join(", "), &after.join(", "))),
        Event::DnsChanged { added, removed, .. } => {
            let added = added.iter().map(|record| (a.added)(record));
            added.chain(removed.iter().map(|record| (a.removed)(record))).collect()
        }
        Event::RegistrantChanged { source, .. } => one(registrant_from(t, *source).to_owned()),
        Event::QuoteDeclined { reason, .. } if !reason.is_empty() => one((a.reason)(reason)),
        Event::OrderPlaced { items, .. } => one((a.items)(&items.join(", "))),
        Event::ChangeOrdered { number, from, to, .. } => vec![(a.from_to)(from, to), (a.order)(number)],
        Event::CancellationOrdered { number, .. } | Event::RenewalOrdered { number, .. } => one((a.order)(number)),
        Event::Refused { permission } => one((a.missing)(t.permissions.label(*permission))),
        Event::EscalationRefused { why } => one(t.problems.escalation(*why).to_owned()),
        Event::NobodyLeftRefused { category } => one(t.problems.nobody_left(*category)),
        _ => Vec::new(),
    }
}

fn registrant_from(t: &Texts, source: RegistrantSource) -> &'static str {
    let [account, contact, own] = sentences(t.locale).registrant_from;
    match source {
        RegistrantSource::Account => account,
        RegistrantSource::Contact => contact,
        RegistrantSource::Own => own,
    }
}

fn one(line: String) -> Vec<String> {
    vec![line]
}

fn labels<F: Labelled>(t: &Texts, fields: &[F]) -> String {
    fields.iter().map(|field| field.label(&t.fields)).collect::<Vec<_>>().join(", ")
}

fn permissions(t: &Texts, set: PermissionSet) -> String {
    if set.is_empty() {
        t.permissions.nothing.to_owned()
    } else {
        words::labels(t, set)
    }
}

fn emails(t: &Texts, before: CategorySet, after: CategorySet) -> Vec<String> {
    let line = |words: fn(&str) -> String, set: CategorySet| {
        (!set.is_empty()).then(|| words(&set.iter().map(|one| t.categories.label(one)).collect::<Vec<_>>().join(", ")))
    };
    let a = sentences(t.locale);
    [line(a.emails_more, after.minus(before)), line(a.emails_less, before.minus(after))]
        .into_iter()
        .flatten()
        .collect()
}

fn given(t: &Texts, rights: &Rights) -> Vec<String> {
    let a = sentences(t.locale);
    let mut lines = one((a.may)(&permissions(t, rights.permissions)));
    if !rights.scope.is_everything() {
        lines.push(t.contacts.chosen(rights.scope.covers_new()).to_owned());
    }
    if rights.ends_at.is_some() {
        lines.push(a.with_end.to_owned());
    }
    lines
}

fn changed(t: &Texts, before: &Rights, after: &Rights) -> Vec<String> {
    let a = sentences(t.locale);
    let gained = after.permissions.minus(before.permissions);
    let lost = before.permissions.minus(after.permissions);
    let mut lines = Vec::new();
    if !gained.is_empty() {
        lines.push((a.gained)(&permissions(t, gained)));
    }
    if !lost.is_empty() {
        lines.push((a.lost)(&permissions(t, lost)));
    }
    if before.scope != after.scope {
        let scope = |scope: &Scope| match scope {
            Scope::All => t.contacts.scope_all.to_owned(),
            Scope::Only(subjects) => (a.chosen)(subjects.len()),
            // How much is left out is nothing to somebody whom it is left out for.
            Scope::AllBut(_) => t.contacts.chosen_and_new.to_owned(),
        };
        lines.push((a.scope)(&scope(&before.scope), &scope(&after.scope)));
    }
    match (before.ends_at, after.ends_at) {
        (before, after) if before == after => {}
        (_, None) => lines.push(a.end_removed.to_owned()),
        (None, Some(_)) => lines.push(a.end_set.to_owned()),
        (Some(before), Some(after)) if after < before => lines.push(a.end_earlier.to_owned()),
        _ => lines.push(a.end_later.to_owned()),
    }
    lines
}

#[cfg(test)]
mod tests {
    use domain::{Category, Locale, Permission, Timestamp};

    use super::*;
    use crate::locales::texts;

    fn rights(permissions: &[Permission], ends_at: Option<i64>) -> Rights {
        Rights {
            permissions: permissions.iter().copied().collect(),
            scope: Scope::All,
            ends_at: ends_at.map(Timestamp),
        }
    }

    #[test]
    fn a_change_of_rights_says_what_was_gained_and_lost() {
        let t = texts(Locale::English);
        let event = Event::AccessChanged {
            before: rights(&[Permission::Products], None),
            after: rights(&[Permission::Invoices], Some(5)),
        };
        let lines = details(t, &event);
        assert!(lines[0].contains("View & Pay Invoices"), "{lines:?}");
        assert!(lines[1].contains("View Products & Services"), "{lines:?}");
        assert_eq!(lines.len(), 3);
    }

    #[test]
    fn a_change_of_scope_is_told_with_what_is_added_later() {
        let with = |scope| Rights { scope, ..rights(&[Permission::Products], None) };
        let service = domain::Subject::Service(domain::ServiceId(uuid::Uuid::from_u128(1)));
        let (only, but) = (with(Scope::Only([service].into())), with(Scope::AllBut([service].into())));
        let event = Event::AccessChanged { before: only, after: but.clone() };
        let t = texts(Locale::English);
        assert_eq!(details(t, &event), ["Scope: 1 chosen → chosen services and domains, and those added later"]);
        let given = details(t, &Event::AccessGiven { rights: but });
        assert_eq!(given[1], "chosen services and domains, and those added later");
    }

    #[test]
    fn a_sentence_names_both_people_as_they_were() {
        let owner = PersonAsWas { name: "Olivia North".into(), email: "owner@northwind.test".into() };
        let ines = PersonAsWas { name: "Ines Moreau".into(), email: "ines@ledger.test".into() };
        for locale in [Locale::English, Locale::Bokmal] {
            let words = sentence(texts(locale), Some(&owner), Some(&ines), &Event::ContactDeleted);
            assert!(words.contains("Olivia North (owner@northwind.test)"), "{words}");
            assert!(words.contains("Ines Moreau (ines@ledger.test)"), "{words}");
        }
    }

    #[test]
    fn emails_are_told_as_more_and_less() {
        let event = Event::EmailsChanged {
            before: [Category::Invoice].into_iter().collect(),
            after: [Category::Support].into_iter().collect(),
        };
        let lines = details(texts(Locale::Bokmal), &event);
        assert!(lines[0].contains("Support-e-poster") && lines[1].contains("Faktura-e-poster"), "{lines:?}");
    }
}
