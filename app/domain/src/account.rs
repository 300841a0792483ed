//! Signing in, choosing an account, and being invited to one.

use serde::{Deserialize, Serialize};

use crate::{
    code::Code,
    id::{AccountId, InvitationId},
    moment::Moment,
    password::Password,
    permission::PermissionSet,
    serde_by_code,
};

/// The fields of the sign-in, *Forgot Password*, reset and invitation forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignInField {
    Email,
    Password,
    NewPassword,
    RepeatPassword,
}

impl Code for SignInField {
    const WHAT: &'static str = "field";
    const ALL: &'static [Self] = &[Self::Email, Self::Password, Self::NewPassword, Self::RepeatPassword];

    fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Password => "password",
            Self::NewPassword => "new_password",
            Self::RepeatPassword => "repeat_password",
        }
    }
}

serde_by_code!(SignInField);

/// The sign-in form.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignInForm {
    pub email: String,
    pub password: Password,
    /// Where to go afterwards: a path of ours, or empty.
    pub next: String,
}

/// A password set through an emailed link.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewPasswordForm {
    /// The secret of the link.
    pub token: String,
    pub new_password: Password,
    pub repeat_password: Password,
}

/// What an emailed link that sets a password leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordLink {
    /// Whose password it sets.
    pub email: String,
    /// The accounts that setting the password accepts.
    pub accepts: Vec<String>,
}

/// An account that the user can open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountChoice {
    pub id: AccountId,
    pub name: String,
    pub owner: bool,
    pub permissions: PermissionSet,
    pub ends: Option<Moment>,
    /// Whether it is the one that this session shows.
    pub current: bool,
}

/// The account chooser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountsPage {
    pub accounts: Vec<AccountChoice>,
    pub invitations: Vec<Invitation>,
}

/// An invitation to an account that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub id: InvitationId,
    pub account_name: String,
    pub permissions: PermissionSet,
    /// Whether the scope is a chosen list.
    pub limited: bool,
    /// Whether what is added later is covered too.
    pub new_ones: bool,
    pub ends: Option<Moment>,
}

/// What the page behind an invitation link shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationsPage {
    /// By link, and the person has no password yet: set one, which accepts this and the other accounts that wait.
    SetPassword {
        email: String,
        invitation: Invitation,
        others: Vec<String>,
    },
    /// By link, and the address has a password: sign in as that user to answer.
    SignIn { email: String, account_name: String },
    /// Signed in: what waits for this user.
    Waiting(Vec<Invitation>),
}

/// What an account is called: its company, or the name of its holder.
pub fn display_name(company: &str, first_name: &str, last_name: &str) -> String {
    if company.is_empty() {
        format!("{first_name} {last_name}").trim().to_owned()
    } else {
        company.to_owned()
    }
}
