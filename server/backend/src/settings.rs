//! What the operator configured, as far as this crate needs it.

use domain::EmailAddress;

use crate::mail::Templates;

/// What the operator configured.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Without a slash at the end; used in emailed links.
    pub public_url: String,
    /// The provider's name.
    pub brand: String,
    pub mail_from: EmailAddress,
    /// `smtp://…`, `smtps://…` with `?tls=required`; `None`: mail is kept in the database.
    pub smtp_url: Option<String>,
    pub demo: bool,
    /// Whether the operator runs an affiliate programme.
    pub affiliates: bool,
    /// Of emails, the operator's own among them.
    pub templates: Templates,
}

impl Default for Settings {
    fn default() -> Self {
        #[expect(clippy::expect_used, reason = "a constant")]
        let mail_from = EmailAddress::parse("coterie@localhost.test").expect("an address");
        Self {
            public_url: "http://127.0.0.1:3000".to_owned(),
            brand: "Coterie".to_owned(),
            mail_from,
            smtp_url: None,
            demo: false,
            affiliates: false,
            templates: Templates::default(),
        }
    }
}
