//! Checks of single configuration values.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    str::FromStr,
};

use backend::billing::{PaymentUrl, WrongPaymentUrl};
use domain::EmailAddress;
use tracing_subscriber::EnvFilter;

use super::{LogFormat, Network, WrongValue};

pub(super) fn wrong(variable: &'static str, problem: impl Into<String>) -> WrongValue {
    WrongValue { variable, problem: problem.into() }
}

/// The value, unless it is empty.
pub(super) fn given(value: Option<String>) -> Option<String> {
    value.filter(|value| !value.trim().is_empty())
}

pub(super) fn switch(variable: &'static str, value: Option<String>) -> Result<Option<bool>, WrongValue> {
    match given(value).as_deref() {
        None => Ok(None),
        Some("1" | "true") => Ok(Some(true)),
        Some("0" | "false") => Ok(Some(false)),
        Some(other) => Err(wrong(variable, format!("is {other:?}, but only 1 and 0 are known"))),
    }
}

pub(super) fn listen(value: Option<String>) -> Result<SocketAddr, WrongValue> {
    let Some(text) = given(value) else {
        return Ok((Ipv4Addr::LOCALHOST, 3000).into());
    };
    text.parse().map_err(|_| {
        wrong(
            "COTERIE_LISTEN",
            format!("is {text:?}, which is not an address with a port, such as 127.0.0.1:3000"),
        )
    })
}

pub(super) fn database_url(value: Option<String>) -> Result<String, WrongValue> {
    let Some(url) = given(value) else {
        return Ok("sqlite://coterie.db?mode=rwc".to_owned());
    };
    match backend::check_database_url(&url) {
        Ok(()) => Ok(url),
        Err(problem) => Err(wrong(
            "COTERIE_DATABASE_URL",
            format!("must be like sqlite://FILE?mode=rwc or postgres://USER:PASSWORD@HOST/NAME: {problem}"),
        )),
    }
}

pub(super) fn smtp_url(value: Option<String>) -> Result<Option<String>, WrongValue> {
    let Some(url) = given(value) else { return Ok(None) };
    let wrong = |problem: String| {
        let like = "must be like smtps://USER:PASSWORD@HOST or smtp://USER:PASSWORD@HOST:587?tls=required";
        wrong("COTERIE_SMTP_URL", format!("{like}: {problem}"))
    };
    backend::mail::check_smtp_url(&url).map_err(wrong)?;
    // A mistyped `tls` would mean mail without TLS.
    let (_, parameters) = url.split_once('?').unwrap_or_default();
    let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
    match parameters.split('&').map(name).find(|name| !["", "tls", "ca"].contains(&name.as_str())) {
        Some(unknown) => Err(wrong(format!("it has no parameter {unknown:?}"))),
        None => Ok(Some(url)),
    }
}

pub(super) fn payment_url(value: Option<String>) -> Result<Option<PaymentUrl>, WrongValue> {
    let Some(text) = given(value) else { return Ok(None) };
    text.trim()
        .parse()
        .map(Some)
        .map_err(|problem: WrongPaymentUrl| wrong("COTERIE_PAYMENT_URL", problem.to_string()))
}

pub(super) fn mail_from(value: Option<String>, needed: bool) -> Result<EmailAddress, WrongValue> {
    let text = match given(value) {
        Some(text) => text,
        None if needed => return Err(wrong("COTERIE_MAIL_FROM", "must be given when COTERIE_SMTP_URL is")),
        None => "coterie@localhost.test".to_owned(),
    };
    EmailAddress::parse(&text).map_err(|_| {
        wrong(
            "COTERIE_MAIL_FROM",
            format!("is {text:?}, which is not an email address, such as no-reply@example.com"),
        )
    })
}

pub(super) fn mail_templates(value: Option<String>) -> Result<Option<PathBuf>, WrongValue> {
    let Some(folder) = given(value).map(PathBuf::from) else { return Ok(None) };
    if folder.is_dir() {
        Ok(Some(folder))
    } else {
        Err(wrong("COTERIE_MAIL_TEMPLATES", format!("is {}, which is no folder", folder.display())))
    }
}

