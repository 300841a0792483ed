//! Letters to deliver, and a backend with an SMTP server.

use std::sync::Arc;

use backend::{
    Backend, Settings,
    mail::MailEvent,
    outbox::{Letter, queue},
};
use domain::{AccountId, EmailAddress, Locale};

use crate::{behind::Behind, world::World};

pub fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

/// Security mail, which needs nothing in the database to be rendered.
pub fn letter(to: &str) -> Letter {
    Letter {
        account: None,
        event: MailEvent::AccessEnded { account: AccountId(uuid::Uuid::nil()), account_name: "Northwind".into() },
        to: address(to),
        to_name: "Ada".into(),
        locale: Locale::English,
        routed: None,
    }
}

pub async fn send(backend: &Backend, letter: Letter) {
    let tx = backend.db.write().await.unwrap();
    queue(&tx, backend.now(), letter).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn post(backend: &Backend, to: &str) {
    send(backend, letter(to)).await;
}

/// The same backend with these settings.
pub fn set_up(world: &World, settings: Settings) -> Backend {
    Backend { settings: Arc::new(settings), ..world.backend.clone() }
}

/// The same backend with an SMTP server.
pub fn with_smtp(world: &World, url: String) -> Backend {
    set_up(world, Settings { smtp_url: Some(url), ..Settings::default() })
}

/// The states of all letters, sorted.
pub async fn states(world: &World) -> Vec<String> {
    Behind::of(world).await.texts("SELECT state FROM outbox ORDER BY state").await
}

/// The server's words that are kept.
pub async fn words(world: &World) -> Vec<String> {
    Behind::of(world).await.texts("SELECT last_error FROM outbox ORDER BY id").await
}
