//! The pages of invoices.

mod invoice;
mod list;

pub use invoice::page;
pub use list::list;
