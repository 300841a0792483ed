//! What the server tells the pages about itself, by context.

/// The addresses of the client's files. An empty one leaves its tag out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    pub css: String,
    pub js: String,
    pub wasm: String,
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
