//! Services that are suspended, domains that expire, tickets that support has answered.

use domain::{
    Timestamp,
    id::{DomainId, ServiceId},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder};

use super::{Attention, DOMAIN, Kind, Look, Matter, Urgency, add};
use crate::{
    Failure,
    access::{Access, ViewDomains, ViewProducts, ViewTickets},
    db::entity::{domains as entity, domains::Column as D, services::Column as S, tickets::Column as T},
    domains, services, tickets,
};

impl Look<'_> {
    pub(super) async fn services(
        &self,
        access: &Access<'_, ViewProducts>,
        all: &mut Vec<Attention>,
    ) -> Result<(), Failure> {
        let suspended = services::in_scope(access)
            .filter(S::Status.eq("suspended"))
            .order_by_asc(S::Name)
            .order_by_asc(S::Id);
        let (rows, count) = self.some(suspended).await?;
        let found = rows.into_iter().map(|row| Attention {
            urgency: Urgency::Now,
            matter: Matter::Service { id: ServiceId(row.id), name: row.name },
        });
        add(all, found.collect(), count.map(|count| (Kind::Services, count)));
        Ok(())
    }

    /// Those that renew by themselves last.
    pub(super) async fn domains(
        &self,
        access: &Access<'_, ViewDomains>,
        all: &mut Vec<Attention>,
    ) -> Result<(), Failure> {
        let ending = Condition::any()
            .add(D::Status.eq("active"))
            .add(Condition::all().add(D::Status.eq("expired")).add(D::ExpiresAt.gte(self.now.plus(-DOMAIN).0)));
        let ending = domains::in_scope(access)
            .filter(ending)
            .filter(D::ExpiresAt.lte(self.now.plus(DOMAIN).0))
            .order_by_asc(D::AutoRenew)
            .order_by_asc(D::ExpiresAt)
            .order_by_asc(D::Id);
        let (rows, count) = self.some(ending).await?;
        let found = rows.into_iter().filter_map(|row| self.domain(row)).collect();
        add(all, found, count.map(|count| (Kind::Domains, count)));
        Ok(())
    }

    fn domain(&self, row: entity::Model) -> Option<Attention> {
        let end = Timestamp(row.expires_at?);
        let expired = row.status == "expired" || end < self.now;
        let urgency = match (expired, row.auto_renew) {
            (true, _) => Urgency::Now,
            (false, false) => Urgency::Soon,
            (false, true) => Urgency::Later,
        };
        let matter = Matter::Domain {
            id: DomainId(row.id),
            name: row.name,
            expires: self.moments.moment(end),
            expired,
            renews: row.auto_renew,
        };
        Some(Attention { urgency, matter })
    }

    /// Those that wait the longest first.
    pub(super) async fn tickets(
        &self,
        access: &Access<'_, ViewTickets>,
        all: &mut Vec<Attention>,
    ) -> Result<(), Failure> {
        let answered = tickets::in_scope(access)
            .filter(T::Status.eq("answered"))
            .order_by_asc(T::UpdatedAt)
            .order_by_asc(T::Id);
        let (rows, count) = self.some(answered).await?;
        let found = rows.into_iter().map(|row| {
            let answered = self.moments.moment(Timestamp(row.answered_at.unwrap_or(row.updated_at)));
            let matter = Matter::Ticket { id: row.id, number: row.number, subject: row.subject, answered };
            Attention { urgency: Urgency::Soon, matter }
        });
        add(all, found.collect(), count.map(|count| (Kind::Tickets, count)));
        Ok(())
    }
}
