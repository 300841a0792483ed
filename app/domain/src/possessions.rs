//! Words about services and domains that the log keeps.

use crate::{code::Code, serde_by_code};

/// What somebody asks a machine to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceAction {
    Restart,
    /// From nothing: everything on it is lost.
    Reinstall,
}

impl Code for ServiceAction {
    const WHAT: &'static str = "service action";
    const ALL: &'static [Self] = &[Self::Restart, Self::Reinstall];

    fn code(self) -> &'static str {
        match self {
            Self::Restart => "restart",
            Self::Reinstall => "reinstall",
        }
    }
}

serde_by_code!(ServiceAction);

/// Where the details of a domain's registrant came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrantSource {
    /// The account's own.
    Account,
    /// A contact of the account.
    Contact,
    /// Typed for this domain.
    Own,
}

impl Code for RegistrantSource {
    const WHAT: &'static str = "source of a registrant";
    const ALL: &'static [Self] = &[Self::Account, Self::Contact, Self::Own];

    fn code(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Contact => "contact",
            Self::Own => "own",
        }
    }
}

serde_by_code!(RegistrantSource);
