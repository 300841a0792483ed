//! Services and domains as events name them: by id, by name, or both.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::text::Line;
use crate::{
    id::{DomainId, ServiceId},
    scope::Subject,
};

/// Something of the account, with its name as it is told. Whoever posts an event may leave the id out: then the account's
/// own of that name is meant, and the stored event has its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named<Id> {
    #[serde(default = "Option::default")]
    pub id: Option<Id>,
    pub name: Line,
}

pub type ServiceName = Named<ServiceId>;
pub type DomainName = Named<DomainId>;

impl ServiceName {
    /// What a scope would name. Without an id it is something that no limited scope covers.
    pub fn subject(&self) -> Subject {
        Subject::Service(self.id.unwrap_or(ServiceId(Uuid::nil())))
    }
}

impl DomainName {
    /// What a scope would name. Without an id it is something that no limited scope covers.
    pub fn subject(&self) -> Subject {
        Subject::Domain(self.id.unwrap_or(DomainId(Uuid::nil())))
    }
}

/// A service or a domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    Service(ServiceName),
    Domain(DomainName),
}

impl Thing {
    pub fn name(&self) -> &Line {
        match self {
            Self::Service(service) => &service.name,
            Self::Domain(domain) => &domain.name,
        }
    }

    pub fn subject(&self) -> Subject {
        match self {
            Self::Service(service) => service.subject(),
            Self::Domain(domain) => domain.subject(),
        }
    }

    pub(super) fn as_mut(&mut self) -> ThingMut<'_> {
        match self {
            Self::Service(service) => ThingMut::Service(service),
            Self::Domain(domain) => ThingMut::Domain(domain),
        }
    }
}

/// A service or a domain of an event, to be looked up.
#[derive(Debug, PartialEq, Eq)]
pub enum ThingMut<'a> {
    Service(&'a mut ServiceName),
    Domain(&'a mut DomainName),
}
