//! Several queries on one connection.
//!
//! The pool tests a connection each time that it comes back, on SQLite by way of the connection's own thread: a page
//! that borrows one for each of its queries waits for as many tests as queries. Not here: changes, which need a
//! transaction ([`Tx`](super::Tx)).

use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Values,
    prelude::async_trait,
    sqlx::{self, Postgres, Sqlite, pool::PoolConnection},
};
use sea_query_sqlx::SqlxValues;
use tokio::sync::Mutex;

use super::Db;
use crate::Failure;

/// A connection that stays with whoever reads until it is dropped.
///
/// Never held while waiting for anything but its own queries: there are few, and whoever holds one and waits for
/// another may wait for ever.
#[derive(Debug)]
pub(crate) struct Reader {
    conn: Mutex<Pinned>,
    backend: DbBackend,
}

#[derive(Debug)]
enum Pinned {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl Db {
    /// Borrows a connection for several queries that follow one another.
    pub(crate) async fn reader(&self) -> Result<Reader, Failure> {
        let pinned = if self.is_sqlite() {
            self.pool.get_sqlite_connection_pool().acquire().await.map(Pinned::Sqlite)
        } else {
            self.pool.get_postgres_connection_pool().acquire().await.map(Pinned::Postgres)
        };
        let conn = Mutex::new(pinned.map_err(not_acquired)?);
        Ok(Reader { conn, backend: self.pool.get_database_backend() })
    }
}

/// As SeaORM says it of the connections that it borrows itself.
fn not_acquired(error: sqlx::Error) -> DbErr {
    match error {
        sqlx::Error::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        sqlx::Error::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        error => DbErr::Conn(RuntimeErr::SqlxError(error.into())),
    }
}

/// What is bound to the statement, as sqlx takes it.
fn bound(values: Option<Values>) -> SqlxValues {
    SqlxValues(values.unwrap_or_else(|| Values(Vec::new())))
}

/// Runs one statement on whichever connection it is.
macro_rules! run {
    ($reader:expr, $statement:expr, $method:ident) => {{
        let Statement { sql, values, .. } = $statement;
        let (sql, values) = (sqlx::AssertSqlSafe(sql), bound(values));
        match &mut *$reader.conn.lock().await {
            Pinned::Sqlite(conn) => sqlx::query_with(sql, values).$method(&mut **conn).await.map(Found::Sqlite),
            Pinned::Postgres(conn) => sqlx::query_with(sql, values).$method(&mut **conn).await.map(Found::Postgres),
        }
    }};
}

enum Found<S, P> {
    Sqlite(S),
    Postgres(P),
}

#[async_trait::async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        self.backend
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match run!(self, statement, execute).map_err(|error| DbErr::Exec(RuntimeErr::SqlxError(error.into())))? {
            Found::Sqlite(done) => Ok(done.into()),
            Found::Postgres(done) => Ok(done.into()),
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.execute_raw(Statement::from_string(self.backend, sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match run!(self, statement, fetch_optional)
            .map_err(|error| DbErr::Query(RuntimeErr::SqlxError(error.into())))?
        {
            Found::Sqlite(row) => Ok(row.map(QueryResult::from)),
            Found::Postgres(row) => Ok(row.map(QueryResult::from)),
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match run!(self, statement, fetch_all).map_err(|error| DbErr::Query(RuntimeErr::SqlxError(error.into())))? {
            Found::Sqlite(rows) => Ok(rows.into_iter().map(QueryResult::from).collect()),
            Found::Postgres(rows) => Ok(rows.into_iter().map(QueryResult::from).collect()),
        }
    }
}
