//! Which emails of the history somebody sees.

use domain::{Category, Code};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

use super::super::filter;
use crate::{
    Backend,
    access::{Access, Actor, ViewEmails},
    db::entity::emails::{self, Column as E},
};

/// The categories whose matter somebody may see.
fn may_see(actor: &Actor) -> impl Iterator<Item = Category> {
    let may = |category: &Category| category.permission().is_none_or(|permission| actor.holds(permission));
    Category::ALL.iter().copied().filter(may)
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
        .filter(E::Category.is_in(may_see(access.actor()).map(Code::code)))
        .filter(filter::subject(access.scope(), E::SubjectKind, E::SubjectId))
        // What reached nobody is kept for whoever posted it.
        .filter(E::Recipients.ne("[]"))
}
