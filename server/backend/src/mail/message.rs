//! A finished email, and its form on the wire (RFC 5322, MIME).

use std::time::{Duration, UNIX_EPOCH};

use domain::{EmailAddress, Timestamp, field::is_unprintable};
use lettre::{
    Address,
    address::Envelope,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use uuid::Uuid;

/// A finished email to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// That of its row in the outbox.
    pub id: Uuid,
    pub from: EmailAddress,
    pub from_name: String,
    pub to: EmailAddress,
    pub to_name: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub date: Timestamp,
    /// Where it comes back to when it cannot be delivered (RFC 5321 §4.1.1.2).
    pub return_path: EmailAddress,
    /// Where the recipient leaves the category with one click (RFC 8058).
    pub leave: Option<String>,
}

impl Message {
    /// Stays the same in every attempt, so that a mail system can tell that it has the message already.
    pub fn message_id(&self) -> String {
        let from = address(&self.from);
        format!("<{}@{}>", self.id, from.as_ref().map_or("localhost", Address::domain))
    }

    /// Who sends it to whom, as the server is told.
    ///
    /// # Errors
    ///
    /// A text for the operator when SMTP cannot carry an address.
    pub fn envelope(&self) -> Result<Envelope, String> {
        Envelope::new(Some(address(&self.return_path)?), vec![address(&self.to)?]).map_err(|error| error.to_string())
    }

    /// The message as it is sent.
    ///
    /// # Errors
    ///
    /// A text for the operator when an address cannot be written into a header.
    pub fn to_wire(&self) -> Result<Vec<u8>, String> {
        let date = UNIX_EPOCH + Duration::from_millis(u64::try_from(self.date.0).unwrap_or(0));
        let mut builder = lettre::Message::builder()
            .from(mailbox(&self.from_name, &self.from)?)
            .to(mailbox(&self.to_name, &self.to)?)
            .subject(one_line(&self.subject))
            .date(date)
            .message_id(Some(self.message_id()))
            // RFC 3834: vacation responders stay silent.
            .raw_header(header("Auto-Submitted", "auto-generated"));
        if let Some(link) = &self.leave {
            builder = builder.raw_header(header("List-Unsubscribe", &format!("<{}>", one_line(link))));
            // RFC 8058 §3.1 is for addresses over TLS only.
            if link.starts_with("https://") {
                builder = builder.raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
            }
        }
        builder
            .multipart(MultiPart::alternative_plain_html(self.text.clone(), self.html.clone()))
            .map(|message| message.formatted())
            .map_err(|error| error.to_string())
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// The domain in the letters of the domain name system (RFC 5891), which every mail server takes; letters outside of
/// ASCII before the `@` stay, and only some servers take them (RFC 6531).
fn address(address: &EmailAddress) -> Result<Address, String> {
    idna::domain_to_ascii(&address.domain())
        .ok()
        .and_then(|domain| Address::new(address.local_part(), domain).ok())
        .ok_or_else(|| "the address cannot be used by SMTP".to_owned())
}

fn mailbox(name: &str, address: &EmailAddress) -> Result<Mailbox, String> {
    let name = one_line(name);
    Ok(Mailbox::new((!name.is_empty()).then_some(name), self::address(address)?))
}

/// What was checked before it was stored is one line. Should anything else get here, it stays one line: a header
/// cannot be broken out of.
fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if is_unprintable(c) { ' ' } else { c }).collect();
    spaced.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(to_name: &str, subject: &str) -> Message {
        Message {
            id: Uuid::nil(),
            from: EmailAddress::parse("hosting@provider.test").unwrap(),
            from_name: "Provider".into(),
            to: EmailAddress::parse("ada@north.test").unwrap(),
            to_name: to_name.into(),
            subject: subject.into(),
            text: "Text".into(),
            html: "<p>Text</p>".into(),
            date: Timestamp(1_900_065_600_000),
            return_path: EmailAddress::parse("bounces@provider.test").unwrap(),
            leave: None,
        }
    }

    fn headers(message: &Message) -> String {
        let wire = String::from_utf8(message.to_wire().unwrap()).unwrap();
        wire.split("\r\n\r\n").next().unwrap().to_owned()
    }

    #[test]
    fn headers_are_complete() {
        let headers = headers(&message("Ada North", "Hei på deg"));
        assert!(headers.contains("From: Provider <hosting@provider.test>"), "{headers}");
        assert!(headers.contains("To: \"Ada North\" <ada@north.test>"), "{headers}");
        assert!(headers.contains("Subject: Hei =?utf-8?b?"), "{headers}");
        assert!(headers.contains("Date: Mon, 18 Mar 2030 12:00:00 +0000"), "{headers}");
        assert!(headers.contains("Message-ID: <00000000-0000-0000-0000-000000000000@provider.test>"), "{headers}");
        assert!(headers.contains("Auto-Submitted: auto-generated"), "{headers}");
        assert!(headers.contains("multipart/alternative"), "{headers}");
        assert!(!headers.contains("List-Unsubscribe"), "{headers}");
    }

    #[test]
    fn a_domain_with_letters_of_its_own_is_one_that_every_server_takes() {
        let to = EmailAddress::parse("Ole@Blåbær.no").unwrap();
        let message = Message { to, ..message("Ole Bær", "Hello") };
        assert_eq!(message.envelope().unwrap().to()[0].to_string(), "Ole@xn--blbr-roah.no");
        let headers = headers(&message);
        assert!(headers.contains("<Ole@xn--blbr-roah.no>") && headers.is_ascii(), "{headers}");
    }

    #[test]
    fn a_category_is_left_with_one_click_over_tls() {
        let token = "T".repeat(72);
        for (scheme, one_click) in [("https", true), ("http", false)] {
            let link = format!("{scheme}://clients.provider.test/mail/leave?token={token}");
            let headers = headers(&Message { leave: Some(link.clone()), ..message("Ada", "Hello") });
            assert!(headers.contains(&format!("\r\nList-Unsubscribe: <{link}>")), "{headers}");
            let post = headers.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click");
            assert_eq!(post, one_click, "{headers}");
        }
    }

    #[test]
    fn nothing_breaks_out_of_a_header() {
        for bad in ["A\r\nBcc: all@north.test", "A\nBcc: all@north.test", "A\rBcc: all@north.test", "A\u{2028}Bcc: x"] {
            for message in [message(bad, "Hello"), message("Ada", bad)] {
                let headers = headers(&message);
                let bcc = headers.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc"));
                assert!(!bcc, "{headers}");
            }
        }
    }
}
