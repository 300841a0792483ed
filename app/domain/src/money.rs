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
}
