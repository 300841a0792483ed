//! The labels of the fields.

use domain::{
    ContactField, account::SignInField, details_form::DetailsField, field::FormErrors, security::SecurityField,
};

pub struct Fields {
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub company: &'static str,
    pub email: &'static str,
    pub phone: &'static str,
    pub address1: &'static str,
    pub address2: &'static str,
    pub city: &'static str,
    pub region: &'static str,
    pub postcode: &'static str,
    pub country: &'static str,
    pub tax_id: &'static str,
    pub language: &'static str,
    pub emails: &'static str,
    pub activate: &'static str,
    pub permissions: &'static str,
    pub scope: &'static str,
    pub access_ends: &'static str,
    pub time_zone: &'static str,
    pub billing_contact: &'static str,
    pub name: &'static str,
    pub page_language: &'static str,
    pub password: &'static str,
    pub current_password: &'static str,
    pub new_password: &'static str,
    pub repeat_password: &'static str,
    pub new_email: &'static str,
}

/// A field whose label the catalogue knows.
pub trait Labelled: domain::Code + Ord {
    fn label(self, fields: &Fields) -> &'static str;
}

impl Labelled for ContactField {
    fn label(self, fields: &Fields) -> &'static str {
        match self {
            Self::FirstName => fields.first_name,
            Self::LastName => fields.last_name,
            Self::Company => fields.company,
            Self::Email => fields.email,
            Self::Phone => fields.phone,
            Self::Address1 => fields.address1,
            Self::Address2 => fields.address2,
            Self::City => fields.city,
            Self::Region => fields.region,
            Self::Postcode => fields.postcode,
            Self::Country => fields.country,
            Self::TaxId => fields.tax_id,
            Self::Language => fields.language,
            Self::Emails => fields.emails,
            Self::Activate => fields.activate,
            Self::Permissions => fields.permissions,
            Self::Scope => fields.scope,
            Self::AccessEnds => fields.access_ends,
        }
    }
}

impl Labelled for DetailsField {
    fn label(self, fields: &Fields) -> &'static str {
        match self {
            Self::FirstName => fields.first_name,
            Self::LastName => fields.last_name,
            Self::Company => fields.company,
            Self::Phone => fields.phone,
            Self::Address1 => fields.address1,
            Self::Address2 => fields.address2,
            Self::City => fields.city,
            Self::Region => fields.region,
            Self::Postcode => fields.postcode,
            Self::Country => fields.country,
            Self::TaxId => fields.tax_id,
            Self::Language => fields.language,
            Self::TimeZone => fields.time_zone,
            Self::Emails => fields.emails,
            Self::BillingContact => fields.billing_contact,
        }
    }
}

impl Labelled for SignInField {
    fn label(self, fields: &Fields) -> &'static str {
        match self {
            Self::Email => fields.email,
            Self::Password => fields.password,
            Self::NewPassword => fields.new_password,
            Self::RepeatPassword => fields.repeat_password,
        }
    }
}

impl Labelled for SecurityField {
    fn label(self, fields: &Fields) -> &'static str {
        match self {
            Self::Name => fields.name,
            Self::Language => fields.page_language,
            Self::CurrentPassword => fields.current_password,
            Self::NewPassword => fields.new_password,
            Self::RepeatPassword => fields.repeat_password,
            Self::NewEmail => fields.new_email,
        }
    }
}

impl Fields {
    /// The labels of the fields with problems, in order.
    pub fn of_errors<F: Labelled>(&self, errors: &FormErrors<F>) -> Vec<&'static str> {
        errors.iter().map(|(field, _)| field.label(self)).collect()
    }
}

pub const EN: Fields = Fields {
    first_name: "First Name",
    last_name: "Last Name",
    company: "Company Name",
    email: "Email Address",
    phone: "Phone Number",
    address1: "Address 1",
    address2: "Address 2",
    city: "City",
    region: "State/Region",
    postcode: "Postcode",
    country: "Country",
    tax_id: "Tax ID",
    language: "Language",
    emails: "Email Preferences",
    activate: "Activate Sub-Account",
    permissions: "Permissions",
    scope: "Scope",
    access_ends: "Access Ends",
    time_zone: "Time Zone",
    billing_contact: "Billing Contact",
    name: "Name",
    page_language: "Language",
    password: "Password",
    current_password: "Current Password",
    new_password: "New Password",
    repeat_password: "Repeat Password",
    new_email: "New Email Address",
};

pub const NB: Fields = Fields {
    first_name: "Fornavn",
    last_name: "Etternavn",
    company: "Firmanavn",
    email: "E-postadresse",
    phone: "Telefonnummer",
    address1: "Adresse 1",
    address2: "Adresse 2",
    city: "Poststed",
    region: "Fylke/region",
    postcode: "Postnummer",
    country: "Land",
    tax_id: "Org.nr. / MVA-nr.",
    language: "Språk",
    emails: "E-postvalg",
    activate: "Aktiver underkonto",
    permissions: "Tilganger",
    scope: "Omfang",
    access_ends: "Tilgangen slutter",
    time_zone: "Tidssone",
    billing_contact: "Fakturakontakt",
    name: "Navn",
    page_language: "Språk",
    password: "Passord",
    current_password: "Nåværende passord",
    new_password: "Nytt passord",
    repeat_password: "Gjenta passordet",
    new_email: "Ny e-postadresse",
};
