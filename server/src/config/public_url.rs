//! Where people reach the product: the one origin that emailed links lead to and that requests may come from.

use std::net::SocketAddr;

use http::Uri;

use super::WrongValue;

/// An `http` or `https` origin, without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    secure: bool,
}

impl PublicUrl {
    /// The origin of what is served, as this machine reaches it.
    pub fn of(listen: SocketAddr) -> Self {
        let origin = if listen.ip().is_unspecified() {
            format!("http://localhost:{}", listen.port())
        } else {
            format!("http://{listen}")
        };
        Self { origin, secure: false }
    }

    /// Reads `https://clients.example.com`.
    ///
    /// # Errors
    ///
    /// When it is not an origin: another scheme, no host, a path, a user or a query.
    pub fn parse(text: &str) -> Result<Self, WrongValue> {
        let wrong = || WrongValue {
            variable: "COTERIE_PUBLIC_URL",
            problem: format!("is {text:?}, but must be like https://clients.example.com, without a path"),
        };
        let uri: Uri = text.parse().map_err(|_| wrong())?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(wrong());
        };
        let scheme = scheme.to_ascii_lowercase();
        let default_port = match scheme.as_str() {
            "http" => 80,
            "https" => 443,
            _ => return Err(wrong()),
        };
        if authority.as_str().contains('@') || uri.query().is_some() || !matches!(uri.path(), "" | "/") {
            return Err(wrong());
        }
        let host = authority.host().to_ascii_lowercase();
        // As browsers write an origin: lower case, without the scheme's own port (RFC 6454).
        let origin = match authority.port_u16() {
            Some(port) if port != default_port => format!("{scheme}://{host}:{port}"),
            Some(_) | None => format!("{scheme}://{host}"),
        };
        Ok(Self { origin, secure: default_port == 443 })
    }

    /// The origin, without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.origin
    }

    /// Whether it is `https`: then cookies are bound to TLS, and browsers are told to stay with it.
    pub fn is_secure(&self) -> bool {
        self.secure
    }
}

#[cfg(test)]
mod tests {
    use super::PublicUrl;

    #[test]
    fn origins_are_written_as_browsers_write_them() {
        let origin = |text| PublicUrl::parse(text).unwrap().as_str().to_owned();
        assert_eq!(origin("https://Clients.Example.com/"), "https://clients.example.com");
        assert_eq!(origin("https://clients.example.com:443"), "https://clients.example.com");
        assert_eq!(origin("http://localhost:3000"), "http://localhost:3000");
        assert_eq!(origin("http://[::1]:3000"), "http://[::1]:3000");
        assert!(PublicUrl::parse("https://a.example").unwrap().is_secure());
    }

    #[test]
    fn what_is_no_origin() {
        for text in [
            "a.example",
            "ftp://a.example",
            "https://",
            "https://u@a.example",
            "https://a.example/?q",
            "https://a/b",
            "",
        ] {
            assert!(PublicUrl::parse(text).is_err(), "{text}");
        }
    }
}
