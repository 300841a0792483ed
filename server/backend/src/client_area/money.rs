//! Amounts of money as people read them.

use domain::{Locale, client_area::Money, money::Currency};

/// An amount in minor units with its text: `€1,249.00` and `NOK 1,249.00`, in Bokmål `1 249,00 €` and `1 249,00 kr`. No
/// line breaks within it.
pub fn money(minor: i64, currency: &str, locale: Locale) -> Money {
    let digits = Currency::parse(currency).map_or(2, Currency::digits);
    let unit = 10_u64.pow(u32::from(digits));
    let amount = minor.unsigned_abs();
    let mut number = number(amount / unit, locale);
    if digits > 0 {
        let point = match locale {
            Locale::English => ".",
            Locale::Bokmal => ",",
        };
        number = format!("{number}{point}{:0width$}", amount % unit, width = usize::from(digits));
    }
    let sign = if minor < 0 { "\u{2212}" } else { "" };
    let text = match (locale, symbol(currency, locale)) {
        (Locale::English, Some(symbol)) => format!("{sign}{symbol}{number}"),
        (Locale::English, None) => format!("{sign}{currency}\u{a0}{number}"),
        (Locale::Bokmal, symbol) => format!("{sign}{number}\u{a0}{}", symbol.unwrap_or(currency)),
    };
    Money { minor, currency: currency.to_owned(), text }
}

/// How a currency is written where the language has a sign for it that cannot be mistaken; otherwise by its code.
fn symbol(currency: &str, locale: Locale) -> Option<&'static str> {
    match (currency, locale) {
        ("EUR", _) => Some("€"),
        ("GBP", _) => Some("£"),
        ("USD", Locale::English) => Some("$"),
        ("JPY", Locale::English) => Some("¥"),
        ("NOK", Locale::Bokmal) => Some("kr"),
        _ => None,
    }
}

/// A whole number: `12,345`, in Bokmål `12 345`.
pub fn number(number: u64, locale: Locale) -> String {
    match locale {
        Locale::English => grouped(number, ","),
        Locale::Bokmal => grouped(number, "\u{a0}"),
    }
}

/// A number with its thousands set apart.
fn grouped(number: u64, by: &str) -> String {
    let rest = number % 1000;
    if number < 1000 {
        rest.to_string()
    } else {
        format!("{}{by}{rest:03}", grouped(number / 1000, by))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(minor: i64, currency: &str, locale: Locale) -> String {
        money(minor, currency, locale).text.replace('\u{a0}', " ")
    }

    #[test]
    fn amounts_are_written_as_people_read_them() {
        assert_eq!(text(123_450, "EUR", Locale::English), "€1,234.50");
        assert_eq!(text(123_450, "EUR", Locale::Bokmal), "1 234,50 €");
        assert_eq!(text(124_900, "NOK", Locale::English), "NOK 1,249.00");
        assert_eq!(text(124_900, "NOK", Locale::Bokmal), "1 249,00 kr");
        assert_eq!(text(124_900, "SEK", Locale::Bokmal), "1 249,00 SEK");
        assert_eq!(text(5, "USD", Locale::English), "$0.05");
        assert_eq!(text(100_000_007, "USD", Locale::Bokmal), "1 000 000,07 USD");
        assert_eq!(text(-5000, "NOK", Locale::Bokmal), "−50,00 kr");
        assert_eq!(text(1249, "JPY", Locale::English), "¥1,249");
        assert_eq!(text(1249, "KWD", Locale::English), "KWD 1.249");
        assert_eq!(text(i64::MIN, "ISK", Locale::English), "−ISK 9,223,372,036,854,775,808");
    }
}
