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

use super::{
    request::{Request, go_to},
    services::parse,
};
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
    let request = Request::current()?;
    let (actor, id) = (request.actor().await?, parse::<DomainId>(&id)?);
    let result = async {
        let access = request.may_change(&actor).await?;
        Request::still_on(&actor, account)?;
        domains::set_name_servers(&request.backend, &access, &[id], &name_servers, Some(&before)).await
    }
    .await;
    request.respond(NAME_SERVERS, &name_servers, result).await?;
    request.lead_on(&format!("/domains/{id}?done=name_servers"));
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
    let request = Request::current()?;
    let (actor, id) = (request.actor().await?, parse::<DomainId>(&id)?);
    let which = (!record.is_empty()).then(|| parse::<Uuid>(&record)).transpose()?;
    let result = async {
        let access = request.may_change(&actor).await?;
        Request::still_on(&actor, account)?;
        domains::save_record(&request.backend, &access, id, which, &form).await
    }
    .await;
    request.respond(RECORD, &form, result).await?;
    request.lead_on(&format!("/domains/{id}?done=record"));
    Ok(())
}

/// Removes a DNS record of a domain.
#[server(prefix = "/api", endpoint = "domains/remove-record")]
pub async fn remove_record(#[server(default)] account: Option<AccountId>, id: String, record: String) -> Answer<()> {
    let request = Request::current()?;
    let (actor, id, record) = (request.actor().await?, parse::<DomainId>(&id)?, parse::<Uuid>(&record)?);
    let result = async {
        let access = request.may_change(&actor).await?;
        Request::still_on(&actor, account)?;
        domains::remove_record(&request.backend, &access, id, record).await
    }
    .await;
    request.respond_without_form(result).await?;
    request.lead_on(&format!("/domains/{id}?done=removed"));
    Ok(())
}

/// Sets whom a domain is registered to.
#[server(prefix = "/api", endpoint = "domains/registrant")]
pub async fn set_registrant(
    #[server(default)] account: Option<AccountId>,
    id: String,
    form: RegistrantForm,
) -> Answer<()> {
    let request = Request::current()?;
    let (actor, id) = (request.actor().await?, parse::<DomainId>(&id)?);
    let result = async {
        let access = request.may_change(&actor).await?;
        Request::still_on(&actor, account)?;
        domains::set_registrant(&request.backend, &access, id, &form).await
    }
    .await;
    request.respond(REGISTRANT, &form, result).await?;
    request.lead_on(&format!("/domains/{id}?done=registrant"));
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
    let request = Request::current()?;
    let (actor, signed_in, id) = (request.actor().await?, request.signed_in().await?, parse::<DomainId>(&id)?);
    let locked = on == "true";
    let result = async {
        let access = request.may_change(&actor).await?;
        Request::still_on(&actor, account)?;
        let who = (&signed_in, &request.origin);
        domains::set_lock(&request.backend, &access, who, &[id], locked, &password).await
    }
    .await;
    request.respond(LOCK, &(), result).await?;
    request.lead_on(&format!("/domains/{id}?done={}", if locked { "locked" } else { "unlocked" }));
    Ok(())
}

/// Lets a domain renew by itself (`on` is `true`), or not.
#[server(prefix = "/api", endpoint = "domains/auto-renew")]
pub async fn set_auto_renew(
    #[server(default)] account: Option<AccountId>,
    id: String,
    #[server(default)] on: String,
) -> Answer<()> {
    let request = Request::current()?;
    let (actor, id) = (request.actor().await?, parse::<DomainId>(&id)?);
    let on = on == "true";
    let result = async {
        let access = request.may_change(&actor).await?;
        Request::still_on(&actor, account)?;
        domains::set_auto_renew(&request.backend, &access, &[id], on).await
    }
    .await;
    request.respond_without_form(result).await?;
    request.lead_on(&format!("/domains/{id}?done={}", if on { "renews" } else { "expires" }));
    Ok(())
}

/// Lets this session see the transfer code of a domain once.
#[server(prefix = "/api", endpoint = "domains/code")]
pub async fn reveal_transfer_code(
    #[server(default)] account: Option<AccountId>,
    id: String,
    #[server(default)] password: Password,
) -> Answer<()> {
    let request = Request::current()?;
    let (actor, signed_in, id) = (request.actor().await?, request.signed_in().await?, parse::<DomainId>(&id)?);
    let result = async {
        let access = request.may_change(&actor).await?;
        Request::still_on(&actor, account)?;
        domains::reveal(&request.backend, &access, (&signed_in, &request.origin), id, &password).await
    }
    .await;
    request.respond(CODE, &(), result).await?;
    request.lead_on(&format!("/domains/{id}?done=code"));
    Ok(())
}

/// Changes several domains at once: all of them, or none.
#[server(prefix = "/api", endpoint = "domains/several")]
pub async fn change_domains(
    #[server(default)] account: Option<AccountId>,
    form: SeveralForm,
    #[server(default)] password: Password,
) -> Answer<()> {
    let request = Request::current()?;
    let (actor, signed_in) = (request.actor().await?, request.signed_in().await?);
    let result = async {
        let access = request.may_change(&actor).await?;
        Request::still_on(&actor, account)?;
        let (backend, ids, who) = (&request.backend, form.ids(), (&signed_in, &request.origin));
        match form.what.as_str() {
            "name_servers" => domains::set_name_servers(backend, &access, &ids, &form.name_servers, None).await,
            "lock" => domains::set_lock(backend, &access, who, &ids, true, &password).await,
            "unlock" => domains::set_lock(backend, &access, who, &ids, false, &password).await,
            "renew" => domains::set_auto_renew(backend, &access, &ids, true).await,
            "let_expire" => domains::set_auto_renew(backend, &access, &ids, false).await,
            _ => Err(nothing_asked()),
        }
    }
    .await;
    request.respond(SEVERAL, &form, result).await?;
    go_to(&format!("/domains?done={}", form.ids().len()));
    Ok(())
}

fn nothing_asked() -> Failure {
    Problems::one("what", Problem::UnknownChoice)
}
