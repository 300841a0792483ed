//! A DNS record as typed, and as stored: its value in the presentation format of its kind, so that a name server could
//! read it.

use std::{
    fmt::Write as _,
    net::{Ipv4Addr, Ipv6Addr},
};

use domain::{code::Code, field};
use hickory_proto::{
    rr::{
        Name, RData, RecordType,
        rdata::{CAA, CNAME, MX, SRV, TXT},
    },
    serialize::binary::BinEncodable as _,
};
use serde::{Deserialize, Serialize};

use super::names::{host, owner, target};
use crate::problems::{Problem, Problems};

/// The shortest and the longest time that others may keep a record, in seconds.
const TTL: std::ops::RangeInclusive<u32> = 60..=604_800;
/// In bytes, of a text.
const LONGEST_TEXT: usize = 2048;
/// In bytes, of a part of a text (RFC 1035 §3.3).
const PART: usize = 255;

/// The kinds of record that can be managed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    A,
    Aaaa,
    Cname,
    Mx,
    Txt,
    Srv,
    Caa,
}

impl Code for Kind {
    const WHAT: &'static str = "kind of DNS record";
    const ALL: &'static [Self] = &[Self::A, Self::Aaaa, Self::Cname, Self::Mx, Self::Txt, Self::Srv, Self::Caa];

    fn code(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::Aaaa => "AAAA",
            Self::Cname => "CNAME",
            Self::Mx => "MX",
            Self::Txt => "TXT",
            Self::Srv => "SRV",
            Self::Caa => "CAA",
        }
    }
}

/// A record as posted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RecordForm {
    /// Relative to the domain; empty or `@`: the domain itself.
    pub name: String,
    pub kind: String,
    /// In seconds.
    pub ttl: String,
    pub value: String,
}

/// A record that was found in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub name: String,
    pub kind: Kind,
    pub ttl: u32,
    pub value: String,
}

impl RecordForm {
    /// Reads the form, for a domain.
    pub(super) fn parse(&self, domain: &str) -> Result<Record, Problems> {
        let mut problems = Problems::default();
        let name = problems.take("name", owner(&self.name, domain));
        let kind = problems.take("kind", Kind::from_code(&self.kind).ok_or(Problem::UnknownChoice));
        let ttl = self.ttl.trim().parse().ok().filter(|ttl| TTL.contains(ttl));
        let ttl = problems.take("ttl", ttl.ok_or(Problem::NotANumber));
        let value = kind.and_then(|kind| problems.take("value", value(kind, &self.value, domain)));
        match (name, kind, ttl, value) {
            (Some(name), Some(kind), Some(ttl), Some(value)) => {
                if let Err(problem) = fits(&name, kind) {
                    problems.add("name", problem);
                    return Err(problems);
                }
                Ok(Record { name, kind, ttl, value })
            }
            _ => Err(problems),
        }
    }
}

/// Whether a record of that kind may have that name.
fn fits(name: &str, kind: Kind) -> Result<(), Problem> {
    match kind {
        // The domain itself has name servers and a start of authority (RFC 1034 §3.6.2).
        Kind::Cname if name == super::names::APEX => Err(Problem::CnameAtApex),
        // RFC 2782: _service._proto.
        Kind::Srv => {
            let mut labels = name.split('.');
            let both = [labels.next(), labels.next()];
            let named = both.iter().all(|label| label.is_some_and(|label| label.len() > 1 && label.starts_with('_')));
            if named { Ok(()) } else { Err(Problem::SrvName) }
        }
        _ => Ok(()),
    }
}

/// The value in the presentation format.
fn value(kind: Kind, text: &str, domain: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    if text.len() > LONGEST_TEXT {
        return Err(Problem::TooLong);
    }
    if text.chars().any(field::is_unprintable) {
        return Err(Problem::Unprintable);
    }
    // The library writes names of other scripts as people read them; a zone has them in ASCII.
    let (data, stored) = match kind {
        Kind::A => {
            let address = text.parse::<Ipv4Addr>().map_err(|_| Problem::NotIpv4)?;
            (RData::A(address.into()), address.to_string())
        }
        Kind::Aaaa => {
            let address = text.parse::<Ipv6Addr>().map_err(|_| Problem::NotIpv6)?;
            (RData::AAAA(address.into()), address.to_string())
        }
        Kind::Cname => {
            let name = absolute(&target(text, domain, true)?)?;
            let stored = name.to_ascii();
            (RData::CNAME(CNAME(name)), stored)
        }
        Kind::Mx => {
            let mx = mx(text, domain)?;
            let stored = format!("{} {}", mx.preference, mx.exchange.to_ascii());
            (RData::MX(mx), stored)
        }
        Kind::Srv => {
            let srv = srv(text, domain)?;
            let stored = format!("{} {} {} {}", srv.priority, srv.weight, srv.port, srv.target.to_ascii());
            (RData::SRV(srv), stored)
        }
        Kind::Txt => return txt(text),
        Kind::Caa => return caa(text),
    };
    // What cannot be sent cannot be served.
    data.to_bytes().map_err(|_| Problem::TooLong)?;
    Ok(stored)
}

