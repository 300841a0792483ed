//! The demo is what the design promises.

use backend::{
    access::{Origin, Presence, SystemAccess, SystemReason, load},
    activity, demo, memberships,
};
use domain::{Permission as P, PermissionSet, Rights, Timestamp};

use crate::{behind::Behind, on_both, world::World};

on_both!(loading_it_again_changes_nothing, |world: World| async move {
    demo::load(&world.backend).await.unwrap();
    let behind = Behind::of(&world).await;
    let tables = [
        "users",
        "accounts",
        "contacts",
        "memberships",
        "services",
        "domains",
        "invoices",
        "invoice_lines",
        "quotes",
        "tickets",
        "ticket_messages",
        "ticket_copies",
        "ticket_files",
        "orders",
        "affiliates",
        "emails",
        "catalogue",
        "activity",
    ];
    let mut before = Vec::new();
    for table in tables {
        let count = behind.number(&format!("SELECT COUNT(*) FROM {table}")).await;
        assert!(count > 0, "{table} is empty");
        before.push(count);
    }
    world.clock.advance(Timestamp::DAY);
    demo::load(&world.backend).await.unwrap();
    for (table, before) in tables.into_iter().zip(before) {
        assert_eq!(behind.number(&format!("SELECT COUNT(*) FROM {table}")).await, before, "{table}");
    }
    assert_eq!(behind.number("SELECT COUNT(*) FROM outbox").await, 0, "nobody gets mail");
});

on_both!(everyone_is_who_the_design_says, |world: World| async move {
    demo::load(&world.backend).await.unwrap();
    let behind = Behind::of(&world).await;
    let permissions = |list: &[P]| -> PermissionSet { list.iter().copied().collect() };
    for (email, account) in [(demo::OWNER, "Northwind Studio"), ("owner@fabrikam.test", "Fabrikam Labs")] {
        let owner = behind.actor(&world, email, account).await;
        assert!(owner.is_owner());
        assert_eq!((owner.accounts(), owner.invitations()), (1, 0));
    }
    let sam = behind.actor(&world, "sam@codeworks.test", "Northwind Studio").await;
    assert_eq!(sam.permissions(), permissions(&[P::Products, P::ManageProducts, P::Tickets]));
    assert_eq!(sam.accounts(), 2);
    let sam = behind.actor(&world, "sam@codeworks.test", "Fabrikam Labs").await;
    assert_eq!(sam.permissions(), permissions(&[P::Contacts, P::Products]));
    let kai = behind.actor(&world, "kai@zones.test", "Northwind Studio").await;
    assert_eq!(kai.permissions(), permissions(&[P::Domains, P::ManageDomains]));
    let domain::Authority::Manager(Rights { ends_at: Some(end), .. }) = kai.authority() else {
        panic!("no end")
    };
    let days = (end.0 - world.backend.now().0) / Timestamp::DAY;
    assert_eq!(days, 20);
    let ticked = behind
        .texts(
            "SELECT contacts.email || ' ' || category FROM contact_categories \
             JOIN contacts ON contacts.id = contact_id ORDER BY contacts.email",
        )
        .await;
    assert_eq!(ticked, ["ines@ledger.test invoice", "noor@home.test general", "sam@codeworks.test support"]);
    let without = behind.texts("SELECT email FROM users WHERE password_hash IS NULL").await;
    assert!(without.is_empty(), "{without:?}");
    let logins = behind.texts("SELECT email FROM users ORDER BY email").await;
    assert_eq!(logins, ["kai@zones.test", "owner@fabrikam.test", "owner@northwind.test", "sam@codeworks.test"]);
});

on_both!(the_password_is_the_one_of_the_design, |world: World| async move {
    demo::load(&world.backend).await.unwrap();
    let behind = Behind::of(&world).await;
    let password = domain::Password::new(demo::PASSWORD.to_owned());
    for hash in behind.texts("SELECT password_hash FROM users").await {
        let verdict = world.backend.passwords.verify(Some(&hash), &password).await.unwrap();
        assert_eq!(verdict, backend::passwords::Verdict::Right);
    }
});

on_both!(its_log_is_whole, |world: World| async move {
    demo::load(&world.backend).await.unwrap();
    let system = SystemAccess::new(SystemReason::Operator);
    let report = activity::verify(&world.backend.db, &system, None).await.unwrap();
    assert!(report.is_whole());
});

on_both!(the_domain_manager_is_out_in_time, |world: World| async move {
    demo::load(&world.backend).await.unwrap();
    let behind = Behind::of(&world).await;
    let kai = behind.user("kai@zones.test").await;
    world.clock.advance(21 * Timestamp::DAY);
    let presence = load(&world.backend.db, world.backend.now(), kai, None, Origin::default()).await.unwrap();
    assert!(matches!(presence, Presence::Ended { .. }), "{presence:?}");
    let system = SystemAccess::new(SystemReason::Schedule);
    assert_eq!(memberships::end_due(&world.backend, &system).await.unwrap(), 1);
});
