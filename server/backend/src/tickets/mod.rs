//! Support tickets: the list, a ticket's page, opening, answering, closing and opening again, and files.
//!
//! Every query is bound to the account of the access and filtered by its scope; every change reads the rights again in
//! its transaction, and commits with its entry in the log, the task for the operator's systems and the emails that tell
//! of it. Authors stay as they were. Not here: what the provider's staff writes, which its own systems bring.

mod about;
mod choices;
mod close;
mod files;
mod form;
mod list;
mod named;
mod open;
mod page;
mod reply;
mod seen;
mod told;
mod write;

pub use choices::{Choices, choices};
pub use close::{close, reopen};
pub use files::{ALL_BYTES, File, LARGEST, MOST, Upload, file};
pub use form::{Department, Priority, ReplyForm, TicketForm};
pub use list::{TicketLine, TicketList, list};
pub(crate) use named::named;
pub use open::open;
pub use page::{FileLine, Message, TicketPage, page};
pub use reply::reply;
pub(crate) use seen::in_scope;
pub(crate) use told::told;
