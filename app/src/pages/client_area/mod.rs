//! Home and the lists of the client area.

pub mod affiliates;
pub mod domains;
pub mod emails;
pub mod home;
pub mod invoices;
pub mod order;
pub mod quotes;
pub mod services;
pub mod tickets;
