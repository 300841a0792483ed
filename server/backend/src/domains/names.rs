//! Names of hosts and of records: what people type, in the form in which it is stored (RFC 1035 §2.3, RFC 1123 §2.1,
//! RFC 5891 for other scripts).

use hickory_proto::rr::Name;

use crate::problems::Problem;

/// The longest name, in characters (RFC 1035 §2.3.4, without the dot at the end).
const LONGEST: usize = 253;
/// What stands for the domain itself.
pub(super) const APEX: &str = "@";

/// The name of a host: lower case, ASCII, without the dot at the end.
pub(super) fn host(text: &str) -> Result<String, Problem> {
    let name = parse(text, false).ok_or(Problem::NotAHost)?;
    // One label is no host that others find; a last one of digits would be an address.
    let top = name.rsplit('.').next().unwrap_or_default();
    if name.contains('.') && top.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        Ok(name)
    } else {
        Err(Problem::NotAHost)
    }
}

/// A name that a record leads to: a host, `@`, or one label within the domain; `underscores`: also such names.
pub(super) fn target(text: &str, domain: &str, underscores: bool) -> Result<String, Problem> {
    let text = text.trim();
    if text == APEX {
        return Ok(domain.to_owned());
    }
    let name = parse(text, underscores).ok_or(Problem::NotAHost)?;
    if name.contains('.') {
        return if name.parse::<std::net::IpAddr>().is_ok() {
            Err(Problem::NotAHost)
        } else {
            Ok(name)
        };
    }
    // `localhost.` is meant as it stands, and is no host that others find.
    if text.ends_with('.') {
        return Err(Problem::NotAHost);
    }
    parse(&format!("{name}.{domain}"), underscores).ok_or(Problem::NotAHost)
}

/// The name of a record, relative to its domain: `@`, `www`, `*.shop`, `_sip._tcp`.
pub(super) fn owner(text: &str, domain: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() || text == APEX {
        return Ok(APEX.to_owned());
    }
    let (star, rest) = match text.strip_prefix("*.") {
        Some(rest) => ("*.", rest),
        None if text == "*" => return Ok(text.to_owned()),
        None => ("", text),
    };
    let name = parse(rest, true).ok_or(Problem::NotAName)?;
    let relative = match inside(&name, domain) {
        Some("") if star.is_empty() => return Ok(APEX.to_owned()),
        Some("") => return Ok("*".to_owned()),
        Some(relative) => relative,
        // With a dot at the end it is meant as it stands.
        None if rest.ends_with('.') => return Err(Problem::NotAName),
        None => name.as_str(),
    };
    let relative = format!("{star}{relative}");
    if relative.len() + 1 + domain.len() > LONGEST {
        Err(Problem::NotAName)
    } else {
        Ok(relative)
    }
}

/// What stands before the domain in a name that is inside it; empty for the domain itself.
pub(super) fn inside<'a>(name: &'a str, domain: &str) -> Option<&'a str> {
    let before = name.strip_suffix(domain)?;
    if before.is_empty() { Some(before) } else { before.strip_suffix('.') }
}

/// A name of labels that hosts may have, or also those with underscores, which only records have (RFC 8552).
fn parse(text: &str, underscores: bool) -> Option<String> {
    let text = text.trim();
    // Escapes are for what no such name has.
    if text.is_empty() || text.chars().any(|c| c == '\\' || domain::field::is_unprintable(c)) {
        return None;
    }
    let name = Name::from_utf8(text).or_else(|_| Name::from_ascii(text)).ok()?;
    let ascii = name.to_ascii().to_ascii_lowercase();
    let ascii = ascii.strip_suffix('.').unwrap_or(&ascii);
    let fits = !ascii.is_empty() && ascii.len() <= LONGEST;
    (fits && ascii.split('.').all(|part| label(part, underscores))).then(|| ascii.to_owned())
}

/// Letters, digits and hyphens, with none at the ends; an underscore, if any, begins it (or stands anywhere, as the
/// selectors of some mail systems have it).
fn label(part: &str, underscores: bool) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || (underscores && byte == b'_');
    (1..=63).contains(&part.len()) && part.bytes().all(plain) && !part.starts_with('-') && !part.ends_with('-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hosts() {
        for (text, expected) in [
            ("ns1.provider.test", "ns1.provider.test"),
            (" NS1.Provider.Test. ", "ns1.provider.test"),
            ("blåbær.no", "xn--blbr-roah.no"),
            ("a-b.c1.test", "a-b.c1.test"),
        ] {
            assert_eq!(host(text).as_deref(), Ok(expected), "{text}");
        }
        let long = format!("{}.test", "a.".repeat(130));
        for text in [
            "",
            ".",
            "ns1",
            "localhost.",
            "192.0.2.1",
            "2001:db8::1",
            "-a.test",
            "a-.test",
            "a..test",
            ".a.test",
            "a_b.test",
            "_a.test",
            "*.a.test",
            "a b.test",
            "a.test\r\nns2.test",
            "a\u{0}.test",
            "a\\046b.test",
            "a.test;b",
            "http://a.test",
            "a/b.test",
            &format!("{}.test", "a".repeat(64)),
            &long,
        ] {
            assert_eq!(host(text), Err(Problem::NotAHost), "{text:?}");
        }
    }

    #[test]
    fn names_of_records_are_relative_to_their_domain() {
        for (text, expected) in [
            ("", "@"),
            ("@", "@"),
            ("north.test", "@"),
            ("north.test.", "@"),
            ("WWW", "www"),
            ("www.north.test", "www"),
            ("www.north.test.", "www"),
            ("*", "*"),
            ("*.north.test", "*"),
            ("*.Shop", "*.shop"),
            ("_sip._tcp", "_sip._tcp"),
            ("s1_a._domainkey", "s1_a._domainkey"),
            ("notnorth.test", "notnorth.test"),
        ] {
            assert_eq!(owner(text, "north.test").as_deref(), Ok(expected), "{text}");
        }
        let long = "a.".repeat(124);
        for text in ["www.south.test.", "a*b", "*.*.x", "x.*", "a b", "-a", "a\nb", "a..b", &long, &"x".repeat(64)] {
            assert_eq!(owner(text, "north.test"), Err(Problem::NotAName), "{text:?}");
        }
    }

    #[test]
    fn targets_are_hosts_or_inside_the_domain() {
        let target = |text| target(text, "north.test", false);
        assert_eq!(target("@").as_deref(), Ok("north.test"));
        assert_eq!(target("mail").as_deref(), Ok("mail.north.test"));
        assert_eq!(target("mail.example.com.").as_deref(), Ok("mail.example.com"));
        for text in ["", "localhost.", "192.0.2.1", "a_b.test", "a b", "mail\r\n"] {
            let refused = target(text).is_err() || text.trim() == "mail";
            assert!(refused, "{text:?}");
        }
        assert!(super::target("_dmarc.example.com", "north.test", true).is_ok());
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_clean_and_read_again_as_itself(text in any::<String>()) {
            if let Ok(name) = host(&text) {
                prop_assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte)));
                prop_assert_eq!(host(&name), Ok(name));
            }
            if let Ok(name) = owner(&text, "north.test") {
                prop_assert!(name.bytes().all(|byte| byte.is_ascii_graphic()));
                prop_assert_eq!(owner(&name, "north.test"), Ok(name));
            }
        }
    }
}
