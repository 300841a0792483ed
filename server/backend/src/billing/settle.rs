//! Money that the operator received for an invoice: by card, by bank transfer. What is paid for funds becomes credit, and
//! so does what was paid too much: on an invoice that is paid already, all of it.

use domain::{
    AccountId, InvoiceId,
    activity::Event,
    business_event::{BusinessEvent, CreditAdded, Line},
    instant::Instant,
    money::Amount,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{
    credit::{self, Why},
    invoice::open,
    pay::{Payment, confirm, enter},
};
use crate::{
    Backend, Failure, Tx,
    access::SystemAccess,
    activity,
    db::{
        entity::{credit_entries, invoices, payments},
        found,
    },
    mail::events,
    people::Account,
    problems::{Problem, Problems},
};

/// What was received.
#[derive(Clone, Debug)]
pub struct Received {
    /// Received twice with the same id, it counts once.
    pub id: Uuid,
    pub amount: Amount,
    /// Card, bank transfer and so on.
    pub method: Line,
}

/// The invoices of that number: the operator's own may stand on several accounts.
pub async fn invoices_numbered(
    backend: &Backend,
    _system: &SystemAccess,
    number: &str,
) -> Result<Vec<(AccountId, InvoiceId)>, Failure> {
    let ids: Vec<(Uuid, Uuid)> = invoices::Entity::find()
        .select_only()
        .columns([invoices::Column::AccountId, invoices::Column::Id])
        .filter(invoices::Column::Number.eq(number))
        .into_tuple()
        .all(backend.db.read())
        .await?;
    Ok(ids.into_iter().map(|(account, id)| (AccountId(account), InvoiceId(id))).collect())
}

/// Enters what was received for an invoice. `false`: it was entered before.
///
/// # Errors
///
/// [`domain::AppError::NotFound`]; [`domain::AppError::Form`] when it is another currency, or nothing, or when the invoice was
/// cancelled or refunded.
pub async fn receive(
    backend: &Backend,
    system: &SystemAccess,
    account: AccountId,
    invoice: InvoiceId,
    received: &Received,
) -> Result<bool, Failure> {
    let (now, tx) = (backend.now(), backend.db.write().await?);
    // Whoever pays by credit at the same time waits.
    Account::lock(&tx, account).await?;
    let row = found(invoices::Entity::find_by_id((account.0, invoice.0)).one(tx.conn()).await?)?;
    if entered_before(&tx, account, received.id).await? {
        return Ok(false);
    }
    if received.amount.currency.code() != row.currency {
        return Err(Problems::one("currency", Problem::WrongCurrency));
    }
    if received.amount.minor <= 0 {
        return Err(Problems::one("amount", Problem::NotAnAmount));
    }
    if matches!(row.status.as_str(), "cancelled" | "refunded") {
        return Err(Problems::one("", Problem::NotPayable));
    }
    let left = if open(&row) { row.total_minor - row.paid_minor } else { 0 };
    let used = Amount { minor: received.amount.minor.min(left), ..received.amount };
    let too_much = received.amount.minor - used.minor;
    if used.minor > 0 {
        let payment = Payment { id: received.id, minor: used.minor, method: received.method.as_str(), by: "" };
        enter(&tx, &row, payment, now).await?;
        confirm(backend, &tx, &row, used, Some(received.method.clone()), now).await?;
    }
    let event = Event::PaymentReceived { number: row.number.clone(), paid: received.amount };
    activity::record(&tx, account, &system.author(), None, &event, now).await?;
    let becomes_credit = if row.kind == "funds" { received.amount.minor } else { too_much };
    if becomes_credit > 0 {
        let added = Amount { minor: becomes_credit, ..received.amount };
        add_credit(backend, system, &tx, account, received.id, added, &row).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Whether something was received under that id: the payment bears it, and the credit, since there is no payment of nothing.
async fn entered_before(tx: &Tx, account: AccountId, id: Uuid) -> Result<bool, Failure> {
    let key = (account.0, id);
    let paid = payments::Entity::find_by_id(key).one(tx.conn()).await?.is_some();
    Ok(paid || credit_entries::Entity::find_by_id(key).one(tx.conn()).await?.is_some())
}

async fn add_credit(
    backend: &Backend,
    system: &SystemAccess,
    tx: &Tx,
    account: AccountId,
    id: Uuid,
    added: Amount,
    row: &invoices::Model,
) -> Result<(), Failure> {
    let now = backend.now();
    let why = Why { id: Some(id), invoice: Some(row.id), reason: "" };
    let balance = credit::give(tx, account, added, why, now).await?;
    let told = BusinessEvent::CreditAdded(CreditAdded {
        added,
        balance: Amount { minor: balance, ..added },
        at: Instant(now),
        reason: Line::parse(&row.number).ok(),
    });
    events::tell(backend, tx, account, told).await?;
    activity::record(tx, account, &system.author(), None, &Event::CreditAdded { added }, now).await
}
