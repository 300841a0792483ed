//! Ordering: what there is, the cart, changes and cancellations of services, renewals of domains. Each makes an order with
//! its task for the operator, and an invoice where something is to be paid. Paying is elsewhere.
//!
//! New things concern the whole account, so whoever has a limited scope can only change what is in it. Services and domains
//! are named only to those who may see them.

mod cancel;
mod cart;
mod change;
mod checkout;
mod enter;
mod page;
mod products;
mod renew;

pub use cancel::cancel_service;
pub use cart::{add_to_cart, remove_from_cart};
pub use change::change_service;
pub use checkout::check_out;
pub use page::{CartRow, Chosen, Offered, OrderRow, OrderingPage, ordering};
pub use products::Product;
pub use renew::renew_domain;

/// Where a form that orders leads.
pub type OrderNumber = String;
