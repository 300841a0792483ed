//! The name servers of a domain: 2 to 13 hosts, with addresses where the registry needs them (RFC 1034 §4.2.1: glue).

use std::net::IpAddr;

use domain::{
    AccountId,
    activity::Event,
    business_event::{BusinessEvent, Line, NameServersChanged},
    id::DomainId,
    instant::Instant,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

use super::{
    names::{host, inside},
    owned::{load_all, must_be_active, named},
};
use crate::{
    Backend, Failure,
    access::{Access, ManageDomains},
    db::entity::{domain_name_servers as rows, domains},
    mail::events,
    operator_tasks::{self, About, Kind},
    people::{Change, noted},
    problems::{Problem, Problems},
};

/// At least so many.
const FEWEST: usize = 2;
/// At most so many: their addresses must fit into one answer.
pub const MOST: usize = 13;
/// Addresses of one.
const MOST_GLUE: usize = 8;
/// In bytes, of what is typed.
const LONGEST: usize = 8 * 1024;
/// The input.
const INPUT: &str = "name_servers";

/// A name server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameServer {
    pub host: String,
    /// Its addresses, where it is inside the domain.
    pub glue: Vec<IpAddr>,
}

impl NameServer {
    /// As it is typed: the host, then its addresses.
    pub fn line(&self) -> String {
        let glue = self.glue.iter().map(|address| format!(" {address}"));
        std::iter::once(self.host.clone()).chain(glue).collect()
    }
}

/// Sets the name servers of domains: a host a line, behind those inside a domain their addresses. With one domain,
/// `before` is what the form showed, so that nobody else's change is undone unseen.
///
/// # Errors
///
/// Problems of the input `name_servers`, of a line as `name_servers/1`.
pub async fn set_name_servers(
    backend: &Backend,
    access: &Access<'_, ManageDomains>,
    ids: &[DomainId],
    typed: &str,
    before: Option<&str>,
) -> Result<(), Failure> {
    noted(backend, access, None, try_set(backend, access, ids, typed, before)).await
}

async fn try_set(
    backend: &Backend,
    access: &Access<'_, ManageDomains>,
    ids: &[DomainId],
    typed: &str,
    before: Option<&str>,
) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let domains = load_all(&change, ids).await?;
    must_be_active(&domains)?;
    let wanted = parse(typed)?;
    check_glue(&wanted, &domains)?;
    for domain in &domains {
        let now = of(change.tx.conn(), change.account.id, DomainId(domain.id)).await?;
        if before.is_some_and(|before| lines_of(before).collect::<Vec<_>>() != lines(&now)) {
            return Err(Problems::one(INPUT, Problem::Changed));
        }
        let mine = wanted.iter().map(|one| {
            let glue = if inside(&one.host, &domain.name).is_some() {
                one.glue.clone()
            } else {
                Vec::new()
            };
            NameServer { host: one.host.clone(), glue }
        });
        let mine: Vec<_> = mine.collect();
        if mine != now {
            store(backend, &change, domain, &now, &mine).await?;
        }
    }
    change.commit().await
}

fn lines(servers: &[NameServer]) -> Vec<String> {
    servers.iter().map(NameServer::line).collect()
}

fn lines_of(text: &str) -> impl Iterator<Item = String> {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty())
}

/// Reads what was typed.
fn parse(typed: &str) -> Result<Vec<NameServer>, Failure> {
    if typed.len() > LONGEST {
        return Err(Problems::one(INPUT, Problem::TooLong));
    }
    let mut problems = Problems::default();
    let mut servers: Vec<NameServer> = Vec::new();
    let lines = typed.lines().map(str::trim).zip(1..).filter(|(line, _)| !line.is_empty());
    for (line, number) in lines {
        let input = format!("{INPUT}/{number}");
        let Some(server) = problems.take(&input, parse_line(line)) else { continue };
        if servers.iter().any(|known| known.host == server.host) {
            problems.add(input, Problem::Twice);
        }
        servers.push(server);
    }
    problems.check()?;
    match servers.len() {
        count if count < FEWEST => Err(Problems::one(INPUT, Problem::TooFewNameServers)),
        count if count > MOST => Err(Problems::one(INPUT, Problem::TooManyNameServers)),
        _ => Ok(servers),
    }
}

