//! The permissions in words: label, one-line meaning, short form, and the groups that the form shows them in.

use domain::Permission;

/// The words of one permission.
#[derive(Clone, Copy)]
pub struct PermissionText {
    pub label: &'static str,
    /// What it allows, in one line.
    pub meaning: &'static str,
    /// A word or two for the list of people.
    pub short: &'static str,
}

/// A group of permissions on the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Account,
    Services,
    Domains,
    Billing,
    Support,
}

/// The groups in the order of the form, with what is in them.
pub const GROUPS: [(Group, &[Permission]); 5] = [
    (
        Group::Account,
        &[Permission::Profile, Permission::Contacts, Permission::Emails, Permission::Activity],
    ),
    (Group::Services, &[Permission::Products, Permission::ManageProducts, Permission::ProductSso]),
    (Group::Domains, &[Permission::Domains, Permission::ManageDomains]),
    (Group::Billing, &[Permission::Invoices, Permission::Quotes, Permission::Orders]),
    (Group::Support, &[Permission::Tickets, Permission::Affiliates]),
];

pub struct Permissions {
    pub heading: &'static str,
    pub account: &'static str,
    pub services: &'static str,
    pub domains_group: &'static str,
    pub billing: &'static str,
    pub support: &'static str,
    pub everything: &'static str,
    pub nothing: &'static str,
    pub profile: PermissionText,
    pub contacts: PermissionText,
    pub products: PermissionText,
    pub manage_products: PermissionText,
    pub product_sso: PermissionText,
    pub domains: PermissionText,
    pub manage_domains: PermissionText,
    pub invoices: PermissionText,
    pub quotes: PermissionText,
    pub tickets: PermissionText,
    pub affiliates: PermissionText,
    pub emails: PermissionText,
    pub orders: PermissionText,
    pub activity: PermissionText,
}

impl Permissions {
    pub fn of(&self, permission: Permission) -> PermissionText {
        match permission {
            Permission::Profile => self.profile,
            Permission::Contacts => self.contacts,
            Permission::Products => self.products,
            Permission::ManageProducts => self.manage_products,
            Permission::ProductSso => self.product_sso,
            Permission::Domains => self.domains,
            Permission::ManageDomains => self.manage_domains,
            Permission::Invoices => self.invoices,
            Permission::Quotes => self.quotes,
            Permission::Tickets => self.tickets,
            Permission::Affiliates => self.affiliates,
            Permission::Emails => self.emails,
            Permission::Orders => self.orders,
            Permission::Activity => self.activity,
        }
    }

    pub fn label(&self, permission: Permission) -> &'static str {
        self.of(permission).label
    }

    pub fn group(&self, group: Group) -> &'static str {
        match group {
            Group::Account => self.account,
            Group::Services => self.services,
            Group::Domains => self.domains_group,
            Group::Billing => self.billing,
            Group::Support => self.support,
        }
    }
}

const fn text(label: &'static str, meaning: &'static str, short: &'static str) -> PermissionText {
    PermissionText { label, meaning, short }
}

pub const EN: Permissions = Permissions {
    heading: "Permissions",
    account: "Account",
    services: "Products & services",
    domains_group: "Domains",
    billing: "Billing & orders",
    support: "Support & affiliates",
    everything: "Everything",
    nothing: "No permissions",
    profile: text(
        "Modify Master Account Profile",
        "Edit the account's details, billing contact and email preferences; never the owner's login.",
        "account profile",
    ),
    contacts: text(
        "View & Manage Contacts",
        "Add, edit and delete contacts, and give others what they hold themselves.",
        "contacts",
    ),
    products: text("View Products & Services", "See the services, without passwords and without prices.", "services"),
    manage_products: text(
        "View & Modify Product Passwords",
        "Reveal or change a service's password and run its actions; each is logged.",
        "service passwords",
    ),
    product_sso: text(
        "Perform Single Sign-On",
        "Open a service's control panel with one click; each time is logged.",
        "single sign-on",
    ),
    domains: text("View Domains", "See the domains and when they expire.", "domains"),
    manage_domains: text(
        "Manage Domain Settings",
        "Change name servers, DNS, registrant details, lock and renewal.",
        "domain settings",
    ),
    invoices: text(
        "View & Pay Invoices",
        "See all amounts and invoices, pay them, and manage payment methods.",
        "invoices",
    ),
    quotes: text("View & Accept Quotes", "See quotes and accept them.", "quotes"),
    tickets: text("View & Open Support Tickets", "See all support tickets, open new ones, reply and close.", "support"),
    affiliates: text(
        "View & Manage Affiliate Account",
        "See the affiliate account and ask for its payout.",
        "affiliates",
    ),
    emails: text(
        "View Emails",
        "Read the emails that were sent about matters they may see; never security mail.",
        "emails",
    ),
    orders: text(
        "Place New Orders/Upgrades/Cancellations",
        "Order, upgrade, renew and cancel. This commits the account; paying is separate.",
        "orders",
    ),
    activity: text(
        "View Account Activity",
        "See what everyone did on the account; otherwise only their own entries.",
        "activity",
    ),
};

pub const NB: Permissions = Permissions {
    heading: "Tilganger",
    account: "Konto",
    services: "Produkter og tjenester",
    domains_group: "Domener",
    billing: "Faktura og bestilling",
    support: "Kundestøtte og partnerprogram",
    everything: "Alt",
    nothing: "Ingen tilganger",
    profile: text(
        "Endre kontoens hovedprofil",
        "Endre kontoens opplysninger, fakturakontakt og e-postvalg; aldri eierens innlogging.",
        "kontoprofil",
    ),
    contacts: text(
        "Se og administrere kontakter",
        "Legge til, endre og slette kontakter, og gi andre det de selv har.",
        "kontakter",
    ),
    products: text("Se produkter og tjenester", "Se tjenestene, uten passord og uten priser.", "tjenester"),
    manage_products: text(
        "Se og endre produktpassord",
        "Vise eller endre passordet til en tjeneste og utføre handlinger; alt loggføres.",
        "tjenestepassord",
    ),
    product_sso: text(
        "Bruke engangspålogging (SSO)",
        "Åpne kontrollpanelet til en tjeneste med ett klikk; hver gang loggføres.",
        "engangspålogging",
    ),
    domains: text("Se domener", "Se domenene og når de utløper.", "domener"),
    manage_domains: text(
        "Administrere domeneinnstillinger",
        "Endre navnetjenere, DNS, registrantopplysninger, lås og fornyelse.",
        "domeneinnstillinger",
    ),
    invoices: text(
        "Se og betale fakturaer",
        "Se alle beløp og fakturaer, betale dem og administrere betalingsmåter.",
        "fakturaer",
    ),
    quotes: text("Se og godta tilbud", "Se tilbud og godta dem.", "tilbud"),
    tickets: text(
        "Se og opprette supportsaker",
        "Se alle supportsaker, opprette nye, svare og avslutte.",
        "kundestøtte",
    ),
    affiliates: text("Se og administrere partnerkonto", "Se partnerkontoen og be om utbetaling.", "partnerkonto"),
    emails: text(
        "Se e-poster",
        "Lese e-poster som er sendt om det de har tilgang til; aldri sikkerhetsmeldinger.",
        "e-poster",
    ),
    orders: text(
        "Bestille, oppgradere og si opp",
        "Bestille, oppgradere, fornye og si opp. Det forplikter kontoen; betaling er en egen tilgang.",
        "bestilling",
    ),
    activity: text("Se kontoaktivitet", "Se hva alle har gjort på kontoen; ellers bare egne oppføringer.", "aktivitet"),
};
