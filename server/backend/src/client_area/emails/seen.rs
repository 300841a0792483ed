//! Which emails of the history somebody sees.

use domain::{Category, Code, Permission, business_event::EventKind};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Select, sea_query::SimpleExpr};

use super::super::filter;
use crate::{
    Backend,
    access::{Access, Actor, Need, ViewEmails},
    db::entity::emails::{self, Column as E},
    memberships::{DOMAIN, SERVICE},
};

/// Whether somebody holds what opens something.
fn holds(actor: &Actor, permission: Option<Permission>) -> bool {
    permission.is_none_or(|permission| actor.holds(permission))
}

/// The categories whose matter somebody may see.
fn may_see(actor: &Actor) -> impl Iterator<Item = Category> {
    Category::ALL.iter().copied().filter(|category| holds(actor, category.permission()))
}

/// Those of them that there are.
pub(super) fn categories(backend: &Backend, actor: &Actor) -> Vec<Category> {
    may_see(actor)
        .filter(|category| *category != Category::Affiliate || backend.settings.affiliates)
        .collect()
}

/// The emails about matters that the person may see, in their scope.
pub(crate) fn emails_seen(access: &Access<'_, ViewEmails>) -> Select<emails::Entity> {
    emails::Entity::find()
        .filter(E::AccountId.eq(access.account().0))
        .filter(matter_seen(access))
        // What reached nobody is kept for whoever posted it.
        .filter(E::Recipients.ne("[]"))
}

/// Those of the account's emails whose matter the person may see, in their scope.
pub(crate) fn matter_seen<N: Need>(access: &Access<'_, N>) -> Condition {
    let actor = access.actor();
    let hidden = EventKind::ALL.iter().filter(|kind| !holds(actor, kind.permission()));
    // What its category hides need not be asked for one by one.
    let hidden = hidden.filter(|kind| holds(actor, kind.category().permission()));
    let mut seen = Condition::all().add(E::Category.is_in(may_see(actor).map(Code::code))).add(filter::subject(
        access.scope(),
        E::SubjectKind,
        E::SubjectId,
    ));
    for kind in hidden {
        seen = seen.add(is_not(*kind));
    }
    // An order names what it is about, and something new of either kind.
    let (services, domains) = (actor.holds(Permission::Products), actor.holds(Permission::Domains));
    if services && domains {
        return seen;
    }
    seen.add(
        is_not(EventKind::OrderReceived)
            .add_option(services.then(|| E::SubjectKind.eq(SERVICE)))
            .add_option(domains.then(|| E::SubjectKind.eq(DOMAIN))),
    )
}

/// That an email tells of something else. The stored event begins with its kind; an email without one tells of none.
fn is_not(kind: EventKind) -> Condition {
    let other: SimpleExpr = E::Event.not_like(format!("{{\"event\":\"{kind}\"%"));
    Condition::any().add(E::Event.is_null()).add(other)
}
