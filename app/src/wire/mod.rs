//! How pages and forms talk to server functions: in the browser, every call and every answer is text until a page reads it.
//!
//! Leptos' own `Resource`, `ServerAction` and `ActionForm` are compiled anew for each server function, and that was a
//! third of the client. Here one resource, one post and one form serve them all; only reading an answer knows its type.
//! Not here: what a page does with an answer (`ui::page`, `form`).

mod ask;
mod post;
mod raw;
#[cfg(not(feature = "ssr"))]
mod transport;
mod tree;

pub use ask::{Asked, Question, ask, call};
pub use post::{Post, Sent};
pub use raw::{Payload, Raw};
pub use tree::from_form;
