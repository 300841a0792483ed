//! A look behind the backend's back: rows by plain SQL, and people of the demo as the pages would load them.

use backend::access::{Actor, Origin, Presence, load};
use domain::UserId;
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement, TransactionTrait};

use crate::world::World;

/// A second connection to the same database.
pub struct Behind(DatabaseConnection);

impl Behind {
    pub async fn of(world: &World) -> Self {
        Self(sea_orm::Database::connect(&world.url).await.unwrap())
    }

    /// Runs a statement and returns how many rows it changed.
    pub async fn run(&self, sql: &str) -> u64 {
        self.0.execute_unprepared(sql).await.unwrap().rows_affected()
    }

    /// A transaction in which a statement ran, and which holds what it locked until it is committed.
    pub async fn begun(&self, sql: &str) -> DatabaseTransaction {
        let tx = self.0.begin().await.unwrap();
        assert_ne!(tx.execute_unprepared(sql).await.unwrap().rows_affected(), 0, "{sql}");
        tx
    }

    /// The first column, a text, of every row.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        self.rows(sql).await.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    /// The first column, a number, of the first row.
    pub async fn number(&self, sql: &str) -> i64 {
        self.rows(sql).await.first().unwrap().try_get_by_index(0).unwrap()
    }

    async fn rows(&self, sql: &str) -> Vec<sea_orm::QueryResult> {
        let statement = Statement::from_string(self.0.get_database_backend(), sql.to_owned());
        self.0.query_all_raw(statement).await.unwrap()
    }

    /// The first column, an id, of the first row.
    pub async fn id(&self, sql: &str) -> uuid::Uuid {
        self.rows(sql).await.first().unwrap().try_get_by_index(0).unwrap()
    }

    /// An id as a statement of this database writes it.
    pub fn literal(&self, id: uuid::Uuid) -> String {
        match self.0.get_database_backend() {
            DbBackend::Postgres => format!("'{id}'"),
            _ => format!("x'{}'", id.simple()),
        }
    }

    pub async fn user(&self, email: &str) -> UserId {
        UserId(self.id(&format!("SELECT id FROM users WHERE email_canonical = '{email}'")).await)
    }

    /// The account of that company.
    pub async fn account(&self, company: &str) -> domain::AccountId {
        domain::AccountId(self.id(&format!("SELECT id FROM accounts WHERE company = '{company}'")).await)
    }

    /// The contact with that address on that account.
    pub async fn contact(&self, account: &str, email: &str) -> domain::ContactId {
        let sql = format!(
            "SELECT contacts.id FROM contacts JOIN accounts ON accounts.id = contacts.account_id \
             WHERE accounts.company = '{account}' AND email_canonical = '{email}'"
        );
        domain::ContactId(self.id(&sql).await)
    }

    /// Somebody on an account.
    pub async fn actor(&self, world: &World, email: &str, company: &str) -> Actor {
        let (user, account) = (self.user(email).await, self.account(company).await);
        let backend = &world.backend;
        match load(&backend.db, backend.now(), user, Some(account), Origin::default()).await.unwrap() {
            Presence::On(actor) => *actor,
            other => panic!("{email} is {other:?}"),
        }
    }
}
