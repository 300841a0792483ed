//! Pages that the server writes whole: the client shows their HTML and carries no code of theirs.
//!
//! Most of the client area is read, and its forms are plain ones. Such a page is an async function from a [`Visit`] to a
//! [`Document`], listed in [`PAGES`]; views, texts and types that only these pages use are not in the client at all.
//! The frame, links and the back button work as on every other page, because the client asks for the document by a server
//! function (`api::served`) and shows it (`pages::served`). Not here: pages that answer while one types (`pages`), and
//! downloads and uploads (the server's `http`).

mod affiliates;
pub mod answers;
mod attention;
mod document;
pub(crate) mod domains;
mod draft;
pub mod emails;
mod fields;
mod forms;
mod further;
mod help;
mod home;
mod invoices;
mod money;
mod order;
mod paging;
mod quotes;
mod search;
pub(crate) mod services;
pub mod tickets;
mod visit;
mod watching;

use std::{future::Future, pin::Pin, sync::LazyLock};

use domain::{AppError, Permission};
use matchit::Router;

use crate::error::Answer;

pub use document::Document;
pub(crate) use document::typed;
pub use visit::Visit;

/// Who may see a page. The page's own function asks for the access that its data needs; this says it for lists and tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Everyone, signed in or not.
    ToAll,
    /// Everyone who is on an account.
    OnAccount,
    /// Who holds the permission.
    To(Permission),
}

type Shown = Pin<Box<dyn Future<Output = Answer<Document>> + Send>>;

/// A page that the server writes.
pub struct Page {
    /// Its address; `{id}` stands for a part.
    pub path: &'static str,
    pub open: Open,
    show: fn(Visit) -> Shown,
}

macro_rules! pages {
    ($($path:literal, $open:expr => $show:path;)+) => {
        &[$(Page { path: $path, open: $open, show: |visit| Box::pin($show(visit)) }),+]
    };
}

/// All of them.
pub static PAGES: &[Page] = pages! {
    "/", Open::OnAccount => home::home;
    "/account/emails", Open::To(Permission::Emails) => emails::list;
    "/account/emails/{id}", Open::To(Permission::Emails) => emails::email;
    "/account/notifications", Open::OnAccount => watching::page;
    "/affiliates", Open::To(Permission::Affiliates) => affiliates::page;
    "/domains", Open::To(Permission::Domains) => domains::list;
    "/domains/{id}", Open::To(Permission::Domains) => domains::page;
    "/help/contacts", Open::ToAll => help::contacts;
    "/invoices", Open::To(Permission::Invoices) => invoices::list;
    "/invoices/{id}", Open::To(Permission::Invoices) => invoices::page;
    "/order", Open::To(Permission::Orders) => order::page;
    "/quotes", Open::To(Permission::Quotes) => quotes::list;
    "/quotes/{id}", Open::To(Permission::Quotes) => quotes::page;
    "/search", Open::OnAccount => search::page;
    "/services", Open::To(Permission::Products) => services::list;
    "/services/{id}", Open::To(Permission::Products) => services::page;
    "/tickets", Open::To(Permission::Tickets) => tickets::list;
    "/tickets/new", Open::To(Permission::Tickets) => tickets::new;
    "/tickets/{id}", Open::To(Permission::Tickets) => tickets::ticket;
};

/// The pages by address. Two with the same would be a mistake of ours: the first stays.
static BY_PATH: LazyLock<Router<&'static Page>> = LazyLock::new(|| {
    let mut router = Router::new();
    for page in PAGES {
        if let Err(error) = router.insert(page.path, page) {
            tracing::error!(%error, path = page.path, "a page cannot be reached");
        }
    }
    router
});

/// The page at an address; `query` is what stands behind its `?`.
///
/// # Errors
///
/// [`AppError::NotFound`] where there is none, and whatever the page refuses.
pub async fn show(path: &str, query: &str) -> Answer<Document> {
    let found = BY_PATH.at(path).map_err(|_| AppError::NotFound)?;
    let parts = found.params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    (found.value.show)(Visit::new(parts, query)?).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_reached_by_its_address() {
        for page in PAGES {
            let address = page.path.replace("{id}", "01930000-0000-7000-8000-000000000000");
            assert_eq!(BY_PATH.at(&address).unwrap().value.path, page.path);
        }
        assert!(BY_PATH.at("/nowhere").is_err());
    }
}
