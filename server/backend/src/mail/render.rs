//! From a row of the outbox to a finished email in the recipient's language.

use domain::{EmailAddress, Locale, Timestamp, code::Code};

use super::{
    Message, content,
    frame::{Frame, Links},
};
use crate::{Backend, Failure, Tx, access::SystemAccess, db::entity::outbox};

/// Renders an email in the transaction in which the secrets of its links are stored. The inner error says why there is
/// nothing to tell any more.
pub(crate) async fn render(
    backend: &Backend,
    _system: &SystemAccess,
    tx: &Tx,
    row: &outbox::Model,
    links: &Links,
    now: Timestamp,
) -> Result<Result<Message, &'static str>, Failure> {
    let event = serde_json::from_str(&row.event)
        .map_err(|error| Failure::inconsistent(format!("an email tells something unknown: {error}")))?;
    let to = EmailAddress::parse(&row.recipient)
        .map_err(|_| Failure::inconsistent("an email goes to something that is no address"))?;
    let locale = Locale::from_code(&row.locale).unwrap_or_default();
    let told = content::Told { event, letter: row, to: &to, locale, now };
    let content = match content::gather(backend, tx, told).await? {
        Ok(content) => content,
        Err(why) => return Ok(Err(why)),
    };
    let (to, to_name, locale) = match content.reader {
        Some(reader) => (reader.address, reader.name, reader.locale),
        None => (to, row.recipient_name.clone(), locale),
    };
    let settings = &backend.settings;
    let frame = Frame { settings, name: &to_name, recipient: &to, about: content.about.as_ref(), links, now };
    let rendered = settings.templates.render(content.template, locale, &frame.with(content.values))?;
    Ok(Ok(Message {
        id: row.id,
        from: settings.mail_from.clone(),
        from_name: settings.brand.clone(),
        to,
        to_name,
        subject: rendered.subject,
        text: rendered.text,
        html: rendered.html,
        date: now,
        return_path: settings.mail_from.clone(),
        leave: links.leave.clone(),
    }))
}
