//! From where a user has signed in, so that they are told when it is from somewhere else.

use sea_orm_migration::prelude::*;

use crate::columns::{belongs_to, create, id, index, number, table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut known = table(
            "known_sign_ins",
            vec![
                id("user_id"),
                // Browser and system, in a few words.
                text("device"),
                // The part of the address that a provider's networks share.
                text("network"),
                number("seen_at"),
            ],
            &["user_id", "device", "network"],
        );
        belongs_to(&mut known, ("known_sign_ins", &["user_id"]), ("users", &["id"]));
        create(manager, vec![known], vec![index("known_sign_ins", &["seen_at"], false)]).await
    }
}
