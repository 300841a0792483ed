//! Which email of the history a letter is a copy of, and for whom; what the email tells; whose tickets a person follows.

use sea_orm_migration::prelude::*;

use crate::columns::{add, index, maybe_id, maybe_text, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The row of `emails`, with the same account. Missing: security mail, which is in no history.
        add(manager, "outbox", maybe_id("email_id")).await?;
        add(manager, "outbox", maybe_text("category")).await?;
        // owner or contact; without a foreign key, because the letter outlives the contact.
        add(manager, "outbox", maybe_text("role")).await?;
        add(manager, "outbox", maybe_id("contact_id")).await?;
        manager.create_index(index("outbox", &["account_id", "email_id"], false)).await?;
        manager.create_index(index("outbox", &["account_id", "contact_id", "created_at"], false)).await?;
        // What it tells, as JSON. Missing: what was sent before it came from here.
        add(manager, "emails", maybe_text("event")).await?;
        // all, own or none; of whoever gets emails, with a login or without.
        add(manager, "accounts", text("ticket_watch").default("all").take()).await?;
        add(manager, "contacts", text("ticket_watch").default("all").take()).await?;
        let memberships = Table::alter().table("memberships").drop_column("watches_tickets").take();
        manager.alter_table(memberships).await
    }
}
