//! A server on a migrated database of its own, with a clock that stands still.

use std::sync::Arc;

use axum::{Router, http::StatusCode};
use backend::{
    Backend, Db,
    clock::FixedClock,
    mail::mailbox::{self, Kept},
    passwords::Passwords,
};
use domain::Timestamp;
use sea_orm::ConnectionTrait as _;
use server::{
    config::{Config, Options},
    http::assets::{Assets, Embedded},
    router::{AppState, router},
};

use super::Client;

/// 2030-03-18 12:00 UTC.
pub const START: Timestamp = Timestamp(1_900_065_600_000);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A server. Move time with `clock.advance`.
pub struct World {
    pub backend: Backend,
    pub clock: Arc<FixedClock>,
    pub state: AppState,
    router: Router,
    database_url: String,
    /// Goes with the world, and the database file in it.
    folder: Option<tempfile::TempDir>,
}

/// Files as the client's build leaves them.
static FILES: &[Embedded] = &[
    Embedded {
        name: "client.js",
        file: "client.0011223344556677.js",
        content_type: "text/javascript; charset=utf-8",
        etag: "00112233445566778899aabbccddeeff",
        open: false,
        plain: b"plain script",
        br: Some(b"brotli script"),
        gz: Some(b"gzip script"),
    },
    Embedded {
        name: "client.wasm",
        file: "client.8899aabbccddeeff.wasm",
        content_type: "application/wasm",
        etag: "8899aabbccddeeff0011223344556677",
        open: false,
        plain: b"plain wasm",
        br: Some(b"brotli wasm"),
        gz: None,
    },
    Embedded {
        name: "main.css",
        file: "main.1234567812345678.css",
        content_type: "text/css; charset=utf-8",
        etag: "12345678123456781234567812345678",
        open: false,
        plain: b"plain styles",
        br: None,
        gz: None,
    },
    Embedded {
        name: "favicon.svg",
        file: "favicon.8765432187654321.svg",
        content_type: "image/svg+xml",
        etag: "87654321876543218765432187654321",
        open: true,
        plain: b"<svg/>",
        br: None,
        gz: None,
    },
];

impl World {
    /// A server with ordinary settings.
    pub async fn new(engine: Engine) -> Self {
        Self::with(engine, Options::default()).await
    }

