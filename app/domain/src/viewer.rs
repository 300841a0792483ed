//! Who looks at the page: what the client knows of them. It only hides what the server would refuse anyway.

use serde::{Deserialize, Serialize};

use crate::{
    id::{AccountId, UserId},
    locale::Locale,
    moment::Moment,
    permission::{Permission, PermissionSet},
};

/// A signed-in user on one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    pub user: UserId,
    pub name: String,
    pub email: String,
    pub account: AccountId,
    pub account_name: String,
    pub owner: bool,
    /// The owner has all of them.
    pub permissions: PermissionSet,
    /// The access end, if there is one.
    pub ends: Option<Moment>,
    /// How many accounts the user can open: with more than one there is a chooser.
    pub accounts: usize,
    /// Invitations that wait for an answer.
    pub invitations: usize,
    /// Whether the operator runs an affiliate programme.
    pub affiliates: bool,
}

impl Viewer {
    pub fn may(&self, permission: Permission) -> bool {
        self.owner || self.permissions.contains(permission)
    }
}

/// Who is behind a request, before any page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    Anonymous,
    /// Signed in, and on an account.
    On(Box<Viewer>),
    /// Signed in, with several accounts and none chosen yet, or with invitations alone.
    Choosing {
        name: String,
        email: String,
        accounts: usize,
        invitations: usize,
    },
    /// Signed in, and nothing is left to open: access to that account ended then.
    Ended {
        name: String,
        email: String,
        account_name: String,
        ended: Moment,
    },
    /// Signed in, without any account, now or before.
    Nowhere {
        name: String,
        email: String,
    },
}

/// Everything that the frame around a page needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    pub presence: Presence,
    pub locale: Locale,
    /// The provider's name.
    pub brand: String,
    /// Demo mode: the sign-in page tells the demo's logins, and mail is at `/dev/mailbox`.
    pub demo: bool,
}
