//! How emails leave: priorities, rates and connections that the nodes share; what came back; what is due by time; and
//! announcements.

use sea_orm_migration::prelude::*;

use crate::columns::{add, bytes, create, id, index, maybe_id, maybe_number, number, table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // 0 security, 1 ordinary, 2 announcement: claimed in that order.
        add(manager, "outbox", number("priority").default(1).take()).await?;
        // Of the address, in lower case: what the rate is kept for.
        add(manager, "outbox", text("domain").default("").take()).await?;
        add(manager, "outbox", maybe_id("announcement_id")).await?;
        // When the attempts began, after which time it is given up.
        add(manager, "outbox", maybe_number("first_tried_at")).await?;
        manager.drop_index(Index::drop().name("outbox_state_next_at").table("outbox").to_owned()).await?;
        // Its text stands in `announcements`, once.
        add(manager, "emails", maybe_id("announcement_id")).await?;
        // When an email came back from the address, and with which words; when somebody there said "this is not me".
        add(manager, "contacts", maybe_number("bounced_at")).await?;
        add(manager, "contacts", text("bounce_words").default("").take()).await?;
        add(manager, "contacts", maybe_number("disowned_at")).await?;
        // `reminders` takes its place.
        let memberships = Table::alter().table("memberships").drop_column("end_notice").take();
        manager.alter_table(memberships).await?;
        create(
            manager,
            shared_by_the_nodes().into_iter().chain(told_once()).chain([announcements()]).collect(),
            vec![
                index("outbox", &["state", "priority", "next_at", "attempts"], false),
                index("outbox", &["state", "created_at"], false),
                index("outbox", &["announcement_id", "state"], false),
                index("domains", &["expires_at"], false),
                index("services", &["next_due_at"], false),
                index("invoices", &["status", "due_at"], false),
            ],
        )
        .await
    }
}

fn shared_by_the_nodes() -> [TableCreateStatement; 3] {
    [
        // The key under which the tokens in emails are made.
        table("mail_keys", vec![text("name"), bytes("secret")], &["name"]),
        // Rates: of a destination domain, of an announcement.
        table(
            "mail_rates",
            vec![
                text("bucket"),
                // When the next email is on time.
                number("next_at"),
                // Until when those that have to wait have been given a time: ordinary ones, and announcements.
                number("ordinary_until"),
                number("bulk_until"),
            ],
            &["bucket"],
        ),
        // One row for each connection to the SMTP server that there may be.
        table("mail_slots", vec![number("number"), maybe_id("holder"), number("until")], &["number"]),
    ]
}

fn told_once() -> [TableCreateStatement; 2] {
    [
        // The first email of a category to an address of a contact; `letter_id` is its row of the outbox.
        table(
            "mail_introductions",
            vec![id("account_id"), id("contact_id"), text("category"), text("address"), id("letter_id")],
            &["account_id", "contact_id", "category", "address"],
        ),
        // What was told of something that is due at a time, or is not to be told any more.
        table(
            "reminders",
            vec![
                id("account_id"),
                // membership, invoice, domain or service.
                text("subject_kind"),
                id("subject_id"),
                text("kind"),
                number("due_at"),
                number("told_at"),
            ],
            &["account_id", "subject_kind", "subject_id", "kind", "due_at"],
        ),
    ]
}

fn announcements() -> TableCreateStatement {
    table(
        "announcements",
        vec![
            id("id"),
            // Subject and text by language, as JSON.
            text("texts"),
            // The accounts as JSON; empty: all that there are when it is begun.
            text("audience"),
            // queueing, sending, paused or cancelled; that it is done follows from its letters.
            text("state"),
            // Emails a minute; 0: as fast as they leave.
            number("per_minute"),
            // How many accounts it is for, and how many of them have their emails queued.
            number("accounts"),
            number("accounts_done"),
            // The last of these.
            maybe_id("cursor"),
            number("letters"),
            number("created_at"),
        ],
        &["id"],
    )
}
