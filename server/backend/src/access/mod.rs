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
//! async fn mixed_up(db: &backend::Db, access: &backend::access::Access<'_, backend::access::ViewDomains>) {
//!     let invoices = backend::client_area::invoices(db, access, domain::Timestamp(0)).await;
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
