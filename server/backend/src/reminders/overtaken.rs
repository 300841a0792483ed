//! Whether what an email tells of time has been overtaken while it waited: the invoice was paid, the domain renewed.
//!
//! Only by what we know ourselves: about something that is not among our records whoever posted it knows better.

use domain::{
    AccountId, Timestamp,
    business_event::{BusinessEvent, DomainName, Line, ServiceName},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};

use super::tickets::ANSWERED;
use crate::{
    Failure,
    billing::left,
    db::entity::{domains, invoices, services, tickets},
};

/// Why there is nothing to tell any more, for the operator; `None`: it still holds.
pub(crate) async fn overtaken(
    conn: &impl ConnectionTrait,
    account: AccountId,
    event: &BusinessEvent,
) -> Result<Option<&'static str>, Failure> {
    let (holds, why) = match event {
        BusinessEvent::InvoiceReminder(told) => {
            (to_pay(conn, account, &told.invoice.number).await?, "the invoice does not wait to be paid any more")
        }
        BusinessEvent::InvoiceOverdue(told) => {
            (to_pay(conn, account, &told.invoice.number).await?, "the invoice does not wait to be paid any more")
        }
        BusinessEvent::ServiceRenewing(told) => (
            renews(conn, account, &told.service, told.renews.0).await?,
            "the service does not renew then any more",
        ),
        BusinessEvent::DomainRenewal(told) => {
            (ends(conn, account, &told.domain, told.expires.0).await?, "the domain was renewed")
        }
        BusinessEvent::DomainExpired(told) => {
            (ends(conn, account, &told.domain, told.expired.0).await?, "the domain was renewed")
        }
        BusinessEvent::TicketClosing(told) => {
            (answered(conn, account, &told.ticket.number).await?, "the ticket does not wait for a reply any more")
        }
        _ => return Ok(None),
    };
    Ok((!holds).then_some(why))
}

async fn to_pay(conn: &impl ConnectionTrait, account: AccountId, number: &Line) -> Result<bool, Failure> {
    let row = invoices::Entity::find()
        .filter(invoices::Column::AccountId.eq(account.0))
        .filter(invoices::Column::Number.eq(number.as_str()))
        .one(conn)
        .await?;
    Ok(match row {
        Some(row) => left(&row)?.is_some(),
        None => true,
    })
}

async fn renews(
    conn: &impl ConnectionTrait,
    account: AccountId,
    service: &ServiceName,
    at: Timestamp,
) -> Result<bool, Failure> {
    let Some(id) = service.id else { return Ok(true) };
    let Some(row) = services::Entity::find_by_id((account.0, id.0)).one(conn).await? else {
        return Ok(true);
    };
    let later = row.next_due_at.is_some_and(|due| due > at.0);
    let cancelled = services::Entity::find_by_id((account.0, id.0)).filter(not_cancelled().not()).one(conn).await?;
    Ok(row.status == "active" && !later && cancelled.is_none())
}

/// That no cancellation of the service was ordered, unless the order was withdrawn or refused.
pub(super) fn not_cancelled() -> Expr {
    let column = |name| Expr::col(("orders", name));
    let cancellation = Query::select()
        .expr(Expr::val(1))
        .from("orders")
        .and_where(column("account_id").equals(("services", "account_id")))
        .and_where(column("service_id").equals(("services", "id")))
        .and_where(column("kind").eq("cancellation"))
        .and_where(column("status").ne("cancelled"))
        .take();
    Expr::exists(cancellation).not()
}

async fn ends(
    conn: &impl ConnectionTrait,
    account: AccountId,
    domain: &DomainName,
    at: Timestamp,
) -> Result<bool, Failure> {
    let Some(id) = domain.id else { return Ok(true) };
    let row = domains::Entity::find_by_id((account.0, id.0)).one(conn).await?;
    Ok(row.is_none_or(|row| row.expires_at.is_none_or(|expires| expires <= at.0)))
}

async fn answered(conn: &impl ConnectionTrait, account: AccountId, number: &Line) -> Result<bool, Failure> {
    let status: Option<String> = tickets::Entity::find()
        .select_only()
        .column(tickets::Column::Status)
        .filter(tickets::Column::AccountId.eq(account.0))
        .filter(tickets::Column::Number.eq(number.as_str()))
        .into_tuple()
        .one(conn)
        .await?;
    Ok(status.is_none_or(|status| status == ANSWERED))
}
