//! An invoice as PDF.

use axum::{extract::Path, response::Response};
use backend::{
    Failure,
    billing::{self, InvoicePage},
};
use domain::{AppError, InvoiceId, client_area::Status};

use super::{file, visitor::Visitor};
use crate::pdf::{PdfError, Row, Sheet, Total};

/// `/invoices/{id}/pdf`
pub(super) async fn pdf(visitor: Visitor, Path(id): Path<String>) -> Result<Response, Response> {
    let access = visitor.require().await?;
    let id: InvoiceId = id.parse().map_err(|_| visitor.refuse(AppError::NotFound.into()))?;
    let page = billing::invoice(&visitor.backend, &access, id).await.map_err(|failure| visitor.refuse(failure))?;
    let name = format!("{}.pdf", page.number);
    let printed = print(sheet(&visitor, page)).await.map_err(|failure| visitor.refuse(failure))?;
    Ok(file("application/pdf", &name, printed))
}

/// Prints away from the threads that answer requests.
pub(super) async fn print(sheet: Sheet) -> Result<Vec<u8>, Failure> {
    let printed = tokio::task::spawn_blocking(move || sheet.print()).await;
    let failed = |error: PdfError| Failure::inconsistent(error.to_string());
    printed.map_err(|error| Failure::inconsistent(error.to_string()))?.map_err(failed)
}

fn sheet(visitor: &Visitor, page: InvoicePage) -> Sheet {
    let t = visitor.texts();
    let (c, b) = (&t.client_area, &t.billing);
    let mut facts = vec![
        (c.number.to_owned(), page.number.clone()),
        (c.issued.to_owned(), page.issued_on),
        (c.due.to_owned(), page.due_on),
        (c.status.to_owned(), t.statuses.of(page.status).to_owned()),
    ];
    facts.extend(page.paid_on.map(|date| (b.paid_on.to_owned(), date)));
    let total =
        |label: &str, amount: &str, strong| Total { label: label.to_owned(), amount: amount.to_owned(), strong };
    let mut totals = vec![total(c.total, &page.total.text, true)];
    if page.paid.minor > 0 {
        totals.push(total(b.paid, &page.paid.text, false));
    }
    if !matches!(page.status, Status::Refunded | Status::Cancelled) {
        totals.push(total(b.left, &page.left.text, true));
    }
    let mut notes = Vec::new();
    if page.funds {
        notes.push(b.funds_note.to_owned());
    }
    notes.extend(page.payment_link);
    Sheet {
        locale: t.locale,
        brand: visitor.brand.clone(),
        title: (b.invoice)(&page.number),
        to: b.billed_to.to_owned(),
        block: page.block,
        facts,
        introduction: Vec::new(),
        heads: [b.description.to_owned(), b.amount.to_owned()],
        rows: page
            .lines
            .into_iter()
            .map(|line| Row { description: line.description, amount: line.amount.text })
            .collect(),
        totals,
        notes,
        made: page.issued.at,
        page: b.page,
    }
}
