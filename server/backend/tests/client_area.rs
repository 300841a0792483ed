//! What each person sees of the client area: by permission, and by scope.

use backend::{
    Backend,
    access::{Access, Actor, Need, PlaceOrders, ViewEmails, ViewInvoices},
    billing::{self, InvoiceQuery},
    client_area::{self, EmailQuery},
    demo, domains,
    paging::ListQuery,
    services::{self, ServiceLine},
    tickets::TicketLine,
};
use domain::{
    AppError, Locale,
    client_area::{DomainRow, Status},
};

use crate::{
    behind::Behind,
    billing::{NORTHWIND, give},
    on_both,
    world::World,
};

async fn set_up(world: &World) -> Behind {
    demo::load(&world.backend).await.unwrap();
    Behind::of(world).await
}

fn may<N: Need>(actor: &Actor) -> Access<'_, N> {
    actor.require().unwrap()
}

async fn services_of(backend: &Backend, actor: &Actor) -> Vec<ServiceLine> {
    services::list(backend, &may(actor), ListQuery::default()).await.unwrap().lines
}

async fn domains_of(backend: &Backend, actor: &Actor) -> Vec<DomainRow> {
    domains::list(backend, &may(actor), ListQuery::default()).await.unwrap().lines
}

/// The tickets that somebody sees.
async fn tickets(world: &World, actor: &Actor) -> Vec<TicketLine> {
    let list = backend::tickets::list(&world.backend, &may(actor), ListQuery::default(), "").await;
    list.unwrap().lines
}

/// Limits Sam on Northwind to one service and one domain.
async fn limit(behind: &Behind, service: &str, domain: &str) {
    behind.run("UPDATE memberships SET limited = TRUE").await;
    for (kind, table, name) in [("service", "services", service), ("domain", "domains", domain)] {
        let sql = format!(
            "INSERT INTO membership_scope (account_id, contact_id, subject_kind, subject_id) \
             SELECT contacts.account_id, contacts.id, '{kind}', {table}.id FROM contacts \
             JOIN {table} ON {table}.account_id = contacts.account_id \
             WHERE {table}.name = '{name}' AND email_canonical = 'sam@codeworks.test'"
        );
        assert_eq!(behind.run(&sql).await, 1);
    }
}

on_both!(the_owner_sees_everything, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let backend = &world.backend;
    let services = services_of(backend, &owner).await;
    assert_eq!(services.len(), 6);
    let shop = services.iter().find(|service| service.name == "shop.northwind.test").unwrap();
    assert_eq!(shop.price.as_ref().unwrap().text, "NOK\u{a0}799.00");
    assert_eq!(domains_of(backend, &owner).await.len(), 6);
    let invoices = billing::invoices(backend, &may(&owner), InvoiceQuery::default()).await.unwrap().rows;
    assert_eq!(invoices.len(), 8);
    assert_eq!(invoices[0].number, "INV-10377");
    let with = |status| invoices.iter().filter(|invoice| invoice.status == status).count();
    assert_eq!((with(Status::Unpaid), with(Status::Overdue), with(Status::Refunded)), (1, 1, 1));
    let quotes = billing::quotes(backend, &may(&owner), "").await.unwrap().rows;
    assert_eq!(quotes.len(), 3);
    assert_eq!(tickets(&world, &owner).await.len(), 5);
    let emails = client_area::emails(backend, &may(&owner), EmailQuery::default()).await.unwrap().lines;
    assert_eq!(emails.len(), 12);
    let invoice = emails.iter().find(|email| email.subject == "Invoice INV-10377 is ready").unwrap();
    assert_eq!(invoice.recipients, ["owner@northwind.test", "ines@ledger.test"]);
    let page = billing::ordering(backend, &may(&owner), None, None, "").await.unwrap();
    assert_eq!((page.products.len(), page.orders.len()), (8, 3));
    assert_eq!(billing::affiliates(backend, &may(&owner), "").await.unwrap().sign_ups, 7);

    let home = client_area::home(backend, &owner).await.unwrap();
    assert_eq!((home.services, home.domains, home.quotes, home.tickets), (Some(5), Some(6), Some(1), Some(3)));
    assert_eq!(home.contacts, Some((4, 2)));
    let (count, due) = home.unpaid.unwrap();
    assert_eq!((count, due.len(), due[0].minor), (2, 1, 191_500));
});

on_both!(a_developer_sees_what_was_granted, |world: World| async move {
    let behind = set_up(&world).await;
    let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
    let backend = &world.backend;
    let services = services_of(backend, &sam).await;
    assert_eq!(services.len(), 6);
    assert!(services.iter().all(|service| service.price.is_none()), "prices need invoices");
    let home = client_area::home(backend, &sam).await.unwrap();
    assert_eq!((home.services, home.tickets), (Some(5), Some(3)));
    assert_eq!((home.domains, home.unpaid, home.quotes, home.contacts), (None, None, None, None));
    let refused = sam.require::<ViewInvoices>().err().map(backend::Failure::into_app_error);
    assert_eq!(refused, Some(AppError::Denied(domain::Permission::Invoices)));
});

