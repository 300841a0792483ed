//! The operator's payment page: an address with places for what is to be paid.

use std::{fmt, str::FromStr};

use domain::money::Amount;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

/// The address of the operator's payment page, with `{invoice}` and, if wanted, `{amount}` and `{currency}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentUrl(String);

/// Why an address does not do. Continues a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongPaymentUrl(&'static str);

impl fmt::Display for WrongPaymentUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl FromStr for PaymentUrl {
    type Err = WrongPaymentUrl;

    fn from_str(text: &str) -> Result<Self, WrongPaymentUrl> {
        if !text.contains("{invoice}") {
            return Err(WrongPaymentUrl("has no {invoice}, without which nobody knows what is paid"));
        }
        let filled = fill(text, "1", "1.00", "EUR");
        if filled.contains(['{', '}']) {
            return Err(WrongPaymentUrl("has a place other than {invoice}, {amount} and {currency}"));
        }
        // What is filled in must not decide where the link leads.
        let host = |invoice: &str| {
            let url = Url::parse(&fill(text, invoice, "1.00", "EUR")).ok()?;
            (matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none())
                .then(|| url.host_str().map(str::to_owned))
                .flatten()
        };
        match (host("1"), host("2")) {
            (Some(one), Some(other)) if one == other => Ok(Self(text.to_owned())),
            _ => Err(WrongPaymentUrl("is not an address such as https://pay.example/{invoice}?amount={amount}")),
        }
    }
}

impl PaymentUrl {
    /// Where that invoice is paid. The amount is written as `1249.00`.
    pub fn of(&self, invoice: &str, left: Amount) -> String {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        // A point needs no escape, and some payment pages do not undo it.
        fill(&self.0, &encoded(invoice).replace("%2D", "-"), &left.plain(), left.currency.code())
    }
}

/// In one pass, so that nothing that is filled in is taken for a place.
fn fill(text: &str, invoice: &str, amount: &str, currency: &str) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    let places = [("{invoice}", invoice), ("{amount}", amount), ("{currency}", currency)];
    while let Some((start, place, value)) =
        places.iter().filter_map(|(place, value)| Some((rest.find(place)?, *place, *value))).min()
    {
        let (before, from) = rest.split_at(start);
        filled.push_str(before);
        filled.push_str(value);
        rest = from.strip_prefix(place).unwrap_or_default();
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use domain::money::Currency;

    use super::*;

    fn link(url: &str, invoice: &str) -> String {
        let left = Amount { minor: 124_900, currency: Currency::parse("NOK").unwrap() };
        url.parse::<PaymentUrl>().unwrap().of(invoice, left)
    }

    #[test]
    fn what_is_to_be_paid_stands_in_the_link() {
        let url = "https://pay.example/{invoice}?amount={amount}&currency={currency}";
        assert_eq!(link(url, "INV-10377"), "https://pay.example/INV-10377?amount=1249.00&currency=NOK");
        assert_eq!(
            link("https://pay.example/?i={invoice}", "a/b&{amount}"),
            "https://pay.example/?i=a%2Fb%26%7Bamount%7D"
        );
    }

    #[test]
    fn addresses_that_do_not_do_are_refused() {
        for wrong in [
            "",
            "https://pay.example/",
            "pay.example/{invoice}",
            "javascript:alert({invoice})",
            "https://{invoice}.pay.example/",
            "https://user:secret@pay.example/{invoice}",
            "https://pay.example/{invoice}?x={account}",
        ] {
            assert!(wrong.parse::<PaymentUrl>().is_err(), "{wrong}");
        }
    }
}
