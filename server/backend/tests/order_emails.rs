//! Emails about orders: to whom they go, and who finds them in the history.

use std::collections::BTreeSet;

use backend::{
    access::{Actor, ViewEmails},
    billing,
    client_area::{self, EmailQuery},
    contacts, demo,
    mail::{events, mailbox},
    outbox::drain,
    search::{Kind, Wanted, search},
};
use domain::{
    AppError, Locale,
    business_event::{BusinessEvent, EventKind},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    behind::Behind,
    billing::{NORTHWIND, give, limit, may, set_up},
    on_both,
    orders::{add, domain_named, order, page, service},
    stage::{refusal, system},
    world::World,
};

const SAM: &str = "sam@codeworks.test";
const NOOR: &str = "noor@home.test";

/// Sam gets General emails, too.
async fn tick(behind: &Behind) {
    let sql = format!(
        "INSERT INTO contact_categories (account_id, contact_id, category) \
         SELECT contacts.account_id, contacts.id, 'general' FROM contacts \
         JOIN accounts ON accounts.id = contacts.account_id \
         WHERE accounts.company = '{NORTHWIND}' AND email_canonical = '{SAM}'"
    );
    assert_eq!(behind.run(&sql).await, 1);
}

/// What was told of the last order, with the addresses to which it went.
async fn last_order(world: &World, behind: &Behind) -> (Value, Vec<String>) {
    let of = |column: &str| {
        format!("SELECT {column} FROM emails WHERE event LIKE '%order_received%' ORDER BY sent_at DESC, id DESC")
    };
    let event: Value = serde_json::from_str(&behind.texts(&of("event")).await[0]).unwrap();
    let to: Vec<Value> = serde_json::from_str(&behind.texts(&of("recipients")).await[0]).unwrap();
    let to = to.iter().map(|one| one["address"].as_str().unwrap().to_owned()).collect();
    // The next one is told later.
    world.clock.advance(1);
    (event["data"].clone(), to)
}

on_both!(an_order_is_told_to_whoever_s_scope_covers_it, |world: World| async move {
    let behind = set_up(&world).await;
    tick(&behind).await;
    behind.run("UPDATE orders SET status = 'active'").await;
    limit(&behind, "nw-app-01").await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let backend = &world.backend;
    let (web, vps) = (service(&behind, "northwind.test").await, service(&behind, "nw-app-01").await);
    let change = async |id| {
        let chosen = page(&world, &owner, Some(id)).await.chosen.unwrap();
        let offer = chosen.changes.last().unwrap();
        let form = order(&world, &offer.id.to_string(), "", &offer.cost.as_ref().unwrap().1.minor.to_string());
        billing::change_service(backend, &may(&owner), id, &form).await.unwrap();
    };
    // About a service and a domain out of scope, and about what is new.
    Box::pin(change(web)).await;
    let (told, to) = last_order(&world, &behind).await;
    assert_eq!(told["about"], json!([{ "service": { "id": web, "name": "northwind.test" } }]));
    assert_eq!(to, [demo::OWNER, NOOR]);
    let nordvind = domain_named(&behind, "nordvind.test").await;
    billing::renew_domain(backend, &may(&owner), nordvind, &order(&world, "1", "", "")).await.unwrap();
    let (told, to) = last_order(&world, &behind).await;
    assert_eq!(told["about"], json!([{ "domain": { "id": nordvind, "name": "nordvind.test" } }]));
    assert_eq!(to, [demo::OWNER, NOOR]);
    add(&world, &owner, "Domain name .test", "", "nordlys.test").await.unwrap();
    let seen = page(&world, &owner, None).await.cart_seen;
    billing::check_out(backend, &may(&owner), &order(&world, "", "", &seen)).await.unwrap();
    let (told, to) = last_order(&world, &behind).await;
    assert_eq!((&told["about"], to), (&json!([]), vec![demo::OWNER.to_owned(), NOOR.to_owned()]));
    drain(backend).await.unwrap();
    assert!(mailbox::list(&backend.db, Some(SAM)).await.unwrap().is_empty(), "nothing of these");
    // About what is in scope. Without the permission there is no button that leads nowhere.
    Box::pin(change(vps)).await;
    assert_eq!(last_order(&world, &behind).await.1, [demo::OWNER, NOOR, SAM]);
    drain(backend).await.unwrap();
    let text = |mails: Vec<mailbox::Kept>| mails.into_iter().next().unwrap().text;
    let to_sam = text(mailbox::list(&backend.db, Some(SAM)).await.unwrap());
    assert!(to_sam.contains("nw-app-01") && !to_sam.contains("/order"), "{to_sam}");
    let to_owner = mailbox::list(&backend.db, Some(demo::OWNER)).await.unwrap();
    let leads = |mail: &mailbox::Kept| mail.text.contains("nw-app-01") && mail.text.contains("/order");
    assert!(to_owner.iter().any(leads), "{to_owner:?}");
});

/// Sam with these permissions alone.
async fn sam_with(world: &World, behind: &Behind, permissions: &[&str]) -> Actor {
    behind.run("DELETE FROM membership_permissions").await;
    give(behind, permissions).await;
    behind.actor(world, SAM, NORTHWIND).await
}

