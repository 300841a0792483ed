//! What the schedule of notices needs: cards on file, since when a ticket waits for its people, the months of affiliates.
//! And how many emails of an announcement are settled, for when their rows are gone.

use sea_orm_migration::prelude::*;

use crate::columns::{add, belongs_to, create, id, index, maybe_number, number, table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Since when an answer of the provider waits for the people of the account; missing: it is the provider's turn,
        // or nobody's.
        add(manager, "tickets", maybe_number("answered_at")).await?;
        let waiting = Query::update()
            .table("tickets")
            .value("answered_at", Expr::col("updated_at"))
            .and_where(Expr::col("status").eq("answered"))
            .take();
        manager.execute(waiting).await?;
        // Of its emails, those whose rows were removed from the outbox, by how they were settled.
        for settled in ["letters_sent", "letters_dropped", "letters_failed"] {
            add(manager, "announcements", number(settled).default(0).take()).await?;
        }
        create(
            manager,
            vec![payment_cards(), affiliate_months()],
            vec![
                index("tickets", &["answered_at"], false),
                index("payment_cards", &["expires_at"], false),
                index("affiliate_months", &["account_id", "ends_at"], true),
                index("affiliate_months", &["ends_at"], false),
            ],
        )
        .await
    }
}

/// The cards that an account pays with, as far as they may be known: never the number.
fn payment_cards() -> TableCreateStatement {
    let mut cards = table(
        "payment_cards",
        vec![
            id("account_id"),
            id("id"),
            text("brand"),
            text("last_digits"),
            // The end of the last month in which it can be used, in UTC.
            number("expires_at"),
        ],
        &["account_id", "id"],
    );
    belongs_to(&mut cards, ("payment_cards", &["account_id"]), ("accounts", &["id"]));
    cards
}

/// What the affiliate programme brought an account in a month.
fn affiliate_months() -> TableCreateStatement {
    let mut months = table(
        "affiliate_months",
        vec![
            id("account_id"),
            id("id"),
            // The end of the month, in UTC.
            number("ends_at"),
            number("visits"),
            number("sign_ups"),
            number("commission_minor"),
            // At the end of the month.
            number("balance_minor"),
            text("currency"),
        ],
        &["account_id", "id"],
    );
    belongs_to(&mut months, ("affiliate_months", &["account_id"]), ("accounts", &["id"]));
    months
}
