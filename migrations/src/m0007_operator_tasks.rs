//! What users did in the client area and the operator's systems have still to do.

use sea_orm_migration::prelude::*;

use crate::columns::{create, id, index, maybe_id, number, table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tasks = table(
            "operator_tasks",
            vec![
                id("account_id"),
                id("id"),
                text("kind"),
                // service, domain, invoice, quote, ticket, order or affiliate, and which; empty: the account.
                text("subject_kind"),
                maybe_id("subject_id"),
                // As JSON; what it holds follows from the kind. Never a secret.
                text("data"),
                // open or done.
                text("state"),
                // Who did it, as it was.
                maybe_id("author_user_id"),
                text("author_name"),
                text("author_email"),
                number("created_at"),
                number("changed_at"),
            ],
            &["account_id", "id"],
        );
        create(manager, vec![tasks], vec![index("operator_tasks", &["state", "created_at"], false)]).await
    }
}
