//! Ordering and the affiliate account: each order with its invoice and its task, once, within permission and scope.

use backend::{
    access::Actor,
    billing::{self, OrderingPage},
    demo,
    problems::Problem,
};
use domain::{
    AppError, Code, DomainId, ServiceId, Timestamp,
    billing::{CartForm, OrderForm, PayoutForm},
};

use crate::{
    behind::Behind,
    billing::{NORTHWIND, at, give, limit, may, problem, set_up, tasks, told},
    on_both,
    stage::refusal,
    world::World,
};

const FABRIKAM: &str = "Fabrikam Labs";

pub async fn service(behind: &Behind, name: &str) -> ServiceId {
    ServiceId(behind.id(&format!("SELECT id FROM services WHERE name = '{name}'")).await)
}

pub async fn domain_named(behind: &Behind, name: &str) -> DomainId {
    let account = "SELECT id FROM accounts WHERE company = 'Northwind Studio'";
    DomainId(
        behind
            .id(&format!("SELECT id FROM domains WHERE name = '{name}' AND account_id = ({account})"))
            .await,
    )
}

pub async fn page(world: &World, by: &Actor, chosen: Option<ServiceId>) -> OrderingPage {
    billing::ordering(&world.backend, &may(by), chosen, None, "").await.unwrap()
}

pub fn order(world: &World, choice: &str, reason: &str, seen: &str) -> OrderForm {
    OrderForm {
        choice: choice.into(),
        reason: reason.into(),
        seen: seen.into(),
        token: billing::form_token(&world.backend),
    }
}

pub async fn add(world: &World, by: &Actor, product: &str, quantity: &str, name: &str) -> Result<(), AppError> {
    let products = page(world, by, None).await.products;
    let product = products.iter().find(|one| one.name == product).map_or_else(String::new, |one| one.id.to_string());
    let form = CartForm { product, quantity: quantity.into(), name: name.into() };
    // What is put in within one moment has no order.
    world.clock.advance(1);
    billing::add_to_cart(&world.backend, &may(by), &form).await.map_err(refusal)
}

on_both!(a_cart_becomes_an_order_once, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let backend = &world.backend;
    let empty = billing::check_out(backend, &may(&owner), &order(&world, "", "", "")).await.map_err(refusal);
    assert_eq!(empty, Err(problem(Problem::CartEmpty)));
    add(&world, &owner, "Business Mail", "3", "").await.unwrap();
    add(&world, &owner, "Domain name .test", "7", "Nordlys.test").await.unwrap();
    for (product, quantity, name, expected) in [
        ("Business Mail", "0", "", at("quantity", Problem::UnknownChoice)),
        ("Business Mail", "51", "", at("quantity", Problem::UnknownChoice)),
        ("Business Mail", "-1", "", at("quantity", Problem::UnknownChoice)),
        ("Business Mail", "1", "no name", problem(Problem::NotADomain)),
        ("Domain name .test", "", "", problem(Problem::NotADomain)),
        ("Domain name .test", "", "nordlys.example", problem(Problem::NotADomain)),
        ("Domain name .test", "", "a.b.test", problem(Problem::NotADomain)),
        ("Domain name .test", "", "eviltest", problem(Problem::NotADomain)),
        ("Something else", "", "", problem(Problem::NotOffered)),
    ] {
        let refused = add(&world, &owner, product, quantity, name).await;
        assert_eq!(refused, Err(expected), "{product} {quantity} {name}");
    }
    let shown = page(&world, &owner, None).await;
    let mut cart: Vec<_> = shown.cart.unwrap().into_iter().map(|row| (row.what, row.price.minor)).collect();
    // Both were put in at one moment.
    cart.sort();
    let expected = [("3 × Business Mail".to_owned(), 11_700), ("Domain name .test – nordlys.test".to_owned(), 14_900)];
    assert_eq!(cart, expected);
    let form = order(&world, "", "", &shown.cart_seen);
    behind.run("UPDATE catalogue SET price_minor = 4000 WHERE name = 'Business Mail'").await;
    let changed = billing::check_out(backend, &may(&owner), &form).await.map_err(refusal);
    assert_eq!(changed, Err(problem(Problem::PriceChanged)));
    let form = order(&world, "", "", &page(&world, &owner, None).await.cart_seen);
    let send = || {
        let (backend, owner, form) = (backend.clone(), owner.clone(), form.clone());
        tokio::spawn(async move { billing::check_out(&backend, &may(&owner), &form).await.map_err(refusal) })
    };
    for task in [send(), send(), send()] {
        assert_eq!(task.await.unwrap().as_deref(), Ok("ORD-7801"));
    }
    assert_eq!(behind.number("SELECT COUNT(*) FROM orders WHERE status = 'pending' AND kind = 'new'").await, 1);
    assert_eq!(behind.number("SELECT total_minor FROM invoices WHERE number = 'INV-10401'").await, 26_900);
    assert_eq!(tasks(&behind).await, ["order_placed"]);
    assert_eq!(told(&behind).await, ["invoice_created", "order_received"]);
    let shown = page(&world, &owner, None).await;
    assert!(shown.cart.unwrap().is_empty() && shown.orders[0].invoice.is_some());
    let log = behind.texts("SELECT event FROM activity WHERE kind = 'billing'").await;
    assert!(log.len() == 1 && log[0].contains("ORD-7801"), "{log:?}");
});

