//! Writing addresses.

use std::fmt::Write as _;

/// A text as it stands in a query (RFC 3986 §2.3: everything but the unreserved characters is escaped).
pub fn query_value(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

/// The sign-in page that comes back to this path afterwards.
pub fn sign_in_and_return(path: &str) -> String {
    if path.is_empty() || path == "/" {
        "/login".to_owned()
    } else {
        format!("/login?next={}", query_value(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_a_query_comes_back_whole() {
        let address = sign_in_and_return("/account/activity?kind=access&person=a@b.test");
        assert_eq!(address, "/login?next=/account/activity%3Fkind%3Daccess%26person%3Da%40b.test");
        assert_eq!(sign_in_and_return("/"), "/login");
    }
}
