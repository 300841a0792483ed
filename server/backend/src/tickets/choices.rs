//! What there is to choose from on the form of a new ticket: services and domains in scope, people of the account.

use domain::{Code, ContactId, client_area::Status};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait};
use uuid::Uuid;

use crate::{
    Backend, Failure,
    access::{Access, ViewTickets},
    client_area::picker,
    db::entity::services,
    people::{Account, roster},
    random::new_id,
};

/// What there is to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// Values and names.
    pub services: Vec<(String, String)>,
    pub domains: Vec<(String, String)>,
    /// Who can get copies: everyone but the viewer, by name. Never an address.
    pub people: Vec<(String, String)>,
    /// The id that the ticket gets.
    pub token: Uuid,
}

/// What there is to choose from; `about` is the value of the service or domain that is to be among it.
pub async fn choices(backend: &Backend, access: &Access<'_, ViewTickets>, about: &str) -> Result<Choices, Failure> {
    let (conn, account) = (backend.db.read(), access.account());
    let asked = |kind: &str| about.strip_prefix(kind)?.strip_prefix('-')?.parse().ok();
    let of = (account, access.scope());
    let running = Condition::all().add(services::Column::Status.ne(Status::Terminated.code()));
    let service_names = picker::services(conn, of, running, asked("service")).await?;
    let domain_names = picker::domains(conn, of, Condition::all(), asked("domain")).await?;
    let values = |kind: &str, all: Vec<(Uuid, String)>| {
        all.into_iter().map(|(id, name)| (format!("{kind}-{id}"), name)).collect()
    };
    let own = access.actor().email().to_lowercase();
    let people = everyone(conn, &Account::load(conn, account).await?).await?;
    let people = people.into_iter().filter(|one| one.email.to_lowercase() != own);
    Ok(Choices {
        services: values("service", service_names),
        domains: values("domain", domain_names),
        people: people.map(|one| (one.value, one.name)).collect(),
        token: new_id(backend.now()),
    })
}

/// Somebody of the account who can get copies.
pub(super) struct Somebody {
    pub value: String,
    pub contact: Option<ContactId>,
    pub name: String,
    pub email: String,
}

/// The owner, then the contacts by name.
pub(super) async fn everyone(conn: &impl ConnectionTrait, account: &Account) -> Result<Vec<Somebody>, Failure> {
    let owner = Somebody {
        value: "owner".to_owned(),
        contact: None,
        name: account.owner.name.clone(),
        email: account.owner.email.to_string(),
    };
    let contacts = roster(conn, account.id).await?.into_iter().map(|one| Somebody {
        value: one.id.to_string(),
        contact: Some(one.id),
        name: one.name,
        email: one.email,
    });
    Ok(std::iter::once(owner).chain(contacts).collect())
}