on_both!(carts_are_one_s_own, |world: World| async move {
    let behind = set_up(&world).await;
    give(&behind, &["orders"]).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
    add(&world, &owner, "Business Mail", "", "").await.unwrap();
    assert!(page(&world, &sam, None).await.cart.unwrap().is_empty());
    let id = page(&world, &owner, None).await.cart.unwrap()[0].id;
    let foreign = billing::remove_from_cart(&world.backend, &may(&sam), id).await.map_err(refusal);
    assert_eq!(foreign, Err(AppError::NotFound));
    billing::remove_from_cart(&world.backend, &may(&owner), id).await.unwrap();
    assert!(page(&world, &owner, None).await.cart.unwrap().is_empty());
});

on_both!(an_upgrade_is_paid_for_the_rest_of_the_period, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let (backend, web) = (&world.backend, service(&behind, "northwind.test").await);
    let chosen = page(&world, &owner, Some(web)).await.chosen.unwrap();
    let names: Vec<_> = chosen.changes.iter().map(|offer| offer.name.as_str()).collect();
    assert_eq!(names, ["Web Hosting Start", "Managed WooCommerce"]);
    let up = &chosen.changes[1];
    let (difference, now) = up.cost.clone().unwrap();
    // 16 of the 31 days from 3 March to 3 April.
    assert_eq!((difference.minor, now.minor, &up.from), (55_000, 28_387, &None));
    let id = up.id.to_string();
    let wrong = billing::change_service(backend, &may(&owner), web, &order(&world, &id, "", "1")).await;
    assert_eq!(wrong.map_err(refusal), Err(problem(Problem::PriceChanged)));
    let form = order(&world, &id, "", "28387");
    let number = billing::change_service(backend, &may(&owner), web, &form).await.unwrap();
    assert_eq!(billing::change_service(backend, &may(&owner), web, &form).await.unwrap(), number);
    assert_eq!(behind.number("SELECT total_minor FROM invoices WHERE number = 'INV-10401'").await, 28_387);
    assert_eq!(tasks(&behind).await, ["change_ordered"]);
    let waits = billing::change_service(backend, &may(&owner), web, &order(&world, &id, "", "28387")).await;
    assert_eq!(waits.map_err(refusal), Err(problem(Problem::OrderWaiting)));
});

