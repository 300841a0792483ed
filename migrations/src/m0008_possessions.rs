//! What users do with their services and domains: credentials, single sign-on, name servers, DNS records, registrants.

use sea_orm_migration::prelude::*;

use crate::columns::{add, belongs_to, bytes, create, flag, id, index, maybe_number, number, table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The login name at the service, and the server that it is on; empty: none.
        add(manager, "services", text("username").default("").take()).await?;
        add(manager, "services", text("host").default("").take()).await?;
        // Whether it has a panel to sign on to, and whether it is a machine that can be restarted and reinstalled.
        add(manager, "services", flag("panel").default(false).take()).await?;
        add(manager, "services", flag("machine").default(false).take()).await?;
        // When the password was last entered; missing: at the sign-in.
        add(manager, "sessions", maybe_number("password_at")).await?;
        create(
            manager,
            vec![secrets(), session_marks(), sign_on_links()]
                .into_iter()
                .chain(of_services())
                .chain(of_domains())
                .collect(),
            vec![
                index("services", &["account_id", "status", "name"], false),
                index("domains", &["account_id", "status", "name"], false),
                index("service_addons", &["account_id", "service_id"], false),
                index("sign_on_links", &["token_hash"], true),
                index("sign_on_links", &["expires_at"], false),
                index("session_marks", &["expires_at"], false),
                index("dns_records", &["account_id", "domain_id", "name"], false),
            ],
        )
        .await
    }
}

/// Passwords and codes, encrypted for their place.
fn secrets() -> TableCreateStatement {
    table(
        "secrets",
        vec![
            id("account_id"),
            // service or domain.
            text("subject_kind"),
            id("subject_id"),
            bytes("sealed"),
            number("changed_at"),
        ],
        &["account_id", "subject_kind", "subject_id"],
    )
}

/// What a session may see once, for a minute.
fn session_marks() -> TableCreateStatement {
    table(
        "session_marks",
        vec![
            id("account_id"),
            id("session_id"),
            // service or domain.
            text("subject_kind"),
            id("subject_id"),
            number("expires_at"),
        ],
        &["account_id", "session_id", "subject_kind", "subject_id"],
    )
}

/// One-time links to the panel of a service.
fn sign_on_links() -> TableCreateStatement {
    table(
        "sign_on_links",
        vec![
            id("account_id"),
            id("id"),
            id("service_id"),
            id("user_id"),
            id("session_id"),
            bytes("token_hash"),
            number("expires_at"),
        ],
        &["account_id", "id"],
    )
}

fn of_services() -> [TableCreateStatement; 2] {
    let mut usage = table(
        "service_usage",
        vec![
            id("account_id"),
            id("service_id"),
            number("position"),
            // disk, traffic or memory in bytes; mailboxes, databases or sites in pieces.
            text("what"),
            number("used"),
            // Missing: as much as one likes.
            maybe_number("most"),
            number("measured_at"),
        ],
        &["account_id", "service_id", "position"],
    );
    belongs_to(&mut usage, ("service_usage", &["account_id", "service_id"]), ("services", &["account_id", "id"]));
    let mut addons = table(
        "service_addons",
        vec![
            id("account_id"),
            id("id"),
            id("service_id"),
            text("name"),
            text("status"),
            maybe_number("next_due_at"),
            number("price_minor"),
            text("currency"),
        ],
        &["account_id", "id"],
    );
    belongs_to(&mut addons, ("service_addons", &["account_id", "service_id"]), ("services", &["account_id", "id"]));
    [usage, addons]
}

fn of_domains() -> [TableCreateStatement; 3] {
    let of_domain = |name: &'static str, columns: Vec<ColumnDef>, key: &[&'static str]| {
        let mut table = table(name, columns, key);
        belongs_to(&mut table, (name, &["account_id", "domain_id"]), ("domains", &["account_id", "id"]));
        table
    };
    [
        of_domain(
            "domain_name_servers",
            vec![
                id("account_id"),
                id("domain_id"),
                number("position"),
                text("host"),
                // Its addresses, with spaces, where the host is inside the domain; else empty.
                text("glue"),
            ],
            &["account_id", "domain_id", "position"],
        ),
        of_domain(
            "dns_records",
            vec![
                id("account_id"),
                id("id"),
                id("domain_id"),
                // Relative to the domain; @: the domain itself.
                text("name"),
                text("kind"),
                number("ttl"),
                text("value"),
            ],
            &["account_id", "id"],
        ),
        of_domain(
            "domain_registrants",
            vec![
                id("account_id"),
                id("domain_id"),
                // account, contact or own: where the details came from.
                text("source"),
                // The details as JSON, as they were given to the registry.
                text("details"),
                number("changed_at"),
            ],
            &["account_id", "domain_id"],
        ),
    ]
}
