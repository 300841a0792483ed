//! The email categories in words.

use domain::Category;

/// The words of one category.
#[derive(Clone, Copy)]
pub struct CategoryText {
    /// As the checkbox has it: "Invoice Emails".
    pub label: &'static str,
    pub meaning: &'static str,
    /// One word, for marks and table heads.
    pub short: &'static str,
}

pub struct Categories {
    pub heading: &'static str,
    pub general: CategoryText,
    pub invoice: CategoryText,
    pub support: CategoryText,
    pub product: CategoryText,
    pub domain: CategoryText,
    pub affiliate: CategoryText,
}

impl Categories {
    pub fn of(&self, category: Category) -> CategoryText {
        match category {
            Category::General => self.general,
            Category::Invoice => self.invoice,
            Category::Support => self.support,
            Category::Product => self.product,
            Category::Domain => self.domain,
            Category::Affiliate => self.affiliate,
        }
    }

    pub fn label(&self, category: Category) -> &'static str {
        self.of(category).label
    }
}

const fn text(label: &'static str, meaning: &'static str, short: &'static str) -> CategoryText {
    CategoryText { label, meaning, short }
}

pub const EN: Categories = Categories {
    heading: "Email Preferences",
    general: text("General Emails", "News about the account, terms and planned maintenance.", "General"),
    invoice: text("Invoice Emails", "New invoices, reminders and receipts.", "Invoice"),
    support: text("Support Emails", "Copies of the answers to support tickets.", "Support"),
    product: text("Product Emails", "Welcome mails, suspensions and other news of the services.", "Product"),
    domain: text("Domain Emails", "Registrations, transfers and renewal notices of the domains.", "Domain"),
    affiliate: text("Affiliate Emails", "Reports and payouts of the affiliate programme.", "Affiliate"),
};

pub const NB: Categories = Categories {
    heading: "E-postvalg",
    general: text("Generelle e-poster", "Nytt om kontoen, vilkår og planlagt vedlikehold.", "Generelt"),
    invoice: text("Faktura-e-poster", "Nye fakturaer, påminnelser og kvitteringer.", "Faktura"),
    support: text("Support-e-poster", "Kopi av svarene i supportsaker.", "Support"),
    product: text("Produkt-e-poster", "Velkomstbrev, stenging og annet nytt om tjenestene.", "Produkt"),
    domain: text("Domene-e-poster", "Registreringer, flyttinger og fornyelsesvarsler for domenene.", "Domene"),
    affiliate: text("Partner-e-poster", "Rapporter og utbetalinger i partnerprogrammet.", "Partner"),
};