on_both!(a_downgrade_begins_with_the_next_period_and_costs_nothing, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let (backend, web) = (&world.backend, service(&behind, "northwind.test").await);
    let chosen = page(&world, &owner, Some(web)).await.chosen.unwrap();
    let down = &chosen.changes[0];
    let (difference, now) = down.cost.clone().unwrap();
    assert_eq!((difference.minor, now.minor, down.from.as_deref()), (-15_000, 0, Some("3 April 2030")));
    let form = order(&world, &down.id.to_string(), "", "0");
    billing::change_service(backend, &may(&owner), web, &form).await.unwrap();
    assert_eq!(behind.number("SELECT COUNT(*) FROM invoices WHERE number = 'INV-10401'").await, 0);
    assert_eq!(told(&behind).await, ["order_received"]);
    // Not of its family, not a product at all.
    let shop = service(&behind, "shop.northwind.test").await;
    let vps = page(&world, &owner, None).await.products.iter().find(|one| one.name.contains("8 GB")).unwrap().id;
    for choice in [vps.to_string(), "nonsense".into()] {
        let refused = billing::change_service(backend, &may(&owner), shop, &order(&world, &choice, "", "0")).await;
        assert_eq!(refused.map_err(refusal), Err(problem(Problem::NoSuchChange)));
    }
});

on_both!(a_cancellation_has_a_reason_and_a_time, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let (backend, web) = (&world.backend, service(&behind, "northwind.test").await);
    for (choice, reason, expected) in [
        ("end", " ", Problem::Missing),
        ("later", "Moving", Problem::UnknownChoice),
        ("", "Moving", Problem::UnknownChoice),
    ] {
        let refused = billing::cancel_service(backend, &may(&owner), web, &order(&world, choice, reason, "")).await;
        assert_eq!(refused.map_err(refusal), Err(problem(expected)));
    }
    let form = order(&world, "end", "We move", "");
    let number = billing::cancel_service(backend, &may(&owner), web, &form).await.unwrap();
    assert_eq!(billing::cancel_service(backend, &may(&owner), web, &form).await.unwrap(), number, "sent again");
    let at = behind.number("SELECT effective_at FROM orders WHERE kind = 'cancellation'").await;
    assert_eq!(at, world.backend.now().plus(16 * Timestamp::DAY).0);
    let again = billing::cancel_service(backend, &may(&owner), web, &order(&world, "now", "Now", "")).await;
    assert_eq!(again.map_err(refusal), Err(problem(Problem::OrderWaiting)));
    let gone = service(&behind, "old-blog.northwind.test").await;
    let over = billing::cancel_service(backend, &may(&owner), gone, &order(&world, "now", "Now", "")).await;
    assert_eq!(over.map_err(refusal), Err(problem(Problem::NoSuchChange)));
    assert_eq!(
        (tasks(&behind).await, told(&behind).await),
        (vec!["cancellation_ordered".to_owned()], vec!["cancellation_received".to_owned()])
    );
});

on_both!(a_domain_is_renewed, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let (backend, id) = (&world.backend, domain_named(&behind, "nordvind.test").await);
    for years in ["0", "11", "-1", "x", ""] {
        let refused = billing::renew_domain(backend, &may(&owner), id, &order(&world, years, "", "")).await;
        assert_eq!(refused.map_err(refusal), Err(problem(Problem::UnknownChoice)), "{years:?}");
    }
    let form = order(&world, "2", "", "");
    let number = billing::renew_domain(backend, &may(&owner), id, &form).await.unwrap();
    assert_eq!(billing::renew_domain(backend, &may(&owner), id, &form).await.unwrap(), number);
    assert_eq!(behind.number("SELECT total_minor FROM invoices WHERE number = 'INV-10401'").await, 33_800);
    assert_eq!(tasks(&behind).await, ["renewal_ordered"]);
    behind.run("UPDATE catalogue SET tld = 'other' WHERE tld = 'test'").await;
    let other = domain_named(&behind, "northwind.test").await;
    let refused = billing::renew_domain(backend, &may(&owner), other, &order(&world, "1", "", "")).await;
    assert_eq!(refused.map_err(refusal), Err(problem(Problem::NotRenewable)));
});

