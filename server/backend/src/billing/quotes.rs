//! Quotes: the list, one quote, and answering it.
//!
//! A quote is to the whole account. It is answered once: the row decides, so that two who answer at the same time do not
//! both succeed.

use domain::{
    InvoiceId, Moment, QuoteId, Timestamp,
    activity::Event,
    billing::AnswerForm,
    client_area::{Money, Status},
    field,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};
use serde_json::json;

use super::{
    InvoiceLine,
    issue::{Line, NewInvoice, issue},
};
use crate::{
    Backend, Failure,
    access::{Access, ViewInvoices, ViewQuotes},
    client_area::{filter, may, moments, money, status},
    db::{
        entity::{
            invoices, quote_lines,
            quotes::{self, Column as Q},
        },
        found,
    },
    operator_tasks::{self, About, Kind},
    paging::{Place, by_time},
    people::{Change, noted},
    problems::{Problem, Problems},
};

/// The longest reason, in characters.
const REASON: usize = 1000;

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteRow {
    pub id: QuoteId,
    pub number: String,
    pub subject: String,
    pub status: Status,
    pub valid_until: Moment,
    pub total: Money,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotesPage {
    pub rows: Vec<QuoteRow>,
    /// Where the next page begins, if there is one.
    pub older: Option<String>,
}

/// A quote as a page and a PDF show it, the same numbers on both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotePage {
    pub row: QuoteRow,
    /// The dates as they stand on paper; of quotes from before they were kept, none.
    pub issued_on: Option<String>,
    pub valid_until_on: String,
    pub issued: Timestamp,
    pub introduction: String,
    /// Whom it is to, line by line.
    pub block: Vec<String>,
    pub lines: Vec<InvoiceLine>,
    /// Who answered it and when, and why it was declined.
    pub answered: Option<Answered>,
    /// What it became, for who may see invoices.
    pub invoice: Option<(InvoiceId, String)>,
    /// Whether it can be answered.
    pub open: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub when: Moment,
    pub by: String,
    pub reason: String,
}

/// The quotes, those that are valid the longest first. `before` is where the page before ended.
pub async fn quotes(backend: &Backend, access: &Access<'_, ViewQuotes>, before: &str) -> Result<QuotesPage, Failure> {
    let place = |row: &quotes::Model| Place { at: row.valid_until, id: row.id };
    let (rows, older) = by_time(backend.db.read(), in_scope(access), (Q::ValidUntil, Q::Id), place, before).await?;
    let rows = rows.into_iter().map(|row| quote_row(backend, access, row)).collect::<Result<_, _>>()?;
    Ok(QuotesPage { rows, older })
}

/// A quote.
///
/// # Errors
///
/// [`domain::AppError::NotFound`] when it is of another account, or the scope is limited.
pub async fn quote(backend: &Backend, access: &Access<'_, ViewQuotes>, id: QuoteId) -> Result<QuotePage, Failure> {
    let (actor, account, conn) = (access.actor(), access.account(), backend.db.read());
    let row = found(in_scope(access).filter(Q::Id.eq(id.0)).one(conn).await?)?;
    let lines = quote_lines::Entity::find()
        .filter(quote_lines::Column::AccountId.eq(account.0))
        .filter(quote_lines::Column::QuoteId.eq(id.0))
        .order_by_asc(quote_lines::Column::Position)
        .all(conn)
        .await?;
    let invoice = match (row.invoice_id, may::<ViewInvoices>(actor)) {
        (Some(id), Some(_)) => invoices::Entity::find_by_id((account.0, id)).one(conn).await?,
        _ => None,
    };
    let moments = moments(backend, actor);
    let mut lines: Vec<_> = lines
        .into_iter()
        .map(|line| InvoiceLine {
            amount: money(line.amount_minor, &row.currency, actor.locale()),
            description: line.description,
        })
        .collect();
    if lines.is_empty() {
        let amount = money(row.total_minor, &row.currency, actor.locale());
        lines.push(InvoiceLine { description: row.subject.clone(), amount });
    }
    Ok(QuotePage {
        issued_on: (row.issued_at > 0).then(|| moments.date(Timestamp(row.issued_at))),
        valid_until_on: moments.date(Timestamp(row.valid_until)),
        issued: Timestamp(row.issued_at),
        introduction: row.introduction.clone(),
        block: row.address_block.lines().map(str::to_owned).collect(),
        lines,
        answered: row.answered_at.map(|at| Answered {
            when: moments.moment(Timestamp(at)),
            by: row.answered_by.clone(),
            reason: row.reason.clone(),
        }),
        invoice: invoice.map(|invoice| (InvoiceId(invoice.id), invoice.number)),
        open: answerable(&row, backend.now()).is_ok(),
        row: quote_row(backend, access, row)?,
    })
}

fn quote_row(backend: &Backend, access: &Access<'_, ViewQuotes>, row: quotes::Model) -> Result<QuoteRow, Failure> {
    let actor = access.actor();
    Ok(QuoteRow {
        id: QuoteId(row.id),
        status: status_at(&row, backend.now())?,
        valid_until: moments(backend, actor).moment(Timestamp(row.valid_until)),
        total: money(row.total_minor, &row.currency, actor.locale()),
        number: row.number,
        subject: row.subject,
    })
}

/// That a quote is expired follows from the time.
pub(crate) fn status_at(row: &quotes::Model, now: Timestamp) -> Result<Status, Failure> {
    let stored = status(&row.status)?;
    let over = stored == Status::Sent && row.valid_until < now.0;
    Ok(if over { Status::Expired } else { stored })
}

