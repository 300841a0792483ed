//! What the permissions open: services, domains, invoices, quotes, tickets, orders, affiliates.
//!
//! Money is whole minor units with an ISO 4217 currency.

#![expect(clippy::too_many_lines, reason = "the tables are one list")]

use sea_orm_migration::prelude::*;

use crate::columns::{belongs_to, create, flag, id, index, maybe_id, maybe_number, number, table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let of_account = |name: &'static str, columns: Vec<ColumnDef>| {
            let mut all = vec![id("account_id"), id("id")];
            all.extend(columns);
            let mut table = table(name, all, &["account_id", "id"]);
            belongs_to(&mut table, (name, &["account_id"]), ("accounts", &["id"]));
            table
        };
        let services = of_account(
            "services",
            vec![
                text("name"),
                text("product"),
                text("status"),
                maybe_number("next_due_at"),
                number("price_minor"),
                text("currency"),
            ],
        );
        let domains = of_account(
            "domains",
            vec![
                text("name"),
                text("status"),
                number("registered_at"),
                maybe_number("expires_at"),
                flag("auto_renew"),
                flag("locked"),
            ],
        );
        let invoices = of_account(
            "invoices",
            vec![
                text("number"),
                text("status"),
                number("issued_at"),
                number("due_at"),
                number("total_minor"),
                text("currency"),
                // The address block as it was when the invoice was issued, line by line.
                text("address_block"),
            ],
        );
        let mut lines = table(
            "invoice_lines",
            vec![
                id("account_id"),
                id("invoice_id"),
                number("position"),
                text("description"),
                number("amount_minor"),
                maybe_id("service_id"),
                maybe_id("domain_id"),
            ],
            &["account_id", "invoice_id", "position"],
        );
        belongs_to(&mut lines, ("invoice_lines", &["account_id", "invoice_id"]), ("invoices", &["account_id", "id"]));
        let quotes = of_account(
            "quotes",
            vec![
                text("number"),
                text("subject"),
                text("status"),
                number("valid_until"),
                number("total_minor"),
                text("currency"),
            ],
        );
        let tickets = of_account(
            "tickets",
            vec![
                text("number"),
                text("subject"),
                text("status"),
                text("department"),
                maybe_id("service_id"),
                maybe_id("domain_id"),
                // As they were when the ticket was opened.
                text("opened_by_name"),
                text("opened_by_email"),
                number("updated_at"),
            ],
        );
        let orders = of_account(
            "orders",
            vec![
                text("number"),
                text("description"),
                text("status"),
                maybe_id("service_id"),
                maybe_id("domain_id"),
                number("placed_at"),
            ],
        );
        let mut affiliates = table(
            "affiliates",
            vec![
                id("account_id"),
                text("link"),
                number("visits"),
                number("sign_ups"),
                number("balance_minor"),
                text("currency"),
            ],
            &["account_id"],
        );
        belongs_to(&mut affiliates, ("affiliates", &["account_id"]), ("accounts", &["id"]));
        let catalogue = table(
            "catalogue",
            vec![
                id("id"),
                number("position"),
                text("name"),
                text("description"),
                number("price_minor"),
                text("currency"),
            ],
            &["id"],
        );
        create(
            manager,
            vec![services, domains, invoices, lines, quotes, tickets, orders, affiliates, catalogue],
            vec![
                index("services", &["account_id", "name"], false),
                index("domains", &["account_id", "name"], false),
                index("invoices", &["account_id", "issued_at"], false),
                index("tickets", &["account_id", "updated_at"], false),
            ],
        )
        .await
    }
}