on_both!(ordering_stays_within_permission_and_scope, |world: World| async move {
    let behind = set_up(&world).await;
    give(&behind, &["orders"]).await;
    let (backend, web) = (&world.backend, service(&behind, "northwind.test").await);
    let vps = service(&behind, "nw-app-01").await;
    let jonas = behind.actor(&world, "owner@fabrikam.test", FABRIKAM).await;
    let foreign = billing::cancel_service(backend, &may(&jonas), web, &order(&world, "now", "x", "")).await;
    assert_eq!(foreign.map_err(refusal), Err(AppError::NotFound));
    assert_eq!(
        billing::ordering(backend, &may(&jonas), Some(web), None, "").await.map_err(refusal),
        Err(AppError::NotFound)
    );
    let choice = page(&world, &behind.actor(&world, demo::OWNER, NORTHWIND).await, Some(web)).await.chosen.unwrap();
    let choice = choice.changes[0].id.to_string();
    let foreign = billing::change_service(backend, &may(&jonas), web, &order(&world, &choice, "", "0")).await;
    assert_eq!(foreign.map_err(refusal), Err(AppError::NotFound));
    let nordvind = domain_named(&behind, "nordvind.test").await;
    let foreign = billing::renew_domain(backend, &may(&jonas), nordvind, &order(&world, "1", "", "")).await;
    assert_eq!(foreign.map_err(refusal), Err(AppError::NotFound));
    assert_eq!(behind.number("SELECT COUNT(*) FROM operator_tasks").await, 0);
    // Sam sees services, but no domains and no amounts.
    let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
    let shown = page(&world, &sam, Some(web)).await;
    assert!(!shown.services.is_empty() && shown.domains.is_empty());
    assert!(shown.chosen.unwrap().changes.iter().all(|offer| offer.cost.is_none()));
    assert!(shown.orders.iter().all(|order| order.invoice.is_none()));
    let domain = domain_named(&behind, "nordvind.test").await;
    let unseen = billing::renew_domain(backend, &may(&sam), domain, &order(&world, "1", "", "")).await;
    assert_eq!(unseen.map_err(refusal), Err(AppError::NotFound));
    // With a limited scope only what is in it.
    limit(&behind, "nw-app-01").await;
    let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
    let shown = page(&world, &sam, None).await;
    assert_eq!((shown.services.len(), shown.cart), (1, None));
    assert_eq!(add(&world, &sam, "Business Mail", "", "").await, Err(AppError::NotFound));
    let nothing = billing::check_out(backend, &may(&sam), &order(&world, "", "", "")).await.map_err(refusal);
    assert_eq!(nothing, Err(AppError::NotFound));
    let outside = billing::cancel_service(backend, &may(&sam), web, &order(&world, "now", "x", "")).await;
    assert_eq!(outside.map_err(refusal), Err(AppError::NotFound));
    behind.run("UPDATE orders SET status = 'active'").await;
    billing::cancel_service(backend, &may(&sam), vps, &order(&world, "now", "x", "")).await.unwrap();
});

