//! How a finished email leaves: to an SMTP server over pooled connections, or into the database.

use std::time::Duration;

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    transport::smtp::{
        AsyncSmtpTransportBuilder, Error, PoolConfig,
        client::{Certificate, Tls, TlsParameters},
    },
};

use super::Message;
use crate::{Failure, Settings};

/// The longest wait for one answer of the server.
const ANSWER: Duration = Duration::from_secs(30);

/// How emails leave.
pub(crate) enum Mailer {
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    /// In the table `mailbox`: no SMTP server is configured.
    Kept,
}

/// What became of an email that was handed to the server.
pub(crate) enum Delivery {
    Accepted,
    /// Not now: no connection, or a temporary refusal.
    Later(String),
    /// Refused for good.
    Never(String),
}

impl Mailer {
    /// As the operator configured it.
    pub fn new(settings: &Settings) -> Result<Self, Failure> {
        match &settings.smtp_url {
            None => Ok(Self::Kept),
            Some(url) => Ok(Self::Smtp(Box::new(builder(url).map_err(Failure::Mail)?.build()))),
        }
    }

    /// Hands an email to the SMTP server.
    pub async fn send(&self, message: &Message) -> Delivery {
        let Self::Smtp(transport) = self else {
            return Delivery::Later("no SMTP server is configured".to_owned());
        };
        let wire = match message.to_wire() {
            Ok(wire) => wire,
            Err(error) => return Delivery::Never(error),
        };
        match transport.send(wire).await {
            Ok(_) => Delivery::Accepted,
            Err(error) if is_final(&error) => Delivery::Never(describe(&error)),
            Err(error) => Delivery::Later(describe(&error)),
        }
    }
}

/// Whether the address of an SMTP server can be understood: `smtps://user:password@host:port` (TLS from the start),
/// `smtp://…?tls=required` (STARTTLS), `smtp://…?tls=opportunistic` (STARTTLS if offered), `smtp://…` (no TLS). With
/// `ca=/path/to.pem`, certificates of that authority are trusted too.
///
/// # Errors
///
/// What is wrong with it. It never repeats the address, which may hold a password.
pub fn check_smtp_url(url: &str) -> Result<(), String> {
    builder(url).map(|_| ())
}

/// The transport short of its connections, which need the async runtime.
fn builder(url: &str) -> Result<AsyncSmtpTransportBuilder, String> {
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
        .map_err(|_| "not the address of an SMTP server (smtp://… or smtps://…)".to_owned())?;
    if let Some(path) = parameter(url, "ca") {
        let pem = std::fs::read(path).map_err(|error| format!("the file named by `ca` cannot be read: {error}"))?;
        let not_pem = |_| "the file named by `ca` is no certificate in PEM".to_owned();
        let authority = Certificate::from_pem(&pem).map_err(not_pem)?;
        let trust = TlsParameters::builder(host(url).to_owned()).add_root_certificate(authority);
        let trust = trust.build().map_err(not_pem)?;
        builder = builder.tls(match parameter(url, "tls") {
            _ if url.starts_with("smtps:") => Tls::Wrapper(trust),
            Some("required") => Tls::Required(trust),
            Some(_) => Tls::Opportunistic(trust),
            None => return Err("`ca` means something only with TLS".to_owned()),
        });
    }
    Ok(builder.timeout(Some(ANSWER)).pool_config(PoolConfig::new().max_size(4)))
}

/// A parameter after the `?`.
fn parameter<'a>(url: &'a str, name: &str) -> Option<&'a str> {
    let (_, query) = url.split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// The name that the server's certificate must bear.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let address = authority.rsplit_once('@').map_or(authority, |(_, address)| address);
    match address.strip_prefix('[') {
        Some(ipv6) => ipv6.split(']').next().unwrap_or_default(),
        None => address.split(':').next().unwrap_or_default(),
    }
}

/// A 5xx answer is final (RFC 5321 §4.2.1), unless it is about us and not about the email: signing in to the server
/// (RFC 4954 §6) is for the operator to put right.
fn is_final(error: &Error) -> bool {
    let about_us = error.status().is_some_and(|status| matches!(u16::from(status), 530 | 534 | 535 | 538));
    error.is_permanent() && !about_us
}

/// The error with its causes.
fn describe(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{check_smtp_url, host};

    #[test]
    fn addresses_of_servers_are_understood() {
        for good in [
            "smtp://127.0.0.1:2525",
            "smtp://user:secret@mail.provider.test:587?tls=required",
            "smtp://mail.provider.test?tls=opportunistic",
            "smtps://user:secret@mail.provider.test",
        ] {
            assert_eq!(check_smtp_url(good), Ok(()), "{good}");
        }
        for bad in ["", "mail.provider.test", "http://mail.provider.test", "smtp://u:secret@host?tls=maybe"] {
            let error = check_smtp_url(bad).unwrap_err();
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn the_authority_must_be_readable() {
        let error = check_smtp_url("smtps://u:secret@host?ca=/nowhere/ca.pem").unwrap_err();
        assert!(error.contains("cannot be read") && !error.contains("secret"), "{error}");
    }

    #[test]
    fn the_certificate_must_bear_the_host() {
        for url in ["smtp://host", "smtps://u:p@host:465", "smtp://host:25/name?tls=required", "smtp://u@host?x=@"] {
            assert_eq!(host(url), "host", "{url}");
        }
        assert_eq!(host("smtp://[::1]:25"), "::1");
    }
}
