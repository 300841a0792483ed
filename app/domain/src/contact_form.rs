//! The contact form: what is posted ([`ContactForm`]), and what is true once it was read ([`ContactInput`]).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    calendar::CalendarDate,
    code::{self, Code, CodeSet},
    country::Country,
    email::EmailAddress,
    email_category::CategorySet,
    field::{FieldProblem, FormErrors, line, phone, required_line},
    id::{self, DomainId, ServiceId},
    locale::Locale,
    permission::PermissionSet,
    scope::Subject,
    serde_by_code,
};

/// The fields of the contact form. The code is the name of the input; groups of boxes have one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContactField {
    FirstName,
    LastName,
    Company,
    Email,
    Phone,
    Address1,
    Address2,
    City,
    Region,
    Postcode,
    Country,
    TaxId,
    Language,
    Emails,
    Activate,
    Permissions,
    Scope,
    AccessEnds,
}

impl Code for ContactField {
    const WHAT: &'static str = "field";
    const ALL: &'static [Self] = &[
        Self::FirstName,
        Self::LastName,
        Self::Company,
        Self::Email,
        Self::Phone,
        Self::Address1,
        Self::Address2,
        Self::City,
        Self::Region,
        Self::Postcode,
        Self::Country,
        Self::TaxId,
        Self::Language,
        Self::Emails,
        Self::Activate,
        Self::Permissions,
        Self::Scope,
        Self::AccessEnds,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Company => "company",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Address1 => "address1",
            Self::Address2 => "address2",
            Self::City => "city",
            Self::Region => "region",
            Self::Postcode => "postcode",
            Self::Country => "country",
            Self::TaxId => "tax_id",
            Self::Language => "language",
            Self::Emails => "emails",
            Self::Activate => "activate",
            Self::Permissions => "permissions",
            Self::Scope => "scope",
            Self::AccessEnds => "access_ends",
        }
    }
}

serde_by_code!(ContactField);

/// Some fields of the contact form.
pub type FieldSet = CodeSet<ContactField>;

/// The contact form as posted: texts as typed, a box that is not ticked is missing.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContactForm {
    pub first_name: String,
    pub last_name: String,
    pub company: String,
    pub email: String,
    pub phone: String,
    pub address1: String,
    pub address2: String,
    pub city: String,
    pub region: String,
    pub postcode: String,
    /// ISO 3166-1 alpha-2, or empty.
    pub country: String,
    pub tax_id: String,
    /// Of the emails; a [`Locale`] code. Empty: English.
    pub language: String,
    pub emails: CategorySet,
    /// *Activate Sub-Account*.
    #[serde(deserialize_with = "code::ticked")]
    pub activate: bool,
    pub permissions: PermissionSet,
    /// `all` (or empty) or `chosen`.
    pub scope: String,
    /// With scope `chosen`: the ids of the services, each with `true`; as [`form_key`](ServiceId::form_key) in names.
    #[serde(with = "id::in_form::boxes")]
    pub services: BTreeMap<ServiceId, bool>,
    /// With scope `chosen`: the ids of the domains, likewise.
    #[serde(with = "id::in_form::boxes")]
    pub domains: BTreeMap<DomainId, bool>,
    /// With scope `chosen`: whether what is added later is covered too.
    #[serde(deserialize_with = "code::ticked")]
    pub new_ones: bool,
    /// As `<input type="date">` posts it, or empty for no end.
    pub access_ends: String,
    /// The version that the form was filled from; 0 for a new contact. A hidden input.
    pub version: i64,
}

/// Who a contact is: what the form says apart from access. Also the account's own details.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonalDetails {
    pub first_name: String,
    pub last_name: String,
    pub company: String,
    pub phone: String,
    pub address1: String,
    pub address2: String,
    pub city: String,
    pub region: String,
    pub postcode: String,
    pub country: Option<Country>,
    pub tax_id: String,
}

/// The scope that the form asks for. What a list that goes with new ones leaves out, only the server knows.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum ScopeInput {
    #[default]
    All,
    Chosen {
        /// Some, unless there are `new_ones`.
        subjects: BTreeSet<Subject>,
        new_ones: bool,
    },
}

/// The login that the form asks for: what is behind *Activate Sub-Account*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessInput {
    /// Closed under dependencies.
    pub permissions: PermissionSet,
    pub scope: ScopeInput,
    /// Access ends when this day is over, in the account's time zone.
    pub ends_on: Option<CalendarDate>,
}

/// A contact form that was found in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactInput {
    pub details: PersonalDetails,
    pub email: EmailAddress,
    pub locale: Locale,
    pub emails: CategorySet,
    /// `None`: *Activate Sub-Account* is not ticked.
    pub access: Option<AccessInput>,
    pub version: i64,
}

/// The longest name, company, address line and so on, in characters.
pub const MAX_LINE: usize = 100;
/// The longest postcode and tax id, in characters.
pub const MAX_SHORT: usize = 32;

/// The last year in which access can end: the instant at which its days are over must exist.
const LAST_YEAR: i16 = 9998;

