//! A ticket's page: what was written, by whom, with which files.

use std::collections::HashMap;

use domain::{AccountId, Moment, Timestamp, client_area::Status};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{about::names, seen};
use crate::{
    Backend, Failure,
    access::{Access, ViewTickets},
    client_area::status,
    db::entity::{ticket_copies, ticket_files, ticket_messages, tickets},
    markdown,
    moments::Moments,
    random::new_id,
};

/// How many messages a page shows, the newest of all.
const MOST: u64 = 500;

/// A ticket with what was written on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketPage {
    pub account: AccountId,
    pub id: Uuid,
    pub number: String,
    pub subject: String,
    pub status: Status,
    /// Codes of the closed sets, or whatever the operator's systems call it.
    pub department: String,
    pub priority: String,
    pub about: Option<String>,
    pub opened_by: String,
    pub opened: Moment,
    /// Who gets copies, by name as it was.
    pub copies: Vec<String>,
    /// In the order in which they were written.
    pub messages: Vec<Message>,
    /// The id that the next message gets.
    pub token: Uuid,
}

/// Something that was written on a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: Uuid,
    /// As it was.
    pub author: String,
    /// Whether it is from the provider.
    pub staff: bool,
    pub written: Moment,
    /// Safe HTML.
    pub html: String,
    pub files: Vec<FileLine>,
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLine {
    pub id: Uuid,
    pub name: String,
    /// In bytes.
    pub size: u64,
}

/// A ticket's page.
///
/// # Errors
///
/// [`AppError::NotFound`](domain::AppError::NotFound) when there is no such ticket in scope.
pub async fn page(backend: &Backend, access: &Access<'_, ViewTickets>, id: Uuid) -> Result<TicketPage, Failure> {
    let conn = backend.db.read();
    let row = seen::read(&backend.db, access, id).await?;
    let actor = access.actor();
    let moments = Moments::new(actor.locale(), actor.time_zone(), backend.now());
    let names = names(conn, access.account(), std::slice::from_ref(&row)).await?;
    let copies: Vec<String> = ticket_copies::Entity::find()
        .select_only()
        .column(ticket_copies::Column::Name)
        .filter(ticket_copies::Column::AccountId.eq(row.account_id))
        .filter(ticket_copies::Column::TicketId.eq(row.id))
        .order_by_asc(ticket_copies::Column::Name)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(TicketPage {
        account: access.account(),
        status: status(&row.status)?,
        about: row.service_id.or(row.domain_id).and_then(|id| names.get(&id).cloned()),
        opened: moments.moment(Timestamp(row.opened_at)),
        messages: messages(conn, &row, &moments).await?,
        token: new_id(backend.now()),
        id: row.id,
        number: row.number,
        subject: row.subject,
        department: row.department,
        priority: row.priority,
        opened_by: row.opened_by_name,
        copies,
    })
}

async fn messages(
    conn: &DatabaseConnection,
    ticket: &tickets::Model,
    moments: &Moments,
) -> Result<Vec<Message>, Failure> {
    use ticket_messages::Column as M;
    let mut rows = ticket_messages::Entity::find()
        .filter(M::AccountId.eq(ticket.account_id))
        .filter(M::TicketId.eq(ticket.id))
        .order_by_desc(M::WrittenAt)
        .order_by_desc(M::Id)
        .limit(MOST)
        .all(conn)
        .await?;
    rows.reverse();
    let mut files = files(conn, ticket).await?;
    let message = |row: ticket_messages::Model| Message {
        id: row.id,
        author: row.author_name,
        staff: row.author_kind == "staff",
        written: moments.moment(Timestamp(row.written_at)),
        html: markdown::to_html(&row.text),
        files: files.remove(&row.id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(message).collect())
}

/// The files by message, without what is in them.
async fn files(conn: &DatabaseConnection, ticket: &tickets::Model) -> Result<HashMap<Uuid, Vec<FileLine>>, Failure> {
    use ticket_files::Column as F;
    let rows: Vec<(Uuid, Uuid, String, i64)> = ticket_files::Entity::find()
        .select_only()
        .columns([F::MessageId, F::Id, F::Name, F::Size])
        .filter(F::AccountId.eq(ticket.account_id))
        .filter(F::TicketId.eq(ticket.id))
        .order_by_asc(F::Name)
        .into_tuple()
        .all(conn)
        .await?;
    let mut files: HashMap<Uuid, Vec<FileLine>> = HashMap::new();
    for (message, id, name, size) in rows {
        files.entry(message).or_default().push(FileLine { id, name, size: size.unsigned_abs() });
    }
    Ok(files)
}
