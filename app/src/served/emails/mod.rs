//! The email history: the list, and one email.

mod email;
mod list;

pub use email::{email, html_address};
pub use list::list;
