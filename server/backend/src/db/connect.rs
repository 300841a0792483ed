//! Connecting to the database and bringing it up to date.

use std::{sync::Arc, time::Duration};

use migrations::Migrator;
use sea_orm::{ConnectOptions, Database};
use sea_orm_migration::MigratorTrait;

use super::Db;
use crate::Failure;

impl Db {
    /// Connects to `sqlite://…` or `postgres://…`.
    ///
    /// SQLite runs with a write-ahead log, waits up to 10 s for the write lock, and syncs at every commit, so that a
    /// saved change survives a power cut.
    pub async fn connect(url: &str) -> Result<Self, Failure> {
        let mut options = ConnectOptions::new(url);
        options.sqlx_logging(false).acquire_timeout(Duration::from_secs(10)).record_stmt_in_spans(false);
        options.test_before_acquire(!url.starts_with("sqlite:"));
        if url.starts_with("sqlite:") {
            options.max_connections(8).min_connections(1);
            options.map_sqlx_sqlite_opts(|options| {
                options
                    .pragma("journal_mode", "WAL")
                    .pragma("synchronous", "FULL")
                    .pragma("foreign_keys", "ON")
                    .pragma("busy_timeout", "10000")
                    .pragma("temp_store", "MEMORY")
            });
        } else {
            options.max_connections(16).min_connections(1);
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