fn absolute(name: &str) -> Result<Name, Problem> {
    Name::from_ascii(format!("{name}.")).map_err(|_| Problem::NotAHost)
}

/// `PREFERENCE HOST`; `0 .` says that there is no mail (RFC 7505).
fn mx(text: &str, domain: &str) -> Result<MX, Problem> {
    let mut parts = text.split_whitespace();
    let (Some(preference), Some(exchange), None) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Problem::NotMx);
    };
    let preference = number(preference).ok_or(Problem::NotMx)?;
    if exchange == "." {
        return if preference == 0 { Ok(MX::new(0, Name::root())) } else { Err(Problem::NotMx) };
    }
    Ok(MX::new(preference, absolute(&target(exchange, domain, false)?)?))
}

/// `PRIORITY WEIGHT PORT HOST`; the host `.` says that there is no such service (RFC 2782).
fn srv(text: &str, domain: &str) -> Result<SRV, Problem> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let [priority, weight, port, host] = parts.as_slice() else {
        return Err(Problem::NotSrv);
    };
    let number = |text| number(text).ok_or(Problem::NotSrv);
    let (priority, weight, port) = (number(priority)?, number(weight)?, number(port)?);
    let target = if *host == "." {
        Name::root()
    } else {
        absolute(&target(host, domain, false)?)?
    };
    Ok(SRV::new(priority, weight, port, target))
}

/// Digits alone: `+1` is no number in a zone.
fn number(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// A text, in parts of 255 bytes. Quotes around it are not part of it; several quoted ones are joined.
fn txt(text: &str) -> Result<String, Problem> {
    let text = match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\" \"", ""),
        None => text.to_owned(),
    };
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    let parts: Vec<&[u8]> = text.as_bytes().chunks(PART).collect();
    RData::TXT(TXT::from_bytes(parts.clone())).to_bytes().map_err(|_| Problem::TooLong)?;
    Ok(parts.into_iter().map(quoted).collect::<Vec<_>>().join(" "))
}

/// A character string (RFC 1035 §5.1).
fn quoted(part: &[u8]) -> String {
    let mut text = String::from("\"");
    for byte in part {
        match byte {
            b'"' | b'\\' => text.extend(['\\', char::from(*byte)]),
            b' '..=b'~' => text.push(char::from(*byte)),
            // Writing to a String cannot fail.
            other => drop(write!(text, "\\{other:03}")),
        }
    }
    text.push('"');
    text
}

/// What stands in a stored value as a text: for a form.
pub(super) fn unquoted(value: &str) -> String {
    let mut bytes = Vec::new();
    let mut inside = false;
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'"' => inside = !inside,
            b'\\' => match rest.next() {
                Some(digit) if digit.is_ascii_digit() => {
                    let digits = [Some(digit), rest.next(), rest.next()].into_iter().flatten().map(char::from);
                    bytes.extend(digits.collect::<String>().parse::<u8>().ok());
                }
                other => bytes.extend(other),
            },
            other if inside => bytes.push(other),
            _ => {}
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// `FLAGS TAG "VALUE"` (RFC 8659 §4).
fn caa(text: &str) -> Result<String, Problem> {
    let mut parts = text.splitn(3, char::is_whitespace);
    let (Some(flags), Some(tag), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Problem::NotCaa);
    };
    let value = value.trim();
    let value = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
    let tag = tag.to_ascii_lowercase();
    let plain = value.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b'"' && byte != b'\\');
    if !matches!(flags, "0" | "128") || !plain || value.len() > PART {
        return Err(Problem::NotCaa);
    }
    let stored = format!("{flags} {tag} \"{value}\"");
    let Ok(RData::CAA(caa)) = RData::try_from_str(RecordType::CAA, &stored) else {
        return Err(Problem::NotCaa);
    };
    if is_proper(&caa) && caa.to_bytes().is_ok() {
        Ok(stored)
    } else {
        Err(Problem::NotCaa)
    }
}

