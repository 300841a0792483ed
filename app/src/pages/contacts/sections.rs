//! The sections of the contact form about the person: personal information, address, email preferences.

use crate::prelude::*;
use domain::{Category, CategorySet, Code, ContactField, ContactForm, Locale, country::Country};

use super::live::{Live, category_name};
use crate::{
    form::{Choice, Fieldset, Hidden, Select, TextInput, Tick},
    locales::{use_locale, use_texts},
};

/// Personal Information.
#[component]
pub fn Personal(live: Live, shown: ContactForm) -> impl IntoView {
    use ContactField as F;
    let t = use_texts();
    let state = live.state;
    view! {
        <Fieldset legend=t.contacts.personal>
            <div class="fields">
                <TextInput of=state.bind(F::FirstName) value=shown.first_name required=true />
                <TextInput of=state.bind(F::LastName) value=shown.last_name required=true />
                <TextInput of=state.bind(F::Company) value=shown.company />
                <TextInput of=state.bind(F::Email) value=shown.email kind="email" required=true />
                <TextInput of=state.bind(F::Phone) value=shown.phone kind="tel" />
                <Select
                    of=state.bind(F::Language)
                    choices=languages()
                    chosen=chosen_language(&shown.language)
                    required=true
                    hint=t.contacts.language_hint
                />
            </div>
        </Fieldset>
    }
}

/// Address.
#[component]
pub fn Address(live: Live, shown: ContactForm) -> impl IntoView {
    use ContactField as F;
    let t = use_texts();
    let state = live.state;
    view! {
        <Fieldset legend=t.contacts.address>
            <div class="fields">
                <TextInput of=state.bind(F::Address1) value=shown.address1 />
                <TextInput of=state.bind(F::Address2) value=shown.address2 />
                <TextInput of=state.bind(F::Postcode) value=shown.postcode />
                <TextInput of=state.bind(F::City) value=shown.city />
                <TextInput of=state.bind(F::Region) value=shown.region />
                <Select of=state.bind(F::Country) choices=countries(use_locale(), t.common.choose) chosen=shown.country />
                <TextInput of=state.bind(F::TaxId) value=shown.tax_id />
            </div>
        </Fieldset>
    }
}

/// Email Preferences of a contact.
#[component]
pub fn Emails(live: Live, ticked: CategorySet, affiliates: bool) -> impl IntoView {
    let t = use_texts();
    let of = live.state.bind(ContactField::Emails);
    view! {
        <Fieldset legend=t.categories.heading of=of hint=t.contacts.emails_hint>
            <CategoryTicks id="contact-emails" name=category_name ticked affiliates />
        </Fieldset>
    }
}

/// A box per category with its meaning.
#[component]
pub fn CategoryTicks(
    id: &'static str,
    name: fn(Category) -> String,
    ticked: CategorySet,
    affiliates: bool,
) -> impl IntoView {
    let t = use_texts();
    let shown = |category: Category| affiliates || category != Category::Affiliate;
    let ticks = Category::ALL
        .iter()
        .copied()
        .filter(|category| shown(*category))
        .map(|category| {
            let words = t.categories.of(category);
            view! {
                <Tick
                    id=format!("{id}-{category}")
                    name=name(category)
                    label=words.label
                    meaning=words.meaning
                    ticked=ticked.contains(category)
                />
            }
        })
        .collect_view();
    // What is not shown stays as it is.
    let kept = ticked
        .iter()
        .filter(|category| !shown(*category))
        .map(|category| view! { <Hidden name=name(category) value="true" /> })
        .collect_view();
    view! { <div class="ticks">{ticks} {kept}</div> }
}

/// The languages of emails.
pub fn languages() -> Vec<Choice> {
    Locale::ALL.iter().map(|locale| Choice::new(locale.code(), locale.own_name())).collect()
}

/// The language that an empty field stands for.
pub fn chosen_language(code: &str) -> String {
    Locale::from_code(code).unwrap_or_default().code().to_owned()
}

/// All countries by name, those where the language is spoken first.
pub fn countries(locale: Locale, none: &str) -> Vec<Choice> {
    let first: &[&str] = match locale {
        Locale::English => &["GB", "US"],
        Locale::Bokmal => &["NO"],
    };
    let near = first.iter().filter_map(|code| Country::from_code(code));
    let others = Country::all(locale).into_iter().filter(|country| !first.contains(&country.code()));
    std::iter::once(Choice::new("", none))
        .chain(near.chain(others).map(|country| Choice::new(country.code(), country.name(locale))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn norway_comes_first_in_norwegian_and_every_country_once() {
        let choices = countries(Locale::Bokmal, "Velg …");
        assert_eq!(choices[0].value, "");
        assert_eq!(choices[1].label, "Norge");
        assert_eq!(choices.len(), Country::all(Locale::Bokmal).len() + 1);
        assert_eq!(choices.iter().filter(|choice| choice.value == "NO").count(), 1);
    }
}
