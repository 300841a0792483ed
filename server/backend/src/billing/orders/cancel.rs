//! Cancelling a service: now, or at the end of the period that is paid.

use domain::{
    Code, ServiceId, Subject, Timestamp,
    activity::Event,
    billing::OrderForm,
    business_event::{BusinessEvent, CancellationReceived, ServiceName},
    client_area::Status,
    instant::Instant,
};
use serde_json::json;

use super::{
    OrderNumber,
    change::service,
    enter::{NewOrder, enter, none_waits},
};
use crate::{
    Backend, Failure,
    access::{Access, PlaceOrders},
    billing::{currency, line, quotes::reason},
    mail::events,
    once::{Once, Sent},
    operator_tasks::{self, About, Kind},
    people::{Change, noted},
    problems::{Problem, Problems},
};

/// Orders a cancellation. `form.choice` is `now` or `end`.
///
/// # Errors
///
/// [`domain::AppError::NotFound`] out of scope or without `products`; [`domain::AppError::Form`] with a [`Problem`].
pub async fn cancel_service(
    backend: &Backend,
    access: &Access<'_, PlaceOrders>,
    id: ServiceId,
    form: &OrderForm,
) -> Result<OrderNumber, Failure> {
    noted(backend, access, None, try_cancel(backend, access, id, form)).await
}

async fn try_cancel(
    backend: &Backend,
    access: &Access<'_, PlaceOrders>,
    id: ServiceId,
    form: &OrderForm,
) -> Result<OrderNumber, Failure> {
    let change = Change::begin(backend, access).await?;
    let (tx, account, now) = (&change.tx, change.account.id, change.now);
    let service = service(&change, id).await?;
    let once = match Once::claim(tx, account, &form.token, &format!("cancel {id}"), now).await? {
        Sent::First(once) => once,
        Sent::Before(number) => return Ok(number),
    };
    let at_once = match form.choice.as_str() {
        "now" => true,
        "end" => false,
        _ => return Err(Problems::one("choice", Problem::UnknownChoice)),
    };
    let reason = reason(&form.reason)?;
    if !Status::ORDERABLE.map(Code::code).contains(&service.status.as_str()) {
        return Err(Problems::one("", Problem::NoSuchChange));
    }
    none_waits(&change, Subject::Service(id)).await?;
    let ends = service.next_due_at.filter(|due| !at_once && *due > now.0);
    let words = format!("{} – {}", service.name, service.product);
    let new = NewOrder {
        kind: "cancellation",
        description: words,
        about: Some(Subject::Service(id)),
        reason: &reason,
        effective_at: ends,
        lines: Vec::new(),
        currency: currency(&service.currency)?,
    };
    let order = enter(backend, &change, new).await?;
    once.leads_to(tx, &order.number).await?;
    let data = json!({ "number": order.number, "service": id, "effective_at": ends, "reason": reason });
    let author = change.actor.author();
    operator_tasks::add(tx, account, &author, Kind::CancellationOrdered, About::Order(order.id), &data, now).await?;
    let told = BusinessEvent::CancellationReceived(CancellationReceived {
        service: ServiceName { id: Some(id), name: line(&service.name)? },
        at: Instant(now),
        ends: Instant(ends.map_or(now, Timestamp)),
    });
    events::tell(backend, tx, account, told).await?;
    let event =
        Event::CancellationOrdered { number: order.number.clone(), service: service.name, at_once: ends.is_none() };
    change.log(None, &event).await?;
    change.commit().await?;
    Ok(order.number)
}
