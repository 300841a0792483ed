//! Invoices and quotes on paper: A4 as PDF, with letters of our own, so that they look the same everywhere.
//!
//! [`Sheet`] is what is printed, in words already; here is where it stands. Not here: what the numbers are
//! (`backend::billing`), and who may have them (`http::downloads`).

mod letters;
mod paper;
mod sheet;

pub use sheet::{Row, Sheet, Total};

/// A PDF could not be made.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the PDF could not be made: {0}")]
pub struct PdfError(String);
