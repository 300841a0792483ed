//! The services and domains of an invoice's lines, as emails tell of them.

use std::collections::BTreeSet;

use domain::{
    AccountId, DomainId, ServiceId,
    business_event::{DomainName, InvoiceRef, Line, ServiceName, Thing},
    money::Amount,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{amount, invoice::open};
use crate::{
    Failure, Tx,
    db::entity::{domains, invoice_lines, invoices, services},
};

/// An invoice at a glance.
pub(crate) async fn reference(tx: &Tx, row: &invoices::Model) -> Result<InvoiceRef, Failure> {
    Ok(InvoiceRef {
        number: line(&row.number)?,
        total: amount(row.total_minor, &row.currency)?,
        about: things(tx, AccountId(row.account_id), row.id).await?,
    })
}

/// What is left to pay on an invoice; `None`: nothing can be paid on it.
pub(crate) fn left(row: &invoices::Model) -> Result<Option<Amount>, Failure> {
    open(row).then(|| amount(row.total_minor - row.paid_minor, &row.currency)).transpose()
}

/// The services and domains of an invoice's lines, each once.
pub(crate) async fn things(tx: &Tx, account: AccountId, invoice: Uuid) -> Result<Vec<Thing>, Failure> {
    let lines = invoice_lines::Entity::find()
        .filter(invoice_lines::Column::AccountId.eq(account.0))
        .filter(invoice_lines::Column::InvoiceId.eq(invoice))
        .order_by_asc(invoice_lines::Column::Position)
        .all(tx.conn())
        .await?;
    // What names neither concerns the whole account, and so the whole invoice does.
    if lines.iter().any(|row| row.service_id.is_none() && row.domain_id.is_none()) {
        return Ok(Vec::new());
    }
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
pub(crate) fn line(text: &str) -> Result<Line, Failure> {
    Line::parse(text).map_err(|_| Failure::inconsistent("a name is not one line"))
}
