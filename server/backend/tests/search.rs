//! Search: what each person finds, by permission and scope, and how a text is looked for.

use backend::{
    access::Actor,
    demo,
    search::{Group, Hit, Kind, Wanted, kinds, search},
};

use crate::{
    on_both,
    possessions::{FABRIKAM, JONAS, KAI, SAM, Scene},
    world::World,
};

async fn find(scene: &Scene, actor: &Actor, text: &str) -> Vec<Group> {
    search(&scene.world.backend, actor, &Wanted::read(text)).await.unwrap()
}

/// The kinds that were found, in their order.
fn found(groups: &[Group]) -> Vec<Kind> {
    groups.iter().map(|group| group.kind).collect()
}

fn of(groups: &[Group], kind: Kind) -> &[Hit] {
    groups.iter().find(|group| group.kind == kind).map_or(&[], |group| &group.hits)
}

fn titles(groups: &[Group], kind: Kind) -> Vec<&str> {
    of(groups, kind).iter().map(|hit| hit.title.as_str()).collect()
}

/// Takes all permissions on Northwind from Kai, and gives them these.
async fn hold(scene: &Scene, permissions: &[&str]) -> Actor {
    let sql = "DELETE FROM membership_permissions WHERE contact_id IN \
               (SELECT id FROM contacts WHERE email_canonical = 'kai@zones.test')";
    scene.behind.run(sql).await;
    scene.give(KAI, permissions).await;
    scene.actor(KAI).await
}

/// A text of each kind on Northwind.
const EACH: [(Kind, &str, &str); 7] = [
    (Kind::Services, "products", "nw-app"),
    (Kind::Domains, "domains", "verksted"),
    (Kind::Invoices, "invoices", "INV-103"),
    (Kind::Quotes, "quotes", "mail gateway"),
    (Kind::Tickets, "tickets", "checkout"),
    (Kind::Emails, "emails", "telephone"),
    (Kind::Contacts, "contacts", "ledger"),
];

on_both!(each_kind_is_found_with_its_permission_alone, |world: World| async move {
    let scene = Scene::new(world).await;
    let owner = scene.owner().await;
    assert_eq!(kinds(&owner).len(), EACH.len());
    for (kind, permission, text) in EACH {
        assert!(found(&find(&scene, &owner, text).await).contains(&kind), "{text}");
        let kai = hold(&scene, &[permission]).await;
        assert_eq!(kinds(&kai), [kind]);
        assert_eq!(found(&find(&scene, &kai, text).await), [kind], "{text}");
        // What nearly everything has in it.
        for hidden in EACH.iter().filter(|(other, ..)| *other != kind) {
            assert!(!found(&find(&scene, &kai, hidden.2).await).contains(&hidden.0), "{permission}: {}", hidden.2);
        }
    }
    let kai = hold(&scene, &[]).await;
    assert!(kinds(&kai).is_empty());
    for text in ["nordvind", "INV-10377", "48213", "test"] {
        assert!(find(&scene, &kai, text).await.is_empty(), "{text}");
    }
});

on_both!(out_of_scope_nothing_is_found, |world: World| async move {
    let scene = Scene::new(world).await;
    hold(&scene, &["products", "domains", "invoices", "quotes", "tickets", "emails"]).await;
    scene.limit(KAI, "service", "nw-app-01").await;
    let kai = scene.actor(KAI).await;
    assert!(found(&find(&scene, &kai, "nordvind").await).is_empty());
    for text in ["shop", "INV-10377", "Q-2041", "48213", "48190", "telephone", "northwind"] {
        assert!(find(&scene, &kai, text).await.is_empty(), "{text}");
    }
    assert_eq!(titles(&find(&scene, &kai, "nw-app").await, Kind::Services), ["nw-app-01"]);
    // The one invoice that is about nothing else, and its emails.
    let groups = find(&scene, &kai, "INV-10362").await;
    assert_eq!(found(&groups), [Kind::Invoices, Kind::Emails]);
    assert_eq!(of(&groups, Kind::Emails).len(), 2);
});

on_both!(nothing_of_another_account_is_found, |world: World| async move {
    let scene = Scene::new(world).await;
    let jonas = scene.behind.actor(&scene.world, JONAS, FABRIKAM).await;
    for text in ["northwind", "nordvind", "INV-10377", "Q-2041", "48213", "ledger", "telephone"] {
        assert!(find(&scene, &jonas, text).await.is_empty(), "{text}");
    }
    let groups = find(&scene, &jonas, "lab-gpu-01").await;
    assert_eq!(found(&groups), [Kind::Services, Kind::Tickets]);
});