on_both!(nothing_of_another_account_is_seen, |world: World| async move {
    let behind = set_up(&world).await;
    let jonas = behind.actor(&world, "owner@fabrikam.test", "Fabrikam Labs").await;
    let backend = &world.backend;
    let services = services_of(backend, &jonas).await;
    assert_eq!(services.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["fabrikam.test", "lab-gpu-01"]);
    assert_eq!(billing::invoices(backend, &may(&jonas), InvoiceQuery::default()).await.unwrap().rows.len(), 2);
    assert_eq!(tickets(&world, &jonas).await.len(), 1);
    assert!(client_area::emails(backend, &may(&jonas), EmailQuery::default()).await.unwrap().lines.is_empty());
    assert!(billing::ordering(backend, &may(&jonas), None, None, "").await.unwrap().orders.is_empty());
    assert_eq!(billing::affiliates(backend, &may(&jonas), "").await.unwrap().sign_ups, 0);
    behind.run("DELETE FROM affiliates").await;
    let affiliates = billing::affiliates(backend, &may(&jonas), "").await.map_err(backend::Failure::into_app_error);
    assert_eq!(affiliates, Err(AppError::NotFound));
});

on_both!(a_limited_scope_filters_everything, |world: World| async move {
    let behind = set_up(&world).await;
    give(&behind, &["domains", "invoices", "quotes", "emails", "orders", "affiliates"]).await;
    limit(&behind, "nw-app-01", "nordvind.test").await;
    let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
    let backend = &world.backend;
    let services = services_of(backend, &sam).await;
    assert_eq!(services.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["nw-app-01"]);
    assert!(services[0].price.is_some());
    let domains = domains_of(backend, &sam).await;
    assert_eq!(domains.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["nordvind.test"]);
    // Only the invoice that is about nothing else.
    let invoices = billing::invoices(backend, &may::<ViewInvoices>(&sam), InvoiceQuery::default()).await.unwrap().rows;
    assert_eq!(invoices.iter().map(|one| one.number.as_str()).collect::<Vec<_>>(), ["INV-10362"]);
    assert!(billing::quotes(backend, &may(&sam), "").await.unwrap().rows.is_empty());
    let tickets = tickets(&world, &sam).await;
    assert_eq!(tickets.iter().map(|one| one.number.as_str()).collect::<Vec<_>>(), ["48190"]);
    assert_eq!(tickets[0].about.as_deref(), Some("nordvind.test"));
    let orders = billing::ordering(backend, &may::<PlaceOrders>(&sam), None, None, "").await.unwrap();
    assert_eq!(orders.orders.iter().map(|one| one.number.as_str()).collect::<Vec<_>>(), ["ORD-7712"]);
    let emails = client_area::emails(backend, &may::<ViewEmails>(&sam), EmailQuery::default()).await.unwrap().lines;
    let about_scope =
        |subject: &str| ["10362", "48190", "7712", "nw-app-01", "nordvind"].iter().any(|it| subject.contains(it));
    assert_eq!(emails.len(), 6, "{emails:?}");
    assert!(emails.iter().all(|email| about_scope(&email.subject)), "{emails:?}");
    let home = client_area::home(backend, &sam).await.unwrap();
    assert_eq!((home.services, home.domains, home.quotes, home.tickets), (Some(1), Some(1), Some(0), Some(1)));
    assert_eq!(home.unpaid.unwrap().1[0].minor, 39_900);
});

on_both!(emails_are_seen_only_of_what_one_may_see, |world: World| async move {
    let behind = set_up(&world).await;
    give(&behind, &["emails"]).await;
    let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
    let emails = client_area::emails(&world.backend, &may::<ViewEmails>(&sam), EmailQuery::default())
        .await
        .unwrap()
        .lines;
    let mut categories: Vec<&str> = emails.iter().map(|email| domain::Code::code(email.category)).collect();
    categories.sort_unstable();
    categories.dedup();
    assert_eq!(categories, ["general", "product", "support"]);
});

on_both!(texts_are_in_the_language_of_the_person, |world: World| async move {
    let behind = set_up(&world).await;
    behind.run("UPDATE users SET locale = 'nb'").await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    assert_eq!(owner.locale(), Locale::Bokmal);
    let quotes = billing::quotes(&world.backend, &may(&owner), "").await.unwrap().rows;
    assert_eq!(quotes[0].total.text, "12\u{a0}490,00\u{a0}kr");
    assert_eq!(quotes[0].valid_until.relative, "om 18 dager");
});

on_both!(without_a_programme_there_are_no_affiliates, |mut world: World| async move {
    let behind = set_up(&world).await;
    world.backend.settings = std::sync::Arc::default();
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let page = billing::affiliates(&world.backend, &may(&owner), "")
        .await
        .map_err(backend::Failure::into_app_error);
    assert_eq!(page, Err(AppError::NotFound));
});
