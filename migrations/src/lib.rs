//! The history of Coterie's database, the same on SQLite and PostgreSQL.
//!
//! A migration that was released never changes, so nothing here uses the entities, which do. Every migration runs in a
//! transaction. Ids are UUIDs made by the server, instants are milliseconds since 1970 in UTC, closed sets are text
//! codes. Every table of an account has `account_id` first in its key, so that it can be sharded by account.

use sea_orm_migration::prelude::*;

mod columns;
mod m0001_people;
mod m0002_sign_in;
mod m0003_log_and_mail;
mod m0004_client_area;
mod m0005_business_events;
mod m0006_delivery;
mod m0007_operator_tasks;
mod m0008_possessions;
mod m0009_mail;
mod m0010_billing;
mod m0011_support;
mod m0012_sign_ins;
mod m0013_scope;
mod m0014_letters;

/// All migrations, in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_people::Migration),
            Box::new(m0002_sign_in::Migration),
            Box::new(m0003_log_and_mail::Migration),
            Box::new(m0004_client_area::Migration),
            Box::new(m0005_business_events::Migration),
            Box::new(m0006_delivery::Migration),
            Box::new(m0007_operator_tasks::Migration),
            Box::new(m0008_possessions::Migration),
            Box::new(m0009_mail::Migration),
            Box::new(m0010_billing::Migration),
            Box::new(m0011_support::Migration),
            Box::new(m0012_sign_ins::Migration),
            Box::new(m0013_scope::Migration),
            Box::new(m0014_letters::Migration),
        ]
    }
}
