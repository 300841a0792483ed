//! Billing: what was paid and by what, credit, what quotes and orders are made of, and payouts to affiliates.
//!
//! Money is whole minor units with an ISO 4217 currency.

use sea_orm_migration::prelude::*;

use crate::columns::{add, belongs_to, create, flag, id, index, maybe_id, maybe_number, number, table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        invoices(manager).await?;
        quotes(manager).await?;
        orders(manager).await?;
        let replaced = Index::drop().name("invoices_account_id_issued_at").table("invoices").to_owned();
        manager.drop_index(replaced).await?;
        create(
            manager,
            paid().into_iter().chain(ordered()).chain(counted()).collect(),
            vec![
                index("invoices", &["account_id", "issued_at", "id"], false),
                index("invoices", &["account_id", "status", "issued_at", "id"], false),
                index("payments", &["account_id", "invoice_id"], false),
                index("payments", &["account_id", "paid_at", "id"], false),
                index("credit_entries", &["account_id", "at", "id"], false),
                index("quotes", &["account_id", "valid_until", "id"], false),
                index("orders", &["account_id", "placed_at", "id"], false),
                index("affiliate_payouts", &["account_id", "asked_at", "id"], false),
            ],
        )
        .await
    }
}

async fn invoices(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // ordinary, or funds: what is paid on it becomes credit.
    add(manager, "invoices", text("kind").default("ordinary").take()).await?;
    add(manager, "invoices", number("paid_minor").default(0).take()).await?;
    // When nothing was left to pay.
    add(manager, "invoices", maybe_number("paid_at")).await?;
    // Those that are here already were paid whole or not at all.
    let paid = Query::update()
        .table("invoices")
        .value("paid_minor", Expr::col("total_minor"))
        .value("paid_at", Expr::col("due_at"))
        .and_where(Expr::col("status").is_in(["paid", "refunded"]))
        .take();
    manager.execute(paid).await
}

async fn quotes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    add(manager, "quotes", number("issued_at").default(0).take()).await?;
    // What stands above the lines.
    add(manager, "quotes", text("introduction").default("").take()).await?;
    // The address block as it was when the quote was issued, line by line.
    add(manager, "quotes", text("address_block").default("").take()).await?;
    add(manager, "quotes", maybe_number("answered_at")).await?;
    // As it was when the quote was answered.
    add(manager, "quotes", text("answered_by").default("").take()).await?;
    add(manager, "quotes", text("reason").default("").take()).await?;
    add(manager, "quotes", maybe_id("invoice_id")).await
}

async fn orders(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // new, change, cancellation or renewal.
    add(manager, "orders", text("kind").default("new").take()).await?;
    add(manager, "orders", maybe_id("invoice_id")).await?;
    // As they were when it was placed.
    add(manager, "orders", text("placed_by").default("").take()).await?;
    add(manager, "orders", text("reason").default("").take()).await?;
    // When what is ordered takes effect; missing: at once.
    add(manager, "orders", maybe_number("effective_at")).await?;
    // service or domain.
    add(manager, "catalogue", text("kind").default("service").take()).await?;
    // Those of one family can be changed for each other; empty: none.
    add(manager, "catalogue", text("family").default("").take()).await?;
    // The period that the price is for.
    add(manager, "catalogue", number("months").default(1).take()).await?;
    // Of a domain: what stands behind the last dot, and what a year more costs.
    add(manager, "catalogue", text("tld").default("").take()).await?;
    add(manager, "catalogue", number("renewal_minor").default(0).take()).await?;
    add(manager, "catalogue", flag("offered").default(true).take()).await?;
    // The least that is paid out.
    add(manager, "affiliates", number("minimum_minor").default(0).take()).await
}

fn of_account(name: &'static str, key: &[&'static str], columns: Vec<ColumnDef>) -> TableCreateStatement {
    let mut all = vec![id("account_id")];
    all.extend(columns);
    let mut table = table(name, all, key);
    belongs_to(&mut table, (name, &["account_id"]), ("accounts", &["id"]));
    table
}

fn paid() -> Vec<TableCreateStatement> {
    vec![
        of_account(
            "payments",
            &["account_id", "id"],
            vec![
                id("id"),
                id("invoice_id"),
                // credit, or whatever the operator calls it: card, bank transfer.
                text("method"),
                number("amount_minor"),
                text("currency"),
                number("paid_at"),
                // As it was; empty: the system.
                text("paid_by"),
            ],
        ),
        of_account(
            "credits",
            &["account_id", "currency"],
            vec![text("currency"), number("balance_minor").check(Expr::col("balance_minor").gte(0)).take()],
        ),
        of_account(
            "credit_entries",
            &["account_id", "id"],
            vec![
                id("id"),
                text("currency"),
                // Positive: added; negative: used.
                number("amount_minor"),
                // Afterwards.
                number("balance_minor"),
                maybe_id("invoice_id"),
                // The operator's words; may be empty.
                text("reason"),
                number("at"),
            ],
        ),
        // Forms that may be sent once: the token that stands in the form, and what it led to.
        of_account(
            "form_tokens",
            &["account_id", "token"],
            vec![id("token"), text("purpose"), text("led_to"), number("used_at")],
        ),
    ]
}

fn ordered() -> Vec<TableCreateStatement> {
    let mut lines = table(
        "quote_lines",
        vec![id("account_id"), id("quote_id"), number("position"), text("description"), number("amount_minor")],
        &["account_id", "quote_id", "position"],
    );
    belongs_to(&mut lines, ("quote_lines", &["account_id", "quote_id"]), ("quotes", &["account_id", "id"]));
    vec![
        lines,
        // What somebody has chosen and not ordered yet.
        of_account(
            "cart_items",
            &["account_id", "user_id", "id"],
            vec![
                id("user_id"),
                id("id"),
                id("catalogue_id"),
                number("quantity"),
                // The host or domain name that it is for; may be empty.
                text("name"),
            ],
        ),
        // Which product of the catalogue a service is.
        of_account("service_plans", &["account_id", "service_id"], vec![id("service_id"), id("catalogue_id")]),
        of_account(
            "affiliate_payouts",
            &["account_id", "id"],
            vec![
                id("id"),
                number("amount_minor"),
                text("currency"),
                // asked, paid or refused.
                text("state"),
                number("asked_at"),
                text("asked_by"),
            ],
        ),
    ]
}

fn counted() -> [TableCreateStatement; 1] {
    // The last number that was given to an invoice, an order. The operator numbers its invoices through all accounts.
    [table("numbers", vec![text("name"), number("last")], &["name"])]
}
