//! A domain's page: dates, lock, name servers, DNS records, and what the viewer may change.

use domain::{Moment, Timestamp, client_area::Status, id::DomainId};

use super::{
    name_servers::{self, NameServer},
    owned::{is_active, read},
    zone::{self, RecordLine},
};
use crate::{
    Backend, Failure,
    access::{Access, ManageDomains, ViewDomains},
    client_area::status,
    moments::Moments,
    vault::{self, Place},
};

/// A domain's page.
#[expect(clippy::struct_excessive_bools, reason = "what is so, and what may be done")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainPage {
    pub id: DomainId,
    pub name: String,
    pub status: Status,
    pub registered: Moment,
    pub expires: Option<Moment>,
    pub auto_renew: bool,
    pub locked: bool,
    pub name_servers: Vec<NameServer>,
    pub records: Vec<RecordLine>,
    /// Whether the viewer holds the permission to manage domains.
    pub manages: bool,
    /// Whether it can be changed now, by the viewer.
    pub changes: bool,
    /// Whether its transfer code can be shown now, to the viewer.
    pub code: bool,
}

/// A domain's page.
pub async fn page(backend: &Backend, access: &Access<'_, ViewDomains>, id: DomainId) -> Result<DomainPage, Failure> {
    let actor = access.actor();
    let row = read(&backend.db, access, id).await?;
    let moments = Moments::new(actor.locale(), actor.time_zone(), backend.now());
    let conn = backend.db.read();
    let place = Place::domain(access.account(), id);
    let manages = actor.require::<ManageDomains>().is_ok();
    let changes = manages && is_active(&row);
    let code = changes && !backend.settings.secret_keys.is_empty() && vault::known(conn, place).await?.is_some();
    Ok(DomainPage {
        id,
        status: status(&row.status)?,
        registered: moments.moment(Timestamp(row.registered_at)),
        expires: row.expires_at.map(|at| moments.moment(Timestamp(at))),
        auto_renew: row.auto_renew,
        locked: row.locked,
        name_servers: name_servers::of(conn, access.account(), id).await?,
        records: zone::of(conn, access.account(), id).await?,
        manages,
        changes,
        code,
        name: row.name,
    })
}
