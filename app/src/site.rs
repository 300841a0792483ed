//! What the server tells the pages about itself, by context.

use domain::Locale;

/// The addresses of the client's files. Those that are missing leave their tags out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    pub css: String,
    pub clients: Vec<Client>,
}

/// A build of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The only language that it knows; `None`: it knows all.
    pub locale: Option<Locale>,
    pub js: String,
    pub wasm: String,
}

impl Assets {
    /// The client for a page in that language.
    pub fn client(&self, locale: Locale) -> Option<&Client> {
        self.clients.iter().find(|client| client.locale.is_none_or(|only| only == locale))
    }
}

/// What the operator set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// The provider's name.
    pub brand: String,
    /// The accent colour as CSS writes it, or empty for ours.
    pub accent: String,
    pub demo: bool,
    /// Whether there is an affiliate programme.
    pub affiliates: bool,
}
