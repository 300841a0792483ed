//! One invoice: its lines, what was paid, and how the rest can be.

use domain::{
    InvoiceId, Moment, Timestamp,
    client_area::{Money, Status},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{amount, credit, list::overdue};
use crate::{
    Backend, Failure,
    access::{Access, ViewInvoices},
    client_area::{filter, moments, money, status},
    db::{
        entity::{invoice_lines, invoices, payments},
        found,
    },
};

/// An invoice as a page and a PDF show it, the same numbers on both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoicePage {
    pub id: InvoiceId,
    pub number: String,
    pub status: Status,
    pub issued: Moment,
    pub due: Moment,
    /// The dates as they stand on paper.
    pub issued_on: String,
    pub due_on: String,
    /// When nothing was left to pay.
    pub paid_on: Option<String>,
    /// Whom it is to, line by line, as it was when it was issued.
    pub block: Vec<String>,
    /// Whether what is paid on it becomes credit.
    pub funds: bool,
    pub lines: Vec<InvoiceLine>,
    pub total: Money,
    pub paid: Money,
    pub left: Money,
    pub payments: Vec<PaymentRow>,
    /// How it can be paid by credit; `None`: it cannot, or the viewer's scope is not the whole account, whose credit it is.
    pub offer: Option<Offer>,
    /// The operator's payment page.
    pub payment_link: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceLine {
    pub description: String,
    pub amount: Money,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRow {
    pub paid: Moment,
    /// `None`: by credit.
    pub method: Option<String>,
    pub amount: Money,
}

/// Paying by credit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What credit there is.
    pub credit: Money,
    /// The most that can be paid, as it is typed.
    pub most: String,
    /// What was paid when this was read, in minor units.
    pub seen: i64,
}

/// Whether something can be paid on it.
pub(super) fn open(row: &invoices::Model) -> bool {
    matches!(row.status.as_str(), "unpaid" | "overdue") && row.paid_minor < row.total_minor
}

/// An invoice.
///
/// # Errors
///
/// [`domain::AppError::NotFound`] when it is of another account or not whole in scope.
pub async fn invoice(
    backend: &Backend,
    access: &Access<'_, ViewInvoices>,
    id: InvoiceId,
) -> Result<InvoicePage, Failure> {
    let (actor, account, conn) = (access.actor(), access.account(), backend.db.read());
    let row = invoices::Entity::find_by_id((account.0, id.0)).filter(filter::invoices(access.scope()));
    let row = found(row.one(conn).await?)?;
    let lines = invoice_lines::Entity::find()
        .filter(invoice_lines::Column::AccountId.eq(account.0))
        .filter(invoice_lines::Column::InvoiceId.eq(id.0))
        .order_by_asc(invoice_lines::Column::Position)
        .all(conn)
        .await?;
    let paid = payments::Entity::find()
        .filter(payments::Column::AccountId.eq(account.0))
        .filter(payments::Column::InvoiceId.eq(id.0))
        .order_by_asc(payments::Column::PaidAt)
        .order_by_asc(payments::Column::Id)
        .all(conn)
        .await?;
    let moments = moments(backend, actor);
    let text = |minor| money(minor, &row.currency, actor.locale());
    let left = if open(&row) { row.total_minor - row.paid_minor } else { 0 };
    let link = backend.settings.payment_url.as_ref().filter(|_| left > 0);
    Ok(InvoicePage {
        id,
        status: overdue(status(&row.status)?, Timestamp(row.due_at), backend.now()),
        issued: moments.moment(Timestamp(row.issued_at)),
        due: moments.moment(Timestamp(row.due_at)),
        issued_on: moments.date(Timestamp(row.issued_at)),
        due_on: moments.date(Timestamp(row.due_at)),
        paid_on: row.paid_at.map(|at| moments.date(Timestamp(at))),
        block: row.address_block.lines().map(str::to_owned).collect(),
        funds: row.kind == "funds",
        lines: lines
            .into_iter()
            .map(|line| InvoiceLine { amount: text(line.amount_minor), description: line.description })
            .collect(),
        total: text(row.total_minor),
        paid: text(row.paid_minor),
        left: text(left),
        payments: paid
            .into_iter()
            .map(|one| PaymentRow {
                paid: moments.moment(Timestamp(one.paid_at)),
                method: (one.method != super::pay::CREDIT).then_some(one.method),
                amount: text(one.amount_minor),
            })
            .collect(),
        offer: offer(backend, access, &row).await?,
        payment_link: match link {
            Some(link) => Some(link.of(&row.number, amount(left, &row.currency)?)),
            None => None,
        },
        number: row.number,
    })
}

/// Whoever may pay an invoice and sees the whole account may pay it by credit: the credit is the account's, and how much can
/// be paid tells how much there is.
async fn offer(
    backend: &Backend,
    access: &Access<'_, ViewInvoices>,
    row: &invoices::Model,
) -> Result<Option<Offer>, Failure> {
    if !open(row) || row.kind == "funds" || !access.scope().is_everything() {
        return Ok(None);
    }
    let credit = credit::balance(backend.db.read(), access.account(), &row.currency).await?;
    if credit <= 0 {
        return Ok(None);
    }
    let most = credit.min(row.total_minor - row.paid_minor);
    Ok(Some(Offer {
        credit: money(credit, &row.currency, access.actor().locale()),
        most: amount(most, &row.currency)?.plain(),
        seen: row.paid_minor,
    }))
}
