//! What an email tells. Stored in the outbox, so a stored form must stay readable; no secret stands in it: the link of
//! an invitation or reset is made when the mail is rendered.

use domain::{AccountId, ContactId, Rights, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// What an email tells. All but the last two are security mail: in no category, to the person concerned, cannot be
/// switched off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum MailEvent {
    /// Somebody asked for a reset of the password of the recipient's address. Whether there is such a user is looked
    /// up when the mail is rendered: asking takes the same time and writes the same row either way.
    PasswordResetAsked,
    /// To the contact: a login of their own waits for them. Dropped if the membership is not `invited` any more.
    Invitation { account: AccountId, contact: ContactId },
    /// To the user.
    PasswordChanged {
        user: UserId,
        address: String,
        at: Timestamp,
    },
    /// To the user: somebody signed in as them with a browser or from a network that is new.
    NewSignIn {
        user: UserId,
        device: String,
        address: String,
        at: Timestamp,
    },
    /// To the contact, when an invitation was accepted: what they may do now.
    AccessGiven {
        account: AccountId,
        account_name: String,
        rights: Rights,
    },
    AccessChanged {
        account: AccountId,
        account_name: String,
        before: Rights,
        after: Rights,
    },
    /// To the contact: access ended (un-ticked, deleted, the end passed, the address changed).
    AccessEnded { account: AccountId, account_name: String },
    /// To the contact and the owner: access ends in that many days.
    AccessEnding {
        account: AccountId,
        account_name: String,
        name: String,
        days: u8,
        ends_at: Timestamp,
    },
    /// To the new address of a user, with a link to confirm it.
    AddressConfirm { user: UserId },
    /// To the old address of a user or contact: it was replaced by that one.
    AddressChanged { to: String },
    /// To the owner, without links that act: what somebody else did.
    OwnerNotice {
        account: AccountId,
        account_name: String,
        by: String,
        notice: Notice,
    },
    /// To a contact, because somebody who manages contacts wants to know whether email arrives.
    Test { contact: ContactId, by: String },
    /// One person's copy of an email in a category. What it tells stands in the history, once for everyone.
    Business,
}

impl MailEvent {
    /// The contact that it goes to, where the event itself says so. (A copy of an email in a category says it by its
    /// [`Routed`](crate::outbox::Routed).)
    pub(crate) fn contact(&self) -> Option<ContactId> {
        match self {
            Self::Invitation { contact, .. } | Self::Test { contact, .. } => Some(*contact),
            _ => None,
        }
    }
}

/// What the owner is told of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    AccessGiven {
        name: String,
        email: String,
        rights: Rights,
    },
    AccessChanged {
        name: String,
        email: String,
        before: Rights,
        after: Rights,
    },
    AccessRevoked {
        name: String,
        email: String,
    },
    AccessEnded {
        name: String,
        email: String,
    },
    ContactDeleted {
        name: String,
        email: String,
    },
    ContactAddressChanged {
        name: String,
        from: String,
        to: String,
    },
    InvitationAccepted {
        name: String,
        email: String,
    },
    InvitationDeclined {
        name: String,
        email: String,
    },
    /// Whoever reads the mailbox said "this is not me".
    MailDisowned {
        name: String,
        email: String,
    },
    /// An email came back from a contact's address, with these words; nothing in a category is sent there any more.
    MailBounced {
        name: String,
        email: String,
        words: String,
    },
    Left {
        name: String,
        email: String,
    },
    EscalationRefused {
        name: String,
    },
}
