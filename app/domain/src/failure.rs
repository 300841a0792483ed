//! Why a request was refused, as it crosses the wire. Words live in the translation catalogue.

use serde::{Deserialize, Serialize};

use crate::{
    account::SignInField, authority::Escalation, contact::Conflict, contact_form::ContactField,
    details_form::DetailsField, field::FormErrors, moment::Moment, overview::OverviewProblem, permission::Permission,
    security::SecurityField,
};

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// Nobody is signed in, or the session ended.
    SignedOut,
    /// Signed in, but no account is chosen yet.
    NoAccount,
    /// Access to the account ended then.
    AccessEnded {
        account_name: String,
        ended: Moment,
    },
    /// The form is of another account than the one that is open now: chosen in another tab, say.
    OtherAccount,
    /// That permission is missing.
    Denied(Permission),
    /// Only the owner of the account may.
    OwnerOnly,
    /// Rule 5.
    Escalation(Escalation),
    /// Not there, or not on this account.
    NotFound,
    /// The contact form is not in order.
    Contact(FormErrors<ContactField>),
    /// Somebody else saved first.
    Conflict(Box<Conflict>),
    /// Somebody else saved the overview or the account's details first.
    Stale,
    Overview(Vec<OverviewProblem>),
    Details(FormErrors<DetailsField>),
    Security(FormErrors<SecurityField>),
    SignIn(FormErrors<SignInField>),
    /// The form of a page that the server writes is not in order: the names of inputs, each with the code of what is
    /// wrong, for which the server has the words.
    Form(Vec<(String, String)>),
    /// Address or password is wrong: never said which.
    WrongCredentials,
    /// Too many attempts; try again in that many seconds.
    Throttled {
        seconds: u32,
    },
    /// The emailed link was used, replaced, or is too old.
    LinkInvalid,
    /// The deleted contact is the billing contact, and no replacement was chosen.
    BillingContact,
    /// The request is not one that the product makes: an unknown or repeated field, a broken encoding.
    BadRequest,
    /// Something failed on our side; the cause is in the server's log under this reference. Empty: what failed never
    /// reached that log.
    Unavailable {
        reference: String,
    },
    /// The server was not reached: made by the browser alone.
    Offline,
}

impl AppError {
    /// The HTTP status (RFC 9110).
    pub fn status(&self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::SignedOut | Self::WrongCredentials => 401,
            Self::NoAccount | Self::AccessEnded { .. } | Self::Denied(_) | Self::OwnerOnly | Self::Escalation(_) => 403,
            Self::NotFound => 404,
            Self::OtherAccount | Self::Conflict(_) | Self::Stale | Self::BillingContact => 409,
            Self::LinkInvalid => 410,
            Self::Contact(_)
            | Self::Overview(_)
            | Self::Details(_)
            | Self::Security(_)
            | Self::SignIn(_)
            | Self::Form(_) => 422,
            Self::Throttled { .. } => 429,
            Self::Unavailable { .. } | Self::Offline => 503,
        }
    }
}

/// How a server function's own troubles look to those who call it.
#[cfg(feature = "server_fn")]
impl server_fn::error::FromServerFnError for AppError {
    type Encoder = server_fn::codec::JsonEncoding;

    fn from_server_fn_error(error: server_fn::error::ServerFnErrorErr) -> Self {
        use server_fn::error::ServerFnErrorErr as E;
        match error {
            E::Request(_) => Self::Offline,
            E::Args(_) | E::MissingArg(_) => Self::BadRequest,
            _ => Self::Unavailable { reference: String::new() },
        }
    }
}
