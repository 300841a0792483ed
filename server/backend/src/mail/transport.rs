//! How a finished email leaves: to an SMTP server over pooled connections, or into the database.

use std::time::Duration;

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    transport::smtp::{Error, PoolConfig},
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
            Some(url) => Ok(Self::Smtp(Box::new(smtp(url).map_err(Failure::Mail)?))),
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
/// `smtp://…?tls=required` (STARTTLS), `smtp://…?tls=opportunistic` (STARTTLS if offered), `smtp://…` (no TLS).
///
/// # Errors
///
/// What is wrong with it. It never repeats the address, which may hold a password.
pub fn check_smtp_url(url: &str) -> Result<(), String> {
    smtp(url).map(|_| ())
}

fn smtp(url: &str) -> Result<AsyncSmtpTransport<Tokio1Executor>, String> {
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
        .map_err(|_| "not the address of an SMTP server (smtp://… or smtps://…)".to_owned())?;
    Ok(builder.timeout(Some(ANSWER)).pool_config(PoolConfig::new().max_size(4)).build())
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
    use super::check_smtp_url;

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
}
