//! The pages of quotes.

mod list;
mod quote;

pub use list::list;
pub use quote::page;
