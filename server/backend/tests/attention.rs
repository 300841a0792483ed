//! What Home says needs attention: by permission, by scope, by urgency, and not all of many.

use backend::{
    access::Actor,
    client_area::{Attention, AttentionKind, Matter, Urgency, attention, home},
};
use domain::{Permission, Timestamp};

use crate::{
    on_both,
    possessions::{FABRIKAM, JONAS, KAI, SAM, Scene},
    stage::{Stage, contact, login},
    world::World,
};

async fn needs(world: &World, actor: &Actor) -> Vec<Attention> {
    attention(&world.backend, actor).await.unwrap()
}

/// As a line: how urgent, and what.
fn line(one: &Attention) -> String {
    let what = match &one.matter {
        Matter::Invoice { number, left, overdue, .. } => {
            format!("invoice {number} {}{}", left.minor, if *overdue { " overdue" } else { "" })
        }
        Matter::Service { name, .. } => format!("service {name}"),
        Matter::Domain { name, expired, renews, .. } => {
            let renews = if *renews { " renews" } else { "" };
            format!("domain {name}{}{renews}", if *expired { " expired" } else { "" })
        }
        Matter::Quote { number, .. } => format!("quote {number}"),
        Matter::Ticket { number, .. } => format!("ticket {number}"),
        Matter::AccessEnds(ends) => format!("access ends {}", ends.relative),
        Matter::Bounced { name, address, .. } => format!("bounced {name} {address}"),
        Matter::Invitation { name, expired, .. } => {
            format!("invited {name}{}", if *expired { " expired" } else { "" })
        }
        Matter::All(kind, count) => format!("all {count} {kind:?}"),
    };
    let urgency = match one.urgency {
        Urgency::Now => "now",
        Urgency::Soon => "soon",
        Urgency::Later => "later",
    };
    format!("{urgency}: {what}")
}

async fn lines(world: &World, actor: &Actor) -> Vec<String> {
    needs(world, actor).await.iter().map(line).collect()
}

on_both!(the_owner_is_told_the_most_urgent_first, |world: World| async move {
    let scene = Scene::new(world).await;
    let owner = scene.owner().await;
    assert_eq!(
        lines(&scene.world, &owner).await,
        [
            "now: invoice INV-10362 39900 overdue",
            "now: service staging.northwind.test",
            "now: domain northwind-summer.test expired",
            "soon: invoice INV-10377 151600",
            "soon: ticket 48213",
            "soon: domain nordvind.test",
            "soon: quote Q-2041",
            "later: domain northwind.test renews",
        ]
    );
    // What was paid of it is not owed, and what ends later is not told yet.
    scene.behind.run("UPDATE invoices SET paid_minor = 51600 WHERE number = 'INV-10377'").await;
    scene.behind.run("UPDATE quotes SET status = 'declined'").await;
    scene.behind.run("UPDATE domains SET auto_renew = TRUE WHERE name = 'nordvind.test'").await;
    scene.world.clock.advance(-11 * Timestamp::DAY);
    let owner = scene.owner().await;
    assert_eq!(
        lines(&scene.world, &owner).await,
        [
            "now: service staging.northwind.test",
            "now: domain northwind-summer.test expired",
            "soon: invoice INV-10362 39900",
            "soon: invoice INV-10377 100000",
            "soon: ticket 48213",
            "later: domain northwind.test renews",
        ]
    );
});

on_both!(each_permission_tells_its_own, |world: World| async move {
    let scene = Scene::new(world).await;
    let told = [
        ("invoices", vec!["now: invoice INV-10362 39900 overdue", "soon: invoice INV-10377 151600"]),
        ("products", vec!["now: service staging.northwind.test"]),
        (
            "domains",
            vec![
                "now: domain northwind-summer.test expired",
                "soon: domain nordvind.test",
                "later: domain northwind.test renews",
            ],
        ),
        ("quotes", vec!["soon: quote Q-2041"]),
        ("tickets", vec!["soon: ticket 48213"]),
        ("contacts", vec![]),
        ("emails", vec![]),
    ];
    for (permission, told) in told {
        scene.take("products").await;
        let sql = "DELETE FROM membership_permissions WHERE contact_id IN \
                   (SELECT id FROM contacts WHERE email_canonical = 'kai@zones.test')";
        scene.behind.run(sql).await;
        scene.give(KAI, &[permission]).await;
        let kai = scene.actor(KAI).await;
        assert_eq!(lines(&scene.world, &kai).await, told, "{permission}");
    }
    let jonas = scene.behind.actor(&scene.world, JONAS, FABRIKAM).await;
    assert_eq!(lines(&scene.world, &jonas).await, ["soon: invoice INV-10371 159800"]);
});

