//! Sessions, emailed links, and the counters that slow down guessing.

use sea_orm_migration::prelude::*;

use crate::columns::{belongs_to, bytes, create, id, index, maybe_id, maybe_number, number, table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut sessions = table(
            "sessions",
            vec![
                // SHA-256 of the secret in the cookie.
                bytes("key_hash"),
                // What the list of sessions names it by.
                id("id"),
                // Missing: nobody is signed in, the session carries a flash only.
                maybe_id("user_id"),
                maybe_id("account_id"),
                text("data"),
                text("device"),
                text("address"),
                number("created_at"),
                number("seen_at"),
                number("expires_at"),
            ],
            &["key_hash"],
        );
        belongs_to(&mut sessions, ("sessions", &["user_id"]), ("users", &["id"]));
        let mut invitations = table(
            "invitations",
            vec![
                id("account_id"),
                id("contact_id"),
                id("id"),
                // SHA-256 of the secret in the link.
                bytes("token_hash"),
                number("created_at"),
                number("expires_at"),
            ],
            // One at a time: a new one replaces the old.
            &["account_id", "contact_id"],
        );
        belongs_to(
            &mut invitations,
            ("invitations", &["account_id", "contact_id"]),
            ("memberships", &["account_id", "contact_id"]),
        );
        let mut resets = table(
            "password_resets",
            vec![id("user_id"), bytes("token_hash"), number("created_at"), number("expires_at")],
            &["user_id"],
        );
        belongs_to(&mut resets, ("password_resets", &["user_id"]), ("users", &["id"]));
        let mut email_changes = table(
            "email_changes",
            vec![
                id("user_id"),
                text("new_email"),
                maybe_number("created_at"),
                number("expires_at"),
                // Empty until the mail is rendered.
                bytes("token_hash"),
            ],
            &["user_id"],
        );
        belongs_to(&mut email_changes, ("email_changes", &["user_id"]), ("users", &["id"]));
        let throttles = table(
            "throttles",
            vec![
                // What is counted and for whom, hashed: no address is stored.
                bytes("key"),
                number("window_start"),
                number("count"),
                number("expires_at"),
            ],
            &["key"],
        );
        create(
            manager,
            vec![sessions, invitations, resets, email_changes, throttles],
            vec![
                index("sessions", &["user_id"], false),
                index("sessions", &["expires_at"], false),
                index("invitations", &["token_hash"], true),
                index("password_resets", &["token_hash"], true),
                index("throttles", &["expires_at"], false),
            ],
        )
        .await
    }
}
