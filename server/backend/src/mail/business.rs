//! The content of emails in a category: the stored event, and what the recipient may do about it.

use domain::{
    AccountId, MembershipState, Timestamp,
    business_event::{BusinessEvent, EventKind},
    recipients::{Reason, Role},
};
use minijinja::value::{Serde, Value};
use sea_orm::{ConnectionTrait, EntityTrait};
use uuid::Uuid;

use super::frame::About;
use crate::{
    Failure, Tx, announcements,
    db::entity::{emails, outbox},
    memberships::Membership,
    people::Account,
};

/// The event of an email of the history; `None`: there is no such email any more, or it came from elsewhere.
pub(crate) async fn stored(
    conn: &impl ConnectionTrait,
    account: AccountId,
    email: Uuid,
) -> Result<Option<BusinessEvent>, Failure> {
    let Some(row) = emails::Entity::find_by_id((account.0, email)).one(conn).await? else {
        return Ok(None);
    };
    if let Some(announcement) = row.announcement_id {
        return announcements::told(conn, announcement).await;
    }
    match row.event {
        None => Ok(None),
        Some(json) => serde_json::from_str(&json)
            .map(Some)
            .map_err(|error| Failure::inconsistent(format!("an email tells something unknown: {error}"))),
    }
}

/// What a template gets to know of an event: its data, with every field.
pub(super) fn data(event: &BusinessEvent) -> Value {
    Value::from(Serde(event)).get_attr("data").unwrap_or_default()
}

/// What the frame of one person's copy says.
pub(super) async fn about(
    tx: &Tx,
    letter: &outbox::Model,
    account: AccountId,
    kind: EventKind,
    now: Timestamp,
) -> Result<About, Failure> {
    let reasons: Vec<Reason> =
        serde_json::from_str(&letter.reasons).map_err(|_| Failure::inconsistent("a letter has unreadable reasons"))?;
    let role = match letter.contact_id {
        Some(contact) => Role::Contact(domain::ContactId(contact)),
        None => Role::Owner,
    };
    let loaded = Account::load(tx.conn(), account).await?;
    Ok(About {
        account_name: loaded.name,
        time_zone: loaded.time_zone,
        category: kind.category(),
        reasons,
        opens: opens(tx.conn(), account, role, kind, now).await?,
    })
}

/// Whether somebody can sign in and see what such an event is about: otherwise a button would lead nowhere.
async fn opens(
    conn: &impl ConnectionTrait,
    account: AccountId,
    role: Role,
    kind: EventKind,
    now: Timestamp,
) -> Result<bool, Failure> {
    let Some(contact) = role.contact() else { return Ok(true) };
    let Some(member) = Membership::find(conn, account, contact).await? else {
        return Ok(false);
    };
    let may = kind.permission().is_none_or(|permission| member.rights.permissions.contains(permission));
    Ok(may && member.state(now) == MembershipState::Active)
}
