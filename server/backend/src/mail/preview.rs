//! Emails over sample data, as they would be sent: for whoever writes templates.

use domain::{EmailAddress, Locale, business_event::EventKind};
use uuid::Uuid;

use super::{Broken, Message, samples};
use crate::Settings;

/// The email of an event, as somebody with that language gets it.
///
/// # Errors
///
/// What is wrong with the templates.
pub fn preview(settings: &Settings, kind: EventKind, locale: Locale) -> Result<Message, Vec<Broken>> {
    let sample = samples::business(kind);
    let (to_name, address) = samples::reader(locale);
    let rendered = settings.templates.try_render(sample.template, locale, &sample.context(settings, locale))?;
    Ok(Message {
        id: Uuid::nil(),
        from: settings.mail_from.clone(),
        from_name: settings.brand.clone(),
        to: EmailAddress::parse(address).unwrap_or_else(|_| settings.mail_from.clone()),
        to_name: to_name.to_owned(),
        subject: rendered.subject,
        text: rendered.text,
        html: rendered.html,
        return_path: settings.mail_from.clone(),
        leave: None,
        date: samples::NOW,
    })
}
