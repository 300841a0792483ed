//! What the operator configures about how emails leave and come back.

use std::{path::PathBuf, sync::Arc};

use backend::{bounces::check_bounce_address, mail::dkim::Signer};
use clap::Args;
use domain::EmailAddress;

use super::{
    WrongValue,
    parse::{given, number, wrong},
};

/// How many connections to the mail server there may be when nobody says.
const CONNECTIONS: u16 = 8;
/// How many emails may go to one destination in a minute when nobody says: ten a second.
const DOMAIN_RATE: u32 = 600;
/// How many emails of an announcement may leave in a minute when nobody says.
const ANNOUNCEMENT_RATE: u32 = 1200;
/// For how many days letters stay that were settled, when nobody says.
const KEEP_DAYS: u32 = 90;
/// A secret must not be guessed.
const SHORTEST_SECRET: usize = 16;

/// How emails leave and come back, as written.
#[derive(Args, Clone, Debug, Default)]
pub struct MailOptions {
    /// The connections to the mail server that all nodes together may have [default: 8]
    #[arg(long, env = "COTERIE_MAIL_CONNECTIONS", value_name = "NUMBER", global = true, hide_env_values = true)]
    pub mail_connections: Option<String>,

    /// The emails that may go to one destination domain in a minute; 0: no limit [default: 600]
    #[arg(long, env = "COTERIE_MAIL_DOMAIN_RATE", value_name = "NUMBER", global = true, hide_env_values = true)]
    pub mail_domain_rate: Option<String>,

    /// The emails of one announcement that may leave in a minute; 0: no limit [default: 1200]
    #[arg(
        long,
        env = "COTERIE_MAIL_ANNOUNCEMENT_RATE",
        value_name = "NUMBER",
        global = true,
        hide_env_values = true
    )]
    pub mail_announcement_rate: Option<String>,

    /// The days for which it is kept how an email left: whom it went to, and what the server said; 0: for ever
    /// [default: 90]
    #[arg(long, env = "COTERIE_MAIL_KEEP_DAYS", value_name = "NUMBER", global = true, hide_env_values = true)]
    pub mail_keep_days: Option<String>,

    /// Where emails come back to that cannot be delivered, such as bounces@example.com; each email adds +TOKEN
    /// [default: to the sender]
    #[arg(long, env = "COTERIE_MAIL_BOUNCE", value_name = "EMAIL", global = true, hide_env_values = true)]
    pub mail_bounce: Option<String>,

    /// The secret with which `POST /mail/bounce` is called [default: it cannot be called]
    #[arg(
        long,
        env = "COTERIE_MAIL_BOUNCE_SECRET",
        value_name = "SECRET",
        global = true,
        hide_env_values = true
    )]
    pub mail_bounce_secret: Option<String>,

    /// The file with the private key that emails are signed with (DKIM): RSA or Ed25519, in PEM [default: not signed]
    #[arg(long, env = "COTERIE_DKIM_KEY", value_name = "FILE", global = true, hide_env_values = true)]
    pub dkim_key: Option<PathBuf>,

    /// The name under which the public key stands in the DNS [needed with a key]
    #[arg(long, env = "COTERIE_DKIM_SELECTOR", value_name = "NAME", global = true, hide_env_values = true)]
    pub dkim_selector: Option<String>,
}

/// How emails leave and come back, checked.
#[derive(Clone, Debug)]
pub struct MailConfig {
    pub connections: u16,
    /// Emails a minute; 0: no limit.
    pub domain_rate: u32,
    pub announcement_rate: u32,
    /// 0: for ever.
    pub keep_days: u32,
    pub bounce_address: Option<EmailAddress>,
    pub bounce_secret: Option<Secret>,
    pub signer: Option<Arc<Signer>>,
}

/// A secret that is not shown.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl MailConfig {
    /// Checks what was written. `from` is the sender of emails.
    pub(super) fn new(options: MailOptions, from: &EmailAddress) -> Result<Self, WrongValue> {
        let connections = number("COTERIE_MAIL_CONNECTIONS", options.mail_connections, CONNECTIONS)?;
        if connections == 0 || connections > 1000 {
            return Err(wrong("COTERIE_MAIL_CONNECTIONS", "must be a number from 1 to 1000"));
        }
        Ok(Self {
            connections,
            domain_rate: number("COTERIE_MAIL_DOMAIN_RATE", options.mail_domain_rate, DOMAIN_RATE)?,
            announcement_rate: number(
                "COTERIE_MAIL_ANNOUNCEMENT_RATE",
                options.mail_announcement_rate,
                ANNOUNCEMENT_RATE,
            )?,
            keep_days: number("COTERIE_MAIL_KEEP_DAYS", options.mail_keep_days, KEEP_DAYS)?,
            bounce_address: bounce_address(options.mail_bounce)?,
            bounce_secret: bounce_secret(options.mail_bounce_secret)?,
            signer: signer(options.dkim_key, options.dkim_selector, from)?,
        })
    }
}

