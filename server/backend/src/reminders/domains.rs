//! Domains whose registration ends: notices before and after, and that it has ended.

use domain::{
    Code, DomainId,
    business_event::{BusinessEvent, DomainExpired, DomainName, DomainRenewal, RenewalNotice},
    instant::Instant,
};
use sea_orm::{
    EntityTrait,
    sea_query::{Condition, Expr, ExprTrait},
};

use super::{
    due::{Due, Source, all_due},
    schedule::{DOMAIN, Notice},
    tell::claim_and_post,
};
use crate::{Backend, Failure, access::SystemAccess, billing::line, db::entity::domains};

static DOMAINS: Source = Source { kind: "domain", table: "domains", id: "id", due: "expires_at" };

pub(super) async fn tell(backend: &Backend, system: &SystemAccess) -> Result<usize, Failure> {
    let only = |notice: &Notice| {
        let status = || Expr::col(("domains", "status"));
        if notice.from < 0 {
            return Condition::all().add(status().eq("active"));
        }
        // One that renews by itself has ended when the registrar says so, and not by the time alone: the new date may
        // be on its way to us.
        Condition::any()
            .add(status().eq("expired"))
            .add(status().eq("active").and(Expr::col(("domains", "auto_renew")).eq(false)))
    };
    all_due(backend, &DOMAINS, &DOMAIN, only, |due, notice| one(backend, system, due, notice)).await
}

async fn one(backend: &Backend, system: &SystemAccess, due: Due, notice: &Notice) -> Result<bool, Failure> {
    claim_and_post(backend, system, &DOMAINS, due, notice, |tx| async move {
        let found = domains::Entity::find_by_id((due.account().0, due.id())).one(tx.conn()).await?;
        let Some(row) = found.filter(|row| row.expires_at == Some(due.at().0)) else {
            return Ok((tx, None));
        };
        let domain = DomainName { id: Some(DomainId(row.id)), name: line(&row.name)? };
        let at = Instant(due.at());
        let event = match RenewalNotice::from_code(notice.code) {
            Some(notice) => {
                BusinessEvent::DomainRenewal(DomainRenewal { domain, notice, expires: at, auto_renew: row.auto_renew })
            }
            None => BusinessEvent::DomainExpired(DomainExpired { domain, expired: at, renewable_until: None }),
        };
        Ok((tx, Some(event)))
    })
    .await
}
