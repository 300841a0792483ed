//! The transfer code (EPP) of a domain: shown once, to who may, after the own password.

use domain::{
    Password,
    activity::Event,
    business_event::{BusinessEvent, DomainEppUsed, Line},
    id::DomainId,
    instant::Instant,
};
use serde_json::json;

use super::owned::{load, must_be_active, named, read};
use crate::{
    Backend, Failure,
    access::{Access, ManageDomains, Origin},
    mail::events,
    operator_tasks::{self, About, Kind},
    people::{Change, noted},
    problems::{Problem, Problems},
    sessions::{self, SignedIn},
    vault::{self, Place, Plain},
};

/// Lets the session see the transfer code once. `own` is the own password of who asks, each time.
pub async fn reveal(
    backend: &Backend,
    access: &Access<'_, ManageDomains>,
    (signed_in, origin): (&SignedIn, &Origin),
    id: DomainId,
    own: &Password,
) -> Result<(), Failure> {
    read(&backend.db, access, id).await?;
    sessions::check_password(backend, signed_in, own, origin).await?;
    noted(backend, access, None, try_reveal(backend, access, signed_in, id)).await
}

async fn try_reveal(
    backend: &Backend,
    access: &Access<'_, ManageDomains>,
    signed_in: &SignedIn,
    id: DomainId,
) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let domain = load(&change, id).await?;
    must_be_active(std::slice::from_ref(&domain))?;
    let (tx, account, now) = (&change.tx, change.account.id, change.now);
    let place = Place::domain(account, id);
    if vault::known(tx.conn(), place).await?.is_none() {
        return Err(Problems::one("", Problem::NotNow));
    }
    sessions::mark(tx, signed_in, place, now).await?;
    let told = DomainEppUsed { domain: named(&domain)?, at: Instant(now), by: Line::parse(change.actor.name()).ok() };
    events::tell(backend, tx, account, BusinessEvent::DomainEppUsed(told)).await?;
    let (author, about, data) = (change.actor.author(), About::Domain(id), json!({ "domain": domain.name }));
    operator_tasks::add(tx, account, &author, Kind::EppCodeRevealed, about, &data, now).await?;
    change.log(None, &Event::EppCodeShown { domain: domain.name }).await?;
    change.commit().await
}

/// The transfer code, if this session may see it now: once.
pub async fn shown(
    backend: &Backend,
    access: &Access<'_, ManageDomains>,
    signed_in: &SignedIn,
    id: DomainId,
) -> Result<Option<Plain>, Failure> {
    read(&backend.db, access, id).await?;
    let place = Place::domain(access.account(), id);
    if sessions::take_mark(backend, signed_in, place).await? {
        vault::get(backend, backend.db.read(), place).await
    } else {
        Ok(None)
    }
}