fn parse_line(line: &str) -> Result<NameServer, Problem> {
    let mut parts = line.split([' ', '\t', ',']).filter(|part| !part.is_empty());
    let host = host(parts.next().unwrap_or_default())?;
    let mut glue = Vec::new();
    for part in parts {
        let address: IpAddr = part.parse().map_err(|_| Problem::NotAnAddress)?;
        if address.is_unspecified() || address.is_loopback() || address.is_multicast() {
            return Err(Problem::NotAnAddress);
        }
        if glue.contains(&address) {
            return Err(Problem::Twice);
        }
        glue.push(address);
    }
    if glue.len() > MOST_GLUE {
        Err(Problem::TooLong)
    } else {
        Ok(NameServer { host, glue })
    }
}

/// Addresses stand with the hosts inside one of the domains, and with no others.
fn check_glue(wanted: &[NameServer], domains: &[domains::Model]) -> Result<(), Failure> {
    let mut problems = Problems::default();
    for (server, number) in wanted.iter().zip(1..) {
        let is_inside = domains.iter().any(|domain| inside(&server.host, &domain.name).is_some());
        match (is_inside, server.glue.is_empty()) {
            (true, true) => problems.add(format!("{INPUT}/{number}"), Problem::GlueNeeded),
            (false, false) => problems.add(format!("{INPUT}/{number}"), Problem::GlueNotNeeded),
            _ => {}
        }
    }
    problems.check()
}

async fn store(
    backend: &Backend,
    change: &Change<'_>,
    domain: &domains::Model,
    before: &[NameServer],
    after: &[NameServer],
) -> Result<(), Failure> {
    let (tx, account) = (&change.tx, change.account.id);
    rows::Entity::delete_many()
        .filter(rows::Column::AccountId.eq(account.0))
        .filter(rows::Column::DomainId.eq(domain.id))
        .exec(tx.conn())
        .await?;
    let new = after.iter().zip(1..).map(|(server, position)| rows::ActiveModel {
        account_id: Set(account.0),
        domain_id: Set(domain.id),
        position: Set(position),
        host: Set(server.host.clone()),
        glue: Set(server.glue.iter().map(IpAddr::to_string).collect::<Vec<_>>().join(" ")),
    });
    rows::Entity::insert_many(new).exec_without_returning(tx.conn()).await?;
    let event = Event::NameServersChanged { domain: domain.name.clone(), before: lines(before), after: lines(after) };
    change.log(None, &event).await?;
    let told = NameServersChanged {
        domain: named(domain)?,
        name_servers: after.iter().filter_map(|server| Line::parse(&server.host).ok()).collect(),
        at: Instant(change.now),
        by: Line::parse(change.actor.name()).ok(),
    };
    events::tell(backend, tx, account, BusinessEvent::NameServersChanged(told)).await?;
    let data = json!({
        "domain": domain.name,
        "name_servers": after.iter().map(|one| json!({ "host": one.host, "glue": one.glue })).collect::<Vec<_>>(),
    });
    let (author, about) = (change.actor.author(), About::Domain(DomainId(domain.id)));
    operator_tasks::add(tx, account, &author, Kind::NameServersChanged, about, &data, change.now).await
}

/// The name servers of a domain, in order.
pub(super) async fn of(
    conn: &impl ConnectionTrait,
    account: AccountId,
    id: DomainId,
) -> Result<Vec<NameServer>, Failure> {
    let stored = rows::Entity::find()
        .filter(rows::Column::AccountId.eq(account.0))
        .filter(rows::Column::DomainId.eq(id.0))
        .order_by_asc(rows::Column::Position)
        .all(conn)
        .await?;
    let server = |row: rows::Model| NameServer {
        glue: row.glue.split_whitespace().filter_map(|address| address.parse().ok()).collect(),
        host: row.host,
    };
    Ok(stored.into_iter().map(server).collect())
}
