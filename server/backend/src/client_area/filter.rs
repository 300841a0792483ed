//! The filters that every list and every counter shares: the account and the scope of the access.

use domain::{Scope, Subject};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SelectStatement},
};
use uuid::Uuid;

use crate::db::entity::{
    invoice_lines::{self, Column as L},
    invoices,
};

/// The services and the domains of a chosen list.
fn split(scope: &Scope) -> Option<(Vec<Uuid>, Vec<Uuid>)> {
    let Scope::Only(subjects) = scope else { return None };
    let (mut services, mut domains) = (Vec::new(), Vec::new());
    for subject in subjects {
        match subject {
            Subject::Service(id) => services.push(id.0),
            Subject::Domain(id) => domains.push(id.0),
        }
    }
    Some((services, domains))
}

/// Services in scope, by their id.
pub(crate) fn services(scope: &Scope, id: impl ColumnTrait) -> Condition {
    match split(scope) {
        None => Condition::all(),
        Some((services, _)) => Condition::all().add(id.is_in(services)),
    }
}

/// Domains in scope, by their id.
pub(crate) fn domains(scope: &Scope, id: impl ColumnTrait) -> Condition {
    match split(scope) {
        None => Condition::all(),
        Some((_, domains)) => Condition::all().add(id.is_in(domains)),
    }
}

/// What is about a service or domain in scope. With a chosen list: not what is about neither.
pub(crate) fn about(scope: &Scope, service: impl ColumnTrait, domain: impl ColumnTrait) -> Condition {
    match split(scope) {
        None => Condition::all(),
        Some((services, domains)) => Condition::all()
            .add(service.is_not_null().or(domain.is_not_null()))
            .add(service.is_null().or(service.is_in(services)))
            .add(domain.is_null().or(domain.is_in(domains))),
    }
}

/// What concerns the whole account: only with a scope that covers everything.
pub(crate) fn whole_account(scope: &Scope, id: impl ColumnTrait) -> Condition {
    match scope {
        Scope::All => Condition::all(),
        Scope::Only(_) => Condition::all().add(id.is_in(Vec::<Uuid>::new())),
    }
}

/// Invoices of which every line is about a service or domain in scope: an amount is of the whole invoice.
pub(crate) fn invoices(scope: &Scope) -> Condition {
    let Some((services, domains)) = split(scope) else { return Condition::all() };
    let outside = Condition::any()
        .add(L::ServiceId.is_null().and(L::DomainId.is_null()))
        .add(L::ServiceId.is_not_null().and(L::ServiceId.is_not_in(services)))
        .add(L::DomainId.is_not_null().and(L::DomainId.is_not_in(domains)));
    Condition::all().add(Expr::exists(lines(Condition::all()))).add(Expr::exists(lines(outside)).not())
}

/// The lines of the invoice that is looked at: asked for each invoice, by the key of the lines, so that a page of a long
/// list does not read the lines of all.
fn lines(which: Condition) -> SelectStatement {
    invoice_lines::Entity::find()
        .select_only()
        .column(invoice_lines::Column::Position)
        .filter(
            Expr::col((invoice_lines::Entity, L::AccountId)).equals((invoices::Entity, invoices::Column::AccountId)),
        )
        .filter(Expr::col((invoice_lines::Entity, L::InvoiceId)).equals((invoices::Entity, invoices::Column::Id)))
        .filter(which)
        .into_query()
}
