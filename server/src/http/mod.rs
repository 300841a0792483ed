//! The HTTP side: what every request passes through, and the few answers that are no pages.
//!
//! One idea per module; [`crate::router`] puts them in order.

pub mod assets;
mod bearer;
pub mod body_limit;
pub mod broken;
pub mod client_address;
pub mod downloads;
pub mod health;
pub mod html;
pub mod loopback;
pub mod mail;
pub mod mail_preview;
pub mod mailbox;
pub mod metrics;
pub mod panel;
pub mod refusal;
pub mod reload;
pub mod request_id;
pub mod same_origin;
pub mod security_headers;
pub mod server_fn_status;
pub mod session_layer;
pub mod tickets;
