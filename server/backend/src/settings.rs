//! What the operator configured, as far as this crate needs it.

use std::sync::Arc;

use domain::EmailAddress;

use crate::{
    billing::PaymentUrl,
    mail::{Templates, dkim::Signer},
    vault::Keyring,
};

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
    /// The connections to it that there may be on all nodes together.
    pub mail_connections: u16,
    /// The emails that may go to one destination domain in a minute; 0: as fast as they leave.
    pub mail_domain_rate: u32,
    /// The emails of one announcement that may leave in a minute; 0: as fast as they leave.
    pub mail_announcement_rate: u32,
    /// For how many days letters stay that were settled; 0: for ever.
    pub mail_keep_days: u32,
    /// What emails are signed with.
    pub signer: Option<Arc<Signer>>,
    /// Where emails come back to that cannot be delivered, with the letter's token after a `+`. `None`: to the sender.
    pub bounce_address: Option<EmailAddress>,
    /// After how many days without a reply a ticket that was answered is closed; 0: never.
    pub ticket_close_days: u16,
    /// What the files of an account's tickets may weigh together, in bytes.
    pub ticket_files_bytes: u64,
    pub demo: bool,
    /// Whether the operator runs an affiliate programme.
    pub affiliates: bool,
    /// Where invoices are paid.
    pub payment_url: Option<PaymentUrl>,
    /// Of emails, the operator's own among them.
    pub templates: Templates,
    /// What passwords of services and codes of domains are encrypted with.
    pub secret_keys: Keyring,
    /// Where a one-time link to a service's panel leads: `?token=…` is added. `None`: there is no single sign-on.
    pub panel_url: Option<String>,
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
            mail_connections: 4,
            mail_domain_rate: 0,
            mail_announcement_rate: 0,
            mail_keep_days: 0,
            signer: None,
            bounce_address: None,
            ticket_close_days: 0,
            ticket_files_bytes: 200 * 1024 * 1024,
            demo: false,
            affiliates: false,
            payment_url: None,
            templates: Templates::default(),
            secret_keys: Keyring::default(),
            panel_url: None,
        }
    }
}