    /// A server with those settings.
    pub async fn with(engine: Engine, options: Options) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database_url = match engine {
            Engine::Sqlite => format!("sqlite://{}?mode=rwc", folder.path().join("test.db").display()),
            Engine::Postgres => postgres_database().await,
        };
        let clock = Arc::new(FixedClock::new(START));
        let mut world = Self::on(&database_url, clock, options).await;
        world.backend.db.migrate().await.expect("migrations");
        world.folder = Some(folder);
        world
    }

    /// A second server on the same database, with the same clock: another node.
    pub async fn another_node(&self) -> Self {
        self.another_with(Options::default()).await
    }

    /// The same with those settings.
    pub async fn another_with(&self, options: Options) -> Self {
        Self::on(&self.database_url, self.clock.clone(), options).await
    }

    /// Where the database is, for the binary itself.
    pub fn database_url(&self) -> &str {
        &self.database_url
    }

    /// A server on a database as it is.
    pub async fn on(database_url: &str, clock: Arc<FixedClock>, options: Options) -> Self {
        let mut options = Options { database_url: Some(database_url.to_owned()), ..options };
        options.services.secret_keys.get_or_insert_with(|| backend::vault::DEMO_KEYS.to_owned());
        let config = Arc::new(Config::new(options).expect("a configuration"));
        let backend = Backend {
            db: Db::connect(database_url).await.expect("a database"),
            clock: clock.clone(),
            passwords: Passwords::new(2).expect("a hasher"),
            settings: config.settings(),
        };
        let state = AppState::new(backend.clone(), config, Assets::of(FILES));
        let router = router(&state);
        Self { backend, clock, state, router, database_url: database_url.to_owned(), folder: None }
    }

    /// A server with the demo's people in its database.
    pub async fn demo(self) -> Self {
        backend::demo::load(&self.backend).await.expect("the demo");
        self
    }

    /// A browser that nobody is signed in with.
    pub fn anonymous(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// A browser in which somebody of the demo is signed in.
    pub async fn signed_in(&self, email: &str) -> Client {
        let client = self.anonymous();
        let answer = client.sign_in(email, backend::demo::PASSWORD).await;
        assert_eq!(answer.status, StatusCode::OK, "{email}: {}", answer.text());
        client
    }

    /// The same browser, whose requests this server answers.
    pub fn reached_by(&self, client: &Client) -> Client {
        client.at(self.router.clone())
    }

    /// Changes the database behind the product's back.
    pub async fn sql(&self, statement: &str) {
        let database = sea_orm::Database::connect(&self.database_url).await.expect("the database");
        database.execute_unprepared(statement).await.expect("a statement");
        database.close().await.expect("closed");
    }

    /// An id as SQL writes it.
    pub fn uuid(&self, id: &str) -> String {
        if self.backend.db.is_sqlite() {
            format!("x'{}'", id.replace('-', ""))
        } else {
            format!("'{id}'")
        }
    }

    /// The first column, a number, of the first row of a query.
    pub async fn number(&self, query: &str) -> i64 {
        let database = sea_orm::Database::connect(&self.database_url).await.expect("the database");
        let statement = sea_orm::Statement::from_string(database.get_database_backend(), query.to_owned());
        let row = database.query_one_raw(statement).await.expect("a query").expect("a row");
        database.close().await.expect("closed");
        row.try_get_by_index(0).expect("a number")
    }

    /// The first column, an id, of the first row of a query.
    pub async fn id(&self, query: &str) -> String {
        let database = sea_orm::Database::connect(&self.database_url).await.expect("the database");
        let statement = sea_orm::Statement::from_string(database.get_database_backend(), query.to_owned());
        let row = database.query_one_raw(statement).await.expect("a query").expect("a row");
        database.close().await.expect("closed");
        row.try_get_by_index::<uuid::Uuid>(0).expect("an id").to_string()
    }

    /// How much is stored of what people save: to see that nothing is stored by halves.
    pub async fn stored(&self) -> Vec<i64> {
        let mut all = Vec::new();
        for table in [
            "users",
            "account_owner_categories",
            "contacts",
            "contact_categories",
            "memberships",
            "membership_permissions",
            "membership_scope",
            "invitations",
            "email_changes",
            "outbox",
        ] {
            all.push(self.number(&format!("SELECT COUNT(*) FROM {table}")).await);
        }
        for table in ["accounts", "contacts"] {
            all.push(self.number(&format!("SELECT CAST(SUM(version) AS BIGINT) FROM {table}")).await);
        }
        all
    }

    /// Delivers what is due, and returns the emails to an address, the newest first.
    pub async fn mails(&self, to: &str) -> Vec<Kept> {
        backend::outbox::drain(&self.backend).await.expect("delivery");
        mailbox::list(&self.backend.db, Some(to)).await.expect("the mailbox")
    }

    /// The secret of the link to that page in the newest email to an address.
    pub async fn token(&self, to: &str, page: &str) -> String {
        let mails = self.mails(to).await;
        let (_, rest) = mails
            .iter()
            .find_map(|mail| mail.text.split_once(&format!("{page}?token=")))
            .unwrap_or_else(|| panic!("no link to {page} for {to} in {mails:?}"));
        rest.split_whitespace().next().expect("a token").to_owned()
    }
}

/// Creates an empty database in the cluster of `COTERIE_TEST_POSTGRES_URL` and returns its address.
pub async fn postgres_database() -> String {
    let cluster = std::env::var("COTERIE_TEST_POSTGRES_URL")
        .expect("COTERIE_TEST_POSTGRES_URL: `make test` starts a cluster and sets it");
    let name = format!("t{}", uuid::Uuid::now_v7().simple());
    let admin = sea_orm::Database::connect(&cluster).await.expect("the cluster");
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a new database");
    admin.close().await.expect("closed");
    let (server, options) = cluster.split_once('?').unwrap_or((&cluster, ""));
    let (server, _) = server.rsplit_once('/').expect("a URL with a database");
    format!("{server}/{name}?{options}")
}