fn bounce_address(value: Option<String>) -> Result<Option<EmailAddress>, WrongValue> {
    let variable = "COTERIE_MAIL_BOUNCE";
    let Some(text) = given(value) else { return Ok(None) };
    let address = EmailAddress::parse(&text).map_err(|_| {
        wrong(variable, format!("is {text:?}, which is not an email address, such as bounces@example.com"))
    })?;
    check_bounce_address(&address).map_err(|problem| wrong(variable, problem))?;
    Ok(Some(address))
}

fn bounce_secret(value: Option<String>) -> Result<Option<Secret>, WrongValue> {
    let Some(text) = given(value) else { return Ok(None) };
    if text.len() < SHORTEST_SECRET {
        return Err(wrong("COTERIE_MAIL_BOUNCE_SECRET", format!("must have at least {SHORTEST_SECRET} characters")));
    }
    Ok(Some(Secret::new(text)))
}

fn signer(
    key: Option<PathBuf>,
    selector: Option<String>,
    from: &EmailAddress,
) -> Result<Option<Arc<Signer>>, WrongValue> {
    let Some(path) = key.filter(|path| !path.as_os_str().is_empty()) else {
        return Ok(None);
    };
    let selector =
        given(selector).ok_or_else(|| wrong("COTERIE_DKIM_SELECTOR", "must be given when COTERIE_DKIM_KEY is"))?;
    let pem = std::fs::read(&path)
        .map_err(|error| wrong("COTERIE_DKIM_KEY", format!("names a file that cannot be read: {error}")))?;
    let signer = Signer::new(&pem, selector.trim(), &from.domain())
        .map_err(|problem| wrong("COTERIE_DKIM_KEY", format!("does not do: {problem}")))?;
    Ok(Some(Arc::new(signer)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(options: MailOptions) -> Result<MailConfig, String> {
        let from = EmailAddress::parse("hosting@provider.test").unwrap();
        MailConfig::new(options, &from).map_err(|wrong| wrong.to_string())
    }

    #[test]
    fn defaults_are_sane() {
        let config = config(MailOptions::default()).unwrap();
        assert_eq!((config.connections, config.domain_rate, config.announcement_rate), (8, 600, 1200));
        assert_eq!(config.keep_days, 90);
        assert!(config.signer.is_none() && config.bounce_address.is_none() && config.bounce_secret.is_none());
    }

    #[test]
    fn wrong_values_are_named() {
        let none = MailOptions::default;
        for (variable, options) in [
            ("COTERIE_MAIL_CONNECTIONS", MailOptions { mail_connections: Some("0".into()), ..none() }),
            ("COTERIE_MAIL_CONNECTIONS", MailOptions { mail_connections: Some("many".into()), ..none() }),
            ("COTERIE_MAIL_DOMAIN_RATE", MailOptions { mail_domain_rate: Some("-1".into()), ..none() }),
            (
                "COTERIE_MAIL_ANNOUNCEMENT_RATE",
                MailOptions { mail_announcement_rate: Some("1.5".into()), ..none() },
            ),
            ("COTERIE_MAIL_KEEP_DAYS", MailOptions { mail_keep_days: Some("a year".into()), ..none() }),
            ("COTERIE_MAIL_BOUNCE", MailOptions { mail_bounce: Some("bounces".into()), ..none() }),
            (
                "COTERIE_MAIL_BOUNCE",
                MailOptions { mail_bounce: Some(format!("{}@provider.test", "b".repeat(30))), ..none() },
            ),
            ("COTERIE_MAIL_BOUNCE_SECRET", MailOptions { mail_bounce_secret: Some("hunter2".into()), ..none() }),
            ("COTERIE_DKIM_SELECTOR", MailOptions { dkim_key: Some("/nowhere/key.pem".into()), ..none() }),
            (
                "COTERIE_DKIM_KEY",
                MailOptions { dkim_key: Some("/nowhere/key.pem".into()), dkim_selector: Some("mail".into()), ..none() },
            ),
        ] {
            let text = config(options).unwrap_err();
            assert!(text.starts_with(variable), "{text}");
            assert!(!text.contains("hunter2") && !text.contains('\n'), "{text}");
        }
    }
}
