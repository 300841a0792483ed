//! Where the SMTP server is and how to speak to it, read from its address:
//!
//! - `smtps://user:password@host:port`: TLS from the start;
//! - `smtp://…?tls=required`: STARTTLS, or nothing;
//! - `smtp://…?tls=opportunistic`: STARTTLS if it is offered;
//! - `smtp://…`: no TLS.
//!
//! A path is the name that we introduce ourselves by. With `ca=/path/to.pem`, certificates of that authority are
//! trusted too. No error repeats the address, which may hold a password.

use std::borrow::Cow;

use lettre::transport::smtp::{
    SMTP_PORT, SUBMISSION_PORT, SUBMISSIONS_PORT,
    authentication::Credentials,
    client::{Certificate, Tls, TlsParameters},
    extension::ClientId,
};
use percent_encoding::percent_decode_str;
use url::Url;

/// An SMTP server.
pub(crate) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: Tls,
    /// How we introduce ourselves.
    pub(super) hello: ClientId,
    pub(super) credentials: Option<Credentials>,
}

/// Whether the address of an SMTP server can be understood.
///
/// # Errors
///
/// What is wrong with it. It never repeats the address, which may hold a password.
pub fn check_smtp_url(url: &str) -> Result<(), String> {
    Server::parse(url).map(|_| ())
}

impl Server {
    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, String> {
        let no_server = || "not the address of an SMTP server (smtp://… or smtps://…)".to_owned();
        let url = Url::parse(text).map_err(|_| no_server())?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(no_server)?;
        // An IPv6 address stands in brackets in a URL, and nowhere else.
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let trusted = parameter(&url, "ca");
        let trust = || trust(&host, trusted.as_deref());
        let (tls, port) = match (url.scheme(), parameter(&url, "tls").as_deref()) {
            ("smtps", _) => (Tls::Wrapper(trust()?), SUBMISSIONS_PORT),
            ("smtp", Some("required")) => (Tls::Required(trust()?), SUBMISSION_PORT),
            ("smtp", Some("opportunistic")) => (Tls::Opportunistic(trust()?), SUBMISSION_PORT),
            ("smtp", None) if trusted.is_some() => return Err("`ca` means something only with TLS".to_owned()),
            ("smtp", None) => (Tls::None, SMTP_PORT),
            _ => return Err(no_server()),
        };
        let name = url.path().trim_matches('/');
        Ok(Self {
            port: url.port().unwrap_or(port),
            tls,
            hello: if name.is_empty() {
                ClientId::default()
            } else {
                ClientId::Domain(name.to_owned())
            },
            credentials: credentials(&url)?,
            host,
        })
    }
}

/// The certificates that are trusted: of the public authorities, and of one's own.
fn trust(host: &str, authority: Option<&str>) -> Result<TlsParameters, String> {
    let mut trust = TlsParameters::builder(host.to_owned());
    if let Some(path) = authority {
        let pem = std::fs::read(path).map_err(|error| format!("the file named by `ca` cannot be read: {error}"))?;
        let authority =
            Certificate::from_pem(&pem).map_err(|_| "the file named by `ca` is no certificate in PEM".to_owned())?;
        trust = trust.add_root_certificate(authority);
    }
    trust.build().map_err(|_| "the certificates that are to be trusted cannot be read".to_owned())
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

fn credentials(url: &Url) -> Result<Option<Credentials>, String> {
    let Some(password) = url.password() else { return Ok(None) };
    let decode = |text| {
        let decoded = percent_decode_str(text).decode_utf8().map(Cow::into_owned);
        decoded.map_err(|_| "user and password must be UTF-8".to_owned())
    };
    Ok(Some(Credentials::new(decode(url.username())?, decode(password)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_servers_are_understood() {
        for (good, host, port) in [
            ("smtp://127.0.0.1:2525", "127.0.0.1", 2525),
            ("smtp://[::1]", "::1", 25),
            ("smtp://user:secret@mail.provider.test?tls=required", "mail.provider.test", 587),
            ("smtp://mail.provider.test/client.test?tls=opportunistic", "mail.provider.test", 587),
            ("smtps://user:s%40cret@mail.provider.test", "mail.provider.test", 465),
        ] {
            let server = Server::parse(good).unwrap();
            assert_eq!((server.host.as_str(), server.port), (host, port), "{good}");
        }
        let bad = [
            "",
            "mail.provider.test",
            "http://mail.provider.test",
            "smtp://",
            "smtp://u:secret@host?tls=maybe",
            "smtp://u:secret@host?ca=/etc/ssl/certs/ca-certificates.crt",
        ];
        for bad in bad {
            let error = check_smtp_url(bad).unwrap_err();
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_name_and_a_password_are_read() {
        let server = Server::parse("smtp://post%40man:s%2Fcret@host/client.test").unwrap();
        assert_eq!(server.hello, ClientId::Domain("client.test".to_owned()));
        assert_eq!(server.credentials, Some(Credentials::new("post@man".to_owned(), "s/cret".to_owned())));
    }

    #[test]
    fn the_authority_must_be_readable() {
        let error = check_smtp_url("smtps://u:secret@host?ca=/nowhere/ca.pem").unwrap_err();
        assert!(error.contains("cannot be read") && !error.contains("secret"), "{error}");
    }
}
