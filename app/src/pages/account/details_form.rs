//! Account Details as data: what differs between two versions, and its values in words. Pure.

use domain::{
    Code, Locale,
    country::Country,
    details_form::{BillingChoice, DetailsField, DetailsForm},
};

use crate::{
    locales::Texts,
    pages::contacts::{sections::chosen_language, words},
};

/// The text of a field; empty for the group of boxes.
pub fn text(form: &DetailsForm, field: DetailsField) -> &str {
    match field {
        DetailsField::FirstName => &form.first_name,
        DetailsField::LastName => &form.last_name,
        DetailsField::Company => &form.company,
        DetailsField::Phone => &form.phone,
        DetailsField::Address1 => &form.address1,
        DetailsField::Address2 => &form.address2,
        DetailsField::City => &form.city,
        DetailsField::Region => &form.region,
        DetailsField::Postcode => &form.postcode,
        DetailsField::Country => &form.country,
        DetailsField::TaxId => &form.tax_id,
        DetailsField::Language => &form.language,
        DetailsField::TimeZone => &form.time_zone,
        DetailsField::BillingContact => &form.billing_contact,
        DetailsField::Emails => "",
    }
}

/// The fields that differ, in the order of the form.
pub fn differences(one: &DetailsForm, other: &DetailsForm) -> Vec<DetailsField> {
    let same = |field: DetailsField| match field {
        DetailsField::Emails => one.emails == other.emails,
        DetailsField::Language => chosen_language(&one.language) == chosen_language(&other.language),
        field => text(one, field).trim() == text(other, field).trim(),
    };
    DetailsField::ALL.iter().copied().filter(|field| !same(*field)).collect()
}

/// The value of a field as people read it.
pub fn value(t: &Texts, form: &DetailsForm, field: DetailsField, contacts: &[BillingChoice]) -> String {
    let value = match field {
        DetailsField::Emails => words::categories(t, form.emails),
        DetailsField::Country => Country::from_code(&form.country)
            .map(|country| country.name(t.locale))
            .unwrap_or_default()
            .to_owned(),
        DetailsField::Language => Locale::from_code(&form.language).unwrap_or_default().own_name().to_owned(),
        DetailsField::BillingContact => contacts
            .iter()
            .find(|one| one.id.to_string() == form.billing_contact)
            .map_or_else(|| t.details.billing_account.to_owned(), |one| one.name.clone()),
        field => text(form, field).to_owned(),
    };
    if value.is_empty() { t.contacts.empty_value.to_owned() } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locales::texts;

    #[test]
    fn only_what_differs_is_named() {
        let one = DetailsForm { first_name: "Ada".into(), ..DetailsForm::default() };
        let other = DetailsForm {
            first_name: " Ada ".into(),
            language: "en".into(),
            city: "Oslo".into(),
            ..DetailsForm::default()
        };
        assert_eq!(differences(&one, &other), [DetailsField::City]);
    }

    #[test]
    fn values_are_words() {
        let t = texts(Locale::Bokmal);
        let form = DetailsForm { country: "NO".into(), ..DetailsForm::default() };
        assert_eq!(value(t, &form, DetailsField::Country, &[]), "Norge");
        assert_eq!(value(t, &form, DetailsField::BillingContact, &[]), t.details.billing_account);
        assert_eq!(value(t, &form, DetailsField::City, &[]), t.contacts.empty_value);
    }
}
