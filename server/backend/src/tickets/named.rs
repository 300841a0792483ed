//! Whom a ticket names, as they are on the account now.
//!
//! A ticket keeps names and addresses as they were. An address may change, and may be somebody else's later; so its
//! emails go to whoever it was then, where they are reached now.

use domain::{
    AccountId, ContactId, EmailAddress, Timestamp,
    business_event::Ticket,
    recipients::{Person, Role, TicketPeople},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    Failure,
    db::entity::{accounts, memberships, ticket_copies, tickets},
    users,
};

/// Whom the ticket of an event names, of those `people` of the account. An address that the account's ticket of that
/// number has is that of whom it named: the opener, while they can sign in to the account, and contacts, while they are
/// on file. Every other address is as the event says.
pub(crate) async fn named(
    conn: &impl ConnectionTrait,
    account: AccountId,
    told: &Ticket,
    people: &[Person],
    now: Timestamp,
) -> Result<TicketPeople, Failure> {
    let row = tickets::Entity::find()
        .filter(tickets::Column::AccountId.eq(account.0))
        .filter(tickets::Column::Number.eq(told.number.as_str()))
        .one(conn)
        .await?;
    let Some(row) = row else {
        return Ok(TicketPeople { opener: Some(told.opener.email.clone()), copied: told.copied.clone() });
    };
    let address = |role: Role| people.iter().find(|one| one.role == role).map(|one| one.address.clone());
    let opener = match row.opened_by_user_id {
        Some(user) if is(&row.opened_by_email, &told.opener.email) => {
            opener(conn, account, user, now).await?.and_then(address)
        }
        _ => Some(told.opener.email.clone()),
    };
    let known = ticket_copies::Entity::find()
        .filter(ticket_copies::Column::AccountId.eq(account.0))
        .filter(ticket_copies::Column::TicketId.eq(row.id))
        .all(conn)
        .await?;
    let copied = told.copied.iter().filter_map(|copied| match known.iter().find(|copy| is(&copy.email, copied)) {
        // Who is no contact is the owner.
        Some(copy) => address(copy.contact_id.map_or(Role::Owner, |id| Role::Contact(ContactId(id)))),
        None => Some(copied.clone()),
    });
    Ok(TicketPeople { opener, copied: copied.collect() })
}

/// What the user is on the account, if it is open to them.
async fn opener(
    conn: &impl ConnectionTrait,
    account: AccountId,
    user: Uuid,
    now: Timestamp,
) -> Result<Option<Role>, Failure> {
    let owner: Option<Uuid> = accounts::Entity::find_by_id(account.0)
        .select_only()
        .column(accounts::Column::OwnerUserId)
        .into_tuple()
        .one(conn)
        .await?;
    if owner == Some(user) {
        return Ok(Some(Role::Owner));
    }
    let contact: Option<Uuid> = memberships::Entity::find()
        .select_only()
        .column(memberships::Column::ContactId)
        .filter(memberships::Column::AccountId.eq(account.0))
        .filter(users::is_active(domain::UserId(user), now))
        .into_tuple()
        .one(conn)
        .await?;
    Ok(contact.map(|id| Role::Contact(ContactId(id))))
}

/// Whether a stored address is that one.
fn is(stored: &str, address: &EmailAddress) -> bool {
    EmailAddress::parse(stored).is_ok_and(|stored| stored.canonical() == address.canonical())
}
