//! What drop-downs offer of the services and domains in scope: by name, as many as fit one, and always the one that a
//! page asks for.

use domain::{AccountId, Scope};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::filter;
use crate::{
    Failure,
    db::entity::{domains, services},
};

/// More do not fit a drop-down: the others are chosen on their own pages.
const MOST: u64 = 500;

/// Ids and names of services that are so; `asked` is the one that the page is about.
pub(crate) async fn services(
    conn: &impl ConnectionTrait,
    (account, scope): (AccountId, &Scope),
    which: Condition,
    asked: Option<Uuid>,
) -> Result<Vec<(Uuid, String)>, Failure> {
    use services::Column as S;

    let all = services::Entity::find()
        .filter(S::AccountId.eq(account.0))
        .filter(filter::services(scope, S::Id))
        .filter(which);
    pick(conn, all, (S::Id, S::Name), asked).await
}

/// The same of domains.
pub(crate) async fn domains(
    conn: &impl ConnectionTrait,
    (account, scope): (AccountId, &Scope),
    which: Condition,
    asked: Option<Uuid>,
) -> Result<Vec<(Uuid, String)>, Failure> {
    use domains::Column as D;

    let all = domains::Entity::find()
        .filter(D::AccountId.eq(account.0))
        .filter(filter::domains(scope, D::Id))
        .filter(which);
    pick(conn, all, (D::Id, D::Name), asked).await
}

async fn pick<E: EntityTrait>(
    conn: &impl ConnectionTrait,
    all: Select<E>,
    (id, name): (E::Column, E::Column),
    asked: Option<Uuid>,
) -> Result<Vec<(Uuid, String)>, Failure> {
    let all = all.select_only().columns([id, name]);
    let page = all.clone().order_by_asc(name).order_by_asc(id).limit(MOST);
    let mut picked: Vec<(Uuid, String)> = page.into_tuple().all(conn).await?;
    if let Some(asked) = asked
        && !picked.iter().any(|(id, _)| *id == asked)
    {
        let one: Option<(Uuid, String)> = all.filter(id.eq(asked)).into_tuple().one(conn).await?;
        picked.extend(one);
    }
    Ok(picked)
}
