//! A ticket as events have it, for the emails that tell of it.

use domain::{
    EmailAddress,
    business_event::{Line, Ticket, TicketPerson},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::about::things;
use crate::{
    Failure,
    db::entity::{ticket_copies, tickets},
};

/// A ticket as events have it: its people as they were. Who is reached for them now is looked up by the routing
/// ([`named`](super::named)).
pub(crate) async fn told(conn: &impl ConnectionTrait, row: &tickets::Model) -> Result<Ticket, Failure> {
    let email = EmailAddress::parse(&row.opened_by_email)
        .map_err(|_| Failure::inconsistent("who opened a ticket has no proper address"))?;
    let copies = ticket_copies::Entity::find()
        .filter(ticket_copies::Column::AccountId.eq(row.account_id))
        .filter(ticket_copies::Column::TicketId.eq(row.id))
        .all(conn)
        .await?;
    Ok(Ticket {
        number: line(&row.number)?,
        subject: line(&row.subject)?,
        opener: TicketPerson { name: person(&row.opened_by_name, &row.opened_by_email)?, email },
        copied: copies.iter().filter_map(|copy| EmailAddress::parse(&copy.email).ok()).collect(),
        about: things(conn, row).await?,
    })
}

fn line(text: &str) -> Result<Line, Failure> {
    Line::parse(text).map_err(|_| Failure::inconsistent("a ticket has a text that cannot be printed"))
}

/// How somebody is called in emails: by their name, if it does as one.
pub(super) fn person(name: &str, email: &str) -> Result<Line, Failure> {
    Line::parse(name).or_else(|_| line(email))
}
