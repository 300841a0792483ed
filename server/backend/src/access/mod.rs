//! Who may do what: the proof that every function which touches an account's data asks for.
//!
//! [`load`] reads from the database who is behind a request. [`Actor::require`] is the only source of an
//! [`Access`], whose type names the permission that was checked:
//!
//! ```compile_fail
//! // An access cannot be made by hand,
//! let access = backend::access::Access::<backend::access::ViewInvoices> { actor: todo!(), need: todo!() };
//! ```
//! ```compile_fail
//! // nor copied beyond the request,
//! fn twice(access: backend::access::Access<'_, backend::access::ViewInvoices>) {
//!     let copy = access.clone();
//!     drop((access, copy));
//! }
//! ```
//! ```compile_fail
//! // nor used for something else than it was given for.
//! use backend::{Backend, access::{Access, ViewDomains}, billing::statement};
//! async fn mixed_up(backend: &Backend, access: &Access<'_, ViewDomains>) {
//!     let _ = statement(backend, access).await;
//! }
//! ```
//!
//! What it was given for compiles:
//!
//! ```
//! use backend::{Backend, access::{Access, ViewInvoices}, billing::statement};
//! async fn as_given(backend: &Backend, access: &Access<'_, ViewInvoices>) {
//!     let _ = statement(backend, access).await;
//! }
//! ```

mod actor;
mod load;
mod need;
mod system;

pub use actor::{Access, Actor, Author, Origin, Standing};
pub use load::{Presence, load};
pub use need::{
    Anyone, ManageContacts, ManageDomains, ManageProducts, ModifyProfile, Need, PlaceOrders, SignOn, ViewActivity,
    ViewAffiliates, ViewDomains, ViewEmails, ViewInvoices, ViewProducts, ViewQuotes, ViewTickets,
};
pub use system::{SystemAccess, SystemReason};
