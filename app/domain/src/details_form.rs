//! Account Details: the account's own name and address, its owner's emails, and the billing contact.

use serde::{Deserialize, Serialize};

use crate::{
    code::Code,
    contact_form::{ContactField, MAX_LINE, MAX_SHORT, PersonalDetails, country, language},
    email_category::CategorySet,
    field::{FieldProblem, FormErrors, line, phone, required_line},
    id::{AccountId, ContactId},
    locale::Locale,
    serde_by_code,
};

/// The fields of Account Details. The code is the name of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DetailsField {
    FirstName,
    LastName,
    Company,
    Phone,
    Address1,
    Address2,
    City,
    Region,
    Postcode,
    Country,
    TaxId,
    Language,
    TimeZone,
    Emails,
    BillingContact,
}

impl Code for DetailsField {
    const WHAT: &'static str = "field";
    const ALL: &'static [Self] = &[
        Self::FirstName,
        Self::LastName,
        Self::Company,
        Self::Phone,
        Self::Address1,
        Self::Address2,
        Self::City,
        Self::Region,
        Self::Postcode,
        Self::Country,
        Self::TaxId,
        Self::Language,
        Self::TimeZone,
        Self::Emails,
        Self::BillingContact,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Company => "company",
            Self::Phone => "phone",
            Self::Address1 => "address1",
            Self::Address2 => "address2",
            Self::City => "city",
            Self::Region => "region",
            Self::Postcode => "postcode",
            Self::Country => "country",
            Self::TaxId => "tax_id",
            Self::Language => "language",
            Self::TimeZone => "time_zone",
            Self::Emails => "emails",
            Self::BillingContact => "billing_contact",
        }
    }
}

serde_by_code!(DetailsField);

/// Account Details as posted.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DetailsForm {
    pub first_name: String,
    pub last_name: String,
    pub company: String,
    pub phone: String,
    pub address1: String,
    pub address2: String,
    pub city: String,
    pub region: String,
    pub postcode: String,
    pub country: String,
    pub tax_id: String,
    /// Of the emails to the owner.
    pub language: String,
    /// An IANA time zone, for example `Europe/Oslo`.
    pub time_zone: String,
    /// The emails that the owner gets.
    pub emails: CategorySet,
    /// A contact's id, or empty for the account itself.
    pub billing_contact: String,
    pub version: i64,
}

/// Account Details that were found in order. Whether the time zone exists and whose the billing contact is, the server
/// checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetailsInput {
    pub details: PersonalDetails,
    pub locale: Locale,
    pub time_zone: String,
    pub emails: CategorySet,
    pub billing_contact: Option<ContactId>,
    pub version: i64,
}

impl DetailsForm {
    /// Reads the form.
    ///
    /// # Errors
    ///
    /// One problem per field that is not in order.
    pub fn parse(&self) -> Result<DetailsInput, FormErrors<DetailsField>> {
        use DetailsField as F;
        let mut errors = FormErrors::default();
        let details = PersonalDetails {
            first_name: errors.take(F::FirstName, required_line(&self.first_name, MAX_LINE)),
            last_name: errors.take(F::LastName, required_line(&self.last_name, MAX_LINE)),
            company: errors.take(F::Company, line(&self.company, MAX_LINE)),
            phone: errors.take(F::Phone, phone(&self.phone)),
            address1: errors.take(F::Address1, line(&self.address1, MAX_LINE)),
            address2: errors.take(F::Address2, line(&self.address2, MAX_LINE)),
            city: errors.take(F::City, line(&self.city, MAX_LINE)),
            region: errors.take(F::Region, line(&self.region, MAX_LINE)),
            postcode: errors.take(F::Postcode, line(&self.postcode, MAX_SHORT)),
            country: errors.take(F::Country, country(&self.country)),
            tax_id: errors.take(F::TaxId, line(&self.tax_id, MAX_SHORT)),
        };
        let input = DetailsInput {
            details,
            locale: errors.take(F::Language, language(&self.language)),
            time_zone: errors.take(F::TimeZone, required_line(&self.time_zone, MAX_LINE)),
            emails: self.emails,
            billing_contact: errors.take(F::BillingContact, billing_contact(&self.billing_contact)),
            version: self.version,
        };
        errors.or(input)
    }
}

fn billing_contact(text: &str) -> Result<Option<ContactId>, FieldProblem> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| FieldProblem::UnknownContact)
}

/// The Account Details page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailsPage {
    /// Whose details they are: the form is saved for no other account.
    pub account: AccountId,
    /// The owner's sign-in address, which this page cannot change.
    pub owner_email: String,
    pub owner_name: String,
    pub stored: DetailsForm,
    pub shown: DetailsForm,
    pub errors: FormErrors<DetailsField>,
    /// A refused save was made against an older version.
    pub stale: bool,
    pub contacts: Vec<BillingChoice>,
    /// The address block that the next invoice prints, line by line.
    pub printed: Vec<String>,
    /// The names of those who would get it by email now: what [`recipients`](crate::recipients::recipients) says.
    pub sent_to: Vec<String>,
    /// All known time zones.
    pub time_zones: Vec<String>,
    pub affiliates: bool,
}

/// A contact that invoices can be addressed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingChoice {
    pub id: ContactId,
    pub name: String,
    /// What its address lacks; empty: it can be chosen.
    pub missing: Vec<ContactField>,
}
