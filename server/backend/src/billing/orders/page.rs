//! The Order page: what there is, the cart, what can be changed, and what was ordered.

use domain::{
    Code, DomainId, InvoiceId, Moment, ProductId, ServiceId, Timestamp,
    client_area::{Money, Status},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{
    cart,
    change::{Cost, choices},
    checkout::shown,
    products::{Product, Stored, offered},
    renew::{renewal, which_renew},
};
use crate::{
    Backend, Failure,
    access::{Access, Actor, PlaceOrders, ViewDomains, ViewInvoices, ViewProducts},
    client_area::{filter, may, moments, money, picker, status},
    db::{
        entity::{invoices, orders, services},
        found,
    },
    paging::{Place, by_time},
};

/// The page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderingPage {
    pub products: Vec<Product>,
    /// `None`: the scope is limited, and nothing new can be ordered.
    pub cart: Option<Vec<CartRow>>,
    /// What the cart costs in each currency, and as the form carries it.
    pub cart_totals: Vec<Money>,
    pub cart_seen: String,
    /// The services in scope, by name, for who may see them.
    pub services: Vec<(ServiceId, String)>,
    /// The one that was chosen to be changed.
    pub chosen: Option<Chosen>,
    /// The domains in scope that can be renewed, with what a year costs, for who may see them.
    pub domains: Vec<(DomainId, String, Money)>,
    pub orders: Vec<OrderRow>,
    /// Where the next page of the orders begins, if there is one.
    pub older: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartRow {
    pub id: Uuid,
    pub what: String,
    pub price: Money,
}

/// A service that is to be changed or cancelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub id: ServiceId,
    pub name: String,
    pub product: String,
    pub changes: Vec<Offered>,
    /// When the period ends that is paid.
    pub ends_on: Option<String>,
}

/// What a service can be changed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    pub id: ProductId,
    pub name: String,
    pub price: Money,
    /// For who may see invoices: more (or less) in each period, and what is to be paid now.
    pub cost: Option<(Money, Money)>,
    /// When it takes effect; `None`: at once.
    pub from: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRow {
    pub number: String,
    pub kind: String,
    /// `None`: it names what the person may not see.
    pub what: Option<String>,
    pub status: Status,
    pub placed: Moment,
    pub by: String,
    /// For who may see invoices.
    pub invoice: Option<InvoiceId>,
}

/// The page; `chosen` is the service to be changed or cancelled, `renewed` the domain that is to be among those to choose
/// from, `before` where the page of the orders before ended.
///
/// # Errors
///
/// [`domain::AppError::NotFound`] when the chosen service is not in scope.
pub async fn ordering(
    backend: &Backend,
    access: &Access<'_, PlaceOrders>,
    chosen: Option<ServiceId>,
    renewed: Option<DomainId>,
    before: &str,
) -> Result<OrderingPage, Failure> {
    let (actor, conn) = (access.actor(), backend.db.read());
    let (orders, older) = placed(backend, access, before).await?;
    let locale = actor.locale();
    let stored = offered(conn).await?;
    let domains = domains_in_scope(backend, access, &stored, renewed).await?;
    let products = stored.into_iter().map(|one| Product {
        id: ProductId(one.row.id),
        price: money(one.row.price_minor, &one.row.currency, locale),
        name: one.row.name,
        description: one.row.description,
        months: one.row.months,
        tld: one.row.tld,
    });
    let products = products.collect();
    let whole = access.scope().is_everything();
    let items = if whole {
        cart::items(conn, access.account(), actor.user()).await?
    } else {
        Vec::new()
    };
    let cart_seen = shown(&items);
    let totals = cart_seen.split(", ").filter_map(|sum| sum.split_once(' '));
    let cart_totals = totals.filter_map(|(minor, code)| Some(money(minor.parse().ok()?, code, locale))).collect();
    let cart = items.iter().map(|item| CartRow {
        id: item.row.id,
        what: item.words(),
        price: money(item.minor(), &item.product.row.currency, locale),
    });
    Ok(OrderingPage {
        products,
        cart: whole.then(|| cart.collect()),
        cart_totals,
        cart_seen,
        services: services_in_scope(backend, access, chosen).await?,
        chosen: match chosen {
            Some(id) => Some(chosen_service(backend, access, id).await?),
            None => None,
        },
        domains,
        orders,
        older,
    })
}

async fn services_in_scope(
    backend: &Backend,
    access: &Access<'_, PlaceOrders>,
    chosen: Option<ServiceId>,
) -> Result<Vec<(ServiceId, String)>, Failure> {
    if may::<ViewProducts>(access.actor()).is_none() {
        return Ok(Vec::new());
    }
    let which = Condition::all().add(services::Column::Status.is_in(Status::ORDERABLE.map(Code::code)));
    let of = (access.account(), access.scope());
    let picked = picker::services(backend.db.read(), of, which, chosen.map(|id| id.0)).await?;
    Ok(picked.into_iter().map(|(id, name)| (ServiceId(id), name)).collect())
}

