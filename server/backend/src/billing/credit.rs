//! The credit of an account: one balance for each currency, never below zero, with an entry for each time it moved.

use domain::{AccountId, Timestamp, money::Amount};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use uuid::Uuid;

use crate::{
    Failure, Tx,
    db::entity::{credit_entries, credits},
    random::new_id,
};

/// What moved the credit.
pub(crate) struct Why<'a> {
    /// The entry's own id, where something that came from outside is to be known again by it.
    pub id: Option<Uuid>,
    pub invoice: Option<Uuid>,
    /// The operator's words; may be empty.
    pub reason: &'a str,
}

/// The credit in a currency.
pub(crate) async fn balance(conn: &impl ConnectionTrait, account: AccountId, currency: &str) -> Result<i64, Failure> {
    let row = credits::Entity::find_by_id((account.0, currency.to_owned())).one(conn).await?;
    Ok(row.map_or(0, |row| row.balance_minor))
}

/// The credit in each currency in which there is some.
pub(crate) async fn balances(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<credits::Model>, Failure> {
    let rows = credits::Entity::find()
        .filter(credits::Column::AccountId.eq(account.0))
        .filter(credits::Column::BalanceMinor.gt(0))
        .order_by_asc(credits::Column::Currency)
        .all(conn)
        .await?;
    Ok(rows)
}

/// Takes an amount, if there is as much: the row itself says whether. `None`: there is not, and nothing was taken;
/// otherwise what is left.
pub(crate) async fn take(
    tx: &Tx,
    account: AccountId,
    amount: Amount,
    why: Why<'_>,
    now: Timestamp,
) -> Result<Option<i64>, Failure> {
    let update = Query::update()
        .table("credits")
        .value("balance_minor", Expr::col("balance_minor").sub(amount.minor))
        .and_where(Expr::col("account_id").eq(account.0))
        .and_where(Expr::col("currency").eq(amount.currency.code()))
        .and_where(Expr::col("balance_minor").gte(amount.minor))
        .returning(Query::returning().columns(["balance_minor"]))
        .take();
    let Some(row) = tx.conn().query_one(&update).await? else { return Ok(None) };
    let left = row.try_get("", "balance_minor")?;
    enter(tx, account, Amount { minor: -amount.minor, ..amount }, left, why, now).await?;
    Ok(Some(left))
}

/// Adds an amount. Returns the balance.
pub(crate) async fn give(
    tx: &Tx,
    account: AccountId,
    amount: Amount,
    why: Why<'_>,
    now: Timestamp,
) -> Result<i64, Failure> {
    let row = credits::ActiveModel {
        account_id: Set(account.0),
        currency: Set(amount.currency.code().to_owned()),
        balance_minor: Set(0),
    };
    credits::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([credits::Column::AccountId, credits::Column::Currency]).do_nothing().to_owned(),
        )
        .exec_without_returning(tx.conn())
        .await?;
    let update = Query::update()
        .table("credits")
        .value("balance_minor", Expr::col("balance_minor").add(amount.minor))
        .and_where(Expr::col("account_id").eq(account.0))
        .and_where(Expr::col("currency").eq(amount.currency.code()))
        .returning(Query::returning().columns(["balance_minor"]))
        .take();
    let row = tx
        .conn()
        .query_one(&update)
        .await?
        .ok_or_else(|| Failure::inconsistent("credit that is not there"))?;
    let balance = row.try_get("", "balance_minor")?;
    enter(tx, account, amount, balance, why, now).await?;
    Ok(balance)
}

async fn enter(
    tx: &Tx,
    account: AccountId,
    amount: Amount,
    balance: i64,
    why: Why<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    let row = credit_entries::ActiveModel {
        account_id: Set(account.0),
        id: Set(why.id.unwrap_or_else(|| new_id(now))),
        currency: Set(amount.currency.code().to_owned()),
        amount_minor: Set(amount.minor),
        balance_minor: Set(balance),
        invoice_id: Set(why.invoice),
        reason: Set(why.reason.to_owned()),
        at: Set(now.0),
    };
    credit_entries::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}
