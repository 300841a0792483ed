//! Whom a domain is registered to, and the form to change it.

use crate::prelude::*;
use backend::domains::{DomainPage, Registrant, RegistrantForm, RegistrantPage};
use domain::{AccountId, country::Country};

use crate::{
    form::{Choice, Select, TextInput},
    locales::{possessions::texts, use_locale, use_texts},
    pages::contacts::sections::countries,
    served::forms::{Left, Posted},
};

/// For who manages the domain.
pub(super) fn registrant(
    account: AccountId,
    page: &DomainPage,
    registered: &RegistrantPage,
    left: &Left<RegistrantForm>,
) -> AnyView {
    let t = texts(use_locale());
    let now = match &registered.current {
        Some((_, details)) => facts(details),
        None => view! { <p>{t.registrant_none}</p> },
    };
    view! {
        <section class="panel" aria-labelledby="registrant">
            <h2 id="registrant">{t.registrant}</h2>
            {left.notice()}
            {now}
            {page.changes.then(|| form(account, page, registered, left))}
        </section>
    }
}

fn facts(details: &Registrant) -> AnyView {
    let f = &use_texts().fields;
    let country = Country::from_code(&details.country).map(|country| country.name(use_locale())).unwrap_or_default();
    let name = format!("{} {}", details.first_name, details.last_name);
    let town = format!("{} {}", details.postcode, details.city);
    let lines = [
        (f.name, name),
        (f.company, details.company.clone()),
        (f.email, details.email.clone()),
        (f.phone, details.phone.clone()),
        (f.address1, details.address1.clone()),
        (f.address2, details.address2.clone()),
        (f.city, town.trim().to_owned()),
        (f.region, details.region.clone()),
        (f.country, country.to_owned()),
    ];
    let lines = lines.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| {
        view! {
            <dt>{label}</dt>
            <dd>{value}</dd>
        }
    });
    view! { <dl class="facts">{lines.collect_view()}</dl> }
}

fn form(account: AccountId, page: &DomainPage, registered: &RegistrantPage, left: &Left<RegistrantForm>) -> AnyView {
    let t = texts(use_locale());
    let typed = left.typed.clone();
    let form = typed.or_else(|| registered.current.as_ref().map(|(_, details)| details.form())).unwrap_or_default();
    let mut choices = vec![Choice::new("own", t.registrant_own), Choice::new("account", t.registrant_account)];
    choices.extend(registered.contacts.iter().map(|one| Choice::new(one.id.to_string(), one.name.clone())));
    let source = left.field("registrant", "source", "form[source]", t.registrant_source);
    let chosen = form.source.clone();
    let fields = fields(form, left);
    view! {
        <details class="more" open=left.is_refused()>
            <summary>{t.registrant_change}</summary>
            <Posted to="/api/domains/registrant" account id=page.id.to_string()>
                <Select of=source choices chosen required=true hint=t.registrant_hint />
                {fields}
                <button type="submit" class="primary">
                    {use_texts().common.save}
                </button>
            </Posted>
        </details>
    }
}

fn fields(form: RegistrantForm, left: &Left<RegistrantForm>) -> AnyView {
    let t = use_texts();
    let f = &t.fields;
    let field = |input: &str, label| left.field("registrant", input, &format!("form[{input}]"), label);
    view! {
        <div class="fields">
            <TextInput of=field("first_name", f.first_name) value=form.first_name />
            <TextInput of=field("last_name", f.last_name) value=form.last_name />
            <TextInput of=field("company", f.company) value=form.company />
            <TextInput of=field("email", f.email) value=form.email kind="email" />
            <TextInput of=field("phone", f.phone) value=form.phone kind="tel" />
            <TextInput of=field("address1", f.address1) value=form.address1 />
            <TextInput of=field("address2", f.address2) value=form.address2 />
            <TextInput of=field("postcode", f.postcode) value=form.postcode />
            <TextInput of=field("city", f.city) value=form.city />
            <TextInput of=field("region", f.region) value=form.region />
            <Select
                of=field("country", f.country)
                choices=countries(use_locale(), t.common.choose)
                chosen=form.country
            />
        </div>
    }
}
