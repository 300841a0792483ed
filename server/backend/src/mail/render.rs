//! From a row of the outbox to a finished email: subject, text and HTML in the recipient's language.
//!
//! One template per email and language says it once; the layouts and parts make text or HTML of it. In HTML, every
//! value is escaped.

use std::sync::LazyLock;

use domain::{Code, EmailAddress, Locale, Timestamp};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};

use super::{Message, content};
use crate::{Backend, Failure, Tx, access::SystemAccess, db::entity::outbox};

macro_rules! sources {
    ($($name:literal),+ $(,)?) => {
        [$(
            (concat!($name, ".en"), include_str!(concat!("templates/", $name, ".en.jinja"))),
            (concat!($name, ".nb"), include_str!(concat!("templates/", $name, ".nb.jinja"))),
        )+]
    };
}

const FRAMES: [(&str, &str); 4] = [
    ("layout.html", include_str!("templates/layout.html")),
    ("layout.txt", include_str!("templates/layout.txt")),
    ("parts.html", include_str!("templates/parts.html")),
    ("parts.txt", include_str!("templates/parts.txt")),
];

const MAILS: [(&str, &str); 20] = sources![
    "access_changed",
    "access_ended",
    "access_ending",
    "access_given",
    "address_changed",
    "address_confirm",
    "invitation",
    "owner_notice",
    "password_changed",
    "password_reset",
];

/// Compiled on first use: a server that sends no mail does not pay for it.
static TEMPLATES: LazyLock<Result<Environment<'static>, String>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_auto_escape_callback(|name| {
        if name.rsplit('.').next() == Some("html") {
            AutoEscape::Html
        } else {
            AutoEscape::None
        }
    });
    let mut add = |name: String, source: &'static str| templates.add_template_owned(name, source);
    for (name, source) in FRAMES {
        add(name.to_owned(), source).map_err(|error| error.to_string())?;
    }
    for (name, source) in MAILS {
        for form in ["html", "txt"] {
            add(format!("{name}.{form}"), source).map_err(|error| error.to_string())?;
        }
    }
    Ok(templates)
});

/// Renders an email in the transaction in which the secrets of its links are stored. The inner error says why there is
/// nothing to tell any more.
pub(crate) async fn render(
    backend: &Backend,
    _system: &SystemAccess,
    tx: &Tx,
    row: &outbox::Model,
    now: Timestamp,
) -> Result<Result<Message, &'static str>, Failure> {
    let event = serde_json::from_str(&row.event)
        .map_err(|error| Failure::inconsistent(format!("an email tells something unknown: {error}")))?;
    let to = EmailAddress::parse(&row.recipient)
        .map_err(|_| Failure::inconsistent("an email goes to something that is no address"))?;
    let locale = Locale::from_code(&row.locale).unwrap_or_default();
    let told = content::Told { event, to: &to, locale, now };
    let content = match content::gather(backend, tx, told).await? {
        Ok(content) => content,
        Err(why) => return Ok(Err(why)),
    };
    let (to, to_name, locale) = match content.reader {
        Some(reader) => (reader.address, reader.name, reader.locale),
        None => (to, row.recipient_name.clone(), locale),
    };
    let settings = &backend.settings;
    let common = context! {
        lang => locale.code(),
        brand => &settings.brand,
        name => &to_name,
        recipient => to.as_str(),
        mail => content.values,
    };
    let (subject, text) = fill(content.template, locale, "txt", &common)?;
    let (_, html) = fill(content.template, locale, "html", &common)?;
    Ok(Ok(Message {
        id: row.id,
        from: settings.mail_from.clone(),
        from_name: settings.brand.clone(),
        to,
        to_name,
        subject,
        text,
        html,
        date: now,
    }))
}

/// The subject and the body.
fn fill(template: &str, locale: Locale, form: &str, common: &Value) -> Result<(String, String), Failure> {
    let failed = |error: minijinja::Error| Failure::Template(format!("{template}: {error:#}"));
    let templates = TEMPLATES.as_ref().map_err(|error| Failure::Template(error.clone()))?;
    let name = format!("{template}.{}.{form}", locale.code());
    let layout = format!("layout.{form}");
    let parts = format!("parts.{form}");
    let context = context! { layout => layout, parts => parts, ..common.clone() };
    let mut captured = templates
        .get_template(&name)
        .and_then(|template| template.render_captured(context))
        .map_err(failed)?;
    let subject = captured.with_state_mut(|state| state.render_block("subject")).map_err(failed)?;
    Ok((subject.trim().to_owned(), tidy(captured.output())))
}

/// At most one empty line in a row, none at the ends, no white space at the ends of lines.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.lines() {
        // "-- " begins the signature (RFC 3676 §4.3).
        let line = if line == "-- " { line } else { line.trim_end() };
        if !(line.is_empty() && empty) {
            tidy.push_str(line);
            tidy.push('\n');
        }
        empty = line.is_empty();
    }
    tidy.truncate(tidy.trim_end().len());
    tidy.push('\n');
    tidy
}
