//! The contacts of an account: shown, saved, deleted, invited, and sent a test.
//!
//! The rules are the domain's; here they are applied to what is stored, in the transaction that changes it.

mod access;
mod delete;
mod mails;
mod page;
mod save;
mod stored;
mod subjects;
mod test_mail;
mod ticket_watch;
mod wanted;

pub use access::resend_invitation;
pub use delete::{BillingReplacement, delete};
pub use mails::{LastMail, Mails, Stopped, What, mails};
pub(crate) use page::on_file;
pub use page::{Selected, page};
pub use save::save;
pub(crate) use stored::details_of;
pub(crate) use subjects::choices;
pub use test_mail::send_test;
pub use ticket_watch::{WatchPage, WatchRow, watch, watch_for, watch_page};
