//! Issuing an invoice here: for funds, an accepted quote, an order. Those of the operator come with their own numbers.

use domain::{
    AccountId, InvoiceId, Subject, Timestamp,
    business_event::{BusinessEvent, InvoiceCreated, InvoiceLine},
    instant::Instant,
    money::{Amount, Currency},
};
use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel};

use super::{
    numbers::{Series, next},
    things::{line, reference},
};
use crate::{
    Backend, Failure, Tx,
    db::entity::{invoice_lines, invoices},
    details,
    mail::events,
    random::new_id,
};

/// How long there is to pay what is invoiced here.
const DAYS_TO_PAY: i64 = 14;

/// A line of an invoice; about nothing: the whole account.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub description: String,
    /// In minor units of the invoice's currency; negative: taken off.
    pub minor: i64,
    pub about: Option<Subject>,
}

/// An invoice to be issued.
#[derive(Clone, Debug)]
pub(crate) struct NewInvoice {
    /// Whether what is paid on it becomes credit.
    pub funds: bool,
    pub currency: Currency,
    pub lines: Vec<Line>,
}

/// Issues an invoice, with the address block as it is now, and tells of it. Returns its id and number.
///
/// # Errors
///
/// [`Failure::Inconsistent`] when its lines come to nothing or less, or to more than any amount there is.
pub(crate) async fn issue(
    backend: &Backend,
    tx: &Tx,
    account: AccountId,
    new: &NewInvoice,
    now: Timestamp,
) -> Result<(InvoiceId, String), Failure> {
    let sum = new.lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.minor)).filter(|sum| *sum > 0);
    let total = sum.ok_or_else(|| Failure::inconsistent("an invoice over nothing"))?;
    let (id, number) = (new_id(now), next(tx, Series::Invoice).await?);
    let due = now.plus(DAYS_TO_PAY * Timestamp::DAY);
    let row = invoices::Model {
        account_id: account.0,
        id,
        number: number.clone(),
        status: "unpaid".to_owned(),
        issued_at: now.0,
        due_at: due.0,
        total_minor: total,
        currency: new.currency.code().to_owned(),
        address_block: details::address_block(tx.conn(), account).await?.join("\n"),
        kind: if new.funds { "funds" } else { "ordinary" }.to_owned(),
        paid_minor: 0,
        paid_at: None,
    };
    invoices::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx.conn()).await?;
    let lines = new.lines.iter().zip(1..).map(|(line, position)| invoice_lines::ActiveModel {
        account_id: Set(account.0),
        invoice_id: Set(id),
        position: Set(position),
        description: Set(line.description.clone()),
        amount_minor: Set(line.minor),
        service_id: Set(match line.about {
            Some(Subject::Service(id)) => Some(id.0),
            _ => None,
        }),
        domain_id: Set(match line.about {
            Some(Subject::Domain(id)) => Some(id.0),
            _ => None,
        }),
    });
    invoice_lines::Entity::insert_many(lines).exec_without_returning(tx.conn()).await?;
    let told = BusinessEvent::InvoiceCreated(InvoiceCreated {
        invoice: reference(tx, &row).await?,
        issued: Instant(now),
        due: Instant(due),
        lines: new
            .lines
            .iter()
            .map(|one| {
                let amount = Amount { minor: one.minor, currency: new.currency };
                Ok(InvoiceLine { text: line(&one.description)?, amount })
            })
            .collect::<Result<_, Failure>>()?,
        payment: Vec::new(),
    });
    events::tell(backend, tx, account, told).await?;
    Ok((InvoiceId(id), number))
}
