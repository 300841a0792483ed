//! What the machine of a service is asked to do.

use domain::{Code, activity::Event, id::ServiceId, possessions::ServiceAction};
use serde_json::json;

use super::owned::{load, must_be_active};
use crate::{
    Backend, Failure,
    access::{Access, ManageProducts},
    once::{Once, Sent},
    operator_tasks::{self, About, Kind},
    people::{Change, noted},
    problems::{Problem, Problems},
};

/// Asks the machine of a service to do something. `confirmed` is the service's name, as the person gave it; `token` is
/// that of the form, which sent again asks for nothing more.
pub async fn run(
    backend: &Backend,
    access: &Access<'_, ManageProducts>,
    id: ServiceId,
    action: ServiceAction,
    confirmed: &str,
    token: &str,
) -> Result<(), Failure> {
    noted(backend, access, None, try_run(backend, access, id, action, confirmed, token)).await
}

async fn try_run(
    backend: &Backend,
    access: &Access<'_, ManageProducts>,
    id: ServiceId,
    action: ServiceAction,
    confirmed: &str,
    token: &str,
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
    let purpose = format!("{} {id}", kind.code());
    if let Sent::Before(_) = Once::claim(&change.tx, account, token, &purpose, change.now).await? {
        return Ok(());
    }
    let data = json!({ "service": service.name });
    operator_tasks::add(&change.tx, account, &author, kind, About::Service(id), &data, change.now).await?;
    change.log(None, &Event::ServiceActionOrdered { service: service.name, action }).await?;
    change.commit().await
}
