//! The list of tickets: searched, filtered, those that moved last first, page by page.

use domain::{Moment, Timestamp, client_area::Status};
use sea_orm::QueryFilter;
use uuid::Uuid;

use super::{about::names, seen::in_scope};
use crate::{
    Backend, Failure,
    access::{Access, ViewTickets},
    client_area::status,
    db::entity::tickets::{self, Column as T},
    moments::Moments,
    paging::{ListQuery, Place, by_time},
};

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketLine {
    pub id: Uuid,
    pub number: String,
    pub subject: String,
    pub status: Status,
    /// A code of the closed set, or whatever the operator's systems call it.
    pub department: String,
    /// The service or domain it is about.
    pub about: Option<String>,
    /// As it was when the ticket was opened.
    pub opened_by: String,
    pub updated: Moment,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketList {
    pub lines: Vec<TicketLine>,
    /// What the next page comes after, if there is one.
    pub older: Option<String>,
    pub query: ListQuery,
}

/// The tickets in scope, and those that the person opened. `before` is where the page before ended, as its
/// [`TicketList::older`] said: when that ticket had moved, so that one that moves meanwhile takes no place away. What
/// cannot be read begins anew.
pub async fn list(
    backend: &Backend,
    access: &Access<'_, ViewTickets>,
    query: ListQuery,
    before: &str,
) -> Result<TicketList, Failure> {
    let all = in_scope(access).filter(query.filter(&[T::Subject, T::Number], T::Status));
    let place = |row: &tickets::Model| Place { at: row.updated_at, id: row.id };
    let (rows, older) = by_time(backend.db.read(), all, (T::UpdatedAt, T::Id), place, before).await?;
    let names = names(backend.db.read(), access.account(), &rows).await?;
    let actor = access.actor();
    let moments = Moments::new(actor.locale(), actor.time_zone(), backend.now());
    let line = |row: tickets::Model| {
        Ok(TicketLine {
            id: row.id,
            status: status(&row.status)?,
            about: row.service_id.or(row.domain_id).and_then(|id| names.get(&id).cloned()),
            opened_by: row.opened_by_name,
            updated: moments.moment(Timestamp(row.updated_at)),
            number: row.number,
            subject: row.subject,
            department: row.department,
        })
    };
    Ok(TicketList { lines: rows.into_iter().map(line).collect::<Result<_, Failure>>()?, older, query })
}
