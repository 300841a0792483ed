//! The email history: what was sent to the account in the categories whose matter the person may see (of General: not
//! what needs a permission of its own), with what each email said and how its copies stand.
//!
//! The list, a page and the search read by one select ([`seen`]). Security mail is in no category and never here. Not
//! here: what is kept of an email when it is sent (`mail::kept`).

mod list;
mod page;
mod seen;

pub use list::{EmailLine, EmailList, EmailQuery, emails};
pub use page::{Body, Copy, EmailPage, NoBody, email, email_html};

pub(crate) use seen::{emails_seen, matter_seen};
