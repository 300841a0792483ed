//! The session cookie.
//!
//! `SameSite=Lax`, not `Strict`: a person who follows a link in an email would look signed out. Over TLS the name
//! begins with `__Host-`, so that no other host of the domain can set it.

use backend::{
    Backend,
    sessions::{Store, cookie_expiry},
};
use tower_sessions::{SessionManagerLayer, cookie::SameSite};

use crate::config::PublicUrl;

/// Gives requests their session. The store is asked only when something reads it.
pub fn session_layer(backend: &Backend, public_url: &PublicUrl) -> SessionManagerLayer<Store> {
    let secure = public_url.is_secure();
    SessionManagerLayer::new(Store::new(backend.db.clone(), backend.clock.clone()))
        .with_name(if secure { "__Host-session" } else { "session" })
        .with_secure(secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(cookie_expiry())
}
