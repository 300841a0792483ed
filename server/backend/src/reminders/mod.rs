//! What is due by time, and is told by email without anybody doing anything: invoices, domains, services, cards, tickets
//! that wait for a reply, the months of affiliates, and the ends of logins.
//!
//! One schedule for all of them ([`schedule`]), looked after every minute by the worker of each node. Each notice goes
//! once: whoever claims it does so in the transaction that queues the email ([`claim`]). Every notice has a time after
//! which it would be stale, so after a downtime only the latest that is due goes, and nothing twice.
//!
//! Where there is no data, nothing is told: who keeps cards elsewhere, say, posts *card expiring* as an event.

mod affiliates;
mod cards;
mod claim;
mod domains;
mod due;
mod invoices;
mod overtaken;
mod schedule;
mod services;
mod tell;
mod tickets;

use crate::{Backend, access::SystemAccess, memberships};

pub(crate) use claim::{claim, forget_old, forgo};
pub(crate) use due::{Due, Source, all_due};
pub(crate) use overtaken::overtaken;
pub(crate) use schedule::ACCESS;

/// Tells everything that is due now. Returns how many notices that were.
pub async fn look_after(backend: &Backend, system: &SystemAccess) -> usize {
    let mut told = 0;
    // What fails with one of them must not keep the others.
    for (what, result) in [
        ("access ends", memberships::end_due(backend, system).await),
        ("invoices", invoices::tell(backend, system).await),
        ("domains", domains::tell(backend, system).await),
        ("services", services::tell(backend, system).await),
        ("cards", cards::tell(backend, system).await),
        ("tickets", tickets::tell(backend, system).await),
        ("affiliates", affiliates::tell(backend, system).await),
    ] {
        match result {
            Ok(count) => told += count,
            Err(error) => tracing::error!(%error, what, "what is due could not be looked after"),
        }
    }
    told
}
