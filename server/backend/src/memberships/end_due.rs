//! Access ends: both sides are told three days and one day before, and when it is over.
//!
//! That access is over follows from the time alone, on every request; nothing here is needed for it. When which notice
//! goes, and that it goes once, is up to the [schedule](crate::reminders).

use domain::{
    AccountId, AppError, ContactId, EmailAddress, Locale, MembershipState, Timestamp, activity::Event, code::Code,
};
use sea_orm::{
    EntityTrait, QuerySelect,
    sea_query::{Condition, Expr, ExprTrait, LockType},
};
use uuid::Uuid;

use super::{stored::Membership, write::drop_invitation};
use crate::{
    Backend, Failure, Tx,
    access::SystemAccess,
    activity,
    db::{
        entity::{contacts, memberships},
        found,
    },
    mail::{MailEvent, Notice},
    people::{Account, Addressee},
    reminders::{ACCESS, Due, Source, all_due, claim, forgo},
};

/// The ends of logins.
static ENDS: Source = Source { kind: "membership", table: "memberships", id: "contact_id", due: "ends_at" };

/// Tells of the access ends that are due. Returns how many memberships it told of.
pub async fn end_due(backend: &Backend, system: &SystemAccess) -> Result<usize, Failure> {
    let not_revoked = || {
        let state = Expr::col(("memberships", "state"));
        Condition::all().add(state.ne(MembershipState::Revoked.code()))
    };
    all_due(
        backend,
        &ENDS,
        &ACCESS,
        |_| not_revoked(),
        |due, notice| async move {
            let now = backend.now();
            let tx = backend.db.write().await?;
            // Whoever claims it tells it; nobody does when the end was moved or access was taken away meanwhile.
            if !claim(&tx, &ENDS, due.account(), due.id(), notice, due.at(), now).await? {
                return Ok(false);
            }
            let key = (due.account().0, due.id());
            let row = memberships::Entity::find_by_id(key).lock(LockType::NoKeyUpdate).one(tx.conn()).await?;
            let holds = |row: &memberships::Model| {
                row.ends_at == Some(due.at().0) && row.state != MembershipState::Revoked.code()
            };
            match row.filter(holds) {
                Some(row) => tell(tx, system, row, due, now).await,
                None => Ok(false),
            }
        },
    )
    .await
}

/// What was due before an end was chosen is not told any more.
pub(super) async fn forgo_past(
    tx: &Tx,
    account: AccountId,
    contact: Uuid,
    ends_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Failure> {
    forgo(tx, &ENDS, &ACCESS, account, contact, ends_at, now).await
}

async fn tell(
    tx: Tx,
    system: &SystemAccess,
    row: memberships::Model,
    due: Due,
    now: Timestamp,
) -> Result<bool, Failure> {
    let ends_at = due.at();
    let over = ends_at <= now;
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
