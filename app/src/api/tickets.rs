//! Support tickets: the buttons that close one and open it again. What comes with files is posted to the server's
//! uploads.

use domain::AccountId;
use leptos::prelude::*;
use uuid::Uuid;

use crate::error::Answer;

/// Closes a ticket.
#[server(prefix = "/api", endpoint = "tickets/close")]
pub async fn close_ticket(id: Uuid, #[server(default)] account: Option<AccountId>) -> Answer<()> {
    let request = super::request::Request::current()?;
    let actor = request.actor().await?;
    let result = async {
        let access = request.may_change(&actor).await?;
        super::request::Request::still_on(&actor, account)?;
        backend::tickets::close(&request.backend, &access, id).await
    };
    request.respond_without_form(result.await).await?;
    request.lead_on(&format!("/tickets/{id}?done=closed"));
    Ok(())
}

/// Opens a closed ticket again.
#[server(prefix = "/api", endpoint = "tickets/reopen")]
pub async fn reopen_ticket(id: Uuid, #[server(default)] account: Option<AccountId>) -> Answer<()> {
    let request = super::request::Request::current()?;
    let actor = request.actor().await?;
    let result = async {
        let access = request.may_change(&actor).await?;
        super::request::Request::still_on(&actor, account)?;
        backend::tickets::reopen(&request.backend, &access, id).await
    };
    request.respond_without_form(result.await).await?;
    request.lead_on(&format!("/tickets/{id}?done=reopened"));
    Ok(())
}
