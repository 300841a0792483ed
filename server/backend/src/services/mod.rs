//! Hosting services: the list, a service's page, its password, what its machine is asked to do, and signing on to its
//! panel.
//!
//! Every query is bound to the account of the access and filtered by its scope; every change reads the rights again in
//! its transaction, and commits with its entry in the log and the task for the operator's systems.

mod actions;
mod credentials;
mod list;
mod owned;
mod page;
mod sign_on;

pub use actions::run;
pub use credentials::{NewPassword, change_password, reveal, shown};
pub(crate) use list::in_scope;
pub use list::{ServiceLine, ServiceList, list};
pub(crate) use owned::load;
pub use page::{Addon, Credentials, ServicePage, Usage, page};
pub use sign_on::{Arrival, LIFETIME as LINK_LIFETIME, link, redeem};
