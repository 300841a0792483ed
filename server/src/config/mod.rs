//! What the operator configures: by environment, a `.env` file or flags.
//!
//! [`Options`] is what was written, [`Config`] what is true. A wrong value is one line that names it.

mod mail;
mod network;
mod parse;
mod public_url;
mod services;

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use backend::{Settings, billing::PaymentUrl, mail::Templates};
use clap::Args;
use domain::EmailAddress;

pub use mail::{MailConfig, MailOptions, Secret};
pub use network::Network;
pub use public_url::PublicUrl;
pub use services::{ServiceConfig, ServiceOptions};

/// The configuration as written, each by environment or flag.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Configuration")]
pub struct Options {
    /// The database: `sqlite://FILE?mode=rwc` or `postgres://USER:PASSWORD@HOST/NAME`
    /// [default: `sqlite://coterie.db?mode=rwc`]
    #[arg(long, env = "COTERIE_DATABASE_URL", value_name = "URL", global = true, hide_env_values = true)]
    pub database_url: Option<String>,

    /// The address and port to serve [default: 127.0.0.1:3000]
    #[arg(long, env = "COTERIE_LISTEN", value_name = "ADDRESS:PORT", global = true, hide_env_values = true)]
    pub listen: Option<String>,

    /// Where people reach the product; used in emailed links [default: the address that is served]
    #[arg(long, env = "COTERIE_PUBLIC_URL", value_name = "URL", global = true, hide_env_values = true)]
    pub public_url: Option<String>,

    /// The mail server: `smtps://USER:PASSWORD@HOST` or `smtp://USER:PASSWORD@HOST:587?tls=required`
    /// [default: mail is kept in the database]
    #[arg(long, env = "COTERIE_SMTP_URL", value_name = "URL", global = true, hide_env_values = true)]
    pub smtp_url: Option<String>,

    /// The sender of emails [needed with a mail server]
    #[arg(long, env = "COTERIE_MAIL_FROM", value_name = "EMAIL", global = true, hide_env_values = true)]
    pub mail_from: Option<String>,

    #[command(flatten)]
    pub mail: MailOptions,

    #[command(flatten)]
    pub services: ServiceOptions,

    /// A folder with email templates of one's own, which win over those of the same names [default: none]
    #[arg(long, env = "COTERIE_MAIL_TEMPLATES", value_name = "FOLDER", global = true, hide_env_values = true)]
    pub mail_templates: Option<String>,

    /// The provider's name, on pages and in emails [default: Coterie]
    #[arg(long, env = "COTERIE_BRAND", value_name = "NAME", global = true, hide_env_values = true)]
    pub brand: Option<String>,

    /// The provider's accent colour, such as #0b6bcb
    #[arg(long, env = "COTERIE_BRAND_COLOR", value_name = "#RRGGBB", global = true, hide_env_values = true)]
    pub brand_color: Option<String>,

    /// 1: demo mode, which serves this machine only and shows all mail at /dev/mailbox [default: 0]
    #[arg(long, env = "COTERIE_DEMO", value_name = "0|1", num_args = 0..=1, default_missing_value = "1", global = true, hide_env_values = true)]
    pub demo: Option<String>,

    /// 1: there is an affiliate programme [default: 1 in demo mode, else 0]
    #[arg(long, env = "COTERIE_AFFILIATES", value_name = "0|1", num_args = 0..=1, default_missing_value = "1", global = true, hide_env_values = true)]
    pub affiliates: Option<String>,

