//! Paying an invoice by credit, whole or a part of it.
//!
//! One transaction: credit goes down where there is enough, the invoice goes up where nobody else paid meanwhile, and
//! both are decided by the rows themselves, not by what was read before.

use domain::{
    AppError, InvoiceId,
    activity::Event,
    billing::PayForm,
    business_event::{BusinessEvent, PaymentConfirmed},
    instant::Instant,
    money::Amount,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::{
    credit::{self, Why},
    invoice::open,
    things::reference,
    whole_account,
};
use crate::{
    Backend, Failure, Tx,
    access::{Access, ViewInvoices},
    db::{
        entity::{invoices, payments},
        found,
    },
    mail::events,
    once::{Once, Sent},
    operator_tasks::{self, About, Kind},
    people::{Change, noted},
    problems::{Problem, Problems},
    random::new_id,
};

/// How a payment by credit is called among the others.
pub(super) const CREDIT: &str = "credit";

/// Pays by credit. Sent again, the form pays nothing more.
///
/// # Errors
///
/// [`AppError::NotFound`] when the invoice is of another account, and for a limited scope; [`AppError::Stale`] when
/// something was paid since the form was shown; [`AppError::Form`] with a [`Problem`] of the amount or the invoice.
pub async fn pay_by_credit(
    backend: &Backend,
    access: &Access<'_, ViewInvoices>,
    id: InvoiceId,
    form: &PayForm,
) -> Result<(), Failure> {
    noted(backend, access, None, try_pay(backend, access, id, form)).await
}

async fn try_pay(
    backend: &Backend,
    access: &Access<'_, ViewInvoices>,
    id: InvoiceId,
    form: &PayForm,
) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    // The credit is the whole account's.
    whole_account(change.scope())?;
    let (tx, account, now) = (&change.tx, change.account.id, change.now);
    let row = found(invoices::Entity::find_by_id((account.0, id.0)).one(tx.conn()).await?)?;
    let once = match Once::claim(tx, account, &form.token, &format!("pay {id}"), now).await? {
        Sent::First(once) => once,
        Sent::Before(_) => return Ok(()),
    };
    if !open(&row) || row.kind == "funds" {
        return Err(Problems::one("", Problem::NotPayable));
    }
    if row.paid_minor != form.seen {
        return Err(AppError::Stale.into());
    }
    let left = row.total_minor - row.paid_minor;
    let currency = super::currency(&row.currency)?;
    let paid = Amount::typed(&form.amount, currency).map_err(|_| Problems::one("amount", Problem::NotAnAmount))?;
    if paid.minor == 0 {
        return Err(Problems::one("amount", Problem::NotAnAmount));
    }
    if paid.minor > left {
        return Err(Problems::one("amount", Problem::MoreThanLeft));
    }
    let why = Why { id: None, invoice: Some(row.id), reason: "" };
    let rest = credit::take(tx, account, paid, why, now).await?;
    rest.ok_or_else(|| Problems::one("amount", Problem::MoreThanCredit))?;
    let payer = change.actor.name();
    enter(tx, &row, Payment { minor: paid.minor, method: CREDIT, by: payer, id: new_id(now) }, now).await?;
    once.leads_to(tx, "").await?;
    let data = json!({ "number": row.number, "paid": paid, "left": left - paid.minor });
    let (author, about) = (change.actor.author(), About::Invoice(row.id));
    operator_tasks::add(tx, account, &author, Kind::InvoicePaidByCredit, about, &data, now).await?;
    let whole = paid.minor == row.total_minor;
    change.log(None, &Event::InvoicePaid { number: row.number.clone(), paid, whole }).await?;
    confirm(backend, tx, &row, paid, None, now).await?;
    change.commit().await
}

/// A payment to be entered.
pub(super) struct Payment<'a> {
    pub id: uuid::Uuid,
    pub minor: i64,
    pub method: &'a str,
    /// Who paid, as they were; empty: the system.
    pub by: &'a str,
}

/// Enters a payment and brings the invoice up to date, unless somebody else's came between.
///
/// # Errors
///
/// [`AppError::Stale`] then.
pub(super) async fn enter(
    tx: &Tx,
    row: &invoices::Model,
    payment: Payment<'_>,
    now: domain::Timestamp,
) -> Result<(), Failure> {
    let after = row.paid_minor.saturating_add(payment.minor);
    let done = after >= row.total_minor;
    let change = invoices::ActiveModel {
        paid_minor: Set(after),
        status: Set(if done { "paid".to_owned() } else { row.status.clone() }),
        paid_at: Set(done.then_some(now.0)),
        ..Default::default()
    };
    let result = invoices::Entity::update_many()
        .set(change)
        .filter(invoices::Column::AccountId.eq(row.account_id))
        .filter(invoices::Column::Id.eq(row.id))
        .filter(invoices::Column::PaidMinor.eq(row.paid_minor))
        .filter(invoices::Column::Status.eq(row.status.as_str()))
        .exec(tx.conn())
        .await?;
    if result.rows_affected != 1 {
        return Err(AppError::Stale.into());
    }
    let entry = payments::ActiveModel {
        account_id: Set(row.account_id),
        id: Set(payment.id),
        invoice_id: Set(row.id),
        method: Set(payment.method.to_owned()),
        amount_minor: Set(payment.minor),
        currency: Set(row.currency.clone()),
        paid_at: Set(now.0),
        paid_by: Set(payment.by.to_owned()),
    };
    payments::Entity::insert(entry).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Tells of a payment.
pub(super) async fn confirm(
    backend: &Backend,
    tx: &Tx,
    row: &invoices::Model,
    paid: Amount,
    method: Option<domain::business_event::Line>,
    now: domain::Timestamp,
) -> Result<(), Failure> {
    let invoice = reference(tx, row).await?;
    let told = BusinessEvent::PaymentConfirmed(PaymentConfirmed { invoice, paid, at: Instant(now), method });
    events::tell(backend, tx, domain::AccountId(row.account_id), told).await
}