pub(super) fn brand(value: Option<String>) -> Result<String, WrongValue> {
    let Some(name) = given(value) else { return Ok("Coterie".to_owned()) };
    let name = name.trim_matches(' ');
    if name.chars().any(char::is_control) || name.chars().count() > 60 {
        return Err(wrong("COTERIE_BRAND", "must be one line of at most 60 characters"));
    }
    Ok(name.to_owned())
}

pub(super) fn brand_color(value: Option<String>) -> Result<Option<String>, WrongValue> {
    let Some(color) = given(value) else { return Ok(None) };
    match color.strip_prefix('#') {
        Some(digits) if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => Ok(Some(color)),
        _ => Err(wrong("COTERIE_BRAND_COLOR", format!("is {color:?}, but must be like #0b6bcb"))),
    }
}

pub(super) fn trusted_proxies(value: Option<String>) -> Result<Vec<Network>, WrongValue> {
    let Some(list) = given(value) else { return Ok(Vec::new()) };
    list.split(',')
        .map(|part| {
            Network::parse(part.trim()).ok_or_else(|| {
                wrong(
                    "COTERIE_TRUSTED_PROXIES",
                    format!("has {:?}, which is neither an address nor a network such as 10.0.0.0/8", part.trim()),
                )
            })
        })
        .collect()
}

pub(super) fn watch(value: Option<String>) -> Result<Option<PathBuf>, WrongValue> {
    let Some(folder) = given(value).map(PathBuf::from) else { return Ok(None) };
    if folder.is_dir() {
        Ok(Some(folder))
    } else {
        Err(wrong("COTERIE_WATCH", format!("is {}, which is not a folder", folder.display())))
    }
}

pub(super) fn log(value: Option<String>) -> Result<String, WrongValue> {
    let Some(filter) = given(value) else { return Ok("info".to_owned()) };
    match EnvFilter::try_new(&filter) {
        Ok(_) => Ok(filter),
        Err(_) => Err(wrong("COTERIE_LOG", format!("is {filter:?}, which is not a filter such as info,backend=debug"))),
    }
}

pub(super) fn log_format(value: Option<String>) -> Result<LogFormat, WrongValue> {
    match given(value).as_deref() {
        None | Some("text") => Ok(LogFormat::Text),
        Some("json") => Ok(LogFormat::Json),
        Some(other) => Err(wrong("COTERIE_LOG_FORMAT", format!("is {other:?}, but only text and json are known"))),
    }
}
/// A number, or the default.
pub(super) fn number<T: FromStr>(variable: &'static str, value: Option<String>, default: T) -> Result<T, WrongValue> {
    let Some(text) = given(value) else { return Ok(default) };
    text.trim()
        .parse()
        .map_err(|_| wrong(variable, format!("is {text:?}, which is not a number that will do")))
}

/// What the files of an account's tickets may weigh together, in bytes; it is written in megabytes.
pub(super) fn tickets_files_bytes(value: Option<String>) -> Result<u64, WrongValue> {
    let variable = "COTERIE_TICKETS_FILES_MB";
    match number::<u64>(variable, value, 200)? {
        megabytes @ 0..=100_000 => Ok(megabytes * 1024 * 1024),
        other => Err(wrong(variable, format!("is {other}; it must be from 0 to 100000"))),
    }
}

/// After how many days without a reply an answered ticket is closed; 0: never. People are warned two days before.
pub(super) fn tickets_close_days(value: Option<String>) -> Result<u16, WrongValue> {
    let variable = "COTERIE_TICKETS_CLOSE_DAYS";
    match number(variable, value, 0)? {
        days @ (0 | 3..=365) => Ok(days),
        other => Err(wrong(variable, format!("is {other}; it must be 0, or from 3 to 365"))),
    }
}
