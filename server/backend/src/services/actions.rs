//! What the machine of a service is asked to do.

use domain::{activity::Event, id::ServiceId, possessions::ServiceAction};
use serde_json::json;

use super::owned::{load, must_be_active};
use crate::{
    Backend, Failure,
    access::{Access, ManageProducts},
    operator_tasks::{self, About, Kind},
    people::{Change, noted},
    problems::{Problem, Problems},
};

/// Asks the machine of a service to do something. `confirmed` is the service's name, as the person gave it.
pub async fn run(
    backend: &Backend,
    access: &Access<'_, ManageProducts>,
    id: ServiceId,
    action: ServiceAction,
    confirmed: &str,
) -> Result<(), Failure> {
    noted(backend, access, None, try_run(backend, access, id, action, confirmed)).await
}

async fn try_run(
    backend: &Backend,
    access: &Access<'_, ManageProducts>,
    id: ServiceId,
    action: ServiceAction,
    confirmed: &str,
) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let service = load(&change, id).await?;
    must_be_active(&service)?;
    if !service.machine {
        return Err(Problems::one("", Problem::NotNow));
    }
    if confirmed.trim() != service.name {
        return Err(Problems::one("confirm", Problem::WrongName));
    }
    let kind = match action {
        ServiceAction::Restart => Kind::ServiceRestart,
        ServiceAction::Reinstall => Kind::ServiceReinstall,
    };
    let (author, account) = (change.actor.author(), change.account.id);
    let data = json!({ "service": service.name });
    operator_tasks::add(&change.tx, account, &author, kind, About::Service(id), &data, change.now).await?;
    change.log(None, &Event::ServiceActionOrdered { service: service.name, action }).await?;
    change.commit().await
}
