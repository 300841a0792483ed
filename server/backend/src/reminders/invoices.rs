//! Unpaid invoices: a reminder before they are due, and three notices after.

use domain::{
    Code,
    business_event::{BusinessEvent, InvoiceOverdue, InvoiceReminder, OverdueNotice},
    instant::Instant,
};
use sea_orm::{
    EntityTrait,
    sea_query::{Condition, Expr, ExprTrait},
};

use super::{
    due::{Due, Source, all_due},
    schedule::{INVOICE, Notice},
    tell::claim_and_post,
};
use crate::{
    Backend, Failure,
    access::SystemAccess,
    billing::{left, reference},
    db::entity::invoices,
};

static INVOICES: Source = Source { kind: "invoice", table: "invoices", id: "id", due: "due_at" };

pub(super) async fn tell(backend: &Backend, system: &SystemAccess) -> Result<usize, Failure> {
    let only = |notice: &Notice| {
        let issued = Expr::col(("invoices", "issued_at"));
        Condition::all()
            .add(Expr::col(("invoices", "status")).is_in(["unpaid", "overdue"]))
            .add(Expr::col(("invoices", "paid_minor")).lt(Expr::col(("invoices", "total_minor"))))
            // Who gets an invoice two days before it is due is not reminded of it at once.
            .add(issued.lt(Expr::col(("invoices", "due_at")).add(notice.from)))
    };
    all_due(backend, &INVOICES, &INVOICE, only, |due, notice| one(backend, system, due, notice)).await
}

async fn one(backend: &Backend, system: &SystemAccess, due: Due, notice: &Notice) -> Result<bool, Failure> {
    claim_and_post(backend, system, &INVOICES, due, notice, |tx| async move {
        let found = invoices::Entity::find_by_id((due.account().0, due.id())).one(tx.conn()).await?;
        let Some(row) = found.filter(|row| row.due_at == due.at().0) else {
            return Ok((tx, None));
        };
        // A part of it may be paid, and all of it may have been paid since it was found.
        let left = left(&row)?;
        if left.is_none() {
            return Ok((tx, None));
        }
        let invoice = reference(&tx, &row).await?;
        let due = Instant(due.at());
        let event = match OverdueNotice::from_code(notice.code) {
            Some(notice) => BusinessEvent::InvoiceOverdue(InvoiceOverdue {
                invoice,
                due,
                notice,
                left,
                suspends: None,
                payment: Vec::new(),
            }),
            None => BusinessEvent::InvoiceReminder(InvoiceReminder { invoice, due, left, payment: Vec::new() }),
        };
        Ok((tx, Some(event)))
    })
    .await
}
