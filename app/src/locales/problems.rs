//! What is wrong with a field, in words that say what to do.

use domain::{Category, Escalation, FieldProblem, Locale, password::PasswordProblem};

use super::{fields::Labelled, texts};

pub struct Problems {
    /// In which language lists and labels inside the sentences are written.
    pub locale: Locale,
    pub missing: &'static str,
    pub too_long: fn(usize) -> String,
    pub unprintable: &'static str,
    pub not_an_email: &'static str,
    pub email_taken: &'static str,
    pub email_of_owner: &'static str,
    pub not_a_phone: &'static str,
    pub unknown_country: &'static str,
    pub unknown_language: &'static str,
    pub not_a_date: &'static str,
    pub date_in_past: &'static str,
    pub unknown_subject: &'static str,
    pub empty_scope: &'static str,
    pub does_not_match: &'static str,
    pub wrong_password: &'static str,
    pub unknown_contact: &'static str,
    pub unknown_time_zone: &'static str,
    pub nobody_left: fn(&str) -> String,
    pub incomplete_address: fn(&str) -> String,
    pub on_invoices: &'static str,
    pub password_too_short: &'static str,
    pub password_too_long: &'static str,
    pub password_contains_address: &'static str,
    pub password_common: &'static str,
    pub own_access: &'static str,
    pub holds_more: &'static str,
    pub permission: &'static str,
    pub scope: &'static str,
    pub end: &'static str,
    pub owner_only: &'static str,
}

impl Problems {
    pub fn field(&self, problem: &FieldProblem) -> String {
        match problem {
            FieldProblem::Missing => self.missing.to_owned(),
            FieldProblem::TooLong(max) => (self.too_long)(*max),
            FieldProblem::Unprintable => self.unprintable.to_owned(),
            FieldProblem::NotAnEmail => self.not_an_email.to_owned(),
            FieldProblem::EmailTaken => self.email_taken.to_owned(),
            FieldProblem::EmailOfOwner => self.email_of_owner.to_owned(),
            FieldProblem::NotAPhone => self.not_a_phone.to_owned(),
            FieldProblem::UnknownCountry => self.unknown_country.to_owned(),
            FieldProblem::UnknownLanguage => self.unknown_language.to_owned(),
            FieldProblem::NotADate => self.not_a_date.to_owned(),
            FieldProblem::DateInPast => self.date_in_past.to_owned(),
            FieldProblem::UnknownSubject => self.unknown_subject.to_owned(),
            FieldProblem::EmptyScope => self.empty_scope.to_owned(),
            FieldProblem::Password(problem) => self.password(*problem).to_owned(),
            FieldProblem::DoesNotMatch => self.does_not_match.to_owned(),
            FieldProblem::WrongPassword => self.wrong_password.to_owned(),
            FieldProblem::Escalation(why) => self.escalation(*why).to_owned(),
            FieldProblem::NobodyLeft(category) => self.nobody_left(*category),
            FieldProblem::IncompleteAddress(fields) => {
                let labels: Vec<_> = fields.iter().map(|field| field.label(&texts(self.locale).fields)).collect();
                (self.incomplete_address)(&labels.join(", "))
            }
            FieldProblem::OnInvoices => self.on_invoices.to_owned(),
            FieldProblem::UnknownContact => self.unknown_contact.to_owned(),
            FieldProblem::UnknownTimeZone => self.unknown_time_zone.to_owned(),
        }
    }

    pub fn password(&self, problem: PasswordProblem) -> &'static str {
        match problem {
            PasswordProblem::TooShort => self.password_too_short,
            PasswordProblem::TooLong => self.password_too_long,
            PasswordProblem::ContainsAddress => self.password_contains_address,
            PasswordProblem::Common => self.password_common,
        }
    }

    pub fn escalation(&self, why: Escalation) -> &'static str {
        match why {
            Escalation::OwnAccess => self.own_access,
            Escalation::HoldsMore => self.holds_more,
            Escalation::Permission => self.permission,
            Escalation::Scope => self.scope,
            Escalation::End => self.end,
            Escalation::OwnerOnly => self.owner_only,
        }
    }

    /// Rule 10, for a category.
    pub fn nobody_left(&self, category: Category) -> String {
        (self.nobody_left)(texts(self.locale).categories.label(category))
    }
}

