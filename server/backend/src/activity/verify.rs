//! Checking the log: whether each account's chain is whole.

use domain::AccountId;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::chain::hash;
use crate::{
    Db, Failure,
    access::SystemAccess,
    db::entity::{accounts, activity, activity_heads},
};

/// How many entries are read at once.
const PAGE: u64 = 1000;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many accounts were checked.
    pub accounts: u64,
    /// How many entries were in order.
    pub entries: u64,
    /// The first damage of each account that has one.
    pub broken: Vec<Break>,
}

impl Report {
    pub fn is_whole(&self) -> bool {
        self.broken.is_empty()
    }
}

/// Where a chain is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    pub account: AccountId,
    /// The first entry that is not in order.
    pub number: i64,
    pub damage: Damage,
}

/// What happened to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// It does not say what was written: changed, or put in the place of another.
    Changed,
    /// It is gone.
    Removed,
    /// It stands where nothing was written.
    Inserted,
}

/// Checks the log of one account, or of all. Reads entries in pages; may run beside writers.
pub async fn verify(db: &Db, _system: &SystemAccess, account: Option<AccountId>) -> Result<Report, Failure> {
    let accounts = match account {
        Some(account) => vec![account.0],
        None => all_accounts(db).await?,
    };
    let mut report = Report::default();
    for account in accounts {
        report.accounts += 1;
        if let Some(found) = check(db, AccountId(account), &mut report.entries).await? {
            report.broken.push(found);
        }
    }
    Ok(report)
}

/// All accounts that are there or have left entries, sorted.
async fn all_accounts(db: &Db) -> Result<Vec<Uuid>, Failure> {
    let mut all: Vec<Uuid> = accounts::Entity::find()
        .select_only()
        .column(accounts::Column::Id)
        .into_tuple()
        .all(db.read())
        .await?;
    let logged: Vec<Uuid> = activity::Entity::find()
        .select_only()
        .column(activity::Column::AccountId)
        .distinct()
        .into_tuple()
        .all(db.read())
        .await?;
    all.extend(logged);
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

async fn check(db: &Db, account: AccountId, entries: &mut u64) -> Result<Option<Break>, Failure> {
    let broken = |number, damage| Ok(Some(Break { account, number, damage }));
    // Entries written from here on are not looked at: they come after this end.
    let head = activity_heads::Entity::find_by_id(account.0).one(db.read()).await?;
    // Every account's log begins when the account is created, so one without a log lost it.
    let Some(head) = head else { return broken(1, Damage::Removed) };
    let mut previous = Vec::new();
    let mut number = 0;
    while number < head.number {
        let page = activity::Entity::find()
            .filter(activity::Column::AccountId.eq(account.0))
            .filter(activity::Column::Number.gt(number))
            .filter(activity::Column::Number.lte(head.number))
            .order_by_asc(activity::Column::Number)
            .limit(PAGE)
            .into_query();
        let page = db.read().query_all(&page).await?;
        if page.is_empty() {
            return broken(number + 1, Damage::Removed);
        }
        for row in page {
            // A value that its column never has was put there by somebody else.
            let Ok(entry) = activity::Model::from_query_result(&row, "") else {
                return broken(row.try_get("", "number")?, Damage::Changed);
            };
            if entry.number != number + 1 {
                return broken(number + 1, Damage::Removed);
            }
            if hash(&previous, &entry) != entry.hash {
                return broken(entry.number, Damage::Changed);
            }
            number = entry.number;
            previous = entry.hash;
            *entries += 1;
        }
    }
    if previous != head.hash {
        return broken(head.number, Damage::Changed);
    }
    if outside(db, account).await? > 0 {
        return broken(head.number + 1, Damage::Inserted);
    }
    Ok(None)
}

/// How many entries stand before the beginning or after the end of the chain. One statement, so that a writer at work
/// is not mistaken for damage.
async fn outside(db: &Db, account: AccountId) -> Result<u64, Failure> {
    let end = Query::select()
        .column("number")
        .from("activity_heads")
        .and_where(activity_heads::Column::AccountId.into_expr().eq(account.0))
        .take();
    Ok(activity::Entity::find()
        .filter(activity::Column::AccountId.eq(account.0))
        .filter(
            activity::Column::Number
                .into_expr()
                .lt(1)
                .or(activity::Column::Number.into_expr().gt(Expr::SubQuery(None, Box::new(end.into())))),
        )
        .count(db.read())
        .await?)
}
