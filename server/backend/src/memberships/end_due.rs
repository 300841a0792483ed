//! Access ends: both sides are told three days and one day before, and when it is over.
//!
//! That access is over follows from the time alone, on every request; nothing here is needed for it. Each notice goes
//! once, whatever the number of nodes: whoever moves `end_notice` on sends it. After downtime only the latest that is
//! due goes.

use domain::{
    AccountId, AppError, ContactId, EmailAddress, Locale, MembershipState, Timestamp, activity::Event, code::Code,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder};

use super::{stored::Membership, write::drop_invitation};
use crate::{
    Backend, Failure,
    access::SystemAccess,
    activity,
    db::{
        entity::{contacts, memberships},
        found,
    },
    mail::{MailEvent, Notice},
    people::{Account, Addressee},
};

/// The last notice: it is over.
const OVER: i64 = 3;

/// Tells of the access ends that are due. Returns how many memberships it told of.
pub async fn end_due(backend: &Backend, system: &SystemAccess) -> Result<usize, Failure> {
    let now = backend.now();
    let due = memberships::Entity::find()
        .filter(memberships::Column::EndsAt.lte(now.plus(3 * Timestamp::DAY).0))
        .filter(memberships::Column::State.ne(MembershipState::Revoked.code()))
        .filter(
            Condition::any()
                .add(memberships::Column::EndNotice.lt(1))
                .add(
                    memberships::Column::EndNotice
                        .lt(2)
                        .and(memberships::Column::EndsAt.lte(now.plus(Timestamp::DAY).0)),
                )
                .add(memberships::Column::EndNotice.lt(OVER).and(memberships::Column::EndsAt.lte(now.0))),
        )
        .order_by_asc(memberships::Column::EndsAt)
        .all(backend.db.read())
        .await?;
    let mut told = 0;
    for row in due {
        let contact = row.contact_id;
        // One that cannot be told of must not keep the others from it.
        match tell(backend, system, row, now).await {
            Ok(true) => told += 1,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, %contact, "an access end could not be told"),
        }
    }
    Ok(told)
}

/// Which notices of an access end are over already: what was due before it was chosen is not told any more.
pub(super) fn notices_over(ends_at: Option<Timestamp>, now: Timestamp) -> i64 {
    match ends_at.map(|end| end.0.saturating_sub(now.0)) {
        Some(..=Timestamp::DAY) => 2,
        Some(left) if left <= 3 * Timestamp::DAY => 1,
        _ => 0,
    }
}

async fn tell(
    backend: &Backend,
    system: &SystemAccess,
    row: memberships::Model,
    now: Timestamp,
) -> Result<bool, Failure> {
    let Some(ends_at) = row.ends_at.map(Timestamp) else { return Ok(false) };
    let over = ends_at <= now;
    let notice = if over { OVER } else { notices_over(Some(ends_at), now) };
    let tx = backend.db.write().await?;
    // Whoever changes the row sends the notice; nobody does when the end was moved or access was taken away meanwhile.
    let changed = memberships::Entity::update_many()
        .set(memberships::ActiveModel { end_notice: Set(notice), ..Default::default() })
        .filter(memberships::Column::AccountId.eq(row.account_id))
        .filter(memberships::Column::ContactId.eq(row.contact_id))
        .filter(memberships::Column::EndsAt.eq(ends_at.0))
        .filter(memberships::Column::State.eq(row.state.as_str()))
        .filter(memberships::Column::EndNotice.lt(notice))
        .exec(tx.conn())
        .await?;
    if changed.rows_affected == 0 {
        return Ok(false);
    }
    let account = Account::load(tx.conn(), AccountId(row.account_id)).await?;
    let contact = found(contacts::Entity::find_by_id((row.account_id, row.contact_id)).one(tx.conn()).await?)?;
    let member = Membership::complete(tx.conn(), row).await?;
    let name = format!("{} {}", contact.first_name, contact.last_name);
    let person = Addressee {
        name: name.clone(),
        email: EmailAddress::parse(&contact.email).map_err(|_| AppError::NotFound)?,
        locale: Locale::from_code(&contact.locale).unwrap_or_default(),
    };
    let had_access = member.stored == MembershipState::Active;
    if over {
        let subject = Some((ContactId(contact.id), name.as_str(), contact.email.as_str()));
        let event = Event::AccessEnded { rights: member.rights };
        activity::record(&tx, account.id, &system.author(), subject, &event, now).await?;
        drop_invitation(&tx, account.id, ContactId(contact.id)).await?;
        if had_access {
            let event = MailEvent::AccessEnded { account: account.id, account_name: account.name.clone() };
            account.tell(&tx, now, &person, event).await?;
        }
        let event = MailEvent::OwnerNotice {
            account: account.id,
            account_name: account.name.clone(),
            by: String::new(),
            notice: Notice::AccessEnded { name, email: contact.email },
        };
        account.tell(&tx, now, &account.owner, event).await?;
    } else if had_access {
        let left = ends_at.0.saturating_sub(now.0);
        let event = MailEvent::AccessEnding {
            account: account.id,
            account_name: account.name.clone(),
            name,
            days: u8::try_from(left.saturating_add(Timestamp::DAY - 1) / Timestamp::DAY).unwrap_or(u8::MAX),
            ends_at,
        };
        account.tell(&tx, now, &person, event.clone()).await?;
        account.tell(&tx, now, &account.owner, event).await?;
    }
    tx.commit().await?;
    Ok(true)
}
