//! Paying, quotes, orders and payouts: what is posted. Storage, and why it can be refused, are elsewhere.

use serde::{Deserialize, Serialize};

use crate::{code::Code, serde_by_code};

/// Which invoices a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum InvoiceFilter {
    #[default]
    All,
    /// Those with something left to pay, overdue or not.
    Unpaid,
    Overdue,
    Paid,
    Refunded,
    Cancelled,
}

impl Code for InvoiceFilter {
    const WHAT: &'static str = "filter";
    const ALL: &'static [Self] = &[Self::All, Self::Unpaid, Self::Overdue, Self::Paid, Self::Refunded, Self::Cancelled];

    fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Unpaid => "unpaid",
            Self::Overdue => "overdue",
            Self::Paid => "paid",
            Self::Refunded => "refunded",
            Self::Cancelled => "cancelled",
        }
    }
}

serde_by_code!(InvoiceFilter);

/// Paying an invoice by credit, as posted.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PayForm {
    /// As typed.
    pub amount: String,
    /// How much was paid already, in minor units, when the form was shown: who pays at the same time pays first.
    pub seen: i64,
    /// Sent twice, it pays once.
    pub token: String,
}

/// Asking for an invoice that fills the credit, as posted.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FundsForm {
    /// As typed.
    pub amount: String,
    pub currency: String,
    /// Sent twice, it makes one invoice.
    pub token: String,
}

/// Declining a quote or cancelling something, as posted.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AnswerForm {
    /// As typed.
    pub reason: String,
}

/// Putting something into the cart, as posted.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CartForm {
    /// The id of the product.
    pub product: String,
    /// How many, as typed; empty: one.
    pub quantity: String,
    /// The domain that is to be registered, or the host that a service is for; as typed.
    pub name: String,
}

/// Ordering something, as posted.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OrderForm {
    /// What is chosen: the id of a product, `now` or `end`, a number of years.
    pub choice: String,
    /// As typed.
    pub reason: String,
    /// The price that the form showed, in minor units; whoever sees no prices sends none.
    pub seen: String,
    /// Sent twice, it orders once.
    pub token: String,
}

/// Asking for a payout, as posted.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PayoutForm {
    /// As typed.
    pub amount: String,
    /// Sent twice, it asks once.
    pub token: String,
}

/// The name of a host or domain as typed, in lower case: letters, digits and hyphens between points (RFC 1123 §2.1), at
/// least two labels.
pub fn host_name(typed: &str) -> Option<String> {
    let name = typed.trim().trim_end_matches('.').to_ascii_lowercase();
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    (name.len() <= 253 && name.contains('.') && name.split('.').all(label)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_names_are_those_of_the_standard() {
        assert_eq!(host_name(" Shop.Example.test. ").as_deref(), Some("shop.example.test"));
        assert_eq!(host_name("xn--bl-yia.test").as_deref(), Some("xn--bl-yia.test"));
        for wrong in ["", "test", "a..test", "-a.test", "a-.test", "a_b.test", "å.test", "a b.test", "=1.test/"] {
            assert_eq!(host_name(wrong), None, "{wrong}");
        }
        assert_eq!(host_name(&format!("{}.test", "a".repeat(64))), None);
    }
}