/// The quotes to the account: with a limited scope none.
pub(crate) fn in_scope(access: &Access<'_, ViewQuotes>) -> Select<quotes::Entity> {
    quotes::Entity::find()
        .filter(Q::AccountId.eq(access.account().0))
        .filter(filter::whole_account(access.scope(), Q::Id))
}

fn answerable(row: &quotes::Model, now: Timestamp) -> Result<(), Problem> {
    match row.status.as_str() {
        "sent" if row.valid_until < now.0 => Err(Problem::QuoteExpired),
        "sent" => Ok(()),
        "expired" => Err(Problem::QuoteExpired),
        _ => Err(Problem::QuoteAnswered),
    }
}

/// Accepts a quote: it becomes an invoice. Accepting it again by whoever accepted it changes nothing.
///
/// # Errors
///
/// [`domain::AppError::NotFound`]; [`AppError::Form`] when it is expired or was answered.
pub async fn accept_quote(backend: &Backend, access: &Access<'_, ViewQuotes>, id: QuoteId) -> Result<(), Failure> {
    noted(backend, access, None, try_accept(backend, access, id)).await
}

async fn try_accept(backend: &Backend, access: &Access<'_, ViewQuotes>, id: QuoteId) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let (tx, account, now) = (&change.tx, change.account.id, change.now);
    let row = load(&change, id).await?;
    if row.status == "accepted" && row.answered_by == change.actor.name() {
        // A double click.
        return Ok(());
    }
    answerable(&row, now).map_err(|problem| Problems::one("", problem))?;
    let lines = quote_lines::Entity::find()
        .filter(quote_lines::Column::AccountId.eq(account.0))
        .filter(quote_lines::Column::QuoteId.eq(id.0))
        .order_by_asc(quote_lines::Column::Position)
        .all(tx.conn())
        .await?;
    let mut lines: Vec<_> = lines
        .into_iter()
        .map(|line| Line { description: line.description, minor: line.amount_minor, about: None })
        .collect();
    if lines.is_empty() {
        lines.push(Line { description: row.subject.clone(), minor: row.total_minor, about: None });
    }
    let new = NewInvoice { funds: false, currency: super::currency(&row.currency)?, lines };
    let (invoice, invoice_number) = issue(backend, tx, account, &new, now).await?;
    answer(&change, &row, "accepted", "", Some(invoice)).await?;
    let data = json!({ "number": row.number, "invoice": invoice_number });
    let author = change.actor.author();
    operator_tasks::add(tx, account, &author, Kind::QuoteAccepted, About::Quote(row.id), &data, now).await?;
    change.log(None, &Event::QuoteAccepted { number: row.number, invoice: invoice_number }).await?;
    change.commit().await
}

/// Declines a quote, with a reason.
///
/// # Errors
///
/// [`domain::AppError::NotFound`]; [`AppError::Form`] when there is no reason, or the quote is expired or was answered.
pub async fn decline_quote(
    backend: &Backend,
    access: &Access<'_, ViewQuotes>,
    id: QuoteId,
    form: &AnswerForm,
) -> Result<(), Failure> {
    noted(backend, access, None, try_decline(backend, access, id, form)).await
}

async fn try_decline(
    backend: &Backend,
    access: &Access<'_, ViewQuotes>,
    id: QuoteId,
    form: &AnswerForm,
) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let (tx, account, now) = (&change.tx, change.account.id, change.now);
    let row = load(&change, id).await?;
    let reason = reason(&form.reason)?;
    if row.status == "declined" && row.answered_by == change.actor.name() {
        return Ok(());
    }
    answerable(&row, now).map_err(|problem| Problems::one("", problem))?;
    answer(&change, &row, "declined", &reason, None).await?;
    let data = json!({ "number": row.number, "reason": reason });
    let author = change.actor.author();
    operator_tasks::add(tx, account, &author, Kind::QuoteDeclined, About::Quote(row.id), &data, now).await?;
    change.log(None, &Event::QuoteDeclined { number: row.number, reason }).await?;
    change.commit().await
}

/// Why somebody does not want something, as typed: one paragraph.
pub(super) fn reason(typed: &str) -> Result<String, Failure> {
    let flat = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    match field::required_line(&flat, REASON) {
        Ok(reason) => Ok(reason),
        Err(domain::FieldProblem::TooLong(_)) => Err(Problems::one("reason", Problem::TooLong)),
        Err(_) => Err(Problems::one("reason", Problem::Missing)),
    }
}

async fn load(change: &Change<'_>, id: QuoteId) -> Result<quotes::Model, Failure> {
    super::whole_account(change.scope())?;
    found(quotes::Entity::find_by_id((change.account.id.0, id.0)).one(change.tx.conn()).await?)
}

/// Answers a quote that nobody has answered yet.
async fn answer(
    change: &Change<'_>,
    row: &quotes::Model,
    status: &str,
    reason: &str,
    invoice: Option<InvoiceId>,
) -> Result<(), Failure> {
    let answered = quotes::ActiveModel {
        status: Set(status.to_owned()),
        answered_at: Set(Some(change.now.0)),
        answered_by: Set(change.actor.name().to_owned()),
        reason: Set(reason.to_owned()),
        invoice_id: Set(invoice.map(|id| id.0)),
        ..Default::default()
    };
    let result = quotes::Entity::update_many()
        .set(answered)
        .filter(Q::AccountId.eq(row.account_id))
        .filter(Q::Id.eq(row.id))
        .filter(Q::Status.eq("sent"))
        .exec(change.tx.conn())
        .await?;
    if result.rows_affected == 1 {
        Ok(())
    } else {
        Err(Problems::one("", Problem::QuoteAnswered))
    }
}
