//! Invoices with something left to pay, and quotes that end soon.

use domain::{InvoiceId, QuoteId, Timestamp, client_area::Status};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

use super::{Attention, Kind, Look, Matter, QUOTE, Urgency, add};
use crate::{
    Failure,
    access::{Access, ViewInvoices, ViewQuotes},
    billing,
    client_area::{money, status},
    db::entity::{invoices::Column as I, quotes::Column as Q},
};

impl Look<'_> {
    pub(super) async fn invoices(
        &self,
        access: &Access<'_, ViewInvoices>,
        all: &mut Vec<Attention>,
    ) -> Result<(), Failure> {
        let unpaid = billing::invoices_in_scope(access)
            .filter(billing::unpaid())
            .order_by_asc(I::DueAt)
            .order_by_asc(I::Id);
        let (rows, count) = self.some(unpaid).await?;
        let locale = access.actor().locale();
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let due = Timestamp(row.due_at);
            let overdue = billing::overdue(status(&row.status)?, due, self.now) == Status::Overdue;
            let matter = Matter::Invoice {
                id: InvoiceId(row.id),
                left: money(row.total_minor - row.paid_minor, &row.currency, locale),
                number: row.number,
                due: self.moments.moment(due),
                overdue,
            };
            found.push(Attention { urgency: if overdue { Urgency::Now } else { Urgency::Soon }, matter });
        }
        add(all, found, count.map(|count| (Kind::Invoices, count)));
        Ok(())
    }

    pub(super) async fn quotes(
        &self,
        access: &Access<'_, ViewQuotes>,
        all: &mut Vec<Attention>,
    ) -> Result<(), Failure> {
        let ending = billing::quotes_in_scope(access)
            .filter(Q::Status.eq("sent"))
            .filter(Q::ValidUntil.gte(self.now.0))
            .filter(Q::ValidUntil.lte(self.now.plus(QUOTE).0))
            .order_by_asc(Q::ValidUntil)
            .order_by_asc(Q::Id);
        let (rows, count) = self.some(ending).await?;
        let found = rows.into_iter().map(|row| {
            let until = self.moments.moment(Timestamp(row.valid_until));
            let matter = Matter::Quote { id: QuoteId(row.id), number: row.number, subject: row.subject, until };
            Attention { urgency: Urgency::Soon, matter }
        });
        add(all, found.collect(), count.map(|count| (Kind::Quotes, count)));
        Ok(())
    }
}
