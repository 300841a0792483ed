//! The words and rules of Coterie, shared by the server and the browser.
//!
//! Pure: no input or output, no clock, no randomness. Whatever needs the present or a random number takes it as an
//! argument. What stands here is decided once and runs in both places: the form checks while one types with the same
//! code that the server checks with before it stores.

pub mod account;
pub mod activity;
pub mod audience;
pub mod authority;
pub mod billing;
pub mod business_event;
pub mod calendar;
pub mod client_area;
pub mod code;
pub mod contact;
pub mod contact_form;
pub mod country;
mod country_names;
pub mod details_form;
pub mod email;
pub mod email_category;
pub mod failure;
pub mod field;
pub mod id;
pub mod instant;
pub mod letters;
pub mod locale;
pub mod membership;
pub mod moment;
pub mod money;
pub mod overview;
pub mod password;
pub mod permission;
pub mod possessions;
pub mod preset;
pub mod recipients;
pub mod scope;
pub mod security;
pub mod viewer;

pub use account::{AccountChoice, Invitation};
pub use authority::{Authority, Escalation, Rights};
pub use calendar::CalendarDate;
pub use code::{Code, CodeSet};
pub use contact::{ContactSummary, ContactsPage};
pub use contact_form::{ContactField, ContactForm, ContactInput};
pub use email::EmailAddress;
pub use email_category::{Category, CategorySet};
pub use failure::AppError;
pub use field::{FieldProblem, FormErrors};
pub use id::{
    AccountId, ContactId, DomainId, InvitationId, InvoiceId, OrderId, ProductId, QuoteId, ServiceId, SessionId, UserId,
};
pub use locale::Locale;
pub use membership::MembershipState;
pub use moment::{Moment, Timestamp};
pub use password::Password;
pub use permission::{Permission, PermissionSet};
pub use preset::Preset;
pub use scope::{Scope, Subject};
pub use viewer::Viewer;
