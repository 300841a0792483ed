//! The pages about the account and about oneself.

pub mod activity;
pub mod details;
pub mod security;
