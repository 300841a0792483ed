//! Support tickets: the buttons that close one and open it again. What comes with files is posted to the server's
//! uploads.

use domain::AccountId;
use leptos::prelude::*;
use uuid::Uuid;

use super::posted::Posted;
use crate::error::Answer;

/// Closes a ticket.
#[server(prefix = "/api", endpoint = "tickets/close")]
pub async fn close_ticket(id: Uuid, #[server(default)] account: Option<AccountId>) -> Answer<()> {
    let posted = Posted::on(account).await?;
    posted.press(async |backend, access| backend::tickets::close(backend, access, id).await).await?;
    posted.request.lead_on(&format!("/tickets/{id}?done=closed"));
    Ok(())
}

/// Opens a closed ticket again.
#[server(prefix = "/api", endpoint = "tickets/reopen")]
pub async fn reopen_ticket(id: Uuid, #[server(default)] account: Option<AccountId>) -> Answer<()> {
    let posted = Posted::on(account).await?;
    posted.press(async |backend, access| backend::tickets::reopen(backend, access, id).await).await?;
    posted.request.lead_on(&format!("/tickets/{id}?done=reopened"));
    Ok(())
}
