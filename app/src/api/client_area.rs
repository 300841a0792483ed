//! The data of Home and of the lists. Each function asks for the permission of its section.

use domain::client_area::{
    AffiliatePage, DomainRow, EmailRow, HomePage, InvoiceRow, OrderPage, QuoteRow, ServiceRow, TicketRow,
};
use leptos::prelude::*;

use crate::error::Answer;

/// Home: counters, each only with its permission.
#[server(prefix = "/api", endpoint = "home")]
pub async fn home() -> Answer<HomePage> {
    let request = super::request::Request::current()?;
    let actor = request.actor().await?;
    backend::client_area::home(&request.backend, &actor).await.map_err(backend::Failure::into_app_error)
}

/// The services in scope; prices only for those who may see invoices.
#[server(prefix = "/api", endpoint = "services")]
pub async fn services() -> Answer<Vec<ServiceRow>> {
    read(backend::client_area::services).await
}

/// The domains in scope.
#[server(prefix = "/api", endpoint = "domains")]
pub async fn domains() -> Answer<Vec<DomainRow>> {
    read(backend::client_area::domains).await
}

/// The invoices.
#[server(prefix = "/api", endpoint = "invoices")]
pub async fn invoices() -> Answer<Vec<InvoiceRow>> {
    read(backend::client_area::invoices).await
}

/// The quotes.
#[server(prefix = "/api", endpoint = "quotes")]
pub async fn quotes() -> Answer<Vec<QuoteRow>> {
    read(backend::client_area::quotes).await
}

/// The support tickets in scope.
#[server(prefix = "/api", endpoint = "tickets")]
pub async fn tickets() -> Answer<Vec<TicketRow>> {
    read(backend::client_area::tickets).await
}

/// The emails about matters that the viewer may see.
#[server(prefix = "/api", endpoint = "emails")]
pub async fn emails() -> Answer<Vec<EmailRow>> {
    read(backend::client_area::emails).await
}

/// The affiliate account.
#[server(prefix = "/api", endpoint = "affiliates")]
pub async fn affiliates() -> Answer<AffiliatePage> {
    read(backend::client_area::affiliates).await
}

/// What can be ordered, and what was.
#[server(prefix = "/api", endpoint = "orders")]
pub async fn orders() -> Answer<OrderPage> {
    read(backend::client_area::orders).await
}

/// Reads something that needs the permission `N`, which the type of `load` names.
#[cfg(feature = "ssr")]
async fn read<N: backend::access::Need, T>(
    load: impl AsyncFnOnce(&backend::Backend, &backend::access::Access<'_, N>) -> Result<T, backend::Failure>,
) -> Answer<T> {
    let request = super::request::Request::current()?;
    let actor = request.actor().await?;
    let result = match actor.require::<N>() {
        Ok(access) => load(&request.backend, &access).await,
        Err(refused) => Err(refused),
    };
    result.map_err(backend::Failure::into_app_error)
}
