//! Amounts of money: whole minor units of a currency. How people read them is written by the server.

use serde::{Deserialize, Deserializer, Serialize, de};

/// A currency of ISO 4217, by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Currency(&'static str);

/// A text that is no currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCurrency;

impl std::fmt::Display for UnknownCurrency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a currency code of ISO 4217 such as EUR")
    }
}

impl std::error::Error for UnknownCurrency {}

/// Those in use, without funds and metals.
const CODES: &str = "\
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY \
    COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS \
    INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP \
    MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR \
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND \
    VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// Those without minor units.
const WHOLE: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
/// Those whose minor unit is a thousandth.
const THOUSANDTHS: &str = "BHD IQD JOD KWD LYD OMR TND";

impl Currency {
    /// The currency with that code.
    ///
    /// # Errors
    ///
    /// When the code is not one of ISO 4217, in capitals.
    pub fn parse(code: &str) -> Result<Self, UnknownCurrency> {
        CODES.split(' ').find(|known| *known == code).map(Self).ok_or(UnknownCurrency)
    }

    pub fn code(self) -> &'static str {
        self.0
    }

    /// How many digits its minor units take.
    pub fn digits(self) -> u8 {
        let among = |codes: &str| codes.split(' ').any(|code| code == self.0);
        if among(WHOLE) {
            0
        } else if among(THOUSANDTHS) {
            3
        } else {
            2
        }
    }
}

// Written out, because what is derived would have the text itself live for ever.
impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::parse(&code).map_err(de::Error::custom)
    }
}

/// An amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// In minor units: 124900 are 1,249.00 kroner.
    pub minor: i64,
    pub currency: Currency,
}

/// A text that is no amount of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnAmount;

impl Amount {
    /// What a person typed: digits, with blanks between them as people group them, and a fraction after a point or a
    /// comma, with no more digits than the currency has. What could be read in two ways (`1,249` kroner) is refused, and
    /// so is a sign: amounts that are typed are never negative.
    ///
    /// # Errors
    ///
    /// When the text is none of that, or more than any amount there is.
    pub fn typed(text: &str, currency: Currency) -> Result<Self, NotAnAmount> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let (whole, fraction) = plain.split_once(['.', ',']).unwrap_or((&plain, ""));
        let pointed = whole.len() < plain.len();
        let digits = usize::from(currency.digits());
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let sound = !whole.is_empty() && whole.len() <= 12 && all_digits(whole) && all_digits(fraction);
        if !sound || fraction.len() > digits || (pointed && fraction.is_empty()) {
            return Err(NotAnAmount);
        }
        let minor = format!("{whole}{fraction:0<digits$}").parse().map_err(|_| NotAnAmount)?;
        Ok(Self { minor, currency })
    }

    /// As programs read it: `1249.00`, without the currency.
    pub fn plain(self) -> String {
        let digits = usize::from(self.currency.digits());
        let sign = if self.minor < 0 { "-" } else { "" };
        let all = format!("{:0>width$}", self.minor.unsigned_abs(), width = digits + 1);
        let (whole, fraction) = all.split_at(all.len() - digits);
        let point = if digits > 0 { "." } else { "" };
        format!("{sign}{whole}{point}{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        let digits = |code| Currency::parse(code).map(Currency::digits);
        assert_eq!((digits("NOK"), digits("JPY"), digits("KWD")), (Ok(2), Ok(0), Ok(3)));
        for wrong in ["", "nok", "NOK ", "XXX", "KRONER", "NOK EUR"] {
            assert_eq!(digits(wrong), Err(UnknownCurrency), "{wrong:?}");
        }
        let mut sorted: Vec<_> = CODES.split(' ').collect();
        assert!(sorted.iter().all(|code| code.len() == 3));
        sorted.dedup();
        assert!(sorted.is_sorted() && sorted.len() == CODES.split(' ').count());
        assert!(WHOLE.split(' ').chain(THOUSANDTHS.split(' ')).all(|code| Currency::parse(code).is_ok()));
    }

    #[test]
    fn an_amount_crosses_the_wire_in_minor_units() {
        let amount = Amount { minor: 124_900, currency: Currency::parse("NOK").unwrap() };
        let json = serde_json::to_string(&amount).unwrap();
        assert_eq!(json, r#"{"minor":124900,"currency":"NOK"}"#);
        assert_eq!(serde_json::from_str::<Amount>(&json).unwrap(), amount);
        assert!(serde_json::from_str::<Amount>(r#"{"minor":12.5,"currency":"NOK"}"#).is_err());
    }

    #[test]
    fn typed_amounts_are_read_as_they_were_meant_or_not_at_all() {
        let minor = |text: &str, code: &str| {
            Amount::typed(text, Currency::parse(code).unwrap()).map(|amount| amount.minor).ok()
        };
        for (text, code, read) in [
            ("1249", "NOK", 124_900),
            ("1 249,5", "NOK", 124_950),
            ("1\u{a0}249.50 ", "NOK", 124_950),
            ("0,01", "EUR", 1),
            ("1249", "JPY", 1249),
            ("1,249", "KWD", 1249),
            ("999999999999", "KWD", 999_999_999_999_000),
        ] {
            assert_eq!(minor(text, code), Some(read), "{text} {code}");
        }
        for (text, code) in [
            ("", "NOK"),
            ("-5", "NOK"),
            ("+5", "NOK"),
            ("1,249", "NOK"),
            ("1.249,00", "NOK"),
            ("5.", "NOK"),
            (".5", "NOK"),
            ("1.5", "JPY"),
            ("1e3", "NOK"),
            ("NaN", "NOK"),
            ("٣", "NOK"),
            ("9999999999999", "NOK"),
        ] {
            assert_eq!(minor(text, code), None, "{text:?} {code}");
        }
    }

    #[test]
    fn plain_amounts_have_the_digits_of_the_currency() {
        let plain = |minor, code: &str| Amount { minor, currency: Currency::parse(code).unwrap() }.plain();
        assert_eq!(plain(124_900, "NOK"), "1249.00");
        assert_eq!((plain(5, "NOK"), plain(-5, "NOK")), ("0.05".to_owned(), "-0.05".to_owned()));
        assert_eq!((plain(1249, "JPY"), plain(0, "JPY")), ("1249".to_owned(), "0".to_owned()));
        assert_eq!(
            (plain(1249, "KWD"), plain(i64::MIN, "ISK")),
            ("1.249".to_owned(), "-9223372036854775808".to_owned())
        );
    }
}