on_both!(an_order_names_nothing_to_whoever_may_not_see_it, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    for (product, name) in
        [("Domain name .test", "nordlys.test"), ("Business Mail", ""), ("Business Mail", "post.test")]
    {
        add(&world, &owner, product, "", name).await.unwrap();
        let seen = page(&world, &owner, None).await.cart_seen;
        billing::check_out(&world.backend, &may(&owner), &order(&world, "", "", &seen)).await.unwrap();
    }
    let what = async |permissions: &[&str]| {
        behind.run("DELETE FROM membership_permissions").await;
        give(&behind, permissions).await;
        let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
        let orders = page(&world, &sam, None).await.orders;
        assert!(orders.iter().all(|order| !order.number.is_empty() && !order.kind.is_empty()));
        let mut named: Vec<_> =
            orders.into_iter().filter_map(|order| order.what.map(|what| (order.number, what))).collect();
        named.sort();
        named.into_iter().map(|(_, what)| what).collect::<Vec<_>>()
    };
    let (vps, mail, studio) = (
        "Upgrade of nw-app-01 to 8 GB",
        "Two more mailboxes for northwind.test",
        "Registration of northwind-studio.test",
    );
    let nameless = "Business Mail";
    assert_eq!(what(&["orders"]).await, [nameless]);
    assert_eq!(what(&["orders", "products"]).await, [mail, vps, nameless]);
    assert_eq!(what(&["orders", "domains"]).await, [studio, nameless]);
    let both = [studio, mail, vps, "Domain name .test – nordlys.test", nameless, "Business Mail – post.test"];
    assert_eq!(what(&["orders", "products", "domains"]).await, both);
    limit(&behind, "nw-app-01").await;
    assert_eq!(what(&["orders", "products", "domains"]).await, [vps]);
    assert!(what(&["orders", "domains"]).await.is_empty());
});

on_both!(a_domain_is_renewed_by_the_product_of_its_whole_ending, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    behind.run("UPDATE domains SET name = 'nordvind.co.test' WHERE name = 'nordvind.test'").await;
    let id = domain_named(&behind, "nordvind.co.test").await;
    let listed = async || page(&world, &owner, None).await.domains.into_iter().find(|(other, ..)| *other == id);
    assert_eq!(listed().await, None, "not what ends in .test alone");
    let renew = async || billing::renew_domain(&world.backend, &may(&owner), id, &order(&world, "1", "", "")).await;
    assert_eq!(renew().await.map_err(refusal), Err(problem(Problem::NotRenewable)));
    let product = behind.literal(uuid::Uuid::now_v7());
    let sql = format!(
        "INSERT INTO catalogue (id, name, description, price_minor, currency, position, kind, family, months, tld, \
         renewal_minor, offered) SELECT {product}, 'Domain name .co.test', '', 100, currency, 99, 'domain', '', 12, 'co.test', \
         7700, offered FROM catalogue WHERE tld = 'test'"
    );
    assert_eq!(behind.run(&sql).await, 1);
    assert_eq!(listed().await.unwrap().2.minor, 7_700);
    add(&world, &owner, "Domain name .co.test", "", "nordlys.co.test").await.unwrap();
    renew().await.unwrap();
    assert_eq!(behind.number("SELECT total_minor FROM invoices WHERE number = 'INV-10401'").await, 7_700);
});

on_both!(what_is_not_offered_any_more_fills_no_cart, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    for _ in 0..20 {
        add(&world, &owner, "Business Mail", "", "").await.unwrap();
    }
    let full = add(&world, &owner, "Web Hosting Start", "", "").await;
    assert_eq!(full, Err(problem(Problem::CartFull)));
    behind.run("UPDATE catalogue SET offered = FALSE WHERE name = 'Business Mail'").await;
    assert!(page(&world, &owner, None).await.cart.unwrap().is_empty());
    add(&world, &owner, "Web Hosting Start", "", "").await.unwrap();
    assert_eq!(page(&world, &owner, None).await.cart.unwrap().len(), 1);
});

