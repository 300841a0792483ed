//! Invoices and quotes.

use domain::{
    Timestamp,
    client_area::{InvoiceRow, QuoteRow, Status},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::{LIST, filter, moments, money, status};
use crate::{
    Backend, Failure,
    access::{Access, ViewInvoices, ViewQuotes},
    db::entity::{invoices, quotes},
};

/// The invoices of which every line is in scope, newest first.
pub async fn invoices(backend: &Backend, access: &Access<'_, ViewInvoices>) -> Result<Vec<InvoiceRow>, Failure> {
    let actor = access.actor();
    let moments = moments(backend, actor);
    let now = backend.now();
    let rows = invoices_in_scope(access)
        .order_by_desc(invoices::Column::IssuedAt)
        .order_by_desc(invoices::Column::Number)
        .limit(LIST)
        .all(backend.db.read())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(InvoiceRow {
                status: overdue(status(&row.status)?, Timestamp(row.due_at), now),
                issued: moments.moment(Timestamp(row.issued_at)),
                due: moments.moment(Timestamp(row.due_at)),
                total: money(row.total_minor, &row.currency, actor.locale()),
                number: row.number,
            })
        })
        .collect()
}

/// That an unpaid invoice is overdue follows from the time.
fn overdue(stored: Status, due: Timestamp, now: Timestamp) -> Status {
    if stored == Status::Unpaid && due < now { Status::Overdue } else { stored }
}

pub(super) fn invoices_in_scope(access: &Access<'_, ViewInvoices>) -> Select<invoices::Entity> {
    invoices::Entity::find()
        .filter(invoices::Column::AccountId.eq(access.account().0))
        .filter(filter::invoices(access.scope()))
}

/// The quotes, newest first. A quote is to the whole account.
pub async fn quotes(backend: &Backend, access: &Access<'_, ViewQuotes>) -> Result<Vec<QuoteRow>, Failure> {
    let actor = access.actor();
    let moments = moments(backend, actor);
    let now = backend.now();
    let rows = quotes_in_scope(access)
        .order_by_desc(quotes::Column::ValidUntil)
        .limit(LIST)
        .all(backend.db.read())
        .await?;
    rows.into_iter()
        .map(|row| {
            let stored = status(&row.status)?;
            let over = stored == Status::Sent && row.valid_until < now.0;
            Ok(QuoteRow {
                status: if over { Status::Expired } else { stored },
                valid_until: moments.moment(Timestamp(row.valid_until)),
                total: money(row.total_minor, &row.currency, actor.locale()),
                number: row.number,
                subject: row.subject,
            })
        })
        .collect()
}

pub(super) fn quotes_in_scope(access: &Access<'_, ViewQuotes>) -> Select<quotes::Entity> {
    quotes::Entity::find()
        .filter(quotes::Column::AccountId.eq(access.account().0))
        .filter(filter::whole_account(access.scope(), quotes::Column::Id))
}
