//! Sample data for every email: what templates are tried with, what previews show, and what the documentation prints.

use std::collections::BTreeMap;

use domain::{
    Category, Code, EmailAddress, Locale, Timestamp,
    business_event::{BusinessEvent, EventKind},
    recipients::Reason,
};
use minijinja::{Value, context};

use super::{
    business::data,
    frame::{About, Frame, Links},
};
use crate::Settings;

/// 2031-03-03 12:00 UTC, the present of all samples.
pub(super) const NOW: Timestamp = Timestamp(1_930_305_600_000);

const EVENTS: &str = include_str!("samples.json");

/// An email over sample data.
pub(super) struct Sample {
    pub template: &'static str,
    mail: Value,
    about: Option<About>,
}

impl Sample {
    /// What the template is rendered with.
    pub fn context(&self, settings: &Settings, locale: Locale) -> Value {
        let (name, address) = reader(locale);
        let recipient = EmailAddress::parse(address).unwrap_or_else(|_| settings.mail_from.clone());
        let links = match &self.about {
            None => Links::default(),
            Some(_) => Links {
                leave: Some(format!("{}/mail/leave", settings.public_url)),
                not_me: Some(format!("{}/mail/not-me", settings.public_url)),
            },
        };
        let ticked = self.about.clone().map(|about| About { reasons: vec![Reason::Ticked], ..about });
        let about = match locale {
            Locale::English => self.about.as_ref(),
            Locale::Bokmal => ticked.as_ref(),
        };
        Frame { settings, name, recipient: &recipient, about, links: &links, now: NOW }.with(self.mail.clone())
    }
}

/// Who reads the samples in that language.
pub(super) fn reader(locale: Locale) -> (&'static str, &'static str) {
    match locale {
        Locale::English => ("Astrid Berg", "owner@northwind.test"),
        Locale::Bokmal => ("Ines Falk", "ines@ledger.test"),
    }
}

/// A sample of an event.
///
/// # Errors
///
/// When the sample is not what the event should be, which a test rules out.
pub fn event(kind: EventKind) -> Result<BusinessEvent, String> {
    let all: BTreeMap<String, serde_json::Value> = serde_json::from_str(EVENTS).map_err(|error| error.to_string())?;
    let data = all.get(kind.code()).ok_or_else(|| format!("there is no sample of {}", kind.code()))?;
    BusinessEvent::read(kind, data).map_err(|error| format!("the sample of {}: {error}", kind.code()))
}

/// The email of an event.
pub(super) fn business(kind: EventKind) -> Sample {
    let category = kind.category();
    let mut reasons = vec![Reason::Owner];
    if category == Category::Support {
        reasons.push(Reason::OpenedTicket);
    }
    Sample {
        template: kind.code(),
        mail: event(kind).map(|event| data(&event)).unwrap_or_default(),
        about: Some(About {
            account_name: "Northwind Studio".to_owned(),
            time_zone: "Europe/Oslo".to_owned(),
            category,
            reasons,
            opens: true,
        }),
    }
}

/// Security mail: what its templates are called, and when it is sent.
pub(super) const SECURITY: [(&str, &str); 12] = [
    ("invitation", "Somebody is given a login and is asked to accept it."),
    ("password_reset", "Somebody forgot their password, or sets the first one."),
    ("password_changed", "A password was changed."),
    ("new_sign_in", "Somebody signed in from a device that was not seen before."),
    ("address_confirm", "A new address for signing in waits to be confirmed."),
    ("address_changed", "The address for signing in was changed; to the old one."),
    ("access_given", "A login that there was already may open the account now."),
    ("access_changed", "The rights of a login were changed."),
    ("access_ending", "A login ends soon."),
    ("access_ended", "A login ended or was taken away."),
    ("owner_notice", "Somebody else changed who has access; to the owner."),
    ("test", "A test was sent to a contact."),
];

/// The first sample of the email that is called so.
pub(super) fn of(template: &str) -> Option<Sample> {
    all().into_iter().find(|sample| sample.template == template)
}

/// Every email, security mail too.
pub(super) fn all() -> Vec<Sample> {
    let business = EventKind::ALL.iter().copied().map(business);
    let security = security().into_iter().map(|(template, mail)| Sample { template, mail, about: None });
    business.chain(security).collect()
}

fn security() -> Vec<(&'static str, Value)> {
    let account_name = "Northwind Studio";
    let rights = &context! {
        permissions => ["View Products & Services", "View & Open Support Tickets"],
        scope => "nw-app-01",
        new_ones => true,
        until => "until the end of 8 December 2031",
    };
    let changes = &context! {
        gains => ["View Domains"], loses => ["View & Pay Invoices"], everything => false, scope => "nw-app-01",
        new_ones => true, endless => false, until => "until the end of 8 December 2031",
    };
    let link = "http://127.0.0.1:3000/sample?token=SECRET";
    let mut all = vec![
        ("access_changed", context! { account_name, changes }),
        ("access_ended", context! { account_name }),
        ("access_given", context! { account_name, rights, url => "http://127.0.0.1:3000" }),
        ("address_changed", context! { new => "new@codeworks.test" }),
        ("address_confirm", context! { link }),
        (
            "password_changed",
            context! {
                address => "198.51.100.23", when => "3 March 2031, 14:05 CET",
                forgot => "http://127.0.0.1:3000/forgot-password",
            },
        ),
        (
            "new_sign_in",
            context! {
                device => "Firefox, Linux", address => "198.51.100.23", when => "3 March 2031, 14:05 CET",
                forgot => "http://127.0.0.1:3000/forgot-password",
            },
        ),
        ("test", context! { account_name, by => "Astrid Berg" }),
    ];
    for (has_password, first, to_owner, days) in [(true, false, true, 1), (false, true, false, 3)] {
        let until = "until the end of 8 December 2031";
        all.push(("invitation", context! { account_name, rights, has_password, link }));
        all.push(("password_reset", context! { first, accepts => [account_name], link }));
        all.push(("access_ending", context! { account_name, person => "Sam Okafor", days, until, to_owner }));
    }
    for kind in [
        "access_given",
        "access_changed",
        "access_revoked",
        "access_ended",
        "contact_deleted",
        "contact_address_changed",
        "invitation_accepted",
        "invitation_declined",
        "mail_disowned",
        "mail_bounced",
        "left",
        "escalation_refused",
    ] {
        let notice = context! {
            account_name, kind, rights, changes, by => "Mia Manager", person => "Sam Okafor",
            email => "sam@codeworks.test", from => "sam@codeworks.test", to => "new@codeworks.test",
            words => "550 5.1.1 no such user",
        };
        all.push(("owner_notice", notice));
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn all_security_mail_has_a_name_and_a_sample() {
        let (named, sampled): (BTreeSet<_>, BTreeSet<_>) =
            (SECURITY.iter().map(|(code, _)| *code).collect(), security().iter().map(|(code, _)| *code).collect());
        assert_eq!(named, sampled);
    }

    #[test]
    fn every_event_has_a_sample_that_is_written_in_full() {
        let all: BTreeMap<String, serde_json::Value> = serde_json::from_str(EVENTS).unwrap();
        assert_eq!(all.len(), EventKind::ALL.len());
        for kind in EventKind::ALL {
            let event = event(*kind).unwrap();
            assert_eq!(event.kind(), *kind);
            let written = serde_json::to_value(&event).unwrap();
            assert_eq!(written["data"], all[kind.code()], "{kind}");
        }
    }
}
