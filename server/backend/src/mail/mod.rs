//! Emails: what they tell, how they are rendered, how they leave.

mod event;

pub use event::{MailEvent, Notice};
