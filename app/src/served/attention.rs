//! What needs attention, as Home shows it: a list, the most urgent first.

use crate::prelude::*;
use backend::client_area::{Attention, AttentionKind, Matter, Urgency};
use domain::Moment;

use crate::{
    locales::{attention as words, use_locale},
    ui::{Time, Tone},
};

/// The section with what needs attention on the account of that name.
pub(super) fn attention(all: Vec<Attention>, account: &str) -> impl IntoView + use<> {
    let t = words::attention(use_locale());
    let content = if all.is_empty() {
        view! { <p class="calm">{t.nothing}</p> }.into_any()
    } else {
        let rows = all.into_iter().map(|one| row(one, account)).collect_view();
        view! { <ul class="attention">{rows}</ul> }.into_any()
    };
    view! {
        <section>
            <h2>{t.title}</h2>
            {content}
        </section>
    }
}

/// What a row says: where it leads, what it is about, why it is there, and when that was or will be.
struct Row {
    href: String,
    title: String,
    why: String,
    when: Option<Moment>,
    /// After the time.
    then: &'static str,
}

fn row(one: Attention, account: &str) -> AnyView {
    let tone = match one.urgency {
        Urgency::Now => Tone::Bad,
        Urgency::Soon => Tone::Warning,
        Urgency::Later => Tone::Info,
    };
    let Row { href, title, why, when, then } = said(one.matter, account);
    let when = when.map(|moment| {
        view! {
            " "
            <Time moment />
            "."
        }
    });
    let then = (!then.is_empty()).then(|| view! { " " {then} });
    let why = (!why.is_empty()).then(|| view! { <p>{why} {when} {then}</p> });
    view! {
        <li data-tone=tone.name()>
            <a href=href>{title}</a>
            {why}
        </li>
    }
    .into_any()
}

fn said(matter: Matter, account: &str) -> Row {
    let t = words::attention(use_locale());
    let row = |href: String, title: String, why: String| Row { href, title, why, when: None, then: "" };
    match matter {
        Matter::Invoice { id, number, left, due, overdue } => {
            let why = if overdue { (t.overdue)(&left.text) } else { (t.due)(&left.text) };
            Row { when: Some(due), ..row(format!("/invoices/{id}"), (t.invoice)(&number), why) }
        }
        Matter::Service { id, name } => row(format!("/services/{id}"), name, t.suspended.to_owned()),
        Matter::Domain { id, name, expires, expired, renews } => {
            let why = if expired { t.expired } else { t.expires };
            let then = match (expired, renews) {
                (true, _) => "",
                (false, true) => t.renews,
                (false, false) => t.does_not_renew,
            };
            Row { when: Some(expires), then, ..row(format!("/domains/{id}"), name, why.to_owned()) }
        }
        Matter::Quote { id, number, subject, until } => {
            Row { when: Some(until), ..row(format!("/quotes/{id}"), subject, (t.quote)(&number)) }
        }
        Matter::Ticket { id, number, subject, answered } => {
            Row { when: Some(answered), ..row(format!("/tickets/{id}"), subject, (t.ticket)(&number)) }
        }
        Matter::AccessEnds(ends) => {
            let why = (t.access_ends)(account);
            Row { when: Some(ends), ..row("/account/security".to_owned(), t.access.to_owned(), why) }
        }
        Matter::Bounced { id, name, address } => row(format!("/account/contacts/{id}"), name, (t.bounced)(&address)),
        Matter::Invitation { id, name, invited, expired } => {
            let why = if expired { t.invitation_expired } else { t.invited };
            Row { when: Some(invited), ..row(format!("/account/contacts/{id}"), name, why.to_owned()) }
        }
        Matter::All(kind, count) => row(list(kind).to_owned(), t.all(kind, count), String::new()),
    }
}

/// Where all of a kind stand.
fn list(kind: AttentionKind) -> &'static str {
    match kind {
        AttentionKind::Invoices => "/invoices?filter=unpaid",
        AttentionKind::Services => "/services?status=suspended",
        AttentionKind::Domains => "/domains",
        AttentionKind::Quotes => "/quotes",
        AttentionKind::Tickets => "/tickets?status=answered",
        AttentionKind::Bounces | AttentionKind::Invitations => "/account/contacts",
    }
}
