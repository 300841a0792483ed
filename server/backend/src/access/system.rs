//! Work without a person.

use super::actor::Author;

/// Why the system itself acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SystemReason {
    /// Somebody signs in, asks for a reset, or follows an emailed link: there is no access yet.
    SignIn,
    /// Emails are rendered and delivered.
    Outbox,
    /// Whoever reads a mailbox follows the link at the foot of an email, or an email comes back.
    Mailbox,
    /// What is due by time is told: notices, access ends.
    Schedule,
    /// The control panel asks who arrives with a one-time link.
    Panel,
    /// The operator's commands, the demo among them.
    Operator,
}

/// The right of the system itself. Its name stays visible with every caller, and its reason in the log.
#[derive(Debug)]
pub struct SystemAccess {
    reason: SystemReason,
}

impl SystemAccess {
    /// Acts for that reason.
    pub fn new(reason: SystemReason) -> Self {
        tracing::debug!(?reason, "acting as the system");
        Self { reason }
    }

    pub fn reason(&self) -> SystemReason {
        self.reason
    }

    /// Who did it, for the log: nobody.
    pub fn author(&self) -> Author {
        Author { user: None, name: String::new(), email: String::new(), address: String::new() }
    }
}
