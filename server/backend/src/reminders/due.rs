//! Finding what is due and not told.

use domain::{AccountId, Timestamp};
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Condition, Expr, ExprTrait, Order, Query},
};
use uuid::Uuid;

use super::schedule::Notice;
use crate::{Backend, Failure};

/// How many are looked at in one query.
const PAGE: u64 = 200;

/// Where something that is due is stored.
#[derive(Debug)]
pub(crate) struct Source {
    /// What it is called in `reminders`.
    pub kind: &'static str,
    pub table: &'static str,
    /// The column of its id, beside `account_id`.
    pub id: &'static str,
    /// The column of the time.
    pub due: &'static str,
}

/// Something that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(clippy::struct_field_names, reason = "named as the columns that the query returns")]
pub(crate) struct Due {
    account_id: Uuid,
    id: Uuid,
    due_at: i64,
}

impl Due {
    pub fn account(&self) -> AccountId {
        AccountId(self.account_id)
    }

    pub fn id(&self) -> Uuid {
        self.id
    }

    pub fn at(&self) -> Timestamp {
        Timestamp(self.due_at)
    }
}

/// Tells each that is due by the schedule with `tell`, which says whether it did. `only` says which rows of the table
/// count for a notice. Returns how many were told.
pub(crate) async fn all_due<'a, F>(
    backend: &Backend,
    source: &Source,
    schedule: &'a [Notice],
    only: impl Fn(&Notice) -> Condition,
    tell: impl Fn(Due, &'a Notice) -> F,
) -> Result<usize, Failure>
where
    F: Future<Output = Result<bool, Failure>>,
{
    let now = backend.now();
    let mut told = 0;
    for notice in schedule {
        let mut after = None;
        loop {
            let page = page(backend, source, notice, only(notice), now, after).await?;
            after = page.last().copied();
            for one in page {
                // One that cannot be told must not keep the others.
                match tell(one, notice).await {
                    Ok(true) => told += 1,
                    Ok(false) => {}
                    Err(error) => {
                        tracing::error!(%error, what = source.kind, id = %one.id, "a notice could not be told");
                    }
                }
            }
            if after.is_none() {
                break;
            }
        }
    }
    Ok(told)
}

/// Those for which a notice is due and not told, by time, after the last one of the page before.
async fn page(
    backend: &Backend,
    source: &Source,
    notice: &Notice,
    only: Condition,
    now: Timestamp,
    after: Option<Due>,
) -> Result<Vec<Due>, Failure> {
    let (table, id, due) = (source.table, source.id, source.due);
    let column = |name| Expr::col((table, name));
    let told = Query::select()
        .expr(Expr::val(1))
        .from("reminders")
        .and_where(Expr::col(("reminders", "account_id")).equals((table, "account_id")))
        .and_where(Expr::col(("reminders", "subject_kind")).eq(source.kind))
        .and_where(Expr::col(("reminders", "subject_id")).equals((table, id)))
        .and_where(Expr::col(("reminders", "kind")).eq(notice.code))
        .and_where(Expr::col(("reminders", "due_at")).equals((table, due)))
        .take();
    let mut query = Query::select()
        .expr_as(column("account_id"), "account_id")
        .expr_as(column(id), "id")
        .expr_as(column(due), "due_at")
        .from(table)
        .and_where(column(due).lte(now.0.saturating_sub(notice.from)))
        .and_where(column(due).gt(now.0.saturating_sub(notice.until)))
        .cond_where(only)
        .and_where(Expr::exists(told).not())
        .order_by((table, due), Order::Asc)
        .order_by((table, "account_id"), Order::Asc)
        .order_by((table, id), Order::Asc)
        .limit(PAGE)
        .take();
    if let Some(after) = after {
        let later = Condition::any()
            .add(column(due).gt(after.due_at))
            .add(column(due).eq(after.due_at).and(column("account_id").gt(after.account_id)))
            .add(
                column(due)
                    .eq(after.due_at)
                    .and(column("account_id").eq(after.account_id))
                    .and(column(id).gt(after.id)),
            );
        query.cond_where(later);
    }
    let rows = backend.db.read().query_all(&query).await?;
    rows.iter().map(|row| Ok(Due::from_query_result(row, "")?)).collect()
}
