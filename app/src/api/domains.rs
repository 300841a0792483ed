//! Posts of the pages of domains. Plain forms, so nothing of this is in the client.

use std::collections::BTreeMap;

use backend::{
    Failure,
    domains::{self, RecordForm, RegistrantForm},
    problems::{Problem, Problems},
};
use domain::{AccountId, DomainId, Password, id};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{posted::Posted, request::go_to, services::parse};
use crate::error::Answer;

/// The names by which refused forms are kept for the page.
pub(crate) const NAME_SERVERS: &str = "domain/name-servers";
pub(crate) const RECORD: &str = "domain/record";
pub(crate) const REGISTRANT: &str = "domain/registrant";
pub(crate) const LOCK: &str = "domain/lock";
pub(crate) const CODE: &str = "domain/code";
pub(crate) const SEVERAL: &str = "domains/several";

/// What is done to several domains at once, as posted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SeveralForm {
    #[serde(with = "id::in_form::boxes")]
    pub domains: BTreeMap<DomainId, bool>,
    /// `name_servers`, `lock`, `unlock`, `renew` or `let_expire`.
    pub what: String,
    pub name_servers: String,
}

impl SeveralForm {
    fn ids(&self) -> Vec<DomainId> {
        self.domains.iter().filter(|(_, ticked)| **ticked).map(|(id, _)| *id).collect()
    }
}

/// Sets the name servers of a domain; `before` is what the form showed.
#[server(prefix = "/api", endpoint = "domains/name-servers")]
pub async fn set_name_servers(
    #[server(default)] account: Option<AccountId>,
    id: String,
    #[server(default)] name_servers: String,
    #[server(default)] before: String,
) -> Answer<()> {
    let posted = Posted::on(account).await?;
    let id = parse::<DomainId>(&id)?;
    posted
        .answer(NAME_SERVERS, &name_servers, async |backend, access| {
            domains::set_name_servers(backend, access, &[id], &name_servers, Some(&before)).await
        })
        .await?;
    posted.request.lead_on(&format!("/domains/{id}?done=name_servers"));
    Ok(())
}

/// Saves a DNS record of a domain: a new one where `record` is empty.
#[server(prefix = "/api", endpoint = "domains/record")]
pub async fn save_record(
    #[server(default)] account: Option<AccountId>,
    id: String,
    #[server(default)] record: String,
    form: RecordForm,
) -> Answer<()> {
    let posted = Posted::on(account).await?;
    let id = parse::<DomainId>(&id)?;
    let which = (!record.is_empty()).then(|| parse::<Uuid>(&record)).transpose()?;
    posted
        .answer(RECORD, &form, async |backend, access| domains::save_record(backend, access, id, which, &form).await)
        .await?;
    posted.request.lead_on(&format!("/domains/{id}?done=record"));
    Ok(())
}

/// Removes a DNS record of a domain.
#[server(prefix = "/api", endpoint = "domains/remove-record")]
pub async fn remove_record(#[server(default)] account: Option<AccountId>, id: String, record: String) -> Answer<()> {
    let posted = Posted::on(account).await?;
    let id = parse::<DomainId>(&id)?;
    let record = parse::<Uuid>(&record)?;
    posted
        .press(async |backend, access| domains::remove_record(backend, access, id, record).await)
        .await?;
    posted.request.lead_on(&format!("/domains/{id}?done=removed"));
    Ok(())
}

/// Sets whom a domain is registered to.
#[server(prefix = "/api", endpoint = "domains/registrant")]
pub async fn set_registrant(
    #[server(default)] account: Option<AccountId>,
    id: String,
    form: RegistrantForm,
) -> Answer<()> {
    let posted = Posted::on(account).await?;
    let id = parse::<DomainId>(&id)?;
    posted
        .answer(REGISTRANT, &form, async |backend, access| domains::set_registrant(backend, access, id, &form).await)
        .await?;
    posted.request.lead_on(&format!("/domains/{id}?done=registrant"));
    Ok(())
}

/// Locks a domain against transfers (`on` is `true`), or unlocks it.
#[server(prefix = "/api", endpoint = "domains/lock")]
pub async fn set_lock(
    #[server(default)] account: Option<AccountId>,
    id: String,
    #[server(default)] on: String,
    #[server(default)] password: Password,
) -> Answer<()> {
    let posted = Posted::on(account).await?;
    let signed_in = posted.request.signed_in().await?;
    let id = parse::<DomainId>(&id)?;
    let locked = on == "true";
    posted
        .answer(LOCK, &(), async |backend, access| {
            let who = (&signed_in, &posted.request.origin);
            domains::set_lock(backend, access, who, &[id], locked, &password).await
        })
        .await?;
    posted
        .request
        .lead_on(&format!("/domains/{id}?done={}", if locked { "locked" } else { "unlocked" }));
    Ok(())
}

/// Lets a domain renew by itself (`on` is `true`), or not.
#[server(prefix = "/api", endpoint = "domains/auto-renew")]
pub async fn set_auto_renew(
    #[server(default)] account: Option<AccountId>,
    id: String,
    #[server(default)] on: String,
) -> Answer<()> {
    let posted = Posted::on(account).await?;
    let id = parse::<DomainId>(&id)?;
    let on = on == "true";
    posted
        .press(async |backend, access| domains::set_auto_renew(backend, access, &[id], on).await)
        .await?;
    posted.request.lead_on(&format!("/domains/{id}?done={}", if on { "renews" } else { "expires" }));
    Ok(())
}

/// Lets this session see the transfer code of a domain once.
#[server(prefix = "/api", endpoint = "domains/code")]
pub async fn reveal_transfer_code(
    #[server(default)] account: Option<AccountId>,
    id: String,
    #[server(default)] password: Password,
) -> Answer<()> {
    let posted = Posted::on(account).await?;
    let signed_in = posted.request.signed_in().await?;
    let id = parse::<DomainId>(&id)?;
    posted
        .answer(CODE, &(), async |backend, access| {
            domains::reveal(backend, access, (&signed_in, &posted.request.origin), id, &password).await
        })
        .await?;
    posted.request.lead_on(&format!("/domains/{id}?done=code"));
    Ok(())
}

/// Changes several domains at once: all of them, or none.
#[server(prefix = "/api", endpoint = "domains/several")]
pub async fn change_domains(
    #[server(default)] account: Option<AccountId>,
    form: SeveralForm,
    #[server(default)] password: Password,
) -> Answer<()> {
    let posted = Posted::on(account).await?;
    let signed_in = posted.request.signed_in().await?;
    posted
        .answer(SEVERAL, &form, async |backend, access| {
            let (backend, ids, who) = (backend, form.ids(), (&signed_in, &posted.request.origin));
            match form.what.as_str() {
                "name_servers" => domains::set_name_servers(backend, access, &ids, &form.name_servers, None).await,
                "lock" => domains::set_lock(backend, access, who, &ids, true, &password).await,
                "unlock" => domains::set_lock(backend, access, who, &ids, false, &password).await,
                "renew" => domains::set_auto_renew(backend, access, &ids, true).await,
                "let_expire" => domains::set_auto_renew(backend, access, &ids, false).await,
                _ => Err(nothing_asked()),
            }
        })
        .await?;
    go_to(&format!("/domains?done={}", form.ids().len()));
    Ok(())
}

fn nothing_asked() -> Failure {
    Problems::one("what", Problem::UnknownChoice)
}
