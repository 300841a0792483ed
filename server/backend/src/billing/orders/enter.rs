//! Writing an order: its row, its invoice, its email.

use domain::{
    InvoiceId, Subject,
    business_event::{BusinessEvent, Line as Text, OrderReceived, Thing},
    instant::Instant,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    Backend, Failure,
    billing::{
        issue::{Line, NewInvoice, issue},
        numbers::{Series, next},
    },
    db::entity::orders::{self, Column as O},
    mail::events,
    people::Change,
    problems::{Problem, Problems},
    random::new_id,
};

/// An order to be entered.
pub(super) struct NewOrder<'a> {
    pub kind: &'a str,
    pub description: String,
    pub about: Option<Subject>,
    pub reason: &'a str,
    /// When it takes effect; `None`: at once.
    pub effective_at: Option<i64>,
    /// What is to be paid; nothing: no invoice.
    pub lines: Vec<Line>,
    pub currency: domain::money::Currency,
}

/// An order that was entered.
pub(super) struct Entered {
    pub id: Uuid,
    pub number: String,
    pub invoice: Option<(InvoiceId, String)>,
}

/// Enters an order with its invoice.
pub(super) async fn enter(backend: &Backend, change: &Change<'_>, new: NewOrder<'_>) -> Result<Entered, Failure> {
    let (tx, account, now) = (&change.tx, change.account.id, change.now);
    let (id, number) = (new_id(now), next(tx, Series::Order).await?);
    let invoice = if new.lines.is_empty() {
        None
    } else {
        let invoice = NewInvoice { funds: false, currency: new.currency, lines: new.lines };
        Some(issue(backend, tx, account, &invoice, now).await?)
    };
    let row = orders::ActiveModel {
        account_id: Set(account.0),
        id: Set(id),
        number: Set(number.clone()),
        description: Set(new.description),
        status: Set("pending".to_owned()),
        service_id: Set(match new.about {
            Some(Subject::Service(id)) => Some(id.0),
            _ => None,
        }),
        domain_id: Set(match new.about {
            Some(Subject::Domain(id)) => Some(id.0),
            _ => None,
        }),
        placed_at: Set(now.0),
        kind: Set(new.kind.to_owned()),
        invoice_id: Set(invoice.as_ref().map(|(id, _)| id.0)),
        placed_by: Set(change.actor.name().to_owned()),
        reason: Set(new.reason.to_owned()),
        effective_at: Set(new.effective_at),
    };
    orders::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(Entered { id, number, invoice })
}

/// Tells that an order was received, of what is there already or of something new.
pub(super) async fn confirm(
    backend: &Backend,
    change: &Change<'_>,
    number: &str,
    items: &[String],
    about: Option<Thing>,
) -> Result<(), Failure> {
    let line = crate::billing::line;
    let told = BusinessEvent::OrderReceived(OrderReceived {
        number: line(number)?,
        items: items.iter().map(|item| line(item)).collect::<Result<Vec<Text>, _>>()?,
        at: Instant(change.now),
        about: about.into_iter().collect(),
    });
    events::tell(backend, &change.tx, change.account.id, told).await
}

/// That no order about a service or domain waits to be done: the second would not know what the first makes of it.
pub(super) async fn none_waits(change: &Change<'_>, about: Subject) -> Result<(), Failure> {
    let of = match about {
        Subject::Service(id) => O::ServiceId.eq(id.0),
        Subject::Domain(id) => O::DomainId.eq(id.0),
    };
    let waiting = orders::Entity::find()
        .filter(O::AccountId.eq(change.account.id.0))
        .filter(of)
        .filter(O::Status.eq("pending"))
        .count(change.tx.conn())
        .await?;
    if waiting == 0 {
        Ok(())
    } else {
        Err(Problems::one("", Problem::OrderWaiting))
    }
}
