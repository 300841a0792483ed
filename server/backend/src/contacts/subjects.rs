//! The services and domains of an account that a scope can name.

use std::collections::BTreeSet;

use domain::{AccountId, Authority, DomainId, ServiceId, Subject, contact::ScopeChoice};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    Failure,
    db::entity::{domains, services},
};

/// Those that this person may grant, services first, by name.
pub(crate) async fn choices(
    conn: &impl ConnectionTrait,
    account: AccountId,
    authority: &Authority,
) -> Result<Vec<ScopeChoice>, Failure> {
    let mut choices = named(conn, account).await?;
    if let Authority::Manager(own) = authority {
        choices.retain(|choice| own.scope.covers(choice.subject));
    }
    let is_domain = |subject: Subject| matches!(subject, Subject::Domain(_));
    choices.sort_by_cached_key(|choice| (is_domain(choice.subject), choice.name.to_lowercase()));
    Ok(choices)
}

/// All that there are now.
pub(super) async fn all(conn: &impl ConnectionTrait, account: AccountId) -> Result<BTreeSet<Subject>, Failure> {
    Ok(named(conn, account).await?.into_iter().map(|choice| choice.subject).collect())
}

async fn named(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<ScopeChoice>, Failure> {
    let services: Vec<(Uuid, String)> = services::Entity::find()
        .select_only()
        .columns([services::Column::Id, services::Column::Name])
        .filter(services::Column::AccountId.eq(account.0))
        .into_tuple()
        .all(conn)
        .await?;
    let domains: Vec<(Uuid, String)> = domains::Entity::find()
        .select_only()
        .columns([domains::Column::Id, domains::Column::Name])
        .filter(domains::Column::AccountId.eq(account.0))
        .into_tuple()
        .all(conn)
        .await?;
    let services = services.into_iter().map(|(id, name)| (Subject::Service(ServiceId(id)), name));
    let domains = domains.into_iter().map(|(id, name)| (Subject::Domain(DomainId(id)), name));
    Ok(services.chain(domains).map(|(subject, name)| ScopeChoice { subject, name }).collect())
}