    /// The days without a reply after which a ticket that was answered is closed; 0: never [default: 0]
    #[arg(
        long,
        env = "COTERIE_TICKETS_CLOSE_DAYS",
        value_name = "NUMBER",
        global = true,
        hide_env_values = true
    )]
    pub tickets_close_days: Option<String>,

    /// What the files of an account's tickets may weigh together, in megabytes; 0: no files [default: 200]
    #[arg(long, env = "COTERIE_TICKETS_FILES_MB", value_name = "NUMBER", global = true, hide_env_values = true)]
    pub tickets_files_mb: Option<String>,

    /// Where invoices are paid, such as `https://pay.example/{invoice}?amount={amount}&currency={currency}`
    /// [default: nowhere but from credit]
    #[arg(long, env = "COTERIE_PAYMENT_URL", value_name = "URL", global = true, hide_env_values = true)]
    pub payment_url: Option<String>,

    /// The proxies whose X-Forwarded-For is believed: addresses or networks, with commas [default: none]
    #[arg(long, env = "COTERIE_TRUSTED_PROXIES", value_name = "LIST", global = true, hide_env_values = true)]
    pub trusted_proxies: Option<String>,

    /// What is logged: error, warn, info, debug, trace, or a filter such as info,backend=debug [default: info]
    #[arg(long, env = "COTERIE_LOG", value_name = "FILTER", global = true, hide_env_values = true)]
    pub log: Option<String>,

    /// text or json [default: text]
    #[arg(long, env = "COTERIE_LOG_FORMAT", value_name = "FORMAT", global = true, hide_env_values = true)]
    pub log_format: Option<String>,

    /// The folder whose files take the place of those in the binary, for `make watch`
    #[arg(long, env = "COTERIE_WATCH", value_name = "FOLDER", global = true, hide = true)]
    pub watch: Option<String>,
}

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// The configuration, checked.
#[derive(Clone, Debug)]
pub struct Config {
    pub database_url: String,
    pub listen: SocketAddr,
    pub public_url: PublicUrl,
    pub smtp_url: Option<String>,
    pub mail_from: EmailAddress,
    pub mail: MailConfig,
    pub services: ServiceConfig,
    pub mail_templates: Option<PathBuf>,
    pub brand: String,
    /// `#rrggbb`
    pub brand_color: Option<String>,
    pub demo: bool,
    pub affiliates: bool,
    pub tickets_close_days: u16,
    /// What the files of an account's tickets may weigh together.
    pub tickets_files_bytes: u64,
    pub payment_url: Option<PaymentUrl>,
    pub trusted_proxies: Vec<Network>,
    pub log: String,
    pub log_format: LogFormat,
    pub watch: Option<PathBuf>,
}

/// A value that does not do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{variable} (--{flag}) {problem}", flag = flag_of(variable))]
pub struct WrongValue {
    pub variable: &'static str,
    /// Continues the sentence. Never repeats a value that may hold a password.
    pub problem: String,
}

/// `COTERIE_PUBLIC_URL` → `public-url`
fn flag_of(variable: &str) -> String {
    variable.trim_start_matches("COTERIE_").to_lowercase().replace('_', "-")
}

impl Config {
    /// Checks what was written.
    ///
    /// # Errors
    ///
    /// The first value that does not do.
    pub fn new(options: Options) -> Result<Self, WrongValue> {
        let demo = parse::switch("COTERIE_DEMO", options.demo)?.unwrap_or(false);
        let listen = parse::listen(options.listen)?;
        if demo && !listen.ip().is_loopback() {
            return Err(WrongValue {
                variable: "COTERIE_LISTEN",
                problem: format!("is {listen}, but demo mode serves this machine only, such as 127.0.0.1:3000"),
            });
        }
        let public_url = match parse::given(options.public_url) {
            Some(url) => PublicUrl::parse(&url)?,
            None => PublicUrl::of(listen),
        };
        let smtp_url = parse::smtp_url(options.smtp_url)?;
        let mail_from = parse::mail_from(options.mail_from, smtp_url.is_some())?;
        Ok(Self {
            database_url: parse::database_url(options.database_url)?,
            listen,
            services: ServiceConfig::new(options.services, demo, &public_url)?,
            public_url,
            smtp_url,
            mail: MailConfig::new(options.mail, &mail_from)?,
            mail_from,
            mail_templates: parse::mail_templates(options.mail_templates)?,
            brand: parse::brand(options.brand)?,
            brand_color: parse::brand_color(options.brand_color)?,
            demo,
            affiliates: parse::switch("COTERIE_AFFILIATES", options.affiliates)?.unwrap_or(demo),
            tickets_close_days: parse::tickets_close_days(options.tickets_close_days)?,
            tickets_files_bytes: parse::tickets_files_bytes(options.tickets_files_mb)?,
            payment_url: parse::payment_url(options.payment_url)?,
            trusted_proxies: parse::trusted_proxies(options.trusted_proxies)?,
            log: parse::log(options.log)?,
            log_format: parse::log_format(options.log_format)?,
            watch: parse::watch(options.watch)?,
        })
    }