/// Those of the emails that somebody finds: in the list, on their pages, and by the search.
async fn found(world: &World, actor: &Actor, of: &[(Uuid, &str)]) -> Vec<bool> {
    let (backend, english) = (&world.backend, Locale::English);
    let access = may::<ViewEmails>(actor);
    let listed = client_area::emails(backend, &access, EmailQuery::default()).await.unwrap();
    let listed: BTreeSet<_> = listed.lines.into_iter().map(|line| line.id).collect();
    let mut found = Vec::new();
    for (id, subject) in of {
        let page = client_area::email(backend, &access, *id, english).await.map(|_| ()).map_err(refusal);
        let html = client_area::email_html(backend, &access, *id, english).await.map(|_| ()).map_err(refusal);
        let groups = search(backend, actor, &Wanted::read(subject)).await.unwrap();
        let emails = groups.into_iter().filter(|group| group.kind == Kind::Emails);
        let hit = emails.flat_map(|group| group.hits).any(|hit| hit.id == *id);
        let expected = if listed.contains(id) { Ok(()) } else { Err(AppError::NotFound) };
        assert_eq!((page, html, hit), (expected.clone(), expected, listed.contains(id)), "{subject}");
        found.push(listed.contains(id));
    }
    found
}

on_both!(orders_and_cards_are_found_only_with_their_permissions, |world: World| async move {
    let behind = set_up(&world).await;
    tick(&behind).await;
    let backend = &world.backend;
    let account = behind.account(NORTHWIND).await;
    let (vps, web) = (service(&behind, "nw-app-01").await, service(&behind, "northwind.test").await);
    let nordvind = domain_named(&behind, "nordvind.test").await;
    let order = |number: &str, about: Value| {
        let data = json!({ "number": number, "items": ["x"], "at": "2030-03-18T12:00:00Z", "about": about });
        BusinessEvent::read(EventKind::OrderReceived, data).unwrap()
    };
    let posted = [
        ("O-1", order("O-1", json!([{ "service": { "id": vps, "name": "nw-app-01" } }]))),
        ("O-2", order("O-2", json!([{ "service": { "id": web, "name": "northwind.test" } }]))),
        ("O-3", order("O-3", json!([{ "domain": { "id": nordvind, "name": "nordvind.test" } }]))),
        ("O-4", order("O-4", json!([]))),
        ("ending in", backend::mail::samples::event(EventKind::CardExpiring).unwrap()),
        ("Somebody", backend::mail::samples::event(EventKind::AccountDetailsChanged).unwrap()),
    ];
    let mut all = Vec::new();
    for (subject, event) in posted {
        let id = events::post(backend, &system(), account, None, event).await.unwrap().unwrap().email;
        all.push((id, subject));
    }
    // An order of before orders told what they are about.
    behind
        .run("UPDATE emails SET event = REPLACE(event, ',\"about\":[]', '') WHERE event LIKE '%O-4%'")
        .await;
    // What anybody may see, by its subject.
    let (details, _) = all.pop().unwrap();
    let subject = behind.texts("SELECT subject FROM emails WHERE event LIKE '%account_details_changed%'").await;
    all.push((details, subject[0].as_str()));
    drain(backend).await.unwrap();
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    assert_eq!(found(&world, &owner, &all).await, [true; 6]);
    for (permissions, expected) in [
        (&["emails"][..], [false, false, false, false, false, true]),
        (&["emails", "products", "domains"], [false, false, false, false, false, true]),
        (&["emails", "invoices"], [false, false, false, false, true, true]),
        // What an order names is named to whoever may see it.
        (&["emails", "orders"], [false, false, false, false, false, true]),
        (&["emails", "orders", "products"], [true, true, false, false, false, true]),
        (&["emails", "orders", "domains"], [false, false, true, false, false, true]),
        (&["emails", "orders", "products", "domains"], [true, true, true, true, false, true]),
    ] {
        let sam = sam_with(&world, &behind, permissions).await;
        assert_eq!(found(&world, &sam, &all).await, expected, "{permissions:?}");
    }
    // The same on the page of a contact: without the permission only that there was an email.
    let sam_s = behind.contact(NORTHWIND, SAM).await;
    let subjects = async |actor: &Actor| {
        let mails = contacts::mails(backend, &may(actor), sam_s).await.unwrap();
        mails.last.iter().filter(|mail| matches!(mail.what, contacts::What::Subject(_))).count()
    };
    let sam = sam_with(&world, &behind, &["contacts", "orders", "products", "domains"]).await;
    assert_eq!(subjects(&sam).await, 5, "all but the card");
    let sam = sam_with(&world, &behind, &["contacts"]).await;
    assert_eq!(subjects(&sam).await, 1);
    limit(&behind, "nw-app-01").await;
    let sam = sam_with(&world, &behind, &["emails", "orders", "products", "domains", "contacts"]).await;
    assert_eq!(found(&world, &sam, &all).await, [true, false, false, false, false, false]);
    assert_eq!(subjects(&sam).await, 1);
});
