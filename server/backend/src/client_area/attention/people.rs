//! The end of the own access; and for who manages contacts, whom email does not reach and who has not accepted yet.

use std::collections::HashMap;

use domain::{Code, ContactId, MembershipState, Timestamp};
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{ACCESS, Attention, Kind, Look, Matter, Urgency, add};
use crate::{
    Failure,
    access::{Access, Actor, ManageContacts, Standing},
    contacts,
    db::entity::{contacts as entity, contacts::Column as C, invitations, memberships},
    invitations::VALID,
};

impl Look<'_> {
    pub(super) fn access(&self, actor: &Actor, all: &mut Vec<Attention>) {
        let Standing::Member { rights, .. } = actor.standing() else { return };
        if let Some(ends) = rights.ends_at.filter(|ends| *ends <= self.now.plus(ACCESS)) {
            let matter = Matter::AccessEnds(self.moments.moment(ends));
            all.push(Attention { urgency: Urgency::Soon, matter });
        }
    }

    pub(super) async fn bounces(
        &self,
        access: &Access<'_, ManageContacts>,
        all: &mut Vec<Attention>,
    ) -> Result<(), Failure> {
        let bounced = contacts::on_file(access)
            .filter(C::BouncedAt.is_not_null())
            .order_by_desc(C::BouncedAt)
            .order_by_asc(C::Id);
        let (rows, count) = self.some(bounced).await?;
        let found = rows.into_iter().map(|row| {
            let matter = Matter::Bounced { id: ContactId(row.id), name: name(&row), address: row.email };
            Attention { urgency: Urgency::Soon, matter }
        });
        add(all, found.collect(), count.map(|count| (Kind::Bounces, count)));
        Ok(())
    }

    pub(super) async fn invitations(
        &self,
        access: &Access<'_, ManageContacts>,
        all: &mut Vec<Attention>,
    ) -> Result<(), Failure> {
        let (account, conn) = (access.account().0, self.backend.db.read());
        let not_over = Condition::any()
            .add(memberships::Column::EndsAt.is_null())
            .add(memberships::Column::EndsAt.gt(self.now.0));
        let waiting = memberships::Entity::find()
            .filter(memberships::Column::AccountId.eq(account))
            .filter(memberships::Column::State.eq(MembershipState::Invited.code()))
            .filter(not_over)
            .order_by_asc(memberships::Column::InvitedAt)
            .order_by_asc(memberships::Column::ContactId);
        let (rows, count) = self.some(waiting).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let ids: Vec<Uuid> = rows.iter().map(|row| row.contact_id).collect();
        let people = contacts::on_file(access).filter(C::Id.is_in(ids.clone())).all(conn).await?;
        let people: HashMap<Uuid, String> = people.iter().map(|row| (row.id, name(row))).collect();
        let open = invitations::Entity::find()
            .filter(invitations::Column::AccountId.eq(account).and(invitations::Column::ContactId.is_in(ids)))
            .all(conn)
            .await?;
        let open: HashMap<Uuid, i64> = open.into_iter().map(|row| (row.contact_id, row.expires_at)).collect();
        let found = rows.into_iter().filter_map(|row| {
            // The link is made when its letter leaves, and goes some time after it has expired.
            let end = open.get(&row.contact_id).copied().unwrap_or(row.invited_at + VALID);
            let expired = end <= self.now.0;
            let matter = Matter::Invitation {
                id: ContactId(row.contact_id),
                name: people.get(&row.contact_id)?.clone(),
                invited: self.moments.moment(Timestamp(row.invited_at)),
                expired,
            };
            Some(Attention { urgency: if expired { Urgency::Soon } else { Urgency::Later }, matter })
        });
        add(all, found.collect(), count.map(|count| (Kind::Invitations, count)));
        Ok(())
    }
}

fn name(row: &entity::Model) -> String {
    format!("{} {}", row.first_name, row.last_name).trim().to_owned()
}