    /// The part that the backend needs.
    pub fn settings(&self) -> Arc<Settings> {
        Arc::new(Settings {
            public_url: self.public_url.as_str().to_owned(),
            brand: self.brand.clone(),
            mail_from: self.mail_from.clone(),
            smtp_url: self.smtp_url.clone(),
            mail_connections: self.mail.connections,
            mail_domain_rate: self.mail.domain_rate,
            mail_announcement_rate: self.mail.announcement_rate,
            mail_keep_days: self.mail.keep_days,
            signer: self.mail.signer.clone(),
            bounce_address: self.mail.bounce_address.clone(),
            ticket_close_days: self.tickets_close_days,
            ticket_files_bytes: self.tickets_files_bytes,
            demo: self.demo,
            affiliates: self.affiliates,
            payment_url: self.payment_url.clone(),
            templates: Templates::new(self.mail_templates.clone()),
            secret_keys: self.services.secret_keys.clone(),
            panel_url: self.services.panel_url.clone(),
        })
    }
}

/// Whether the environment can be read at all: what is no text could not be told from what is not there.
///
/// # Errors
///
/// One line that names the variable.
pub fn check_environment() -> Result<(), String> {
    let unreadable = std::env::vars_os().find_map(|(name, value)| {
        let name = name.into_string().ok()?;
        (name.starts_with("COTERIE_") && value.to_str().is_none()).then_some(name)
    });
    unreadable.map_or(Ok(()), |name| Err(format!("{name} is not text in UTF-8")))
}