on_both!(a_limited_scope_is_told_of_what_is_in_it, |world: World| async move {
    let scene = Scene::new(world).await;
    scene.give(SAM, &["domains", "invoices", "quotes"]).await;
    scene.limit(SAM, "service", "nw-app-01").await;
    let sam = scene.actor(SAM).await;
    assert_eq!(lines(&scene.world, &sam).await, ["now: invoice INV-10362 39900 overdue"]);
    assert_eq!(home(&scene.world.backend, &sam).await.unwrap().unpaid.unwrap().0, 1);
});

on_both!(the_own_access_ends, |world: World| async move {
    let scene = Scene::new(world).await;
    scene.take("domains").await;
    let kai = scene.actor(KAI).await;
    assert!(needs(&scene.world, &kai).await.is_empty(), "20 days are far");
    scene.world.clock.advance(7 * Timestamp::DAY);
    assert_eq!(lines(&scene.world, &kai).await, ["soon: access ends in 13 days"]);
});

on_both!(managers_are_told_of_bounces_and_invitations, |world: World| async move {
    let stage = Stage::new(world).await;
    stage.add(&contact("ines@ledger.test")).await;
    stage.add(&login("lea@home.test", &[Permission::Domains])).await;
    let (_, manager) = stage.member("max@codeworks.test", &[Permission::Contacts]).await;
    let (_, other) = stage.member("sam@codeworks.test", &[Permission::Products]).await;
    stage
        .run("UPDATE contacts SET bounced_at = 1 WHERE email_canonical = $1", ["ines@ledger.test".into()])
        .await;
    for actor in [&stage.owner, &manager] {
        assert_eq!(
            lines(&stage.world, actor).await,
            ["soon: bounced ines Test ines@ledger.test", "later: invited lea Test"]
        );
    }
    assert!(needs(&stage.world, &other).await.is_empty());
    stage.world.clock.advance(8 * Timestamp::DAY);
    assert_eq!(
        lines(&stage.world, &manager).await,
        ["soon: bounced ines Test ines@ledger.test", "soon: invited lea Test expired"]
    );
    stage.accept("lea@home.test").await;
    assert_eq!(lines(&stage.world, &manager).await, ["soon: bounced ines Test ines@ledger.test"]);
});

on_both!(of_many_a_few_are_told_and_all_are_counted, |world: World| async move {
    let scene = Scene::new(world).await;
    scene.behind.run("UPDATE invoices SET status = 'unpaid', due_at = due_at + 1, paid_minor = 0").await;
    scene.behind.run("UPDATE invoices SET currency = 'EUR' WHERE number = 'INV-10206'").await;
    let owner = scene.owner().await;
    let all = lines(&scene.world, &owner).await;
    let invoices: Vec<_> = all.iter().filter(|line| line.to_lowercase().contains("invoice")).collect();
    assert_eq!(invoices[0], "now: invoice INV-10199 250000 overdue", "the oldest: {all:?}");
    assert_eq!((invoices.len(), invoices[5].as_str()), (6, "now: all 8 Invoices"), "{all:?}");
    assert!(
        needs(&scene.world, &owner)
            .await
            .iter()
            .any(|one| one.matter == Matter::All(AttentionKind::Invoices, 8))
    );
    let (count, due) = home(&scene.world.backend, &owner).await.unwrap().unpaid.unwrap();
    assert_eq!(count, 8);
    let due: Vec<_> = due.iter().map(|due| (due.currency.as_str(), due.minor)).collect();
    assert_eq!((due[0], due[1].0), (("EUR", 14_900), "NOK"));
});
