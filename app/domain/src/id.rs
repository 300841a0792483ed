//! Identifiers: one type per kind of thing, so that they cannot be mixed up. All are UUIDs (version 7, made by the
//! server).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A billable client.
    AccountId,
    /// A person on file of one account.
    ContactId,
    /// One login.
    UserId,
    /// An open session of a user, as shown in the list of sessions: not the secret in the cookie.
    SessionId,
    /// An emailed invitation to a sub-account.
    InvitationId,
    /// A hosting service of an account.
    ServiceId,
    /// A domain name of an account.
    DomainId,
}
