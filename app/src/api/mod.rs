//! Server functions: the addresses under `/api` that pages and forms call. Bodies are short; rules live in `backend`.

pub mod activity;
pub mod client_area;
pub mod contacts;
pub mod details;
#[cfg(feature = "ssr")]
mod entering;
pub mod frame;
pub mod help;
pub mod invitations;
pub mod locale;
pub mod overview;
#[cfg(feature = "ssr")]
pub mod request;
pub mod security;
pub mod session;
