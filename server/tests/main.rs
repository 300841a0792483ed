//! The product over HTTP: the real router, on SQLite and PostgreSQL, without sockets. One binary, a module per area.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod harness;

mod access_table;
mod assets;
mod attacks;
mod billing;
mod bodies;
mod commands;
mod demo_mode;
mod emails;
mod ending;
mod forgery;
mod forms;
mod health;
mod input;
mod killed;
mod mail;
mod ordering;
mod pages;
mod possessions;
mod rights;
mod scope;
mod search;
mod sign_in;
mod steps;
mod tickets;
