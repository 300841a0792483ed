//! Connecting to the database and bringing it up to date.

use std::{sync::Arc, time::Duration};

use migrations::Migrator;
use sea_orm::{
    ConnectOptions, Database,
    sqlx::{postgres::PgConnectOptions, sqlite::SqliteConnectOptions},
};
use sea_orm_migration::MigratorTrait;
use url::Url;

use super::Db;
use crate::Failure;

/// For how long a connection to PostgreSQL is taken to be there without asking it.
const TRUSTED: Duration = Duration::from_secs(1);

/// Whether the address of a database can be understood: `sqlite://FILE?mode=rwc` or `postgres://USER:PASSWORD@HOST/NAME`
/// with the parameters that sqlx knows.
///
/// # Errors
///
/// What is wrong with it. It never repeats the address, which may hold a password.
pub fn check_url(url: &str) -> Result<(), String> {
    if !["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
        return Err("it must begin with sqlite:// or postgres://".to_owned());
    }
    Url::parse(url).map_err(|error| error.to_string())?;
    let parsed = if url.starts_with("sqlite:") {
        url.parse::<SqliteConnectOptions>().map(drop)
    } else {
        url.parse::<PgConnectOptions>().map(drop)
    };
    parsed.map_err(|error| match error {
        sea_orm::sqlx::Error::Configuration(problem) => problem.to_string(),
        other => other.to_string(),
    })
}

impl Db {
    /// Connects to `sqlite://…` or `postgres://…`.
    ///
    /// SQLite runs with a write-ahead log, waits up to 10 s for the write lock, and syncs at every commit, so that a
    /// saved change survives a power cut.
    pub async fn connect(url: &str) -> Result<Self, Failure> {
        let mut options = ConnectOptions::new(url);
        options.sqlx_logging(false).acquire_timeout(Duration::from_secs(10)).record_stmt_in_spans(false);
        if url.starts_with("sqlite:") {
            options.max_connections(8).min_connections(1).test_before_acquire(false);
            options.map_sqlx_sqlite_opts(|options| {
                options
                    .pragma("journal_mode", "WAL")
                    .pragma("synchronous", "FULL")
                    .pragma("foreign_keys", "ON")
                    .pragma("busy_timeout", "10000")
                    .pragma("temp_store", "MEMORY")
            });
        } else {
            // One that was used a moment ago is tested already: each comes back to the pool by a test.
            options.max_connections(16).min_connections(1).test_before_acquire_if_idle_for(TRUSTED);
        }
        Ok(Self { pool: Database::connect(options).await?, mail: Arc::default() })
    }

    /// Applies the migrations that are missing. Safe to run again.
    pub async fn migrate(&self) -> Result<(), Failure> {
        Ok(Migrator::up(&self.pool, None).await?)
    }

    /// Whether all migrations are applied.
    pub async fn is_migrated(&self) -> Result<bool, Failure> {
        Ok(Migrator::get_pending_migrations(&self.pool).await?.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::check_url;

    #[test]
    fn addresses_of_databases_are_understood() {
        for good in [
            "sqlite://coterie.db?mode=rwc",
            "sqlite:///srv/coterie/my data.db",
            "sqlite::memory:",
            "postgres://coterie:p%40ss@db.provider.test:5432/coterie?sslmode=require",
            "postgresql://localhost/postgres?host=/run/postgresql",
        ] {
            assert_eq!(check_url(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "coterie.db",
            "mysql://u:secret@db/x",
            "sqlite://my data.db",
            "sqlite://coterie.db?mode=secret2",
            "sqlite://coterie.db?colour=1",
            "postgres://u:secret@db:port/x",
            "postgres://u:secret@[db/x",
            "postgres://u:secret@db/x?sslmode=maybe",
        ] {
            let problem = check_url(bad).unwrap_err();
            assert!(!problem.contains("secret@") && !problem.contains('\n'), "{bad}: {problem}");
        }
    }
}
