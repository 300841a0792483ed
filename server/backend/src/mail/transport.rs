//! How a finished email leaves: to the SMTP server, signed, or into the database.

use std::sync::Arc;

use super::{
    Message,
    dkim::Signer,
    smtp::{Connections, Delivery, Server},
};
use crate::{Failure, Settings};

/// How emails leave.
pub(crate) enum Mailer {
    Smtp(Box<Post>),
    /// In the table `mailbox`: no SMTP server is configured.
    Kept,
}

/// The way to the SMTP server.
pub(crate) struct Post {
    connections: Connections,
    signer: Option<Arc<Signer>>,
}

impl Mailer {
    /// As the operator configured it.
    pub fn new(settings: &Settings) -> Result<Self, Failure> {
        match &settings.smtp_url {
            None => Ok(Self::Kept),
            Some(url) => {
                let server = Server::parse(url).map_err(Failure::Mail)?;
                let connections = Connections::new(server);
                Ok(Self::Smtp(Box::new(Post { connections, signer: settings.signer.clone() })))
            }
        }
    }
}

impl Post {
    /// Signs an email and hands it to the server.
    pub async fn send(&self, message: &Message) -> Delivery {
        let never = |words: String| Delivery::Never { words, dead: false };
        let (envelope, wire) = match message.envelope().and_then(|envelope| Ok((envelope, message.to_wire()?))) {
            Ok(both) => both,
            Err(error) => return never(error),
        };
        let signed = match &self.signer {
            None => wire,
            Some(signer) => match signer.sign(&wire, message.date) {
                Ok(header) => [header.as_bytes(), wire.as_slice()].concat(),
                Err(error) => return Delivery::Later(error.to_string()),
            },
        };
        self.connections.send(&envelope, &signed).await
    }

    /// Takes leave of the server on every connection that is not in use.
    pub async fn close(&self) {
        self.connections.close().await;
    }
}
