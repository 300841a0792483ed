//! Whether what an email tells of time has been overtaken while it waited: the invoice was paid, the domain renewed.
//!
//! Only by what we know ourselves: about something that is not among our records whoever posted it knows better.

use domain::{
    AccountId, Timestamp,
    business_event::{BusinessEvent, DomainName, Line, ServiceName},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
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
    const PAID: &str = "the invoice does not wait to be paid any more";
    const RENEWED: &str = "the domain was renewed";
    let (holds, why) = match event {
        BusinessEvent::InvoiceReminder(told) => (to_pay(conn, account, &told.invoice.number).await?, PAID),
        BusinessEvent::InvoiceOverdue(told) => (to_pay(conn, account, &told.invoice.number).await?, PAID),
        BusinessEvent::ServiceRenewing(told) => (
            renews(conn, account, &told.service, told.renews.0).await?,
            "the service does not renew then any more",
        ),
        BusinessEvent::DomainRenewal(told) => (ends(conn, account, &told.domain, told.expires.0).await?, RENEWED),
        BusinessEvent::DomainExpired(told) => (ends(conn, account, &told.domain, told.expired.0).await?, RENEWED),
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
    let otherwise = Condition::any()
        .add(services::Column::Status.ne("active"))
        .add(services::Column::NextDueAt.gt(at.0))
        .add(not_cancelled().not());
    Ok(services::Entity::find_by_id((account.0, id.0)).filter(otherwise).one(conn).await?.is_none())
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
    let renewed = domains::Entity::find_by_id((account.0, id.0)).filter(domains::Column::ExpiresAt.gt(at.0));
    Ok(renewed.one(conn).await?.is_none())
}

async fn answered(conn: &impl ConnectionTrait, account: AccountId, number: &Line) -> Result<bool, Failure> {
    let otherwise = tickets::Entity::find()
        .filter(tickets::Column::AccountId.eq(account.0))
        .filter(tickets::Column::Number.eq(number.as_str()))
        .filter(tickets::Column::Status.ne(ANSWERED));
    Ok(otherwise.one(conn).await?.is_none())
}