/// Reads a `.env` file in the folder that the command runs in, or above it. What the environment says already stays.
///
/// # Errors
///
/// One line that says what is wrong with the file.
pub fn load_env_file() -> Result<(), String> {
    match dotenvy::dotenv() {
        Ok(_) => Ok(()),
        Err(dotenvy::Error::LineParse(line, _)) => {
            // The line may hold a password; its name is enough.
            let name = line.split('=').next().unwrap_or_default().trim().to_owned();
            Err(format!(
                ".env cannot be read: the line of {name} is not NAME=VALUE (a value with blanks needs quotes)"
            ))
        }
        Err(error) if error.not_found() => Ok(()),
        Err(error) => Err(format!(".env cannot be read: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(options: Options) -> String {
        Config::new(options).unwrap_err().to_string()
    }

    #[test]
    fn defaults_serve_this_machine_from_an_embedded_database() {
        let config = Config::new(Options::default()).unwrap();
        assert_eq!(config.database_url, "sqlite://coterie.db?mode=rwc");
        assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
        assert_eq!(config.public_url.as_str(), "http://127.0.0.1:3000");
        assert_eq!(config.brand, "Coterie");
        assert!(!config.demo && !config.affiliates);
        assert_eq!(config.log_format, LogFormat::Text);
    }

    #[test]
    fn an_empty_value_counts_as_none() {
        let options = Options { smtp_url: Some(String::new()), brand: Some(" ".into()), ..Options::default() };
        let config = Config::new(options).unwrap();
        assert_eq!(config.smtp_url, None);
        assert_eq!(config.brand, "Coterie");
    }

    #[test]
    fn the_demo_has_affiliates_unless_told_otherwise() {
        let demo = |affiliates: Option<&str>| {
            let options =
                Options { demo: Some("1".into()), affiliates: affiliates.map(Into::into), ..Options::default() };
            Config::new(options).unwrap().affiliates
        };
        assert!(demo(None));
        assert!(!demo(Some("0")));
    }

    #[test]
    fn the_demo_refuses_to_serve_others() {
        for listen in ["0.0.0.0:3000", "[::]:3000", "192.0.2.1:80"] {
            let text = problem(Options { demo: Some("1".into()), listen: Some(listen.into()), ..Options::default() });
            assert!(text.starts_with("COTERIE_LISTEN (--listen) is "), "{text}");
        }
        let loopback = Options { demo: Some("1".into()), listen: Some("[::1]:3000".into()), ..Options::default() };
        assert!(Config::new(loopback).is_ok());
    }

    #[test]
    fn wrong_values_are_named_in_one_line() {
        let wrong: [(&str, Options); 23] = [
            ("COTERIE_TICKETS_FILES_MB", Options { tickets_files_mb: Some("-1".into()), ..Options::default() }),
            ("COTERIE_TICKETS_CLOSE_DAYS", Options { tickets_close_days: Some("2".into()), ..Options::default() }),
            (
                "COTERIE_TICKETS_CLOSE_DAYS",
                Options { tickets_close_days: Some("soon".into()), ..Options::default() },
            ),
            ("COTERIE_DATABASE_URL", Options { database_url: Some("mysql://x".into()), ..Options::default() }),
            (
                "COTERIE_DATABASE_URL",
                Options { database_url: Some("sqlite://a.db?mode=x".into()), ..Options::default() },
            ),
            ("COTERIE_LISTEN", Options { listen: Some("3000".into()), ..Options::default() }),
            ("COTERIE_PUBLIC_URL", Options { public_url: Some("coterie.example".into()), ..Options::default() }),
            (
                "COTERIE_PUBLIC_URL",
                Options { public_url: Some("https://a.example/path".into()), ..Options::default() },
            ),
            ("COTERIE_SMTP_URL", Options { smtp_url: Some("mail.example".into()), ..Options::default() }),
            (
                "COTERIE_SMTP_URL",
                Options { smtp_url: Some("smtp://mail.example:high".into()), ..Options::default() },
            ),
            (
                "COTERIE_SMTP_URL",
                Options { smtp_url: Some("smtp://mail.example?tls=maybe".into()), ..Options::default() },
            ),
            (
                "COTERIE_SMTP_URL",
                Options { smtp_url: Some("smtp://mail.example?tsl=required".into()), ..Options::default() },
            ),
            ("COTERIE_MAIL_FROM", Options { mail_from: Some("nobody".into()), ..Options::default() }),
            ("COTERIE_MAIL_FROM", Options { smtp_url: Some("smtp://mail.example".into()), ..Options::default() }),
            (
                "COTERIE_MAIL_TEMPLATES",
                Options { mail_templates: Some("/nowhere/at/all".into()), ..Options::default() },
            ),
            ("COTERIE_BRAND", Options { brand: Some("a\nb".into()), ..Options::default() }),
            ("COTERIE_BRAND_COLOR", Options { brand_color: Some("blue".into()), ..Options::default() }),
            ("COTERIE_DEMO", Options { demo: Some("yes".into()), ..Options::default() }),
            (
                "COTERIE_PAYMENT_URL",
                Options { payment_url: Some("https://pay.example/".into()), ..Options::default() },
            ),
            (
                "COTERIE_TRUSTED_PROXIES",
                Options { trusted_proxies: Some("10.0.0.0/33".into()), ..Options::default() },
            ),
            ("COTERIE_LOG", Options { log: Some("info,=loud".into()), ..Options::default() }),
            ("COTERIE_LOG_FORMAT", Options { log_format: Some("xml".into()), ..Options::default() }),
            ("COTERIE_WATCH", Options { watch: Some("/nowhere/at/all".into()), ..Options::default() }),
        ];
        for (variable, options) in wrong {
            let text = problem(options);
            assert!(text.starts_with(&format!("{variable} (--{})", flag_of(variable))), "{text}");
            assert!(!text.contains('\n'), "{text}");
        }
    }

    #[test]
    fn passwords_are_not_repeated() {
        for url in ["mysql://root:secret@db", "postgres://root:secret@db:x/y"] {
            let options = Options { database_url: Some(url.into()), ..Options::default() };
            assert!(!problem(options).contains("secret"), "{url}");
        }
        for url in ["http://root:secret@mail", "smtp://root:secret@mail:x", "smtp://root:secret@mail?secret=1"] {
            let options = Options { smtp_url: Some(url.into()), ..Options::default() };
            assert!(!problem(options).contains("root:secret"), "{url}");
        }
    }
}
