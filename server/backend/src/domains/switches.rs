//! Transfer lock and auto-renew, of one domain or several.

use domain::{
    Password,
    activity::Event,
    business_event::{BusinessEvent, DomainLockChanged, Line},
    id::DomainId,
    instant::Instant,
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, SimpleExpr},
};
use serde_json::json;

use super::owned::{load_all, must_be_active, named};
use crate::{
    Backend, Failure,
    access::{Access, ManageDomains, Origin},
    db::{entity::domains, one_row},
    mail::events,
    operator_tasks::{self, About, Kind},
    people::{Change, noted},
    sessions::{self, SignedIn},
};

/// Locks domains against transfers, or unlocks them: then the own password is asked again, each time.
pub async fn set_lock(
    backend: &Backend,
    access: &Access<'_, ManageDomains>,
    (signed_in, origin): (&SignedIn, &Origin),
    ids: &[DomainId],
    locked: bool,
    own: &Password,
) -> Result<(), Failure> {
    if !locked {
        sessions::check_password(backend, signed_in, own, origin).await?;
    }
    noted(backend, access, None, try_lock(backend, access, ids, locked)).await
}

async fn try_lock(
    backend: &Backend,
    access: &Access<'_, ManageDomains>,
    ids: &[DomainId],
    locked: bool,
) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let domains = load_all(&change, ids).await?;
    must_be_active(&domains)?;
    for domain in domains.iter().filter(|domain| domain.locked != locked) {
        set(&change, domain, domains::Column::Locked, Expr::value(locked)).await?;
        change.log(None, &Event::TransferLockSet { domain: domain.name.clone(), locked }).await?;
        let told = DomainLockChanged {
            domain: named(domain)?,
            locked,
            at: Instant(change.now),
            by: Line::parse(change.actor.name()).ok(),
        };
        events::tell(backend, &change.tx, change.account.id, BusinessEvent::DomainLockChanged(told)).await?;
        task(&change, domain, Kind::TransferLockChanged, &json!({ "domain": domain.name, "locked": locked })).await?;
    }
    change.commit().await
}

/// Lets domains renew by themselves, or not.
pub async fn set_auto_renew(
    backend: &Backend,
    access: &Access<'_, ManageDomains>,
    ids: &[DomainId],
    on: bool,
) -> Result<(), Failure> {
    noted(backend, access, None, try_renew(backend, access, ids, on)).await
}

async fn try_renew(
    backend: &Backend,
    access: &Access<'_, ManageDomains>,
    ids: &[DomainId],
    on: bool,
) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let domains = load_all(&change, ids).await?;
    must_be_active(&domains)?;
    for domain in domains.iter().filter(|domain| domain.auto_renew != on) {
        set(&change, domain, domains::Column::AutoRenew, Expr::value(on)).await?;
        change.log(None, &Event::AutoRenewSet { domain: domain.name.clone(), on }).await?;
        task(&change, domain, Kind::AutoRenewChanged, &json!({ "domain": domain.name, "auto_renew": on })).await?;
    }
    change.commit().await
}

async fn set(
    change: &Change<'_>,
    domain: &domains::Model,
    column: domains::Column,
    value: SimpleExpr,
) -> Result<(), Failure> {
    let set = domains::Entity::update_many()
        .col_expr(column, value)
        .filter(domains::Column::AccountId.eq(change.account.id.0))
        .filter(domains::Column::Id.eq(domain.id))
        .exec(change.tx.conn())
        .await?;
    one_row(set.rows_affected)
}

async fn task(
    change: &Change<'_>,
    domain: &domains::Model,
    kind: Kind,
    data: &serde_json::Value,
) -> Result<(), Failure> {
    let (author, about) = (change.actor.author(), About::Domain(DomainId(domain.id)));
    operator_tasks::add(&change.tx, change.account.id, &author, kind, about, data, change.now).await
}
