//! One conversation with the SMTP server (RFC 5321).

use std::time::Duration;

use lettre::{
    Address,
    address::Envelope,
    transport::smtp::{
        Error,
        authentication::DEFAULT_MECHANISMS,
        client::{AsyncSmtpConnection, Tls},
        commands::{Data, Mail, Rcpt, Rset},
        extension::{Extension, MailBodyParameter, MailParameter},
    },
};

use super::Server;

/// The longest that connecting, TLS and signing in may take together.
const OPENING: Duration = Duration::from_secs(45);
/// The longest wait for an answer before the content is sent.
const ANSWER: Duration = Duration::from_secs(30);
/// The longest wait for the answer to the content. Long (RFC 5321 §4.5.3.2.6 has ten minutes): who gives up on a
/// server that has accepted but is slow to say so sends the email twice.
const VERDICT: Duration = Duration::from_mins(5);
/// The longest that taking leave may take.
const FAREWELL: Duration = Duration::from_secs(5);

/// The longest that opening a connection and sending one email may take in all, one reopened connection included.
pub(crate) const LONGEST: Duration = Duration::from_mins(9);

/// How far a conversation came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Connecting, greeting, TLS, signing in.
    Opening,
    /// `MAIL FROM`
    Sender,
    /// `RCPT TO`
    Recipient,
    /// `DATA` and the content.
    Content,
}

/// Where a conversation went wrong, and why.
#[derive(Debug)]
pub(super) struct Trouble {
    pub stage: Stage,
    pub cause: Cause,
}

#[derive(Debug)]
pub(super) enum Cause {
    Smtp(Error),
    Silence,
    /// The server takes no addresses with letters outside of ASCII before the `@` (RFC 6531), and one of the stage is.
    Letters,
}

impl Trouble {
    /// The server's three digits, if it answered.
    pub fn code(&self) -> Option<u16> {
        match &self.cause {
            Cause::Smtp(error) => error.status().map(u16::from),
            Cause::Silence | Cause::Letters => None,
        }
    }

    /// Whether the connection can be used for the next email: the server refused in good order and did not say that
    /// it leaves (421).
    pub fn is_orderly(&self) -> bool {
        matches!(self.cause, Cause::Letters) || self.code().is_some_and(|code| code != 421)
    }
}

/// An open connection, signed in.
pub(super) struct Connection {
    smtp: AsyncSmtpConnection,
    /// Whether an email was begun and refused half-way.
    unfinished: bool,
}

impl Connection {
    pub async fn open(server: &Server) -> Result<Self, Trouble> {
        timed(Stage::Opening, OPENING, async {
            let from_the_start = match &server.tls {
                Tls::Wrapper(trust) => Some(trust.clone()),
                _ => None,
            };
            let address = (server.host.as_str(), server.port);
            let mut smtp =
                AsyncSmtpConnection::connect_tokio1(address, Some(ANSWER), &server.hello, from_the_start, None).await?;
            match &server.tls {
                Tls::Required(trust) => smtp.starttls(trust.clone(), &server.hello).await?,
                Tls::Opportunistic(trust) if smtp.can_starttls() => {
                    smtp.starttls(trust.clone(), &server.hello).await?;
                }
                _ => {}
            }
            if let Some(credentials) = &server.credentials {
                smtp.auth(DEFAULT_MECHANISMS, credentials).await?;
            }
            Ok(Self { smtp, unfinished: false })
        })
        .await
    }

    /// Hands over an email. `Ok`: the server has taken it.
    pub async fn send(&mut self, envelope: &Envelope, wire: &[u8]) -> Result<(), Trouble> {
        let foreign = |address: &Address| !AsRef::<str>::as_ref(address).is_ascii();
        let sender_is = envelope.from().is_some_and(foreign);
        let any_is = sender_is || envelope.to().iter().any(foreign);
        if any_is && !self.smtp.server_info().supports_feature(Extension::SmtpUtfEight) {
            let stage = if sender_is { Stage::Sender } else { Stage::Recipient };
            return Err(Trouble { stage, cause: Cause::Letters });
        }
        if std::mem::take(&mut self.unfinished) {
            timed(Stage::Sender, ANSWER, self.smtp.command(Rset)).await?;
        }
        self.unfinished = true;
        let mut options = Vec::new();
        if any_is {
            options.push(MailParameter::SmtpUtfEight);
        }
        if !wire.is_ascii() && self.smtp.server_info().supports_feature(Extension::EightBitMime) {
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        let sender = Mail::new(envelope.from().cloned(), options);
        timed(Stage::Sender, ANSWER, self.smtp.command(sender)).await?;
        for address in envelope.to() {
            let recipient = Rcpt::new(address.clone(), Vec::new());
            timed(Stage::Recipient, ANSWER, self.smtp.command(recipient)).await?;
        }
        timed(Stage::Content, ANSWER, self.smtp.command(Data)).await?;
        timed(Stage::Content, VERDICT, self.smtp.message(wire)).await?;
        self.unfinished = false;
        Ok(())
    }

    /// Takes leave.
    pub async fn close(mut self) {
        let _ = tokio::time::timeout(FAREWELL, self.smtp.abort()).await;
    }
}

async fn timed<T>(stage: Stage, at_most: Duration, step: impl Future<Output = Result<T, Error>>) -> Result<T, Trouble> {
    let cause = match tokio::time::timeout(at_most, step).await {
        Ok(Ok(done)) => return Ok(done),
        Ok(Err(error)) => Cause::Smtp(error),
        Err(_) => Cause::Silence,
    };
    Err(Trouble { stage, cause })
}
