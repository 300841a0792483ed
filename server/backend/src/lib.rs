//! What Coterie does on the server: rights, storage, passwords, mail.
//!
//! Whoever is outside this crate reaches an account's data only with an [`access::Access`], which only the database
//! can give ([`access::load`]). Entities and connections are private. Work without a person (sign-in, the
//! outbox, set-up) holds a [`access::SystemAccess`] that names its reason.

pub mod access;
pub mod activity;
pub mod announcements;
pub mod billing;
pub mod bounces;
pub mod client_area;
pub mod clock;
pub mod contacts;
mod db;
pub mod demo;
pub mod details;
pub mod domains;
pub mod error;
pub mod invitations;
pub mod leaving;
pub mod mail;
mod markdown;
pub mod memberships;
pub mod moments;
pub mod once;
pub mod operator_tasks;
pub mod outbox;
pub mod overview;
pub mod paging;
pub mod password_reset;
pub mod passwords;
mod people;
pub mod problems;
pub mod random;
pub mod reminders;
pub mod search;
pub mod services;
pub mod sessions;
pub mod set_up;
pub mod settings;
pub mod sign_in;
pub mod throttle;
pub mod tickets;
pub mod users;
pub mod vault;

use std::sync::Arc;

use domain::Timestamp;

pub use db::{Db, Tx, check_url as check_database_url};
pub use error::Failure;
pub use settings::Settings;

use clock::Clock;
use passwords::Passwords;

/// Everything that the pages and the commands need to reach this crate. Cheap to clone.
#[derive(Clone)]
pub struct Backend {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub passwords: Passwords,
    pub settings: Arc<Settings>,
}

impl Backend {
    /// Milliseconds since 1970, now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
