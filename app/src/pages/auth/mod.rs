//! The pages for signing in.

pub mod accounts;
pub mod confirm_email;
pub mod forgot_password;
pub mod invitations;
pub mod login;
mod parts;
pub mod reset_password;
