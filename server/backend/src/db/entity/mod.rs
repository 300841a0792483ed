//! The tables as SeaORM entities, one module a table. Private to this crate: whoever wants rows asks a repository
//! function, which asks for an access.

pub mod access_endings;
pub mod account_owner_categories;
pub mod accounts;
pub mod activity;
pub mod activity_heads;
pub mod affiliates;
pub mod announcements;
pub mod catalogue;
pub mod contact_categories;
pub mod contacts;
pub mod domains;
pub mod email_changes;
pub mod emails;
pub mod invitations;
pub mod invoice_lines;
pub mod invoices;
pub mod mail_introductions;
pub mod mail_keys;
pub mod mail_rates;
pub mod mail_slots;
pub mod mailbox;
pub mod membership_permissions;
pub mod membership_scope;
pub mod memberships;
pub mod operator_tasks;
pub mod orders;
pub mod outbox;
pub mod password_resets;
pub mod quotes;
pub mod reminders;
pub mod services;
pub mod sessions;
pub mod throttles;
pub mod tickets;
pub mod users;
