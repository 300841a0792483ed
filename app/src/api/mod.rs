//! Server functions: the addresses under `/api` that pages and forms call. Bodies are short; rules live in `backend`.

#[cfg(feature = "ssr")]
mod entering;
pub mod client_area;
pub mod frame;
pub mod locale;
#[cfg(feature = "ssr")]
pub mod request;
pub mod session;
pub mod activity;
pub mod contacts;
pub mod details;
pub mod frame;
pub mod locale;
pub mod overview;
