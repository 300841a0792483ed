//! The Coterie server: commands, configuration, and the HTTP side of the product.
//!
//! What the product does is in `backend`, what it looks like in `app`; here they are put together and made reachable.

pub mod command;
pub mod config;
pub mod http;
pub mod logging;
pub mod pdf;
pub mod router;
pub mod serve;
