//! The activity log, the outbox, and the emails that were sent.

use sea_orm_migration::prelude::*;

use crate::columns::{belongs_to, bytes, create, id, index, maybe_id, maybe_number, maybe_text, number, table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // No foreign key: the log outlives what it tells of.
        let activity = table(
            "activity",
            vec![
                id("account_id"),
                // Counts up from 1 without gaps.
                number("number"),
                number("at"),
                maybe_id("actor_user_id"),
                text("actor_name"),
                text("actor_email"),
                maybe_id("subject_contact_id"),
                text("subject_name"),
                text("subject_email"),
                text("kind"),
                // The event as JSON.
                text("event"),
                text("address"),
                // SHA-256 over the entry before and this one.
                bytes("hash"),
            ],
            &["account_id", "number"],
        );
        // The end of each account's chain; its row is also what orders two writers.
        let mut activity_heads =
            table("activity_heads", vec![id("account_id"), number("number"), bytes("hash")], &["account_id"]);
        belongs_to(&mut activity_heads, ("activity_heads", &["account_id"]), ("accounts", &["id"]));
        let outbox = table(
            "outbox",
            vec![
                id("id"),
                maybe_id("account_id"),
                // What is to be told, as JSON: no secret stands here.
                text("event"),
                text("recipient"),
                text("recipient_name"),
                // Why the recipient gets it, as JSON.
                text("reasons"),
                text("locale"),
                // queued, sent, dropped or failed.
                text("state"),
                number("attempts"),
                number("next_at"),
                maybe_number("lease_until"),
                maybe_id("leased_by"),
                text("last_error"),
                number("created_at"),
                maybe_number("done_at"),
            ],
            &["id"],
        );
        // The mail itself where no SMTP server is configured: what `/dev/mailbox` shows.
        let mailbox = table(
            "mailbox",
            vec![
                id("id"),
                text("sender"),
                text("recipient"),
                text("recipient_name"),
                text("subject"),
                text("body_text"),
                text("body_html"),
                text("message_id"),
                number("created_at"),
            ],
            &["id"],
        );
        // What was sent to the account in a category: the email history.
        let mut emails = table(
            "emails",
            vec![
                id("account_id"),
                id("id"),
                text("category"),
                text("subject"),
                maybe_text("subject_kind"),
                maybe_id("subject_id"),
                // The recipients with reasons, as JSON.
                text("recipients"),
                number("sent_at"),
            ],
            &["account_id", "id"],
        );
        belongs_to(&mut emails, ("emails", &["account_id"]), ("accounts", &["id"]));
        create(
            manager,
            vec![activity, activity_heads, outbox, mailbox, emails],
            vec![
                index("activity", &["account_id", "kind", "number"], false),
                index("activity", &["account_id", "actor_email", "kind", "number"], false),
                index("activity", &["account_id", "subject_email", "kind", "number"], false),
                index("outbox", &["state", "next_at"], false),
                index("outbox", &["account_id"], false),
                index("mailbox", &["recipient", "id"], false),
                index("emails", &["account_id", "sent_at"], false),
            ],
        )
        .await
    }
}
