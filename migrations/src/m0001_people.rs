//! Users, accounts, contacts, and the memberships that let contacts in.

#![expect(clippy::too_many_lines, reason = "the tables are one list")]

use sea_orm_migration::prelude::*;

use crate::columns::{belongs_to, create, flag, id, index, maybe_id, maybe_number, maybe_text, number, table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let users = table(
            "users",
            vec![
                id("id"),
                text("email"),
                // Lower case: what addresses are looked up by.
                text("email_canonical"),
                text("name"),
                // PHC string; missing until the first password is set through an emailed link.
                maybe_text("password_hash"),
                maybe_number("password_changed_at"),
                text("locale"),
                number("created_at"),
                maybe_number("last_sign_in_at"),
            ],
            &["id"],
        );
        let mut accounts = table(
            "accounts",
            vec![
                id("id"),
                id("owner_user_id"),
                text("first_name"),
                text("last_name"),
                text("company"),
                text("phone"),
                text("address1"),
                text("address2"),
                text("city"),
                text("region"),
                text("postcode"),
                text("country"),
                text("tax_id"),
                // Of the emails to the owner.
                text("locale"),
                text("time_zone"),
                // Without a foreign key, which would be circular: deleting a contact clears it.
                maybe_id("billing_contact_id"),
                number("created_at"),
                number("version"),
            ],
            &["id"],
        );
        belongs_to(&mut accounts, ("accounts", &["owner_user_id"]), ("users", &["id"]));
        let mut owner_categories =
            table("account_owner_categories", vec![id("account_id"), text("category")], &["account_id", "category"]);
        belongs_to(&mut owner_categories, ("account_owner_categories", &["account_id"]), ("accounts", &["id"]));
        let mut contacts = table(
            "contacts",
            vec![
                id("account_id"),
                id("id"),
                text("first_name"),
                text("last_name"),
                text("company"),
                text("email"),
                text("email_canonical"),
                text("phone"),
                text("address1"),
                text("address2"),
                text("city"),
                text("region"),
                text("postcode"),
                text("country"),
                text("tax_id"),
                text("locale"),
                number("created_at"),
                number("updated_at"),
                // Who saved last, as they were.
                text("updated_by"),
                number("version"),
            ],
            &["account_id", "id"],
        );
        belongs_to(&mut contacts, ("contacts", &["account_id"]), ("accounts", &["id"]));
        let mut contact_categories = table(
            "contact_categories",
            vec![id("account_id"), id("contact_id"), text("category")],
            &["account_id", "contact_id", "category"],
        );
        belongs_to(
            &mut contact_categories,
            ("contact_categories", &["account_id", "contact_id"]),
            ("contacts", &["account_id", "id"]),
        );
        let mut memberships = table(
            "memberships",
            vec![
                id("account_id"),
                id("contact_id"),
                id("user_id"),
                // invited, active or revoked; `ended` follows from the time.
                text("state"),
                // Whether the scope is a chosen list, in `membership_scope`.
                flag("limited"),
                maybe_number("ends_at"),
                number("invited_at"),
                maybe_number("activated_at"),
                maybe_number("revoked_at"),
                // Which notices of the access end were sent: 0 none, 1 three days before, 2 one day before, 3 ended.
                number("end_notice"),
                maybe_number("last_sign_in_at"),
                flag("watches_tickets"),
            ],
            &["account_id", "contact_id"],
        );
        belongs_to(
            &mut memberships,
            ("memberships", &["account_id", "contact_id"]),
            ("contacts", &["account_id", "id"]),
        );
        belongs_to(&mut memberships, ("memberships", &["user_id"]), ("users", &["id"]));
        let mut permissions = table(
            "membership_permissions",
            vec![id("account_id"), id("contact_id"), text("permission")],
            &["account_id", "contact_id", "permission"],
        );
        belongs_to(
            &mut permissions,
            ("membership_permissions", &["account_id", "contact_id"]),
            ("memberships", &["account_id", "contact_id"]),
        );
        let mut scope = table(
            "membership_scope",
            vec![
                id("account_id"),
                id("contact_id"),
                // service or domain.
                text("subject_kind"),
                id("subject_id"),
            ],
            &["account_id", "contact_id", "subject_kind", "subject_id"],
        );
        belongs_to(
            &mut scope,
            ("membership_scope", &["account_id", "contact_id"]),
            ("memberships", &["account_id", "contact_id"]),
        );
        // What a user sees whose access is over, also after the contact was deleted. No reference to the contact.
        let mut endings = table(
            "access_endings",
            vec![id("account_id"), id("user_id"), text("account_name"), number("ended_at")],
            &["account_id", "user_id"],
        );
        belongs_to(&mut endings, ("access_endings", &["user_id"]), ("users", &["id"]));
        create(
            manager,
            vec![
                users,
                accounts,
                owner_categories,
                contacts,
                contact_categories,
                memberships,
                permissions,
                scope,
                endings,
            ],
            vec![
                index("users", &["email_canonical"], true),
                index("accounts", &["owner_user_id"], false),
                index("contacts", &["account_id", "email_canonical"], true),
                index("memberships", &["user_id"], false),
                index("memberships", &["ends_at"], false),
                index("access_endings", &["user_id"], false),
            ],
        )
        .await
    }
}
