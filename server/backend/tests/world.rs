//! A fresh database with a clock that stands still, on either engine.

use std::sync::Arc;

use backend::{
    Backend, Db, Settings,
    clock::FixedClock,
    passwords::Passwords,
    vault::{DEMO_KEYS, Keyring},
};
use domain::Timestamp;
use sea_orm::ConnectionTrait;

/// 2030-03-18 12:00 UTC.
pub const START: Timestamp = Timestamp(1_900_065_600_000);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A migrated database of its own, and everything that works on it. Move time with `clock.advance`.
pub struct World {
    pub backend: Backend,
    pub clock: Arc<FixedClock>,
    /// Of the database: for looking behind the backend's back.
    pub url: String,
    folder: Arc<tempfile::TempDir>,
}

impl World {
    pub async fn new(engine: Engine) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = match engine {
            Engine::Sqlite => format!("sqlite://{}?mode=rwc", folder.path().join("test.db").display()),
            Engine::Postgres => postgres_database().await,
        };
        let db = Db::connect(&url).await.expect("a database");
        db.migrate().await.expect("migrations");
        let clock = Arc::new(FixedClock::new(START));
        let backend = Backend {
            db,
            clock: clock.clone(),
            passwords: Passwords::new(2).expect("a hasher"),
            settings: Arc::new(Settings {
                affiliates: true,
                secret_keys: Keyring::parse(DEMO_KEYS).expect("keys"),
                panel_url: Some("https://panel.example/sign-on".to_owned()),
                ..Settings::default()
            }),
        };
        Self { backend, clock, url, folder: Arc::new(folder) }
    }

    /// What keeps the database's folder. An async block captures only the fields of a world that it names, so whoever
    /// runs one must hold on to this.
    pub fn keep(&self) -> Arc<tempfile::TempDir> {
        self.folder.clone()
    }
}

/// Creates an empty database in the cluster of `COTERIE_TEST_POSTGRES_URL` and returns its address.
async fn postgres_database() -> String {
    let cluster = std::env::var("COTERIE_TEST_POSTGRES_URL")
        .expect("COTERIE_TEST_POSTGRES_URL: `make test` starts a cluster and sets it");
    let name = format!("t{}", uuid::Uuid::now_v7().simple());
    let admin = sea_orm::Database::connect(&cluster).await.expect("the cluster");
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a new database");
    admin.close().await.expect("closed");
    // The path of the address is the database; what follows `?` may hold the folder of the socket.
    let (address, options) = cluster.split_once('?').unwrap_or((&cluster, ""));
    let (server, _) = address.rsplit_once('/').expect("an address with a database");
    format!("{server}/{name}?{options}")
}

/// Runs an async test function on both engines: `on_both!(name, |world| async move { … });`
#[macro_export]
macro_rules! on_both {
    ($name:ident, $body:expr) => {
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let body = $body;
                let world = $crate::world::World::new($crate::world::Engine::Sqlite).await;
                let _folder = world.keep();
                body(world).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let body = $body;
                let world = $crate::world::World::new($crate::world::Engine::Postgres).await;
                let _folder = world.keep();
                body(world).await;
            }
        }
    };
}
