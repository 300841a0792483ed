//! Unpaid invoices: a reminder before they are due, and three notices after.

use std::collections::BTreeSet;

use domain::{
    AccountId, Code, DomainId, ServiceId,
    business_event::{
        BusinessEvent, DomainName, InvoiceOverdue, InvoiceRef, InvoiceReminder, Line, OverdueNotice, ServiceName, Thing,
    },
    instant::Instant,
    money::{Amount, Currency},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Condition, Expr, ExprTrait},
};
use uuid::Uuid;

use super::{
    due::{Due, Source, all_due},
    schedule::{INVOICE, Notice},
    tell::claim_and_post,
};
use crate::{
    Backend, Failure, Tx,
    access::SystemAccess,
    db::entity::{domains, invoice_lines, invoices, services},
};

static INVOICES: Source = Source { kind: "invoice", table: "invoices", id: "id", due: "due_at" };

pub(super) async fn tell(backend: &Backend, system: &SystemAccess) -> Result<usize, Failure> {
    let only = |notice: &Notice| {
        let issued = Expr::col(("invoices", "issued_at"));
        Condition::all()
            .add(Expr::col(("invoices", "status")).is_in(["unpaid", "overdue"]))
            // Who gets an invoice two days before it is due is not reminded of it at once.
            .add(issued.lt(Expr::col(("invoices", "due_at")).add(notice.from)))
    };
    all_due(backend, &INVOICES, &INVOICE, only, |due, notice| one(backend, system, due, notice)).await
}

async fn one(backend: &Backend, system: &SystemAccess, due: Due, notice: &Notice) -> Result<bool, Failure> {
    claim_and_post(backend, system, &INVOICES, due, notice, |tx| async move {
        let found = invoices::Entity::find_by_id((due.account().0, due.id())).one(tx.conn()).await?;
        let unpaid = |row: &invoices::Model| matches!(row.status.as_str(), "unpaid" | "overdue");
        let Some(row) = found.filter(|row| unpaid(row) && row.due_at == due.at().0) else {
            return Ok((tx, None));
        };
        let invoice = InvoiceRef {
            number: line(&row.number)?,
            total: Amount {
                minor: row.total_minor,
                currency: Currency::parse(&row.currency)
                    .map_err(|_| Failure::inconsistent("an invoice has an unknown currency"))?,
            },
            about: about(&tx, due.account(), row.id).await?,
        };
        let due = Instant(due.at());
        let event = match OverdueNotice::from_code(notice.code) {
            Some(notice) => BusinessEvent::InvoiceOverdue(InvoiceOverdue {
                invoice,
                due,
                notice,
                suspends: None,
                payment: Vec::new(),
            }),
            None => BusinessEvent::InvoiceReminder(InvoiceReminder { invoice, due, payment: Vec::new() }),
        };
        Ok((tx, Some(event)))
    })
    .await
}

/// The services and domains of an invoice's lines, each once.
async fn about(tx: &Tx, account: AccountId, invoice: Uuid) -> Result<Vec<Thing>, Failure> {
    let lines = invoice_lines::Entity::find()
        .filter(invoice_lines::Column::AccountId.eq(account.0))
        .filter(invoice_lines::Column::InvoiceId.eq(invoice))
        .order_by_asc(invoice_lines::Column::Position)
        .all(tx.conn())
        .await?;
    let (mut seen, mut things) = (BTreeSet::new(), Vec::new());
    for row in lines {
        if let Some(id) = row.service_id.filter(|id| seen.insert(*id))
            && let Some(service) = services::Entity::find_by_id((account.0, id)).one(tx.conn()).await?
        {
            things.push(Thing::Service(ServiceName { id: Some(ServiceId(id)), name: line(&service.name)? }));
        }
        if let Some(id) = row.domain_id.filter(|id| seen.insert(*id))
            && let Some(domain) = domains::Entity::find_by_id((account.0, id)).one(tx.conn()).await?
        {
            things.push(Thing::Domain(DomainName { id: Some(DomainId(id)), name: line(&domain.name)? }));
        }
    }
    Ok(things)
}

/// A stored name as emails tell it.
pub(super) fn line(text: &str) -> Result<Line, Failure> {
    Line::parse(text).map_err(|_| Failure::inconsistent("a name is not one line"))
}
