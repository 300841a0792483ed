//! What emails of the history said, and the indexes by which the history is read page by page and files are weighed.

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
        // As it was sent, once in each language and to nobody in particular: without names, links to leave and secrets.
        // Of an announcement there is none: its text stands in `announcements`, once.
        let mut bodies = table(
            "email_bodies",
            vec![id("account_id"), id("email_id"), text("locale"), text("text"), text("html"), number("stored_at")],
            &["account_id", "email_id", "locale"],
        );
        belongs_to(&mut bodies, ("email_bodies", &["account_id", "email_id"]), ("emails", &["account_id", "id"]));
        // With the id, so that a page begins where the one before ended without sorting anything.
        manager
            .drop_index(Index::drop().name("emails_account_id_sent_at").table("emails").to_owned())
            .await?;
        create(
            manager,
            vec![bodies],
            vec![
                index("emails", &["account_id", "sent_at", "id"], false),
                // What the files of an account weigh, without reading them.
                index("ticket_files", &["account_id", "size"], false),
            ],
        )
        .await
    }
}
