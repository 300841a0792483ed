//! Renewing a domain for some years.

use domain::{
    Code, DomainId, Permission, Subject, Timestamp,
    activity::Event,
    billing::OrderForm,
    business_event::{DomainName, Thing},
    client_area::Status,
};
use sea_orm::{ColumnTrait, Condition};
use serde_json::json;

use super::{
    OrderNumber,
    cart::registrable,
    enter::{NewOrder, confirm, enter, none_waits},
    products::{Stored, offered},
};
use crate::{
    Backend, Failure,
    access::{Access, PlaceOrders},
    billing::{issue::Line, line as text},
    db::entity::domains,
    once::{Once, Sent},
    operator_tasks::{self, About, Kind},
    people::{Change, noted},
    problems::{Problem, Problems},
};

/// For how many years ahead a domain can be registered.
pub(super) const MOST_YEARS: u8 = 10;
const YEAR: i64 = 366 * Timestamp::DAY;

/// The product that renews a domain of that name, if it is among those offered and has a price.
pub(super) fn renewal<'a>(offered: &'a [Stored], name: &str) -> Option<&'a Stored> {
    offered
        .iter()
        .find(|one| one.row.kind == "domain" && registrable(name, &one.row.tld) && one.row.renewal_minor > 0)
}

/// The domains that can be renewed at all.
pub(super) fn which_renew() -> Condition {
    let (status, expires) = (domains::Column::Status, domains::Column::ExpiresAt);
    Condition::all().add(status.is_in(Status::RENEWABLE.map(Code::code))).add(expires.is_not_null())
}

fn renewable(row: &domains::Model) -> bool {
    row.expires_at.is_some() && Status::RENEWABLE.map(Code::code).contains(&row.status.as_str())
}

/// Orders a renewal. `form.choice` is the number of years.
///
/// # Errors
///
/// [`domain::AppError::NotFound`] out of scope or without `domains`; [`domain::AppError::Form`] with a [`Problem`].
pub async fn renew_domain(
    backend: &Backend,
    access: &Access<'_, PlaceOrders>,
    id: DomainId,
    form: &OrderForm,
) -> Result<OrderNumber, Failure> {
    noted(backend, access, None, try_renew(backend, access, id, form)).await
}

async fn try_renew(
    backend: &Backend,
    access: &Access<'_, PlaceOrders>,
    id: DomainId,
    form: &OrderForm,
) -> Result<OrderNumber, Failure> {
    let change = Change::begin(backend, access).await?;
    let (tx, account, now) = (&change.tx, change.account.id, change.now);
    if !change.holds(Permission::Domains) {
        return Err(domain::AppError::NotFound.into());
    }
    let row = crate::domains::load(&change, id).await?;
    let once = match Once::claim(tx, account, &form.token, &format!("renew {id}"), now).await? {
        Sent::First(once) => once,
        Sent::Before(number) => return Ok(number),
    };
    let years = form.choice.parse::<u8>().ok().filter(|years| (1..=MOST_YEARS).contains(years));
    let years = years.ok_or_else(|| Problems::one("choice", Problem::UnknownChoice))?;
    let expires = row.expires_at.filter(|_| renewable(&row)).ok_or_else(|| Problems::one("", Problem::NotRenewable))?;
    if expires.saturating_add(i64::from(years) * YEAR) > now.0 + i64::from(MOST_YEARS + 1) * YEAR {
        return Err(Problems::one("choice", Problem::UnknownChoice));
    }
    let offered = offered(tx.conn()).await?;
    let product = renewal(&offered, &row.name).ok_or_else(|| Problems::one("", Problem::NotRenewable))?;
    none_waits(&change, Subject::Domain(id)).await?;
    let minor = product.row.renewal_minor.saturating_mul(i64::from(years));
    let words = format!("{} + {years}", row.name);
    let new = NewOrder {
        kind: "renewal",
        description: words.clone(),
        about: Some(Subject::Domain(id)),
        reason: "",
        effective_at: None,
        lines: vec![Line {
            description: format!("{} – {words}", product.row.name),
            minor,
            about: Some(Subject::Domain(id)),
        }],
        currency: product.currency,
    };
    let order = enter(backend, &change, new).await?;
    once.leads_to(tx, &order.number).await?;
    let data = json!({
        "number": order.number,
        "invoice": order.invoice.as_ref().map(|(_, number)| number),
        "domain": id,
        "name": row.name,
        "years": years,
    });
    let author = change.actor.author();
    operator_tasks::add(tx, account, &author, Kind::RenewalOrdered, About::Order(order.id), &data, now).await?;
    let about = Thing::Domain(DomainName { id: Some(id), name: text(&row.name)? });
    confirm(backend, &change, &order.number, &[words], Some(about)).await?;
    change
        .log(None, &Event::RenewalOrdered { number: order.number.clone(), domain: row.name, years })
        .await?;
    change.commit().await?;
    Ok(order.number)
}
