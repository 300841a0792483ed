//! Which tickets each person follows by email: one's own choice, and, for others, that of whoever manages contacts.
//!
//! What follows from it is decided by the routing (`domain::recipients`): whoever opened a ticket always gets its emails.

use domain::{
    Category, Code, ContactId, MembershipState, Permission,
    activity::Event,
    recipients::{Role, TicketWatch},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use super::stored::Stored;
use crate::{
    Backend, Failure,
    access::{Access, Anyone, ManageContacts, Standing},
    db::{
        entity::{accounts, contacts},
        found,
    },
    people::{Account, Change, Listed, noted, owner_categories, persons, roster},
};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchPage {
    pub own: TicketWatch,
    /// Whether Support emails are ticked for the viewer.
    pub support: bool,
    /// The others whom tickets concern, for whoever manages contacts.
    pub others: Vec<WatchRow>,
}

/// Somebody else whom tickets concern: Support emails are ticked for them, or they may open tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchRow {
    pub contact: ContactId,
    pub name: String,
    pub email: String,
    pub watch: TicketWatch,
    pub support: bool,
    /// Whether the viewer may change it (rule 5).
    pub may_change: bool,
}

/// The viewer's own choice, and those of others if the viewer manages contacts.
pub async fn watch_page(backend: &Backend, access: &Access<'_, Anyone>) -> Result<WatchPage, Failure> {
    let (conn, actor) = (backend.db.read(), access.actor());
    let account = Account::load(conn, access.account()).await?;
    let owner = owner_categories(conn, account.id).await?;
    let listed = roster(conn, account.id).await?;
    let role = match actor.standing() {
        Standing::Owner => Role::Owner,
        Standing::Member { contact, .. } => Role::Contact(*contact),
    };
    let people = persons(&account, owner, &listed)?;
    let own = found(people.into_iter().find(|person| person.role == role))?;
    let (now, authority) = (backend.now(), actor.authority());
    let concerned = |one: &&Listed| {
        let opens = one.rights().is_some_and(|rights| rights.permissions.contains(Permission::Tickets));
        let active = one.state(now) == MembershipState::Active;
        one.categories.contains(Category::Support) || (opens && active)
    };
    let others = if actor.holds(Permission::Contacts) { listed.as_slice() } else { &[] };
    let others = others
        .iter()
        .filter(|one| Role::Contact(one.id) != role)
        .filter(concerned)
        .map(|one| WatchRow {
            contact: one.id,
            name: one.name.clone(),
            email: one.email.clone(),
            watch: one.ticket_watch,
            support: one.categories.contains(Category::Support),
            may_change: authority.may_touch(one.rights()).is_ok(),
        })
        .collect();
    Ok(WatchPage { own: own.ticket_watch, support: own.categories.contains(Category::Support), others })
}

/// Stores which tickets the viewer follows, and logs it.
pub async fn watch(backend: &Backend, access: &Access<'_, Anyone>, after: TicketWatch) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    match change.actor.standing() {
        Standing::Owner => {
            let before = change.account.ticket_watch;
            if before == after {
                return Ok(());
            }
            accounts::Entity::update_many()
                .col_expr(accounts::Column::TicketWatch, Expr::value(after.code()))
                .filter(accounts::Column::Id.eq(change.account.id.0))
                .exec(change.tx.conn())
                .await?;
            change.log(None, &Event::TicketWatchChanged { before, after }).await?;
        }
        Standing::Member { contact, .. } => {
            let stored = found(Stored::find(change.tx.conn(), change.account.id, *contact).await?)?;
            store(&change, &stored, after).await?;
        }
    }
    change.commit().await
}

/// Stores which tickets a contact follows, and logs it.
///
/// # Errors
///
/// [`AppError::NotFound`](domain::AppError::NotFound) when the contact is not one of this account;
/// [`AppError::Escalation`](domain::AppError::Escalation) against rule 5.
pub async fn watch_for(
    backend: &Backend,
    access: &Access<'_, ManageContacts>,
    id: ContactId,
    after: TicketWatch,
) -> Result<(), Failure> {
    noted(backend, access, Some(id), try_watch_for(backend, access, id, after)).await
}

async fn try_watch_for(
    backend: &Backend,
    access: &Access<'_, ManageContacts>,
    id: ContactId,
    after: TicketWatch,
) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let stored = found(Stored::lock(&change.tx, change.account.id, id).await?)?;
    if !change.is_own(id) {
        change.authority.may_touch(stored.rights()).map_err(domain::AppError::Escalation)?;
    }
    store(&change, &stored, after).await?;
    change.commit().await
}

async fn store(change: &Change<'_>, stored: &Stored, after: TicketWatch) -> Result<(), Failure> {
    let before = TicketWatch::from_code(&stored.row.ticket_watch).unwrap_or_default();
    if before == after {
        return Ok(());
    }
    // The contact's form does not show it, so one that is open stays good: no new version.
    contacts::Entity::update_many()
        .col_expr(contacts::Column::TicketWatch, Expr::value(after.code()))
        .filter(contacts::Column::AccountId.eq(change.account.id.0))
        .filter(contacts::Column::Id.eq(stored.row.id))
        .exec(change.tx.conn())
        .await?;
    let name = stored.name();
    let subject = (!change.is_own(stored.id())).then_some((stored.id(), name.as_str(), stored.row.email.as_str()));
    change.log(subject, &Event::TicketWatchChanged { before, after }).await
}
