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
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    #[default]
    All,
    Only(BTreeSet<Subject>),
}

impl Scope {
    /// Whether the subject is covered.
    pub fn covers(&self, subject: Subject) -> bool {
        match self {
            Self::All => true,
            Self::Only(subjects) => subjects.contains(&subject),
        }
    }

    /// Whether everything that this scope covers, the other covers too.
    pub fn is_within(&self, other: &Self) -> bool {
        match (self, other) {
            (_, Self::All) => true,
            (Self::All, Self::Only(_)) => false,
            (Self::Only(mine), Self::Only(theirs)) => mine.is_subset(theirs),
        }
    }
}
