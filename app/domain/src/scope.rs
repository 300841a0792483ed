//! Which services and domains a membership covers.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::id::{DomainId, ServiceId};

/// Something of the account that a scope can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    Service(ServiceId),
    Domain(DomainId),
}

/// Everything, or a chosen list. Whatever derives from services and domains is filtered by it.
///
/// A list that goes with what is added later is kept as what it leaves out: so nothing that adds a service or a domain
/// has to know of it.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    #[default]
    All,
    Only(BTreeSet<Subject>),
    /// Everything else, also what is added later. Not what concerns the whole account. What leaves nothing out is
    /// [`All`](Self::All): see [`all_but`](Self::all_but).
    AllBut(BTreeSet<Subject>),
}

impl Scope {
    /// Everything but these.
    pub fn all_but(left_out: BTreeSet<Subject>) -> Self {
        if left_out.is_empty() { Self::All } else { Self::AllBut(left_out) }
    }

    /// Whether the subject is covered.
    pub fn covers(&self, subject: Subject) -> bool {
        match self {
            Self::All => true,
            Self::Only(subjects) => subjects.contains(&subject),
            Self::AllBut(left_out) => !left_out.contains(&subject),
        }
    }

    /// Whether the whole account is covered, and so what concerns all of it at once.
    pub fn is_everything(&self) -> bool {
        match self {
            Self::All => true,
            Self::Only(_) => false,
            Self::AllBut(left_out) => left_out.is_empty(),
        }
    }

    /// Whether what is added later is covered.
    pub fn covers_new(&self) -> bool {
        !matches!(self, Self::Only(_))
    }

    /// Whether everything that this scope covers, the other covers too: also of what is added later.
    pub fn is_within(&self, other: &Self) -> bool {
        match (self, other) {
            (_, Self::All) => true,
            (Self::All | Self::AllBut(_), Self::Only(_)) => false,
            (Self::All, Self::AllBut(left_out)) => left_out.is_empty(),
            (Self::Only(mine), Self::Only(theirs)) => mine.is_subset(theirs),
            (Self::Only(mine), Self::AllBut(left_out)) => mine.is_disjoint(left_out),
            (Self::AllBut(mine), Self::AllBut(theirs)) => theirs.is_subset(mine),
        }
    }
}
