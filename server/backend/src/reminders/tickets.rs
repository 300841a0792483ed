//! Tickets whose answer nobody replied to: a warning, and later they are closed, where the operator wants it.
//!
//! Nothing is closed without a warning of two days, not after a downtime nor after the operator chose another number of
//! days: what closes is what was warned about that long ago, about the same answer.

use domain::{
    Timestamp,
    activity::Event,
    business_event::{BusinessEvent, TicketClosed, TicketClosing},
    instant::Instant,
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Condition, Expr, ExprTrait, Query},
};
use serde_json::json;

use super::{
    due::{Due, Source, all_due},
    schedule::{CLOSING, Notice, ticket},
    tell::claim_and_post,
};
use crate::{
    Backend, Failure, Tx,
    access::SystemAccess,
    activity,
    db::entity::tickets,
    operator_tasks::{self, About, Kind},
    tickets::told,
};

static TICKETS: Source = Source { kind: "ticket", table: "tickets", id: "id", due: "answered_at" };

/// The code of the notice that closes.
const CLOSED: &str = "closed";
pub(super) const ANSWERED: &str = "answered";

pub(super) async fn tell(backend: &Backend, system: &SystemAccess) -> Result<usize, Failure> {
    let days = backend.settings.ticket_close_days;
    if days == 0 {
        return Ok(0);
    }
    let now = backend.now();
    let only = |notice: &Notice| {
        let waits = Condition::all().add(Expr::col(("tickets", "status")).eq(ANSWERED));
        if notice.code == CLOSED { waits.add(warned(now)) } else { waits }
    };
    let closes_after = i64::from(days) * Timestamp::DAY;
    all_due(backend, &TICKETS, &ticket(days), only, |due, notice| {
        let notice_code = notice.code;
        async move {
            if notice_code == CLOSED {
                close(backend, system, due, notice).await
            } else {
                warn(backend, system, due, notice, closes_after).await
            }
        }
    })
    .await
}

/// Whether its people were warned, about this answer, long enough ago.
fn warned(now: Timestamp) -> Expr {
    let column = |name| Expr::col(("reminders", name));
    let warning = Query::select()
        .expr(Expr::val(1))
        .from("reminders")
        .and_where(column("account_id").equals(("tickets", "account_id")))
        .and_where(column("subject_kind").eq(TICKETS.kind))
        .and_where(column("subject_id").equals(("tickets", "id")))
        .and_where(column("kind").ne(CLOSED))
        .and_where(column("due_at").equals(("tickets", "answered_at")))
        .and_where(column("told_at").lte(now.plus(-CLOSING).0))
        .take();
    Expr::exists(warning)
}

async fn warn(
    backend: &Backend,
    system: &SystemAccess,
    due: Due,
    notice: &Notice,
    closes_after: i64,
) -> Result<bool, Failure> {
    claim_and_post(backend, system, &TICKETS, due, notice, |tx| async move {
        let Some(row) = waiting(&tx, due).await? else { return Ok((tx, None)) };
        let closes = Ord::max(due.at().plus(closes_after), backend.now().plus(CLOSING));
        let event = TicketClosing { ticket: told(tx.conn(), &row).await?, closes: Instant(closes) };
        Ok((tx, Some(BusinessEvent::TicketClosing(event))))
    })
    .await
}

async fn close(backend: &Backend, system: &SystemAccess, due: Due, notice: &Notice) -> Result<bool, Failure> {
    claim_and_post(backend, system, &TICKETS, due, notice, |tx| async move {
        let now = backend.now();
        // A reply that came meanwhile wins.
        let closed = tickets::Entity::update_many()
            .col_expr(tickets::Column::Status, Expr::value(CLOSED))
            .col_expr(tickets::Column::UpdatedAt, Expr::value(now.0))
            .col_expr(tickets::Column::AnsweredAt, Expr::value(None::<i64>))
            .filter(tickets::Column::AccountId.eq(due.account().0))
            .filter(tickets::Column::Id.eq(due.id()))
            .filter(tickets::Column::Status.eq(ANSWERED))
            .filter(tickets::Column::AnsweredAt.eq(due.at().0))
            .exec(tx.conn())
            .await?;
        let row = tickets::Entity::find_by_id((due.account().0, due.id())).one(tx.conn()).await?;
        let Some(row) = row.filter(|_| closed.rows_affected == 1) else {
            return Ok((tx, None));
        };
        let (account, author, about) = (due.account(), system.author(), About::Ticket(row.id));
        let data = json!({ "number": row.number });
        operator_tasks::add(&tx, account, &author, Kind::TicketClosed, about, &data, now).await?;
        let event = TicketClosed { ticket: told(tx.conn(), &row).await?, by: None };
        activity::record(&tx, account, &author, None, &Event::TicketClosed { number: row.number }, now).await?;
        Ok((tx, Some(BusinessEvent::TicketClosed(event))))
    })
    .await
}

/// The ticket, if it still waits for a reply to the same answer.
async fn waiting(tx: &Tx, due: Due) -> Result<Option<tickets::Model>, Failure> {
    let found = tickets::Entity::find_by_id((due.account().0, due.id())).one(tx.conn()).await?;
    Ok(found.filter(|row| row.status == ANSWERED && row.answered_at == Some(due.at().0)))
}
