//! Server functions: the addresses under `/api` that pages and forms call. Bodies are short; rules live in `backend`.

pub mod activity;
// Called by plain forms alone.
#[cfg(feature = "ssr")]
pub mod billing;
pub mod contacts;
pub mod details;
#[cfg(feature = "ssr")]
pub mod domains;
#[cfg(feature = "ssr")]
mod entering;
pub mod frame;
pub mod invitations;
pub mod locale;
#[cfg(feature = "ssr")]
pub mod orders;
pub mod overview;
#[cfg(feature = "ssr")]
mod posted;
#[cfg(feature = "ssr")]
pub mod request;
pub mod security;
pub mod served;
#[cfg(feature = "ssr")]
pub mod services;
pub mod session;
#[cfg(feature = "ssr")]
pub mod tickets;
#[cfg(feature = "ssr")]
pub mod watching;