fn is_proper(caa: &CAA) -> bool {
    match caa.tag.as_str() {
        "issue" | "issuewild" => caa
            .value_as_issue()
            .is_ok_and(|(issuer, _)| issuer.is_none_or(|issuer| host(&issuer.to_ascii()).is_ok())),
        "iodef" => caa.value_as_iodef().is_ok_and(|url| matches!(url.scheme(), "mailto" | "http" | "https")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(kind: Kind, text: &str) -> Result<String, Problem> {
        value(kind, text, "north.test")
    }

    #[test]
    fn values_are_stored_as_a_zone_has_them() {
        for (kind, text, stored) in [
            (Kind::A, " 192.0.2.1 ", "192.0.2.1"),
            (Kind::Aaaa, "2001:DB8:0::1", "2001:db8::1"),
            (Kind::Cname, "Shops.Example.com", "shops.example.com."),
            (Kind::Cname, "www", "www.north.test."),
            (Kind::Cname, "@", "north.test."),
            (Kind::Cname, "blåbær.no", "xn--blbr-roah.no."),
            (Kind::Mx, "10 mail.example.com", "10 mail.example.com."),
            (Kind::Mx, "0 .", "0 ."),
            (Kind::Srv, "0 5 5060 sip.example.com.", "0 5 5060 sip.example.com."),
            (Kind::Srv, "0 0 0 .", "0 0 0 ."),
            (Kind::Txt, "v=spf1 -all", "\"v=spf1 -all\""),
            (Kind::Txt, "\"v=spf1 -all\"", "\"v=spf1 -all\""),
            (Kind::Txt, "say \"hi\\\"", "\"say \\\"hi\\\\\\\"\""),
            (Kind::Txt, "æ", "\"\\195\\166\""),
            (Kind::Caa, "0 issue letsencrypt.org", "0 issue \"letsencrypt.org\""),
            (Kind::Caa, "128 ISSUE \"ca.example; account=7\"", "128 issue \"ca.example; account=7\""),
            (Kind::Caa, "0 issuewild \";\"", "0 issuewild \";\""),
            (Kind::Caa, "0 iodef mailto:security@example.com", "0 iodef \"mailto:security@example.com\""),
        ] {
            assert_eq!(read(kind, text).as_deref(), Ok(stored), "{kind:?} {text}");
        }
    }

    #[test]
    fn what_a_kind_cannot_hold_is_refused() {
        for (kind, text) in [
            (Kind::A, "192.0.2.256"),
            (Kind::A, "192.0.2.1 192.0.2.2"),
            (Kind::A, "010.0.0.1"),
            (Kind::A, "2001:db8::1"),
            (Kind::Aaaa, "192.0.2.1"),
            (Kind::Aaaa, "fe80::1%eth0"),
            (Kind::Cname, "192.0.2.1"),
            (Kind::Cname, "two names.example"),
            (Kind::Mx, "mail.example.com"),
            (Kind::Mx, "70000 mail.example.com"),
            (Kind::Mx, "-1 mail.example.com"),
            (Kind::Mx, "+1 mail.example.com"),
            (Kind::Mx, "10 192.0.2.1"),
            (Kind::Mx, "10 ."),
            (Kind::Srv, "0 5 sip.example.com"),
            (Kind::Srv, "0 5 99999 sip.example.com"),
            (Kind::Caa, "1 issue ca.example"),
            (Kind::Caa, "0 nonsense ca.example"),
            (Kind::Caa, "0 issue \"ca.example\" x"),
            (Kind::Caa, "0 issue not_a_host"),
            (Kind::Caa, "0 iodef javascript:alert(1)"),
            (Kind::Caa, "0 iodef nonsense"),
            (Kind::Txt, ""),
            (Kind::Txt, "\"\""),
            (Kind::Txt, "one\r\nevil IN A 192.0.2.66"),
            (Kind::Cname, "a.example.\nevil IN A 192.0.2.66"),
            (Kind::Caa, "0 issue ca.example\r\n"),
        ] {
            let clean = text.trim() != text && read(kind, text.trim()).is_ok();
            assert!(clean || read(kind, text).is_err(), "{kind:?} {text:?}");
        }
        assert_eq!(read(Kind::Txt, &"x".repeat(2049)), Err(Problem::TooLong));
        assert_eq!(read(Kind::Txt, "a\u{202e}b"), Err(Problem::Unprintable));
    }

    #[test]
    fn names_must_suit_the_kind() {
        let form = |name: &str, kind: &str, value: &str| {
            let form = RecordForm { name: name.into(), kind: kind.into(), ttl: "3600".into(), value: value.into() };
            form.parse("north.test").map_err(|problems| format!("{problems:?}"))
        };
        assert!(form("_sip._tcp", "SRV", "0 5 5060 sip.example.com").is_ok());
        assert!(form("sip", "SRV", "0 5 5060 sip.example.com").unwrap_err().contains("SrvName"));
        assert!(form("@", "CNAME", "a.example").unwrap_err().contains("CnameAtApex"));
        assert!(form("www", "NS", "a.example").unwrap_err().contains("UnknownChoice"));
        let form = |ttl: &str| RecordForm {
            kind: "A".into(),
            ttl: ttl.into(),
            value: "192.0.2.1".into(),
            ..RecordForm::default()
        };
        for ttl in ["", "59", "604801", "-60", "1e3", "99999999999"] {
            assert!(form(ttl).parse("north.test").is_err(), "{ttl}");
        }
        assert_eq!(form("60").parse("north.test").unwrap().ttl, 60);
    }

    proptest! {
        #[test]
        fn a_text_comes_back_as_it_was_typed(text in "[^\"\\p{C}]{1,600}") {
            prop_assume!(!text.trim().is_empty());
            if let Ok(stored) = read(Kind::Txt, &text) {
                prop_assert!(stored.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
                prop_assert_eq!(unquoted(&stored), text.trim());
            }
        }

        #[test]
        fn whatever_is_typed_stays_one_line(text in any::<String>()) {
            for kind in Kind::ALL {
                if let Ok(stored) = read(*kind, &text) {
                    prop_assert!(stored.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{:?} {}", kind, stored);
                }
            }
        }
    }
}
