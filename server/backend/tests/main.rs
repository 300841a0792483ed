//! The use cases on real databases: one binary, a module for each area, every test on SQLite and PostgreSQL.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod activity;
mod announcements;
mod attention;
mod behind;
mod billing;
mod bounces;
mod client_area;
mod contacts;
mod delivery;
mod demo;
mod desk;
mod details;
mod dkim;
mod domains;
mod escalation;
mod events;
mod events_doc;
mod faults;
mod history;
mod invitations;
mod leaving;
mod letters;
mod login;
mod mail;
mod memberships;
mod orders;
mod outbox;
mod overview;
mod people;
mod possessions;
mod reminders;
mod reset;
mod retention;
mod search;
mod services;
mod sessions;
mod set_up;
mod sign_in;
mod smtp;
mod snapshot;
mod stage;
mod ticket_watch;
mod tickets;
mod world;
