//! The pages. One component per route; each loads its data through one server function.

pub mod account;
pub mod auth;
pub mod contacts;
pub mod served;
