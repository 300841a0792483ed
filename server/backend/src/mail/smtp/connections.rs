//! The connections that a worker keeps for its next emails.
//!
//! There are never more than emails being sent at once, because each email takes a kept one first. How many that may be
//! is up to the worker.

use std::sync::{Mutex, PoisonError};

use lettre::address::Envelope;

use super::{
    Delivery, Server,
    connection::{Connection, Stage, Trouble},
    verdict::judge,
};

/// The connections to one server.
pub(crate) struct Connections {
    server: Server,
    idle: Mutex<Vec<Connection>>,
}

impl Connections {
    pub fn new(server: Server) -> Self {
        Self { server, idle: Mutex::default() }
    }

    /// Hands an email to the server.
    pub async fn send(&self, envelope: &Envelope, wire: &[u8]) -> Delivery {
        if let Some(kept) = self.take() {
            match self.send_over(kept, envelope, wire).await {
                // It was closed while nobody looked, or has carried as many emails as the server likes.
                Err(trouble) if trouble.stage == Stage::Sender && !trouble.is_orderly() => {}
                result => return delivery(&result),
            }
        }
        match Connection::open(&self.server).await {
            Ok(new) => delivery(&self.send_over(new, envelope, wire).await),
            Err(trouble) => judge(&trouble),
        }
    }

    async fn send_over(&self, mut connection: Connection, envelope: &Envelope, wire: &[u8]) -> Result<(), Trouble> {
        let result = connection.send(envelope, wire).await;
        match &result {
            Err(trouble) if !trouble.is_orderly() => connection.close().await,
            _ => self.idle().push(connection),
        }
        result
    }

    /// Takes leave of the server on every connection that is not in use.
    pub async fn close(&self) {
        let idle = std::mem::take(&mut *self.idle());
        for connection in idle {
            connection.close().await;
        }
    }

    fn take(&self) -> Option<Connection> {
        self.idle().pop()
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn delivery(result: &Result<(), Trouble>) -> Delivery {
    match result {
        Ok(()) => Delivery::Accepted,
        Err(trouble) => judge(trouble),
    }
}
