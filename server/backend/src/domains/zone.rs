//! The DNS records of a domain: adding, changing, removing; and what must hold among them.

use domain::{AccountId, activity::Event, code::Code, id::DomainId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::json;
use uuid::Uuid;

use super::{
    names::{APEX, inside},
    owned::{load, must_be_active},
    records::{self, Record, RecordForm},
};
use crate::{
    Backend, Failure,
    access::{Access, ManageDomains},
    db::{
        entity::{dns_records as rows, domains},
        found,
    },
    operator_tasks::{self, About, Kind},
    people::{Change, noted},
    problems::{Problem, Problems},
    random::new_id,
};

/// At most so many, of a domain.
const MOST: usize = 500;

/// A record, as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordLine {
    pub id: Uuid,
    pub name: String,
    pub kind: String,
    pub ttl: i64,
    /// In the presentation format of the kind.
    pub value: String,
}

impl RecordLine {
    /// The form that would have made it.
    pub fn form(&self) -> RecordForm {
        let text = self.kind == records::Kind::Txt.code();
        RecordForm {
            name: self.name.clone(),
            kind: self.kind.clone(),
            ttl: self.ttl.to_string(),
            value: if text { records::unquoted(&self.value) } else { self.value.clone() },
        }
    }

    /// As the log and the operator's systems have it.
    fn text(&self) -> String {
        format!("{} {} {} {}", self.name, self.ttl, self.kind, self.value)
    }
}

/// Saves a record: a new one, or in the place of another.
pub async fn save_record(
    backend: &Backend,
    access: &Access<'_, ManageDomains>,
    id: DomainId,
    record: Option<Uuid>,
    form: &RecordForm,
) -> Result<(), Failure> {
    noted(backend, access, None, try_save(backend, access, id, record, form)).await
}

/// Removes a record.
pub async fn remove_record(
    backend: &Backend,
    access: &Access<'_, ManageDomains>,
    id: DomainId,
    record: Uuid,
) -> Result<(), Failure> {
    noted(backend, access, None, try_remove(backend, access, id, record)).await
}

async fn try_save(
    backend: &Backend,
    access: &Access<'_, ManageDomains>,
    id: DomainId,
    record: Option<Uuid>,
    form: &RecordForm,
) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let domain = load(&change, id).await?;
    must_be_active(std::slice::from_ref(&domain))?;
    let wanted = form.parse(&domain.name)?;
    let mut all = of(change.tx.conn(), change.account.id, id).await?;
    let before = match record {
        None => None,
        Some(record) => {
            let place = all.iter().position(|one| one.id == record);
            Some(all.swap_remove(place.ok_or_else(|| Problems::one("", Problem::Changed))?))
        }
    };
    check(&wanted, &all, &domain.name)?;
    let new = RecordLine {
        id: record.unwrap_or_else(|| new_id(change.now)),
        name: wanted.name,
        kind: wanted.kind.code().to_owned(),
        ttl: i64::from(wanted.ttl),
        value: wanted.value,
    };
    if before.as_ref() == Some(&new) {
        return Ok(());
    }
    if let Some(before) = &before {
        delete(&change, id, before.id).await?;
    }
    insert(&change, id, &new).await?;
    // All records of a name and kind are kept equally long (RFC 2181 §5.2).
    rows::Entity::update_many()
        .col_expr(rows::Column::Ttl, Expr::value(new.ttl))
        .filter(rows::Column::AccountId.eq(change.account.id.0))
        .filter(rows::Column::DomainId.eq(id.0))
        .filter(rows::Column::Name.eq(new.name.clone()))
        .filter(rows::Column::Kind.eq(new.kind.clone()))
        .exec(change.tx.conn())
        .await?;
    let alike = |one: &&RecordLine| one.name == new.name && one.kind == new.kind && one.ttl != new.ttl;
    let (mut added, mut removed) = (vec![new.text()], before.iter().map(RecordLine::text).collect::<Vec<_>>());
    for one in all.iter().filter(alike) {
        removed.push(one.text());
        added.push(RecordLine { ttl: new.ttl, ..one.clone() }.text());
    }
    tell(change, &domain, added, removed).await
}

async fn try_remove(
    backend: &Backend,
    access: &Access<'_, ManageDomains>,
    id: DomainId,
    record: Uuid,
) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let domain = load(&change, id).await?;
    must_be_active(std::slice::from_ref(&domain))?;
    let all = of(change.tx.conn(), change.account.id, id).await?;
    let gone = found(all.into_iter().find(|one| one.id == record))?;
    delete(&change, id, record).await?;
    tell(change, &domain, Vec::new(), vec![gone.text()]).await
}

