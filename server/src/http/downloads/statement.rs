//! The statement as CSV.

use axum::response::Response;
use backend::billing::{self, EntryKind};

use super::{Csv, file, visitor::Visitor};

/// `/invoices/statement.csv`
pub(super) async fn csv(visitor: Visitor) -> Result<Response, Response> {
    let access = visitor.require().await?;
    let entries = billing::statement(&visitor.backend, &access).await.map_err(|failure| visitor.refuse(failure))?;
    let b = &visitor.texts().billing;
    let [invoice, payment, refund] = b.kinds;
    let mut csv = Csv::default();
    csv.row(b.statement_heads);
    for entry in &entries {
        let (kind, how) = match &entry.kind {
            EntryKind::Invoice => (invoice, ""),
            EntryKind::Payment { method: None } => (payment, b.by_credit),
            EntryKind::Payment { method: Some(method) } => (payment, method.as_str()),
            EntryKind::Refund => (refund, ""),
        };
        let (amount, balance) = (entry.amount.plain(), entry.balance.plain());
        csv.row([&entry.date, kind, &entry.number, how, entry.amount.currency.code(), &amount, &balance]);
    }
    Ok(file("text/csv; charset=utf-8; header=present", b.statement_file, csv.into_bytes()))
}
