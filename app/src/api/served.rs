//! The pages that the server writes, for whoever shows them.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::Answer;

/// A page as the server wrote it: what stands between the frame's bars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// As text.
    pub title: String,
    /// As text; may be empty.
    pub intro: String,
    /// What stands beside the heading, as HTML; may be empty.
    pub actions: String,
    /// As HTML.
    pub body: String,
}

/// The page at an address; `query` is what stands behind its `?`. What it needs is the page's own affair.
#[server(prefix = "/api", endpoint = "page")]
pub async fn load_served(path: String, #[server(default)] query: String) -> Answer<Document> {
    crate::served::show(&path, &query).await
}
