//! What every email is rendered with, whatever it tells.

use domain::{Category, Code, EmailAddress, Timestamp, instant::Instant, recipients::Reason};
use minijinja::{Value, context};

use crate::Settings;

/// Links at the foot of an email in a category; each is there or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Links {
    /// Stops the emails of this category.
    pub leave: Option<String>,
    /// Stops all emails to an address that does not know the account.
    pub not_me: Option<String>,
}

/// An email about an account, in a category. Security mail has none of this.
#[derive(Clone, Debug)]
pub(crate) struct About {
    pub account_name: String,
    pub time_zone: String,
    pub category: Category,
    pub reasons: Vec<Reason>,
    /// Whether the recipient can sign in and see what it is about.
    pub opens: bool,
}

/// What every email is rendered with.
pub(crate) struct Frame<'a> {
    pub settings: &'a Settings,
    pub name: &'a str,
    pub recipient: &'a EmailAddress,
    /// `None`: security mail.
    pub about: Option<&'a About>,
    pub links: &'a Links,
    pub now: Timestamp,
}

impl Frame<'_> {
    /// For templates: the frame, with what the email tells as `mail`.
    pub fn with(&self, mail: Value) -> Value {
        let about = self.about.map(|about| {
            let reasons: Vec<_> = about.reasons.iter().map(|reason| reason.code()).collect();
            context! { category => about.category.code(), reasons }
        });
        context! {
            brand => &self.settings.brand,
            url => &self.settings.public_url,
            name => self.name,
            recipient => self.recipient.as_str(),
            account_name => self.about.map(|about| about.account_name.as_str()),
            time_zone => self.about.map_or("UTC", |about| about.time_zone.as_str()),
            opens => self.about.is_some_and(|about| about.opens),
            why => about,
            now => Instant(self.now).to_string(),
            links => context! { leave => &self.links.leave, not_me => &self.links.not_me },
            mail,
        }
    }
}
