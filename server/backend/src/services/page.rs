//! A service's page: what it is, what it uses, its addons, and what the viewer may do with it.

use domain::{
    Moment, Timestamp,
    client_area::{Money, Status},
    id::ServiceId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::owned::{is_active, read};
use crate::{
    Backend, Failure,
    access::{Access, ManageProducts, SignOn, ViewInvoices, ViewProducts},
    client_area::{money, number, status},
    db::entity::{service_addons, service_usage, services},
    moments::Moments,
    vault::{self, Place},
};

/// What a service uses of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// `disk`, `traffic`, `memory`, `mailboxes`, `databases` or `sites`.
    pub what: String,
    pub used: i64,
    /// `None`: as much as one likes.
    pub most: Option<i64>,
    /// The same as people read it.
    pub used_text: String,
    pub most_text: Option<String>,
    pub measured: Moment,
}

/// An addon of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addon {
    pub name: String,
    pub status: Status,
    pub next_due: Option<Moment>,
    pub price: Option<Money>,
}

/// What is known of the login at the service, for who may reveal and change it. Never the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    pub username: String,
    pub host: String,
    /// When the password was set; `None`: none is kept.
    pub password_set: Option<Moment>,
}

/// A service's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServicePage {
    pub id: ServiceId,
    pub name: String,
    pub product: String,
    pub status: Status,
    pub next_due: Option<Moment>,
    /// `None`: the viewer may not see prices (no `invoices`).
    pub price: Option<Money>,
    pub usage: Vec<Usage>,
    pub addons: Vec<Addon>,
    /// `None`: the viewer may not, or no password is kept of any service.
    pub credentials: Option<Credentials>,
    /// Whether the password can be revealed and changed now.
    pub password_changes: bool,
    /// Whether its machine can be restarted and reinstalled now, by the viewer.
    pub actions: bool,
    /// Whether the viewer can sign on to its panel now.
    pub sign_on: bool,
}

/// A service's page.
pub async fn page(backend: &Backend, access: &Access<'_, ViewProducts>, id: ServiceId) -> Result<ServicePage, Failure> {
    let actor = access.actor();
    let row = read(&backend.db, access, id).await?;
    let moments = Moments::new(actor.locale(), actor.time_zone(), backend.now());
    let prices = actor.require::<ViewInvoices>().is_ok();
    let manages = actor.require::<ManageProducts>().is_ok();
    let active = is_active(&row);
    let credentials = match actor.require::<ManageProducts>() {
        Ok(manage) => credentials(backend, &manage, &row, &moments).await?,
        Err(_) => None,
    };
    Ok(ServicePage {
        id,
        status: status(&row.status)?,
        next_due: row.next_due_at.map(|at| moments.moment(Timestamp(at))),
        price: prices.then(|| money(row.price_minor, &row.currency, actor.locale())),
        usage: usage(backend, access, id, &moments).await?,
        addons: addons(backend, access, id, &moments, prices).await?,
        password_changes: active && credentials.is_some(),
        actions: active && manages && row.machine,
        sign_on: active && row.panel && backend.settings.panel_url.is_some() && actor.require::<SignOn>().is_ok(),
        credentials,
        name: row.name,
        product: row.product,
    })
}

async fn credentials(
    backend: &Backend,
    access: &Access<'_, ManageProducts>,
    row: &services::Model,
    moments: &Moments,
) -> Result<Option<Credentials>, Failure> {
    if row.username.is_empty() || backend.settings.secret_keys.is_empty() {
        return Ok(None);
    }
    let place = Place::service(access.account(), ServiceId(row.id));
    let set = vault::known(backend.db.read(), place).await?;
    Ok(Some(Credentials {
        username: row.username.clone(),
        host: row.host.clone(),
        password_set: set.map(|at| moments.moment(at)),
    }))
}

async fn usage(
    backend: &Backend,
    access: &Access<'_, ViewProducts>,
    id: ServiceId,
    moments: &Moments,
) -> Result<Vec<Usage>, Failure> {
    let locale = access.actor().locale();
    let rows = service_usage::Entity::find()
        .filter(service_usage::Column::AccountId.eq(access.account().0))
        .filter(service_usage::Column::ServiceId.eq(id.0))
        .order_by_asc(service_usage::Column::Position)
        .all(backend.db.read())
        .await?;
    let text = |what: &str, amount: i64| {
        let amount = u64::try_from(amount).unwrap_or(0);
        match what {
            "disk" | "traffic" | "memory" => bytes(amount, locale),
            _ => number(amount, locale),
        }
    };
    let line = |row: service_usage::Model| Usage {
        used: row.used,
        most: row.most,
        used_text: text(&row.what, row.used),
        most_text: row.most.map(|most| text(&row.what, most)),
        measured: moments.moment(Timestamp(row.measured_at)),
        what: row.what,
    };
    Ok(rows.into_iter().map(line).collect())
}

async fn addons(
    backend: &Backend,
    access: &Access<'_, ViewProducts>,
    id: ServiceId,
    moments: &Moments,
    prices: bool,
) -> Result<Vec<Addon>, Failure> {
    let locale = access.actor().locale();
    let rows = service_addons::Entity::find()
        .filter(service_addons::Column::AccountId.eq(access.account().0))
        .filter(service_addons::Column::ServiceId.eq(id.0))
        .order_by_asc(service_addons::Column::Name)
        .all(backend.db.read())
        .await?;
    let line = |row: service_addons::Model| {
        Ok(Addon {
            status: status(&row.status)?,
            next_due: row.next_due_at.map(|at| moments.moment(Timestamp(at))),
            price: prices.then(|| money(row.price_minor, &row.currency, locale)),
            name: row.name,
        })
    };
    rows.into_iter().map(line).collect()
}

/// An amount of bytes as people read it: `12.4 GB`, in Bokmål `12,4 GB`. Decimal units, as hosting is sold.
fn bytes(amount: u64, locale: domain::Locale) -> String {
    const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
    let (mut unit, mut size) = (0, 1_u64);
    while unit + 1 < UNITS.len() && amount / size >= 1000 {
        unit += 1;
        size *= 1000;
    }
    let tenth = amount % size * 10 / size;
    let name = UNITS.get(unit).copied().unwrap_or_default();
    let point = if locale == domain::Locale::English { '.' } else { ',' };
    if unit == 0 || tenth == 0 {
        format!("{}\u{a0}{name}", number(amount / size, locale))
    } else {
        format!("{}{point}{tenth}\u{a0}{name}", number(amount / size, locale))
    }
}

#[cfg(test)]
mod tests {
    use domain::Locale;

    use super::bytes;

    #[test]
    fn bytes_are_written_as_people_read_them() {
        let text = |amount, locale| bytes(amount, locale).replace('\u{a0}', " ");
        assert_eq!(text(0, Locale::English), "0 B");
        assert_eq!(text(999, Locale::English), "999 B");
        assert_eq!(text(12_400_000_000, Locale::English), "12.4 GB");
        assert_eq!(text(12_400_000_000, Locale::Bokmal), "12,4 GB");
        assert_eq!(text(100_000_000_000, Locale::Bokmal), "100 GB");
        assert_eq!(text(u64::MAX, Locale::English), "18,446,744 TB");
    }
}
