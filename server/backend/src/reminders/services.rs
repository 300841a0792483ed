//! Services that renew soon, but for those that are cancelled.

use domain::{
    ServiceId,
    business_event::{BusinessEvent, ServiceName, ServiceRenewing},
    instant::Instant,
};
use sea_orm::{
    EntityTrait,
    sea_query::{Condition, Expr, ExprTrait},
};

use super::{
    due::{Due, Source, all_due},
    overtaken::not_cancelled,
    schedule::{Notice, SERVICE},
    tell::claim_and_post,
};
use crate::{Backend, Failure, access::SystemAccess, billing::line, db::entity::services};

static SERVICES: Source = Source { kind: "service", table: "services", id: "id", due: "next_due_at" };

pub(super) async fn tell(backend: &Backend, system: &SystemAccess) -> Result<usize, Failure> {
    let only = |_: &Notice| Condition::all().add(Expr::col(("services", "status")).eq("active")).add(not_cancelled());
    all_due(backend, &SERVICES, &SERVICE, only, |due, notice| one(backend, system, due, notice)).await
}

async fn one(backend: &Backend, system: &SystemAccess, due: Due, notice: &Notice) -> Result<bool, Failure> {
    claim_and_post(backend, system, &SERVICES, due, notice, |tx| async move {
        let found = services::Entity::find_by_id((due.account().0, due.id())).one(tx.conn()).await?;
        let Some(row) = found.filter(|row| row.next_due_at == Some(due.at().0)) else {
            return Ok((tx, None));
        };
        let service = ServiceName { id: Some(ServiceId(row.id)), name: line(&row.name)? };
        let event = BusinessEvent::ServiceRenewing(ServiceRenewing { service, renews: Instant(due.at()) });
        Ok((tx, Some(event)))
    })
    .await
}