pub const EN: Problems = Problems {
    locale: Locale::English,
    missing: "Please fill this in.",
    too_long: |max| format!("Please use at most {max} characters."),
    unprintable: "Please remove line breaks and invisible characters.",
    not_an_email: "Please write an address like name@example.com.",
    email_taken: "Another contact of this account has this address. Edit that contact, or use another address.",
    email_of_owner: "This is the owner's own address, who needs no sub-account.",
    not_a_phone: "Please write 3 to 15 digits, with + and the country code for other countries.",
    unknown_country: "Please choose a country from the list.",
    unknown_language: "Please choose a language from the list.",
    not_a_date: "Please choose a date, like 2031-02-28.",
    date_in_past: "Please choose today or a later date.",
    unknown_subject: "A chosen service or domain is not on this account any more. Please choose again.",
    empty_scope: "Please choose at least one service or domain, or all of them.",
    does_not_match: "This differs from the first one. Please type it again.",
    wrong_password: "This is not your current password.",
    unknown_contact: "This contact is not on the account any more. Please choose again.",
    unknown_time_zone: "Please choose a time zone from the list.",
    nobody_left: |category| {
        format!("Nobody would get {category} any more. Leave the box ticked for at least one person.")
    },
    incomplete_address: |fields| {
        format!("Invoices cannot be addressed to this contact yet. Please complete first: {fields}.")
    },
    on_invoices: "Invoices are addressed to this contact and print this. Fill it in, or choose another billing contact \
                  in Account Details first.",
    password_too_short: "Please use at least 8 characters. A few words in a row are easy to remember.",
    password_too_long: "Please use at most 128 characters.",
    password_contains_address: "Please choose a password without your email address in it.",
    password_common: "This password is one of the most common ones. Please choose another.",
    own_access: "You cannot change your own access. Ask the owner or another manager.",
    holds_more: "This person holds something that you do not. Only the owner, or someone with at least the same \
                 access, can change it.",
    permission: "You can only give permissions that you hold yourself.",
    scope: "You can only give access to services and domains that you can open yourself.",
    end: "You can only give access that ends no later than your own.",
    owner_only: "Only the owner of the account can do this.",
};

pub const NB: Problems = Problems {
    locale: Locale::Bokmal,
    missing: "Fyll ut dette feltet.",
    too_long: |max| format!("Bruk høyst {max} tegn."),
    unprintable: "Fjern linjeskift og usynlige tegn.",
    not_an_email: "Skriv en adresse som navn@eksempel.no.",
    email_taken: "En annen kontakt på kontoen har denne adressen. Endre den kontakten, eller bruk en annen adresse.",
    email_of_owner: "Dette er eierens egen adresse, og eieren trenger ingen underkonto.",
    not_a_phone: "Skriv 3 til 15 sifre, med + og landkode for andre land.",
    unknown_country: "Velg et land fra listen.",
    unknown_language: "Velg et språk fra listen.",
    not_a_date: "Velg en dato, for eksempel 2031-02-28.",
    date_in_past: "Velg dagens dato eller en senere dato.",
    unknown_subject: "En valgt tjeneste eller et valgt domene finnes ikke lenger på kontoen. Velg på nytt.",
    empty_scope: "Velg minst én tjeneste eller ett domene, eller alle.",
    does_not_match: "Dette er ikke likt det første. Skriv det en gang til.",
    wrong_password: "Dette er ikke det nåværende passordet ditt.",
    unknown_contact: "Kontakten finnes ikke lenger på kontoen. Velg på nytt.",
    unknown_time_zone: "Velg en tidssone fra listen.",
    nobody_left: |category| format!("Ingen ville få {category} lenger. La boksen stå avkrysset for minst én person."),
    incomplete_address: |fields| {
        format!("Fakturaer kan ikke adresseres til denne kontakten ennå. Fyll først ut: {fields}.")
    },
    on_invoices: "Fakturaer adresseres til denne kontakten og viser dette. Fyll det ut, eller velg først en annen \
                  fakturakontakt under Kontoopplysninger.",
    password_too_short: "Bruk minst 8 tegn. Noen ord etter hverandre er lette å huske.",
    password_too_long: "Bruk høyst 128 tegn.",
    password_contains_address: "Velg et passord uten e-postadressen din i.",
    password_common: "Dette passordet er et av de vanligste. Velg et annet.",
    own_access: "Du kan ikke endre din egen tilgang. Spør eieren eller en annen som administrerer kontakter.",
    holds_more: "Denne personen har noe som du ikke har. Bare eieren, eller noen med minst samme tilgang, kan endre \
                 det.",
    permission: "Du kan bare gi tilganger som du selv har.",
    scope: "Du kan bare gi tilgang til tjenester og domener som du selv kan åpne.",
    end: "Du kan bare gi tilgang som slutter senest når din egen gjør det.",
    owner_only: "Bare eieren av kontoen kan gjøre dette.",
};
