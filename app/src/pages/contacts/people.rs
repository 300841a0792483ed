//! Everyone on file at a glance.

use crate::prelude::*;
use domain::{ContactSummary, MembershipState};

use super::words;
use crate::{
    locales::use_texts,
    ui::{Avatar, Badge, Empty, StateBadge, Time, Tone},
};

/// The people of the account, or what to do when there is nobody yet.
#[component]
pub fn People(people: Vec<ContactSummary>) -> impl IntoView {
    let t = use_texts();
    if people.is_empty() {
        return view! {
            <Empty title=t.contacts.nobody[0] text=t.contacts.nobody[1]>
                <a class="button primary" href="/account/contacts/new">
                    {t.contacts.add}
                </a>
            </Empty>
        }
        .into_any();
    }
    let rows = people.into_iter().map(|one| view! { <Person one /> }).collect_view();
    view! {
        <section aria-labelledby="people-heading">
            <h2 id="people-heading" class="visually-hidden">
                {t.contacts.people}
            </h2>
            <ul class="people">{rows}</ul>
        </section>
    }
    .into_any()
}

/// One person: who, which emails, what they may, until when, last seen.
#[component]
fn Person(one: ContactSummary) -> impl IntoView {
    let t = use_texts();
    let marks = one
        .categories
        .iter()
        .map(|category| view! { <li><Badge text=t.categories.of(category).short /></li> })
        .collect_view();
    let no_mail = one.categories.is_empty().then(|| view! { <li class="muted">{t.contacts.no_emails}</li> });
    let may = match one.state {
        MembershipState::None => None,
        MembershipState::Ended | MembershipState::Revoked => {
            Some((t.contacts.had)(&words::permissions(t, one.permissions)))
        }
        MembershipState::Invited | MembershipState::Active => Some(words::permissions(t, one.permissions)),
    };
    let may = may.map(|may| {
        let limited = one.limited.then(|| format!(" · {}", t.contacts.chosen(one.new_ones)));
        view! { <p class="rights">{may} {limited}</p> }
    });
    let over = one.state == MembershipState::Ended;
    let ends = one.ends.filter(|_| one.state != MembershipState::Revoked).map(|ends| {
        let label = if over { t.contacts.ended } else { t.states.ends };
        view! { <p>{label} " " <Time moment=ends /></p> }
    });
    let last = one.last_sign_in.map(|seen| view! { <p>{t.states.last_sign_in} " " <Time moment=seen /></p> });
    let company = (!one.company.is_empty()).then(|| format!("{} · ", one.company));
    let billing = one.billing.then(|| view! { <Badge tone=Some(Tone::Info) text=t.contacts.billing /> });
    let stopped = one.stopped.then(|| view! { <Badge tone=Some(Tone::Warning) text=t.contacts.stopped /> });
    view! {
        <li>
            <div class="person">
                <Avatar name=one.name.clone() />
                <div class="who">
                    <p class="name">
                        <a href=super::path_of(one.id)>{one.name}</a>
                        <StateBadge state=one.state />
                        {billing}
                        {stopped}
                    </p>
                    <p class="email">{company} {one.email}</p>
                </div>
                <div class="may">
                    <ul class="marks" aria-label=t.categories.heading>
                        {marks}
                        {no_mail}
                    </ul>
                    {may}
                </div>
                <div class="when">{ends} {last}</div>
            </div>
        </li>
    }
}
