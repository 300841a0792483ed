//! Amounts of money as people read them.

use domain::{Locale, client_area::Money};

/// Currencies (ISO 4217) whose minor unit is not a hundredth.
const WITHOUT_MINOR: [&str; 8] = ["CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF"];
const IN_THOUSANDTHS: [&str; 6] = ["BHD", "IQD", "JOD", "KWD", "OMR", "TND"];

/// An amount in minor units with its text: `NOK 1,249.00`, in Bokmål `NOK 1 249,00`. No line breaks within it.
pub fn money(minor: i64, currency: &str, locale: Locale) -> Money {
    let digits = if WITHOUT_MINOR.contains(&currency) {
        0
    } else if IN_THOUSANDTHS.contains(&currency) {
        3
    } else {
        2
    };
    let unit = 10_u64.pow(digits);
    let amount = minor.unsigned_abs();
    let (group, point) = match locale {
        Locale::English => (",", "."),
        Locale::Bokmal => ("\u{a0}", ","),
    };
    let sign = if minor < 0 { "\u{2212}" } else { "" };
    let whole = format!("{currency}\u{a0}{sign}{}", grouped(amount / unit, group));
    let text = if digits == 0 {
        whole
    } else {
        format!("{whole}{point}{:0width$}", amount % unit, width = digits as usize)
    };
    Money { minor, currency: currency.to_owned(), text }
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
        assert_eq!(text(124_900, "NOK", Locale::English), "NOK 1,249.00");
        assert_eq!(text(124_900, "NOK", Locale::Bokmal), "NOK 1 249,00");
        assert_eq!(text(5, "EUR", Locale::English), "EUR 0.05");
        assert_eq!(text(100_000_007, "EUR", Locale::English), "EUR 1,000,000.07");
        assert_eq!(text(-5000, "NOK", Locale::Bokmal), "NOK −50,00");
        assert_eq!(text(1249, "JPY", Locale::English), "JPY 1,249");
        assert_eq!(text(1249, "KWD", Locale::English), "KWD 1.249");
        assert_eq!(text(i64::MIN, "JPY", Locale::English), "JPY −9,223,372,036,854,775,808");
    }
}
