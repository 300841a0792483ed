//! Invoices, credit, quotes, orders and affiliate earnings: what the permissions `invoices`, `quotes`, `orders` and
//! `affiliates` open, and what can be done there.
//!
//! Money is whole minor units of a currency. Whatever changes is one transaction: our records, the entry in the log, the
//! task for the operator's systems, and the emails. A form that may be sent only once carries a token ([`once`](crate::once)). Not
//! here: how it looks (`app`), the PDF (the server's `http`).

mod affiliates;
pub(crate) mod credit;
mod funds;
mod invoice;
mod issue;
mod list;
pub(crate) mod numbers;
mod orders;
mod pay;
mod payment_link;
mod quotes;
mod settle;
mod statement;
mod things;

pub use affiliates::{AffiliatePage, Payout, affiliates, ask_for_payout};
pub use funds::add_funds;
pub use invoice::{InvoiceLine, InvoicePage, Offer, PaymentRow, invoice};
pub use list::{InvoiceQuery, InvoiceRow, InvoicesPage, Totals, invoices};
pub use orders::{
    CartRow, Chosen, Offered, OrderRow, OrderingPage, Product, add_to_cart, cancel_service, change_service, check_out,
    ordering, remove_from_cart, renew_domain,
};
pub use pay::pay_by_credit;
pub use payment_link::{PaymentUrl, WrongPaymentUrl};
pub use quotes::{Answered, QuotePage, QuoteRow, QuotesPage, accept_quote, decline_quote, quote, quotes};
pub use settle::{Received, invoices_numbered, receive};
pub use statement::{Entry, EntryKind, statement};

pub use crate::once::form_token;

pub(crate) use list::{in_scope as invoices_in_scope, overdue, to_pay, unpaid};
pub(crate) use quotes::{in_scope as quotes_in_scope, status_at as quote_status};
pub(crate) use things::{left, line, reference};

use domain::{
    AppError, Scope,
    money::{Amount, Currency},
};

use crate::Failure;

/// A stored currency.
fn currency(code: &str) -> Result<Currency, Failure> {
    Currency::parse(code).map_err(|_| Failure::inconsistent("an unknown currency"))
}

fn amount(minor: i64, code: &str) -> Result<Amount, Failure> {
    Ok(Amount { minor, currency: currency(code)? })
}

/// What concerns the whole account is not there for a limited scope.
fn whole_account(scope: &Scope) -> Result<(), Failure> {
    if scope.is_everything() { Ok(()) } else { Err(AppError::NotFound.into()) }
}
