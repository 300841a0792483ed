//! The list of invoices, a page at a time, and what is to be paid altogether.
//!
//! Stays fast with tens of thousands of invoices: a page is read from an index from where the one before ended.

use domain::{
    InvoiceId, Moment, Timestamp,
    billing::InvoiceFilter,
    client_area::{Money, Status},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Alias, Expr, ExprTrait, Func},
};

use super::{credit, funds};
use crate::{
    Backend, Failure,
    access::{Access, ViewInvoices},
    client_area::{filter, moments, money, status},
    db::entity::invoices::{self, Column as I},
    paging::{Place, by_time},
};

/// What the list is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct InvoiceQuery {
    pub filter: InvoiceFilter,
    /// Where the page before ended; anything else is the first page.
    pub after: String,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceRow {
    pub id: InvoiceId,
    pub number: String,
    pub status: Status,
    pub issued: Moment,
    pub due: Moment,
    pub total: Money,
    /// What is left to pay; `None`: nothing.
    pub left: Option<Money>,
}

/// What is to be paid in a currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    pub unpaid: Money,
    pub count: u64,
    /// What of it is overdue; `None`: nothing.
    pub overdue: Option<Money>,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoicesPage {
    pub rows: Vec<InvoiceRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// In each currency in which something is to be paid, by its code.
    pub totals: Vec<Totals>,
    /// The credit in each currency; empty for a limited scope.
    pub credit: Vec<Money>,
    /// The currencies in which funds can be added; empty: none can, the scope is limited.
    pub currencies: Vec<String>,
    pub query: InvoiceQuery,
}

/// The invoices of which every line is in scope, newest first.
pub async fn invoices(
    backend: &Backend,
    access: &Access<'_, ViewInvoices>,
    query: InvoiceQuery,
) -> Result<InvoicesPage, Failure> {
    let (actor, now) = (access.actor(), backend.now());
    let moments = moments(backend, actor);
    let all = in_scope(access).filter(among(query.filter, now));
    let place = |row: &invoices::Model| Place { at: row.issued_at, id: row.id };
    let (found, next) = by_time(backend.db.read(), all, (I::IssuedAt, I::Id), place, &query.after).await?;
    let rows = found.into_iter().map(|row| {
        let left = row.total_minor - row.paid_minor;
        Ok(InvoiceRow {
            id: InvoiceId(row.id),
            status: overdue(status(&row.status)?, Timestamp(row.due_at), now),
            issued: moments.moment(Timestamp(row.issued_at)),
            due: moments.moment(Timestamp(row.due_at)),
            total: money(row.total_minor, &row.currency, actor.locale()),
            left: super::invoice::open(&row).then(|| money(left, &row.currency, actor.locale())),
            number: row.number,
        })
    });
    let rows = rows.collect::<Result<_, Failure>>()?;
    let whole = access.scope().is_everything();
    let (credit, currencies) = if whole {
        let conn = backend.db.read();
        let credit = credit::balances(conn, access.account()).await?;
        (credit, funds::currencies(conn, access.account()).await?)
    } else {
        (Vec::new(), Vec::new())
    };
    Ok(InvoicesPage {
        rows,
        next,
        totals: totals(backend, access, now).await?,
        credit: credit.iter().map(|one| money(one.balance_minor, &one.currency, actor.locale())).collect(),
        currencies: currencies.iter().map(|currency| currency.code().to_owned()).collect(),
        query,
    })
}

/// The invoices of the account of which every line is in scope.
pub(crate) fn in_scope(access: &Access<'_, ViewInvoices>) -> Select<invoices::Entity> {
    invoices::Entity::find()
        .filter(I::AccountId.eq(access.account().0))
        .filter(filter::invoices(access.scope()))
}

/// That an unpaid invoice is overdue follows from the time.
pub(crate) fn overdue(stored: Status, due: Timestamp, now: Timestamp) -> Status {
    if stored == Status::Unpaid && due < now { Status::Overdue } else { stored }
}

/// Those with something left to pay.
pub(crate) fn unpaid() -> Condition {
    Condition::all().add(I::Status.is_in(["unpaid", "overdue"]))
}

fn among(filter: InvoiceFilter, now: Timestamp) -> Condition {
    let stored = |status: &str| Condition::all().add(I::Status.eq(status));
    match filter {
        InvoiceFilter::All => Condition::all(),
        InvoiceFilter::Unpaid => unpaid(),
        InvoiceFilter::Overdue => unpaid().add(Condition::any().add(I::Status.eq("overdue")).add(I::DueAt.lt(now.0))),
        InvoiceFilter::Paid => stored("paid"),
        InvoiceFilter::Refunded => stored("refunded"),
        InvoiceFilter::Cancelled => stored("cancelled"),
    }
}

/// What is left to pay in each currency, and of how many invoices.
pub(crate) async fn to_pay(backend: &Backend, access: &Access<'_, ViewInvoices>) -> Result<Vec<(Money, u64)>, Failure> {
    let sums = sums(backend, access, InvoiceFilter::Unpaid, backend.now()).await?;
    let locale = access.actor().locale();
    let one = |sum: Sum| (money(sum.left_minor, &sum.currency, locale), u64::try_from(sum.count).unwrap_or(0));
    Ok(sums.into_iter().map(one).collect())
}

#[derive(FromQueryResult)]
struct Sum {
    currency: String,
    left_minor: i64,
    count: i64,
}

async fn totals(backend: &Backend, access: &Access<'_, ViewInvoices>, now: Timestamp) -> Result<Vec<Totals>, Failure> {
    let all = sums(backend, access, InvoiceFilter::Unpaid, now).await?;
    let late = sums(backend, access, InvoiceFilter::Overdue, now).await?;
    let locale = access.actor().locale();
    let total = |sum: Sum| Totals {
        unpaid: money(sum.left_minor, &sum.currency, locale),
        count: u64::try_from(sum.count).unwrap_or(0),
        overdue: late
            .iter()
            .find(|late| late.currency == sum.currency)
            .map(|late| money(late.left_minor, &late.currency, locale)),
    };
    Ok(all.into_iter().map(total).collect())
}

async fn sums(
    backend: &Backend,
    access: &Access<'_, ViewInvoices>,
    which: InvoiceFilter,
    now: Timestamp,
) -> Result<Vec<Sum>, Failure> {
    // PostgreSQL's sum of whole numbers is of another type.
    let left = Expr::col(I::TotalMinor).sub(Expr::col(I::PaidMinor));
    let left = Expr::expr(Func::sum(left)).cast_as(Alias::new("bigint"));
    let sums = in_scope(access)
        .filter(among(which, now))
        .select_only()
        .column(I::Currency)
        .column_as(left, "left_minor")
        .column_as(I::Id.count(), "count")
        .group_by(I::Currency)
        .order_by_asc(I::Currency)
        .into_model::<Sum>()
        .all(backend.db.read())
        .await?;
    Ok(sums)
}