on_both!(a_number_or_a_name_comes_first, |world: World| async move {
    let scene = Scene::new(world).await;
    let owner = scene.owner().await;
    let groups = find(&scene, &owner, "inv-10377").await;
    assert_eq!(found(&groups), [Kind::Invoices, Kind::Emails]);
    let hit = &of(&groups, Kind::Invoices)[0];
    assert!(hit.exact);
    assert_eq!((hit.title.as_str(), hit.note.as_str()), ("INV-10377", "NOK\u{a0}1,516.00"));
    assert_eq!(hit.status, Some(domain::client_area::Status::Unpaid));
    for text in ["48190", "#48190"] {
        let groups = find(&scene, &owner, text).await;
        assert_eq!(found(&groups)[0], Kind::Tickets, "{text}");
        assert_eq!(of(&groups, Kind::Tickets)[0].note, "48190");
    }
    // Before what is before it by name, and before the services in which it stands, too.
    scene
        .behind
        .run("UPDATE domains SET name = 'a-northwind.test' WHERE name = 'northwind-print.test'")
        .await;
    let groups = find(&scene, &owner, "northwind.test").await;
    assert_eq!(titles(&groups, Kind::Domains), ["northwind.test", "a-northwind.test"]);
    assert_eq!(titles(&groups, Kind::Services)[0], "northwind.test");
    assert_eq!(find(&scene, &owner, "Q-2012").await[0].hits[0].status, Some(domain::client_area::Status::Expired));
});

on_both!(texts_are_found_as_they_are_meant, |world: World| async move {
    let scene = Scene::new(world).await;
    let owner = scene.owner().await;
    let behind = &scene.behind;
    behind.run("UPDATE domains SET name = 'ørsta-Åre.test' WHERE name = 'northwind-print.test'").await;
    behind.run("UPDATE services SET name = '100%_Øl' WHERE name = 'nw-app-01'").await;
    behind.run("UPDATE contacts SET last_name = 'Ærlig-Øye' WHERE first_name = 'Noor'").await;
    for text in ["ørsta", "ØRSTA", "Ørsta-åre", "ØRSTA-ÅRE"] {
        assert_eq!(titles(&find(&scene, &owner, text).await, Kind::Domains), ["ørsta-Åre.test"], "{text}");
    }
    for text in ["øl", "ØL", "100%", "%_", "%_ø"] {
        assert_eq!(titles(&find(&scene, &owner, text).await, Kind::Services), ["100%_Øl"], "{text}");
    }
    for text in ["__", "%%", "n%w", "\\\\"] {
        assert!(find(&scene, &owner, text).await.is_empty(), "{text}");
    }
    // Words in any order, in capitals or not.
    for text in ["noor ÆRLIG", "ærlig-øye  NOOR", "home.test noor"] {
        assert_eq!(titles(&find(&scene, &owner, text).await, Kind::Contacts), ["Noor Ærlig-Øye"], "{text}");
    }
    assert_eq!(of(&find(&scene, &owner, "ledger").await, Kind::Contacts)[0].note, "Ledger & Co · ines@ledger.test");
    assert!(find(&scene, &owner, "noor nobody").await.is_empty());
    // Too little is not looked for.
    for text in ["", "  ", "n", " ø "] {
        assert!(find(&scene, &owner, text).await.is_empty(), "{text}");
    }
});

on_both!(of_many_a_few_are_shown, |world: World| async move {
    let scene = Scene::new(world).await;
    let owner = scene.owner().await;
    let groups = find(&scene, &owner, "INV-").await;
    let invoices = groups.iter().find(|group| group.kind == Kind::Invoices).unwrap();
    assert_eq!((invoices.hits.len(), invoices.more), (6, true));
    assert_eq!(invoices.hits[0].title, "INV-10377", "the newest");
    let quotes = find(&scene, &owner, "Q-20").await;
    assert_eq!((quotes[0].kind, quotes[0].hits.len(), quotes[0].more), (Kind::Quotes, 3, false));
});

on_both!(emails_are_found_of_what_one_may_see, |world: World| async move {
    let scene = Scene::new(world).await;
    scene.give(SAM, &["emails"]).await;
    let sam = scene.actor(SAM).await;
    assert!(found(&find(&scene, &sam, "INV-10377").await).is_empty());
    assert!(found(&find(&scene, &sam, "renew").await).is_empty());
    assert_eq!(found(&find(&scene, &sam, "telephone").await), [Kind::Emails]);
    let owner = scene.behind.actor(&scene.world, demo::OWNER, crate::possessions::NORTHWIND).await;
    assert_eq!(found(&find(&scene, &owner, "renew").await), [Kind::Emails]);
});