/// What must hold among the records of a domain.
fn check(wanted: &Record, others: &[RecordLine], domain: &str) -> Result<(), Failure> {
    let cname = records::Kind::Cname.code();
    let at_name = || others.iter().filter(|other| other.name == wanted.name);
    let problem = if others.len() >= MOST {
        Some(("", Problem::TooManyRecords))
    } else if at_name().any(|other| other.kind == wanted.kind.code() && other.value == wanted.value) {
        Some(("value", Problem::Twice))
    } else if (wanted.kind == records::Kind::Cname && at_name().next().is_some())
        || at_name().any(|other| other.kind == cname)
    {
        // RFC 1034 §3.6.2.
        Some(("name", Problem::CnameNotAlone))
    } else if leads_to_alias(wanted, others, domain) {
        // RFC 2181 §10.3, RFC 2782.
        Some(("value", Problem::TargetIsCname))
    } else {
        None
    };
    match problem {
        Some((input, problem)) => Err(Problems::one(input, problem)),
        None => Ok(()),
    }
}

/// Whether mail or a service would lead to a CNAME of this domain.
fn leads_to_alias(wanted: &Record, others: &[RecordLine], domain: &str) -> bool {
    let leads = |kind: &str| matches!(kind, "MX" | "SRV");
    let target = |value: &str| {
        let host = value.rsplit(' ').next().unwrap_or_default().trim_end_matches('.').to_owned();
        inside(&host, domain).map(|name| if name.is_empty() { APEX.to_owned() } else { name.to_owned() })
    };
    let cname = records::Kind::Cname.code();
    if leads(wanted.kind.code()) {
        let aimed = target(&wanted.value);
        aimed.is_some_and(|aimed| others.iter().any(|other| other.kind == cname && other.name == aimed))
    } else if wanted.kind == records::Kind::Cname {
        others.iter().any(|other| leads(&other.kind) && target(&other.value).as_ref() == Some(&wanted.name))
    } else {
        false
    }
}

async fn insert(change: &Change<'_>, id: DomainId, record: &RecordLine) -> Result<(), Failure> {
    let row = rows::Model {
        account_id: change.account.id.0,
        id: record.id,
        domain_id: id.0,
        name: record.name.clone(),
        kind: record.kind.clone(),
        ttl: record.ttl,
        value: record.value.clone(),
    };
    rows::Entity::insert(row.into_active_model()).exec_without_returning(change.tx.conn()).await?;
    Ok(())
}

async fn delete(change: &Change<'_>, id: DomainId, record: Uuid) -> Result<(), Failure> {
    let gone = rows::Entity::delete_many()
        .filter(rows::Column::AccountId.eq(change.account.id.0))
        .filter(rows::Column::DomainId.eq(id.0))
        .filter(rows::Column::Id.eq(record))
        .exec(change.tx.conn())
        .await?;
    crate::db::one_row(gone.rows_affected)
}

/// Logs it, and hands it to the operator's systems.
async fn tell(
    change: Change<'_>,
    domain: &domains::Model,
    added: Vec<String>,
    removed: Vec<String>,
) -> Result<(), Failure> {
    let data = json!({ "domain": domain.name, "added": added, "removed": removed });
    let (author, about) = (change.actor.author(), About::Domain(DomainId(domain.id)));
    operator_tasks::add(&change.tx, change.account.id, &author, Kind::DnsChanged, about, &data, change.now).await?;
    change.log(None, &Event::DnsChanged { domain: domain.name.clone(), added, removed }).await?;
    change.commit().await
}

/// The records of a domain: its own first, then by name, kind and value.
pub(super) async fn of(
    conn: &impl ConnectionTrait,
    account: AccountId,
    id: DomainId,
) -> Result<Vec<RecordLine>, Failure> {
    let stored = rows::Entity::find()
        .filter(rows::Column::AccountId.eq(account.0))
        .filter(rows::Column::DomainId.eq(id.0))
        .order_by_asc(rows::Column::Id)
        .all(conn)
        .await?;
    let line =
        |row: rows::Model| RecordLine { id: row.id, name: row.name, kind: row.kind, ttl: row.ttl, value: row.value };
    let mut lines: Vec<_> = stored.into_iter().map(line).collect();
    // Not in SQL, whose order differs between the engines.
    lines.sort_by_cached_key(|one| (one.name != APEX, one.name.clone(), one.kind.clone(), one.value.clone()));
    Ok(lines)
}
