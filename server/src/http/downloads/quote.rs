//! A quote as PDF.

use axum::{extract::Path, response::Response};
use backend::billing::{self, QuotePage};
use domain::{AppError, QuoteId};

use super::{file, invoice::print, visitor::Visitor};
use crate::pdf::{Row, Sheet, Total};

/// `/quotes/{id}/pdf`
pub(super) async fn pdf(visitor: Visitor, Path(id): Path<String>) -> Result<Response, Response> {
    let access = visitor.require().await?;
    let id: QuoteId = id.parse().map_err(|_| visitor.refuse(AppError::NotFound.into()))?;
    let page = billing::quote(&visitor.backend, &access, id).await.map_err(|failure| visitor.refuse(failure))?;
    let name = format!("{}.pdf", page.row.number);
    let printed = print(sheet(&visitor, page)).await.map_err(|failure| visitor.refuse(failure))?;
    Ok(file("application/pdf", &name, printed))
}

fn sheet(visitor: &Visitor, page: QuotePage) -> Sheet {
    let t = visitor.texts();
    let (c, b, q) = (&t.client_area, &t.billing, &t.quotes);
    let mut facts = vec![(c.number.to_owned(), page.row.number.clone())];
    facts.extend(page.issued_on.map(|date| (c.issued.to_owned(), date)));
    facts.push((c.valid_until.to_owned(), page.valid_until_on));
    facts.push((c.status.to_owned(), t.statuses.of(page.row.status).to_owned()));
    let mut introduction = vec![page.row.subject];
    if !page.introduction.is_empty() {
        introduction.push(page.introduction);
    }
    Sheet {
        locale: t.locale,
        brand: visitor.brand.clone(),
        title: (q.quote)(&page.row.number),
        to: q.to.to_owned(),
        block: page.block,
        facts,
        introduction,
        heads: [b.description.to_owned(), b.amount.to_owned()],
        rows: page
            .lines
            .into_iter()
            .map(|line| Row { description: line.description, amount: line.amount.text })
            .collect(),
        totals: vec![Total { label: c.total.to_owned(), amount: page.row.total.text, strong: true }],
        notes: Vec::new(),
        made: page.issued,
        page: b.page,
    }
}
