//! Support tickets: the list, the form of a new one, a ticket with its messages.
//!
//! The forms with files are posted to the server's uploads (`http`), which answer with the page again; a refused one
//! finds here what was typed, under the name that [`form_name`] gives it.

mod fields;
mod list;
mod new;
mod ticket;

pub use list::list;
pub use new::{FORM, new};
pub use ticket::{form_name, ticket};
