//! Changing a service to another product of its family: what is more for the rest of the period is invoiced at once; what
//! costs less begins with the next period.

use domain::{
    Permission, ServiceId, Subject, Timestamp,
    activity::Event,
    billing::OrderForm,
    business_event::{ServiceName, Thing},
};
use jiff::ToSpan;
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::json;

use super::{
    OrderNumber,
    enter::{NewOrder, confirm, enter, none_waits},
    products::{Stored, offered, product},
};
use crate::{
    Backend, Failure,
    access::{Access, PlaceOrders, ViewInvoices},
    billing::{issue::Line, line as text},
    db::entity::{service_plans, services},
    once::{Once, Sent},
    operator_tasks::{self, About, Kind},
    people::{Change, noted},
    problems::{Problem, Problems},
};

/// What a change costs.
pub(super) struct Cost {
    /// More (or less) in each period.
    pub difference: i64,
    /// To be paid now, for the rest of the period.
    pub now: i64,
    /// When it takes effect; `None`: at once.
    pub effective_at: Option<i64>,
}

impl Cost {
    pub fn of(service: &services::Model, to: &Stored, now: Timestamp) -> Self {
        let difference = to.row.price_minor - service.price_minor;
        let due = service.next_due_at.filter(|due| *due > now.0);
        match due {
            Some(due) if difference > 0 => {
                Self { difference, now: part(difference, due, to.row.months, now), effective_at: None }
            }
            Some(due) => Self { difference, now: 0, effective_at: Some(due) },
            None => Self { difference, now: difference.max(0), effective_at: None },
        }
    }
}

/// The part of a price that falls on what is left of a period, by days begun, rounded.
fn part(price: i64, due: i64, months: i64, now: Timestamp) -> i64 {
    let begun = jiff::Timestamp::from_millisecond(due)
        .ok()
        .and_then(|due| due.to_zoned_datetime(jiff::tz::TimeZone::UTC).checked_sub(months.months()).ok())
        .map_or(due - 30 * Timestamp::DAY, |begun| begun.timestamp().as_millisecond());
    let days = |milliseconds: i64| (milliseconds + Timestamp::DAY - 1) / Timestamp::DAY;
    let (whole, left) = (days(due - begun).max(1), days(due - now.0));
    let (price, whole, left) = (i128::from(price), i128::from(whole), i128::from(left.clamp(0, whole)));
    i64::try_from((price * left + whole / 2) / whole).unwrap_or(i64::MAX)
}

/// What a service can be changed to, with what it is now.
pub(super) async fn choices(conn: &impl ConnectionTrait, service: &services::Model) -> Result<Vec<Stored>, Failure> {
    if !matches!(service.status.as_str(), "active" | "suspended") {
        return Ok(Vec::new());
    }
    let plan = service_plans::Entity::find_by_id((service.account_id, service.id)).one(conn).await?;
    let Some(plan) = plan else { return Ok(Vec::new()) };
    let Some(current) = product(conn, plan.catalogue_id).await? else {
        return Ok(Vec::new());
    };
    let all = offered(conn).await?;
    let fits = |other: &Stored| {
        !current.row.family.is_empty()
            && other.row.family == current.row.family
            && other.row.id != current.row.id
            && other.row.months == current.row.months
            && other.row.currency == service.currency
    };
    Ok(all.into_iter().filter(fits).collect())
}

/// The service, for whoever may see services, in scope.
pub(super) async fn service(change: &Change<'_>, id: ServiceId) -> Result<services::Model, Failure> {
    if !change.holds(Permission::Products) {
        return Err(domain::AppError::NotFound.into());
    }
    crate::services::load(change, id).await
}

/// Orders a change. `form.choice` is the id of the other product; `form.seen` what was shown to be paid now.
///
/// # Errors
///
/// [`domain::AppError::NotFound`] out of scope or without `products`; [`domain::AppError::Form`] with a [`Problem`].
pub async fn change_service(
    backend: &Backend,
    access: &Access<'_, PlaceOrders>,
    id: ServiceId,
    form: &OrderForm,
) -> Result<OrderNumber, Failure> {
    noted(backend, access, None, try_change(backend, access, id, form)).await
}

async fn try_change(
    backend: &Backend,
    access: &Access<'_, PlaceOrders>,
    id: ServiceId,
    form: &OrderForm,
) -> Result<OrderNumber, Failure> {
    let change = Change::begin(backend, access).await?;
    let (tx, account, now) = (&change.tx, change.account.id, change.now);
    let service = service(&change, id).await?;
    let once = match Once::claim(tx, account, &form.token, &format!("change {id}"), now).await? {
        Sent::First(once) => once,
        Sent::Before(number) => return Ok(number),
    };
    let choices = choices(tx.conn(), &service).await?;
    let to = choices.into_iter().find(|choice| choice.row.id.to_string() == form.choice);
    let to = to.ok_or_else(|| Problems::one("", Problem::NoSuchChange))?;
    none_waits(&change, Subject::Service(id)).await?;
    let cost = Cost::of(&service, &to, now);
    let sees_prices = change.actor.require::<ViewInvoices>().is_ok();
    if sees_prices && form.seen != cost.now.to_string() {
        return Err(Problems::one("", Problem::PriceChanged));
    }
    let words = format!("{} – {} → {}", service.name, service.product, to.row.name);
    let line = Line { description: words.clone(), minor: cost.now, about: Some(Subject::Service(id)) };
    let new = NewOrder {
        kind: "change",
        description: words.clone(),
        about: Some(Subject::Service(id)),
        reason: "",
        effective_at: cost.effective_at,
        lines: if cost.now > 0 { vec![line] } else { Vec::new() },
        currency: to.currency,
    };
    let order = enter(backend, &change, new).await?;
    once.leads_to(tx, &order.number).await?;
    let data = json!({
        "number": order.number,
        "invoice": order.invoice.as_ref().map(|(_, number)| number),
        "service": id,
        "product": to.row.id,
        "price": to.amount(to.row.price_minor),
        "effective_at": cost.effective_at,
    });
    let author = change.actor.author();
    operator_tasks::add(tx, account, &author, Kind::ChangeOrdered, About::Order(order.id), &data, now).await?;
    let about = Thing::Service(ServiceName { id: Some(id), name: text(&service.name)? });
    confirm(backend, &change, &order.number, &[words], Some(about)).await?;
    let event = Event::ChangeOrdered {
        number: order.number.clone(),
        service: service.name,
        from: service.product,
        to: to.row.name,
    };
    change.log(None, &event).await?;
    change.commit().await?;
    Ok(order.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_a_period_is_paid_by_days() {
        // 2030-03-18 12:00 UTC.
        let now = Timestamp(1_900_065_600_000);
        let in_days = |days: i64| now.plus(days * Timestamp::DAY).0;
        // A period of 31 days, from 8 March to 8 April: 21 days are left.
        assert_eq!(part(31_000, in_days(21), 1, now), 21_000);
        assert_eq!(part(31_000, in_days(21), 1, now.plus(Timestamp::HOUR)), 21_000, "the day that is begun counts");
        assert_eq!(part(100, in_days(400), 12, now), 100, "never more than the whole");
        assert_eq!(part(i64::MAX, in_days(30), 1, now), i64::MAX / 31 * 30 + 7 * 30 / 31 + 1);
    }
}
