//! Closing a ticket, and opening it again.

use domain::{
    Code,
    activity::Event,
    business_event::{BusinessEvent, TicketClosed},
    client_area::Status,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;
use uuid::Uuid;

use super::{
    seen::{is_closed, load},
    told::{person, told},
};
use crate::{
    Backend, Failure,
    access::{Access, ViewTickets},
    db::{entity::tickets, one_row},
    mail::events,
    operator_tasks::{self, About, Kind},
    people::{Change, noted},
};

/// Closes a ticket. One that is closed already stays so.
///
/// # Errors
///
/// [`AppError::NotFound`](domain::AppError::NotFound) when there is no such ticket in scope.
pub async fn close(backend: &Backend, access: &Access<'_, ViewTickets>, id: Uuid) -> Result<(), Failure> {
    noted(backend, access, None, turn(backend, access, id, true)).await
}

/// Opens a closed ticket again. One that is open stays as it is.
///
/// # Errors
///
/// [`AppError::NotFound`](domain::AppError::NotFound) when there is no such ticket in scope.
pub async fn reopen(backend: &Backend, access: &Access<'_, ViewTickets>, id: Uuid) -> Result<(), Failure> {
    noted(backend, access, None, turn(backend, access, id, false)).await
}

async fn turn(backend: &Backend, access: &Access<'_, ViewTickets>, id: Uuid, close: bool) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let row = load(&change, id).await?;
    if is_closed(&row) == close {
        return Ok(());
    }
    let (account, author) = (change.account.id, change.actor.author());
    let (status, kind) = if close {
        (Status::Closed, Kind::TicketClosed)
    } else {
        (Status::Open, Kind::TicketReopened)
    };
    set_status(&change, &row, status).await?;
    let data = json!({ "number": row.number });
    operator_tasks::add(&change.tx, account, &author, kind, About::Ticket(id), &data, change.now).await?;
    if close {
        let by = person(&author.name, &author.email)?;
        let event = TicketClosed { ticket: told(change.tx.conn(), &row).await?, by: Some(by) };
        events::tell(backend, &change.tx, account, BusinessEvent::TicketClosed(event)).await?;
    }
    let number = row.number;
    let event = if close {
        Event::TicketClosed { number }
    } else {
        Event::TicketReopened { number }
    };
    change.log(None, &event).await?;
    change.commit().await
}

/// A ticket has moved: no answer of the provider waits any more.
pub(super) async fn set_status(change: &Change<'_>, row: &tickets::Model, status: Status) -> Result<(), Failure> {
    let changed = tickets::Entity::update_many()
        .col_expr(tickets::Column::Status, Expr::value(status.code()))
        .col_expr(tickets::Column::UpdatedAt, Expr::value(change.now.0))
        .col_expr(tickets::Column::AnsweredAt, Expr::value(None::<i64>))
        .filter(tickets::Column::AccountId.eq(row.account_id))
        .filter(tickets::Column::Id.eq(row.id))
        .exec(change.tx.conn())
        .await?;
    one_row(changed.rows_affected)
}
