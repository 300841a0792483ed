//! The statement of an account: what was invoiced and what was paid, in order of time, with the balance after each.

use std::collections::BTreeMap;

use domain::{Timestamp, money::Amount};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{amount, list};
use crate::{
    Backend, Failure,
    access::{Access, ViewInvoices},
    db::entity::{
        invoices::{self, Column as I},
        payments::{self, Column as P},
    },
    moments::Moments,
};

/// An entry of the statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The date in the account's time zone, as programs read it: `2031-03-14`.
    pub date: String,
    pub kind: EntryKind,
    /// Of the invoice.
    pub number: String,
    pub amount: Amount,
    /// What is owed in this currency after it; negative: paid ahead.
    pub balance: Amount,
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryKind {
    Invoice,
    /// `None`: by credit.
    Payment {
        method: Option<String>,
    },
    Refund,
}

/// The entries about invoices in scope, the oldest first. Cancelled invoices are not among them: nothing is owed.
pub async fn statement(backend: &Backend, access: &Access<'_, ViewInvoices>) -> Result<Vec<Entry>, Failure> {
    let (actor, conn) = (access.actor(), backend.db.read());
    let rows = list::in_scope(access).filter(I::Status.ne("cancelled")).all(conn).await?;
    let paid = payments::Entity::find()
        .filter(P::AccountId.eq(access.account().0))
        .order_by_asc(P::PaidAt)
        .order_by_asc(P::Id)
        .all(conn)
        .await?;
    let moments = Moments::new(actor.locale(), actor.time_zone(), backend.now());
    let invoices: BTreeMap<Uuid, &invoices::Model> = rows.iter().map(|row| (row.id, row)).collect();
    let mut entered: BTreeMap<Uuid, i64> = BTreeMap::new();
    let mut moved = Vec::new();
    for one in &paid {
        let Some(row) = invoices.get(&one.invoice_id) else { continue };
        *entered.entry(row.id).or_default() += one.amount_minor;
        let method = (one.method != super::pay::CREDIT).then(|| one.method.clone());
        moved.push((one.paid_at, 1, *row, EntryKind::Payment { method }, -one.amount_minor));
    }
    for row in &rows {
        moved.push((row.issued_at, 0, row, EntryKind::Invoice, row.total_minor));
        // What was paid before payments were kept one by one.
        let before = row.paid_minor - entered.get(&row.id).copied().unwrap_or_default();
        let at = row.paid_at.unwrap_or(row.due_at);
        if before > 0 {
            moved.push((at, 1, row, EntryKind::Payment { method: Some(String::new()) }, -before));
        }
        if row.status == "refunded" {
            // The invoice is taken back, and so is what was paid for it.
            moved.push((at, 2, row, EntryKind::Refund, row.paid_minor - row.total_minor));
        }
    }
    moved.sort_by_key(|(at, order, row, ..)| (*at, *order, row.id));
    let mut balances: BTreeMap<&str, i64> = BTreeMap::new();
    moved
        .into_iter()
        .map(|(at, _, row, kind, minor)| {
            let balance = balances.entry(row.currency.as_str()).or_default();
            *balance = balance.saturating_add(minor);
            Ok(Entry {
                date: moments.calendar_date(Timestamp(at)).to_string(),
                kind,
                number: row.number.clone(),
                amount: amount(minor, &row.currency)?,
                balance: amount(*balance, &row.currency)?,
            })
        })
        .collect()
}
