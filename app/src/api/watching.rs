//! Which tickets people follow by email. The server writes the page (`served::watching`), and its forms are plain ones, so
//! that the client has nothing of this.

use domain::{AccountId, ContactId, recipients::TicketWatch};
use leptos::prelude::*;

use crate::error::Answer;

/// The name of the forms in the flash.
pub const FORM: &str = "watching";

/// Saves which tickets the visitor follows, or, with `contact`, which a contact does.
#[server(prefix = "/api", endpoint = "tickets/watch")]
pub async fn save_watch(
    watch: TicketWatch,
    #[server(default)] contact: Option<ContactId>,
    #[server(default)] account: Option<AccountId>,
) -> Answer<()> {
    let request = super::request::Request::current()?;
    let actor = request.actor().await?;
    let result = async {
        super::request::Request::still_on(&actor, account)?;
        match contact {
            None => backend::contacts::watch(&request.backend, &actor.require()?, watch).await,
            Some(contact) => {
                let access = request.may_change(&actor).await?;
                backend::contacts::watch_for(&request.backend, &access, contact, watch).await
            }
        }
    }
    .await;
    let answer = request.respond(FORM, &(), result).await;
    if answer.is_ok() {
        request.lead_on("/account/notifications?done=saved");
    }
    answer
}
