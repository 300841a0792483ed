//! The numbers of invoices and orders that are made here: one series for each, without gaps, through all accounts.

use domain::Code;
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, EntityTrait,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};

use crate::{Failure, Tx, db::entity::numbers};

/// What is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Series {
    Invoice,
    Order,
}

impl Code for Series {
    const WHAT: &'static str = "series of numbers";
    const ALL: &'static [Self] = &[Self::Invoice, Self::Order];

    fn code(self) -> &'static str {
        match self {
            Self::Invoice => "INV",
            Self::Order => "ORD",
        }
    }
}

/// The number before the first one.
const START: i64 = 10_000;

/// The next number. It is taken back with the transaction; until that ends, nobody else gets one.
pub(crate) async fn next(tx: &Tx, series: Series) -> Result<String, Failure> {
    if let Some(number) = advance(tx, series).await? {
        return Ok(number);
    }
    start(tx, series, START).await?;
    advance(tx, series).await?.ok_or_else(|| Failure::inconsistent("a series of numbers has no end"))
}

/// Begins a series after that number, unless it is begun.
pub(crate) async fn start(tx: &Tx, series: Series, last: i64) -> Result<(), Failure> {
    let row = numbers::ActiveModel { name: Set(series.code().to_owned()), last: Set(last) };
    numbers::Entity::insert(row)
        .on_conflict(OnConflict::column(numbers::Column::Name).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

async fn advance(tx: &Tx, series: Series) -> Result<Option<String>, Failure> {
    let update = Query::update()
        .table("numbers")
        .value("last", Expr::col("last").add(1))
        .and_where(Expr::col("name").eq(series.code()))
        .returning(Query::returning().columns(["last"]))
        .take();
    let Some(row) = tx.conn().query_one(&update).await? else { return Ok(None) };
    let last: i64 = row.try_get("", "last")?;
    Ok(Some(format!("{}-{last}", series.code())))
}