on_both!(a_payout_is_asked_for_above_the_minimum_and_once, |world: World| async move {
    let behind = set_up(&world).await;
    give(&behind, &["affiliates"]).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let backend = &world.backend;
    let ask = |amount: &str| PayoutForm { amount: amount.into(), token: billing::form_token(backend) };
    let shown = billing::affiliates(backend, &may(&owner), "").await.unwrap();
    assert_eq!((shown.balance.minor, shown.most.as_deref(), shown.payouts.len()), (142_500, Some("1425.00"), 1));
    for (amount, expected) in [
        ("499.99", Problem::BelowMinimum),
        ("0", Problem::BelowMinimum),
        ("1425.01", Problem::BelowMinimum),
        ("-500", Problem::NotAnAmount),
    ] {
        let refused = billing::ask_for_payout(backend, &may(&owner), &ask(amount)).await.map_err(refusal);
        assert_eq!(refused, Err(problem(expected)), "{amount}");
    }
    let mut running = Vec::new();
    for form in [ask("1000"), ask("1000"), ask("1000")] {
        let (backend, owner) = (backend.clone(), owner.clone());
        running.push(tokio::spawn(async move {
            billing::ask_for_payout(&backend, &may(&owner), &form).await.map_err(refusal)
        }));
    }
    let mut asked = 0;
    for task in running {
        asked += i32::from(task.await.unwrap().is_ok());
    }
    assert_eq!(
        (asked, behind.number("SELECT balance_minor FROM affiliates ORDER BY sign_ups DESC").await),
        (1, 42_500)
    );
    assert_eq!(tasks(&behind).await, ["payout_asked"]);
    let shown = billing::affiliates(backend, &may(&owner), "").await.unwrap();
    assert_eq!((shown.most, shown.payouts.len(), shown.payouts[0].status.code()), (None, 2, "pending"));
    limit(&behind, "nw-app-01").await;
    let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
    assert_eq!(billing::affiliates(backend, &may(&sam), "").await.map_err(refusal), Err(AppError::NotFound));
    let refused = billing::ask_for_payout(backend, &may(&sam), &ask("500")).await.map_err(refusal);
    assert_eq!(refused, Err(AppError::NotFound));
});

on_both!(a_drop_down_offers_some_and_the_one_that_is_asked_for, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let backend = &world.backend;
    // Before all others by name.
    for number in 0..500 {
        let id = behind.literal(uuid::Uuid::now_v7());
        let sql = format!(
            "INSERT INTO services (account_id, id, name, product, status, price_minor, currency) \
             SELECT id, {id}, 'a{number}', '', 'active', 0, 'NOK' FROM accounts WHERE company = '{NORTHWIND}'"
        );
        assert_eq!(behind.run(&sql).await, 1);
    }
    let web = service(&behind, "northwind.test").await;
    let offered = |page: OrderingPage| page.services.iter().any(|(id, _)| *id == web);
    let some = page(&world, &owner, None).await;
    assert_eq!(some.services.len(), 500);
    assert!(!offered(some));
    assert!(offered(page(&world, &owner, Some(web)).await));
    let about = format!("service-{web}");
    let choices = backend::tickets::choices(backend, &may(&owner), &about).await.unwrap();
    assert_eq!((choices.services.len(), choices.services.last().map(|(value, _)| value)), (501, Some(&about)));
    // Out of scope, it is not offered even then.
    give(&behind, &["orders"]).await;
    limit(&behind, "nw-app-01").await;
    let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
    let choices = backend::tickets::choices(backend, &may(&sam), &about).await.unwrap();
    assert_eq!(choices.services.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["nw-app-01"]);
});

on_both!(payouts_are_read_in_pages, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    for n in 0..120 {
        let id = behind.literal(uuid::Uuid::now_v7());
        let sql = format!(
            "INSERT INTO affiliate_payouts (account_id, id, amount_minor, currency, state, asked_at, asked_by) \
             SELECT id, {id}, {n}, 'NOK', 'paid', {}, 'x' FROM accounts WHERE company = '{NORTHWIND}'",
            n / 7
        );
        assert_eq!(behind.run(&sql).await, 1);
    }
    let (mut seen, mut before) = (Vec::new(), String::new());
    loop {
        let page = billing::affiliates(&world.backend, &may(&owner), &before).await.unwrap();
        seen.extend(page.payouts.into_iter().map(|one| one.amount.minor));
        let Some(older) = page.older else { break };
        before = older;
    }
    // The demo's own is the newest.
    assert_eq!(seen.split_off(1), (0..120).rev().collect::<Vec<_>>());
});