async fn chosen_service(backend: &Backend, access: &Access<'_, PlaceOrders>, id: ServiceId) -> Result<Chosen, Failure> {
    let (actor, conn, now) = (access.actor(), backend.db.read(), backend.now());
    if may::<ViewProducts>(actor).is_none() {
        return Err(domain::AppError::NotFound.into());
    }
    let select = services::Entity::find_by_id((access.account().0, id.0));
    let row = found(select.filter(filter::services(access.scope(), services::Column::Id)).one(conn).await?)?;
    let moments = moments(backend, actor);
    let prices = may::<ViewInvoices>(actor).is_some();
    let text = |minor| money(minor, &row.currency, actor.locale());
    let changes = choices(conn, &row).await?.into_iter().map(|to| {
        let cost = Cost::of(&row, &to, now);
        Offered {
            id: ProductId(to.row.id),
            price: text(to.row.price_minor),
            cost: prices.then(|| (text(cost.difference), text(cost.now))),
            from: cost.effective_at.map(|at| moments.date(Timestamp(at))),
            name: to.row.name,
        }
    });
    let changes = changes.collect();
    Ok(Chosen {
        id,
        changes,
        ends_on: row.next_due_at.filter(|due| *due > now.0).map(|due| moments.date(Timestamp(due))),
        name: row.name,
        product: row.product,
    })
}

async fn domains_in_scope(
    backend: &Backend,
    access: &Access<'_, PlaceOrders>,
    products: &[Stored],
    asked: Option<DomainId>,
) -> Result<Vec<(DomainId, String, Money)>, Failure> {
    let actor = access.actor();
    if may::<ViewDomains>(actor).is_none() {
        return Ok(Vec::new());
    }
    let of = (access.account(), access.scope());
    let picked = picker::domains(backend.db.read(), of, which_renew(), asked.map(|id| id.0)).await?;
    let priced = picked.into_iter().filter_map(|(id, name)| {
        let product = renewal(products, &name)?;
        let price = money(product.row.renewal_minor, &product.row.currency, actor.locale());
        Some((DomainId(id), name, price))
    });
    Ok(priced.collect())
}

/// A page of what was ordered, the newest first, and where the next one begins.
async fn placed(
    backend: &Backend,
    access: &Access<'_, PlaceOrders>,
    before: &str,
) -> Result<(Vec<OrderRow>, Option<String>), Failure> {
    use orders::Column as O;

    let all = orders::Entity::find().filter(O::AccountId.eq(access.account().0)).filter(filter::about(
        access.scope(),
        O::ServiceId,
        O::DomainId,
    ));
    let place = |row: &orders::Model| Place { at: row.placed_at, id: row.id };
    let (rows, older) = by_time(backend.db.read(), all, (O::PlacedAt, O::Id), place, before).await?;
    let visible = visible_invoices(backend, access, rows.iter().filter_map(|row| row.invoice_id).collect()).await?;
    let moments = moments(backend, access.actor());
    let rows = rows.into_iter().map(|row| {
        let named = names_what_is_seen(access.actor(), &row);
        Ok(OrderRow {
            status: status(&row.status)?,
            placed: moments.moment(Timestamp(row.placed_at)),
            invoice: row.invoice_id.filter(|id| visible.contains(id)).map(InvoiceId),
            number: row.number,
            kind: row.kind,
            what: named.then_some(row.description),
            by: row.placed_by,
        })
    });
    Ok((rows.collect::<Result<_, Failure>>()?, older))
}

/// Whether somebody may see all that an order names: it says what it is about, and of something new how that is called.
fn names_what_is_seen(actor: &Actor, row: &orders::Model) -> bool {
    let (services, domains) = (may::<ViewProducts>(actor).is_some(), may::<ViewDomains>(actor).is_some());
    match (row.service_id, row.domain_id) {
        (None, None) => (services && domains) || !row.description.contains(cart::CALLED),
        (service, domain) => (service.is_none() || services) && (domain.is_none() || domains),
    }
}

/// Those of the invoices that the person may open.
async fn visible_invoices(
    backend: &Backend,
    access: &Access<'_, PlaceOrders>,
    ids: Vec<Uuid>,
) -> Result<Vec<Uuid>, Failure> {
    let Some(access) = may::<ViewInvoices>(access.actor()) else {
        return Ok(Vec::new());
    };
    let visible = crate::billing::list::in_scope(&access)
        .select_only()
        .column(invoices::Column::Id)
        .filter(invoices::Column::Id.is_in(ids))
        .into_tuple()
        .all(backend.db.read())
        .await?;
    Ok(visible)
}
