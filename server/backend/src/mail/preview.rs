//! Emails over sample data, as they would be sent: for whoever writes templates.

use domain::{Category, Code, EmailAddress, Locale, business_event::EventKind};
use uuid::Uuid;

use super::{Broken, Message, samples};
use crate::Settings;

/// An email that there is a preview of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Previewed {
    /// What its templates are called: the code of the event, for one about an event.
    pub code: &'static str,
    /// `None`: security mail.
    pub category: Option<Category>,
    /// What happened, in English.
    pub meaning: &'static str,
}

impl Previewed {
    /// Every email: those about events by their categories, and then security mail.
    pub fn all() -> impl Iterator<Item = Self> {
        let events = Category::ALL.iter().flat_map(|category| EventKind::of(*category));
        let business =
            events.map(|kind| Self { code: kind.code(), category: Some(kind.category()), meaning: kind.meaning() });
        let security = samples::SECURITY.iter().map(|&(code, meaning)| Self { code, category: None, meaning });
        business.chain(security)
    }

    /// The email that is called so.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|one| one.code == code)
    }
}

/// An email as somebody with that language gets it.
///
/// # Errors
///
/// What is wrong with the templates.
pub fn preview(settings: &Settings, which: Previewed, locale: Locale) -> Result<Message, Vec<Broken>> {
    let sample = samples::of(which.code);
    let (to_name, address) = samples::reader(locale);
    let context = sample.as_ref().map(|sample| sample.context(settings, locale)).unwrap_or_default();
    let rendered = settings.templates.try_render(which.code, locale, &context)?;
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