impl ContactForm {
    /// Reads the form.
    ///
    /// `today` is the date in the account's time zone; `printed` is what invoices print of the contact
    /// ([`PersonalDetails::printed_on_invoices`]; nothing, if they are addressed to somebody else), which may be changed
    /// but not emptied.
    ///
    /// # Errors
    ///
    /// One problem per field that is not in order.
    pub fn parse(&self, today: CalendarDate, printed: FieldSet) -> Result<ContactInput, FormErrors<ContactField>> {
        use ContactField as F;
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
        for field in details.missing_for_invoice().into_iter().filter(|field| printed.contains(*field)) {
            errors.add(field, FieldProblem::OnInvoices);
        }
        let email = errors.take(F::Email, email(&self.email).map(Some));
        let locale = errors.take(F::Language, language(&self.language));
        let access = self.activate.then(|| AccessInput {
            permissions: self.permissions.closed(),
            scope: errors.take(F::Scope, self.parse_scope()),
            ends_on: errors.take(F::AccessEnds, access_end(&self.access_ends, today)),
        });
        match email {
            Some(email) if errors.is_empty() => {
                Ok(ContactInput { details, email, locale, emails: self.emails, access, version: self.version })
            }
            _ => Err(errors),
        }
    }

    fn parse_scope(&self) -> Result<ScopeInput, FieldProblem> {
        match self.scope.as_str() {
            "" | "all" => Ok(ScopeInput::All),
            "chosen" => {
                let (subjects, new_ones) = (self.subjects(), self.new_ones);
                if subjects.is_empty() && !new_ones {
                    Err(FieldProblem::EmptyScope)
                } else {
                    Ok(ScopeInput::Chosen { subjects, new_ones })
                }
            }
            // Neither: never read as "everything".
            _ => Err(FieldProblem::UnknownSubject),
        }
    }

    /// The services and domains that are ticked.
    fn subjects(&self) -> BTreeSet<Subject> {
        let services = self.services.iter().filter(|(_, on)| **on).map(|(id, _)| Subject::Service(*id));
        let domains = self.domains.iter().filter(|(_, on)| **on).map(|(id, _)| Subject::Domain(*id));
        services.chain(domains).collect()
    }

    /// What the scope is limited to, and whether new ones go with it; `None`: it is not.
    fn chosen(&self) -> Option<(BTreeSet<Subject>, bool)> {
        (self.scope == "chosen").then(|| (self.subjects(), self.new_ones))
    }

    /// The fields whose values differ between two forms, in the order of the form.
    pub fn differences(&self, other: &Self) -> Vec<ContactField> {
        let same = |field: ContactField| match field {
            ContactField::Emails => self.emails == other.emails,
            ContactField::Activate => self.activate == other.activate,
            ContactField::Permissions => self.permissions == other.permissions,
            ContactField::Scope => self.chosen() == other.chosen(),
            ContactField::Language => language(&self.language) == language(&other.language),
            text => self.text(text) == other.text(text),
        };
        ContactField::ALL.iter().copied().filter(|field| !same(*field)).collect()
    }

    /// The text of a text field; empty for the groups of boxes.
    pub fn text(&self, field: ContactField) -> &str {
        match field {
            ContactField::FirstName => &self.first_name,
            ContactField::LastName => &self.last_name,
            ContactField::Company => &self.company,
            ContactField::Email => &self.email,
            ContactField::Phone => &self.phone,
            ContactField::Address1 => &self.address1,
            ContactField::Address2 => &self.address2,
            ContactField::City => &self.city,
            ContactField::Region => &self.region,
            ContactField::Postcode => &self.postcode,
            ContactField::Country => &self.country,
            ContactField::TaxId => &self.tax_id,
            ContactField::Language => &self.language,
            ContactField::AccessEnds => &self.access_ends,
            ContactField::Emails | ContactField::Activate | ContactField::Permissions | ContactField::Scope => "",
        }
    }
}

impl PersonalDetails {
    /// First and last name as one.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }

    /// The fields that an invoice must print and that are empty.
    pub fn missing_for_invoice(&self) -> Vec<ContactField> {
        use ContactField as F;
        let empty = [
            (F::FirstName, self.name().is_empty() && self.company.is_empty()),
            (F::Address1, self.address1.is_empty()),
            (F::City, self.city.is_empty()),
            (F::Postcode, self.postcode.is_empty()),
            (F::Country, self.country.is_none()),
        ];
        empty.into_iter().filter(|(_, empty)| *empty).map(|(field, _)| field).collect()
    }

    /// The fields that an invoice addressed to this person must print and that are filled in. What is missing already
    /// is not among them: it must not stand in the way of another change, such as taking a login away.
    pub fn printed_on_invoices(&self) -> FieldSet {
        let missing = self.missing_for_invoice();
        Self::default().missing_for_invoice().into_iter().filter(|field| !missing.contains(field)).collect()
    }
}

/// An email address that must be there.
pub fn email(text: &str) -> Result<EmailAddress, FieldProblem> {
    if text.trim().is_empty() {
        return Err(FieldProblem::Missing);
    }
    EmailAddress::parse(text).map_err(|_| FieldProblem::NotAnEmail)
}

/// A country code, or none.
pub fn country(text: &str) -> Result<Option<Country>, FieldProblem> {
    if text.is_empty() {
        return Ok(None);
    }
    Country::from_code(text).map(Some).ok_or(FieldProblem::UnknownCountry)
}

/// A language code; English when empty.
pub fn language(text: &str) -> Result<Locale, FieldProblem> {
    if text.is_empty() {
        return Ok(Locale::English);
    }
    Locale::from_code(text).ok_or(FieldProblem::UnknownLanguage)
}

fn access_end(text: &str, today: CalendarDate) -> Result<Option<CalendarDate>, FieldProblem> {
    if text.is_empty() {
        return Ok(None);
    }
    let date: CalendarDate = text.parse().map_err(|_| FieldProblem::NotADate)?;
    if date.year() > LAST_YEAR {
        return Err(FieldProblem::NotADate);
    }
    if date >= today { Ok(Some(date)) } else { Err(FieldProblem::DateInPast) }
}

#[cfg(test)]
mod tests;
