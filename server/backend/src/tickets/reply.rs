//! Answering a ticket. One that is closed is open again.

use domain::{
    AppError,
    activity::Event,
    business_event::{BusinessEvent, Prose, TicketReplied},
    client_area::Status,
};
use sea_orm::EntityTrait;
use serde_json::json;
use uuid::Uuid;

use super::{
    close::set_status,
    files::{Upload, check, check_room},
    form::{ReplyForm, problem, token},
    seen::{is_closed, load},
    told::{person, told},
    write::message,
};
use crate::{
    Backend, Failure,
    access::{Access, ViewTickets},
    db::entity::ticket_messages,
    mail::events,
    operator_tasks::{self, About, Kind},
    people::{Change, noted},
    problems::Problems,
    throttle::{self, TICKET_REPLIES},
};

/// Answers a ticket. The same form posted again changes nothing.
///
/// # Errors
///
/// [`AppError::Form`] with what is wrong; [`AppError::NotFound`] when there is no such ticket in scope;
/// [`AppError::Throttled`] when the person wrote many within the hour.
pub async fn reply(
    backend: &Backend,
    access: &Access<'_, ViewTickets>,
    id: Uuid,
    form: &ReplyForm,
    uploads: Vec<Upload>,
) -> Result<(), Failure> {
    noted(backend, access, None, try_reply(backend, access, id, form, uploads)).await
}

async fn try_reply(
    backend: &Backend,
    access: &Access<'_, ViewTickets>,
    id: Uuid,
    form: &ReplyForm,
    uploads: Vec<Upload>,
) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let row = load(&change, id).await?;
    let written = token(&form.token)?;
    let mut problems = Problems::default();
    let text = problems.take("text", Prose::parse(&form.text).map_err(problem));
    let files = check(uploads, &mut problems);
    problems.check()?;
    let Some(text) = text else { return Err(AppError::BadRequest.into()) };
    let (account, conn) = (change.account.id, change.tx.conn());
    let before = ticket_messages::Entity::find_by_id((account.0, id, written)).one(conn).await?;
    if before.is_some() {
        // The button was pressed twice.
        return Ok(());
    }
    throttle::limit(&change.tx, TICKET_REPLIES, &[&change.actor.user().to_string()], change.now).await?;
    check_room(backend, &change, &files).await?;
    let reopened = is_closed(&row);
    set_status(&change, &row, Status::Open).await?;
    let data = json!({ "number": row.number, "message": written, "files": files.len(), "reopened": reopened });
    let author = change.actor.author();
    let about = About::Ticket(id);
    operator_tasks::add(&change.tx, account, &author, Kind::TicketAnswered, about, &data, change.now).await?;
    message(&change, id, written, &text, files).await?;
    let by = person(&author.name, &author.email)?;
    let event = TicketReplied { ticket: told(conn, &row).await?, by, text };
    events::tell(backend, &change.tx, account, BusinessEvent::TicketReplied(event)).await?;
    change.log(None, &Event::TicketReplied { number: row.number }).await?;
    change.commit().await
}
