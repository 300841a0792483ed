//! Support tickets from the inside: messages, who gets copies, files, and who opened them.

use sea_orm_migration::prelude::*;

use crate::columns::{add, belongs_to, bytes, create, id, index, maybe_id, number, table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Who opened it; missing: known by the address alone.
        add(manager, "tickets", maybe_id("opened_by_user_id")).await?;
        add(manager, "tickets", text("priority").default("normal").take()).await?;
        add(manager, "tickets", number("opened_at").default(0).take()).await?;
        let opened = Query::update().table("tickets").value("opened_at", Expr::col("updated_at")).take();
        manager.execute(opened).await?;
        create(
            manager,
            vec![messages(), copies(), files()],
            vec![
                index("tickets", &["account_id", "status", "updated_at"], false),
                index("tickets", &["account_id", "number"], false),
                index("ticket_messages", &["account_id", "ticket_id", "written_at"], false),
            ],
        )
        .await
    }
}

/// A table whose rows belong to tickets.
fn of_tickets(name: &'static str, columns: Vec<ColumnDef>, key: &'static str) -> TableCreateStatement {
    let mut all = vec![id("account_id"), id("ticket_id")];
    all.extend(columns);
    let mut table = table(name, all, &["account_id", "ticket_id", key]);
    belongs_to(&mut table, (name, &["account_id", "ticket_id"]), ("tickets", &["account_id", "id"]));
    table
}

fn messages() -> TableCreateStatement {
    of_tickets(
        "ticket_messages",
        vec![
            id("id"),
            // person (of the account) or staff.
            text("author_kind"),
            maybe_id("author_user_id"),
            // As they were.
            text("author_name"),
            text("author_email"),
            // As it was written: Markdown.
            text("text"),
            number("written_at"),
        ],
        "id",
    )
}

/// The people of the account who get copies, as they were when they were named.
fn copies() -> TableCreateStatement {
    of_tickets("ticket_copies", vec![text("email"), text("name"), maybe_id("contact_id")], "email")
}

/// Files of messages. Here and not in a folder: every node must find them, and a backup has them together with what they
/// belong to.
fn files() -> TableCreateStatement {
    of_tickets(
        "ticket_files",
        vec![
            id("id"),
            id("message_id"),
            text("name"),
            // The media type, of a closed list.
            text("kind"),
            number("size"),
            bytes("content"),
        ],
        "id",
    )
}
