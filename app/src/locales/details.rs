//! The texts of Account Details.

pub struct Details {
    pub intro: &'static str,
    /// The owner's name and sign-in address.
    pub owner_login: fn(&str, &str) -> String,
    pub invoices: &'static str,
    pub billing_account: &'static str,
    pub billing_hint: &'static str,
    /// The address that is printed, and who gets the invoice.
    pub printed_and_sent: fn(&str, &str) -> String,
    /// A contact, and what its address lacks.
    pub billing_incomplete: fn(&str, &str) -> String,
    pub printed: &'static str,
    pub printed_hint: &'static str,
    pub emails_hint: fn(&str) -> String,
    pub language_and_time: &'static str,
    pub language_hint: &'static str,
    pub time_zone_hint: &'static str,
    pub stale: &'static str,
}

pub const EN: Details = Details {
    intro: "Name and address of the account, the owner's emails, and whom invoices are addressed to.",
    owner_login: |name, email| {
        format!("{name} owns this account and signs in as {email}. Only they can change that, under Security.")
    },
    invoices: "Invoices",
    billing_account: "The account itself",
    billing_hint: "Whose name and address an invoice prints. Issued invoices stay as they are.",
    printed_and_sent: |address, people| format!("Address printed: {address} · Sent to: {people}"),
    billing_incomplete: |name, fields| format!("{name} – missing: {fields}"),
    printed: "Printed on the next invoice",
    printed_hint: "As saved.",
    emails_hint: |owner| format!("What {owner} gets as the owner. Security mails always arrive."),
    language_and_time: "Language and time",
    language_hint: "In which emails to the owner are written.",
    time_zone_hint: "For dates on this account, and for when access ends.",
    stale: "Your changes are still in the form. Where yours and theirs differ, saving again replaces theirs with yours.",
};

pub const NB: Details = Details {
    intro: "Kontoens navn og adresse, eierens e-poster, og hvem fakturaer adresseres til.",
    owner_login: |name, email| {
        format!("{name} eier kontoen og logger inn som {email}. Bare eieren selv kan endre det, under Sikkerhet.")
    },
    invoices: "Fakturaer",
    billing_account: "Kontoen selv",
    billing_hint: "Hvem sitt navn og adresse som står på fakturaen. Utstedte fakturaer blir som de er.",
    printed_and_sent: |address, people| format!("Adresse som skrives: {address} · Sendes til: {people}"),
    billing_incomplete: |name, fields| format!("{name} – mangler: {fields}"),
    printed: "Står på neste faktura",
    printed_hint: "Slik det er lagret.",
    emails_hint: |owner| format!("Det {owner} får som eier. Sikkerhetsmeldinger kommer alltid."),
    language_and_time: "Språk og tid",
    language_hint: "Språket i e-poster til eieren.",
    time_zone_hint: "For datoer på kontoen, og for når tilganger slutter.",
    stale: "Endringene dine står fortsatt i skjemaet. Der ditt og deres er ulikt, erstatter ditt deres når du lagrer på nytt.",
};
