//! The database: connections, transactions, rows.
//!
//! The same on SQLite and PostgreSQL. Nothing outside this crate can run a query.

mod connect;
pub(crate) mod entity;
mod reader;

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

pub use connect::check_url;

use tokio::sync::Notify;

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

use crate::Failure;

/// A pool of connections to the database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    pool: DatabaseConnection,
    /// Wakes this process's outbox worker when mail was committed.
    mail: Arc<Notify>,
}

/// A transaction that writes. Dropped without [`commit`](Tx::commit), it leaves no trace.
#[derive(Debug)]
pub struct Tx {
    inner: DatabaseTransaction,
    mail: Arc<Notify>,
    mail_queued: AtomicBool,
}

impl Db {
    /// Begins a transaction that writes. On SQLite it takes the write lock at once: one that began by reading and
    /// then wanted to write would be refused at once when somebody else wrote in between.
    pub async fn write(&self) -> Result<Tx, Failure> {
        let options = TransactionOptions {
            sqlite_transaction_mode: self.is_sqlite().then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Tx {
            inner: self.pool.begin_with_options(options).await?,
            mail: self.mail.clone(),
            mail_queued: AtomicBool::new(false),
        })
    }

    /// Waits until this process commits mail. A commit before the call counts too.
    pub(crate) async fn mail_committed(&self) {
        self.mail.notified().await;
    }

    /// The pool, for reading.
    pub(crate) fn read(&self) -> &DatabaseConnection {
        &self.pool
    }

    pub fn is_sqlite(&self) -> bool {
        self.pool.get_database_backend() == DbBackend::Sqlite
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), Failure> {
        Ok(self.pool.ping().await?)
    }

    /// Closes all connections; the last writer of SQLite folds its log into the file.
    pub async fn close(self) -> Result<(), Failure> {
        Ok(self.pool.close().await?)
    }
}

impl Tx {
    /// Makes everything in it true.
    pub async fn commit(self) -> Result<(), Failure> {
        self.inner.commit().await?;
        if self.mail_queued.into_inner() {
            self.mail.notify_one();
        }
        Ok(())
    }

    /// Notes that mail was queued: the worker is woken once it is committed.
    pub(crate) fn mail_queued(&self) {
        self.mail_queued.store(true, Ordering::Relaxed);
    }

    /// The connection, for queries.
    pub(crate) fn conn(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

/// The row that must be there.
pub(crate) fn found<T>(row: Option<T>) -> Result<T, Failure> {
    row.ok_or(Failure::Refused(domain::AppError::NotFound))
}

/// Exactly one row must have changed.
pub(crate) fn one_row(affected: u64) -> Result<(), Failure> {
    match affected {
        1 => Ok(()),
        other => Err(Failure::Database(DbErr::Custom(format!("{other} rows changed instead of one")))),
    }
}
