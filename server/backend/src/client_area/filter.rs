//! The filters that every list and every counter shares: the account and the scope of the access.

use domain::Scope;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use crate::{
    db::entity::{
        invoice_lines::{self, Column as L},
        invoices,
    },
    memberships::{DOMAIN, SERVICE, split},
};

/// The list of a limited scope.
struct List {
    services: Vec<Uuid>,
    domains: Vec<Uuid>,
    /// Whether it names what is left out, and not what is covered.
    left_out: bool,
}

impl List {
    /// `None`: everything is covered.
    fn of(scope: &Scope) -> Option<Self> {
        let (subjects, left_out) = match scope {
            Scope::All => return None,
            Scope::AllBut(left_out) if left_out.is_empty() => return None,
            Scope::Only(subjects) => (subjects, false),
            Scope::AllBut(subjects) => (subjects, true),
        };
        let (services, domains) = split(subjects);
        Some(Self { services, domains, left_out })
    }

    /// Whether the service is covered, where there is one.
    fn service(&self, id: impl ColumnTrait) -> SimpleExpr {
        self.covers(id, &self.services)
    }

    /// Whether the domain is covered, where there is one.
    fn domain(&self, id: impl ColumnTrait) -> SimpleExpr {
        self.covers(id, &self.domains)
    }

    fn covers(&self, id: impl ColumnTrait, ids: &[Uuid]) -> SimpleExpr {
        let ids = ids.iter().copied();
        if self.left_out { id.is_not_in(ids) } else { id.is_in(ids) }
    }
}

/// Services in scope, by their id.
pub(crate) fn services(scope: &Scope, id: impl ColumnTrait) -> Condition {
    Condition::all().add_option(List::of(scope).map(|list| list.service(id)))
}

/// Domains in scope, by their id.
pub(crate) fn domains(scope: &Scope, id: impl ColumnTrait) -> Condition {
    Condition::all().add_option(List::of(scope).map(|list| list.domain(id)))
}

/// What is about a service or domain in scope. With a limited scope: not what is about neither.
pub(crate) fn about(scope: &Scope, service: impl ColumnTrait, domain: impl ColumnTrait) -> Condition {
    let Some(list) = List::of(scope) else { return Condition::all() };
    Condition::all()
        .add(service.is_not_null().or(domain.is_not_null()))
        .add(service.is_null().or(list.service(service)))
        .add(domain.is_null().or(list.domain(domain)))
}

/// What is about a service or domain in scope, where the one is named by its kind and its id.
pub(crate) fn subject(scope: &Scope, kind: impl ColumnTrait, id: impl ColumnTrait) -> Condition {
    let Some(list) = List::of(scope) else { return Condition::all() };
    Condition::any()
        .add(kind.eq(SERVICE).and(list.service(id)))
        .add(kind.eq(DOMAIN).and(list.domain(id)))
}

/// What concerns the whole account: only with a scope that covers everything.
pub(crate) fn whole_account(scope: &Scope, id: impl ColumnTrait) -> Condition {
    if scope.is_everything() {
        Condition::all()
    } else {
        Condition::all().add(id.is_in(Vec::<Uuid>::new()))
    }
}

/// Invoices of which every line is about a service or domain in scope: an amount is of the whole invoice.
pub(crate) fn invoices(scope: &Scope) -> Condition {
    let Some(list) = List::of(scope) else { return Condition::all() };
    let outside = Condition::any()
        .add(L::ServiceId.is_null().and(L::DomainId.is_null()))
        .add(L::ServiceId.is_not_null().and(list.service(L::ServiceId).not()))
        .add(L::DomainId.is_not_null().and(list.domain(L::DomainId).not()));
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
