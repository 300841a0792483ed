//! The log: written, read page by page, and checked.

use backend::{
    access::{Actor, Anyone, SystemAccess, SystemReason},
    activity::{self, Damage, Report},
};
use domain::{
    Permission,
    activity::{Event, Kind, Query},
};

use crate::{
    on_both,
    stage::{OWNER, Stage, account, contact, login, may},
    world::World,
};

async fn verify(stage: &Stage) -> Report {
    let system = SystemAccess::new(SystemReason::Operator);
    activity::verify(&stage.world.backend.db, &system, Some(stage.account)).await.unwrap()
}

async fn write(stage: &Stage, by: &Actor, count: usize) {
    for _ in 0..count {
        let tx = stage.world.backend.db.write().await.unwrap();
        let now = stage.world.backend.now();
        activity::record(&tx, stage.account, &by.author(), None, &Event::SignedIn, now).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn read(stage: &Stage, by: &Actor, query: Query) -> domain::activity::ActivityPage {
    activity::page(&stage.world.backend, &may::<Anyone>(by), query).await.unwrap()
}

async fn damage(stage: &Stage) -> Option<(i64, Damage)> {
    let report = verify(stage).await;
    assert!(report.broken.iter().all(|found| found.account == stage.account));
    report.broken.first().map(|found| (found.number, found.damage))
}

on_both!(an_untouched_log_is_whole, |world: World| async move {
    let stage = Stage::new(world).await;
    write(&stage, &stage.owner, 9).await;
    let report = verify(&stage).await;
    assert_eq!((report.accounts, report.entries, report.is_whole()), (1, 10, true));
    account(&stage.world, "else@fabrikam.test").await;
    let system = SystemAccess::new(SystemReason::Operator);
    let all = activity::verify(&stage.world.backend.db, &system, None).await.unwrap();
    assert_eq!((all.accounts, all.entries, all.is_whole()), (2, 11, true));
});

on_both!(changing_an_entry_shows, |world: World| async move {
    let stage = Stage::new(world).await;
    write(&stage, &stage.owner, 9).await;
    for column in ["actor_name", "actor_email", "subject_name", "subject_email", "kind", "event", "address"] {
        let kept = stage.texts(&format!("SELECT {column}, kind FROM activity WHERE number = 4"), []).await[0].0.clone();
        let set = format!("UPDATE activity SET {column} = $1 WHERE number = 4");
        stage.run(&set, ["forged".into()]).await;
        assert_eq!(damage(&stage).await, Some((4, Damage::Changed)), "{column}");
        stage.run(&set, [kept.into()]).await;
        assert_eq!(damage(&stage).await, None, "{column}");
    }
    stage.run("UPDATE activity SET at = at + 1 WHERE number = 7", []).await;
    assert_eq!(damage(&stage).await, Some((7, Damage::Changed)));
});

on_both!(an_entry_that_cannot_be_read_hides_no_other, |world: World| async move {
    let stage = Stage::new(world).await;
    write(&stage, &stage.owner, 9).await;
    for damaged in ["", "{", "{\"kind\":\"something_of_a_later_version\"}", "{\"kind\":\"access_given\"}"] {
        stage.run("UPDATE activity SET event = $1 WHERE number = 4", [damaged.into()]).await;
        let page = read(&stage, &stage.owner, Query::default()).await;
        assert_eq!((page.entries.len(), page.unreadable), (9, vec![4]), "{damaged:?}");
        assert_eq!(damage(&stage).await, Some((4, Damage::Changed)), "{damaged:?}");
        let filtered = read(&stage, &stage.owner, Query { kind: Some(Kind::Access), ..Query::default() }).await;
        assert!(filtered.unreadable.is_empty() && filtered.entries.is_empty(), "{filtered:?}");
    }
    if stage.world.backend.db.is_sqlite() {
        // SQLite keeps values of other types than the column's.
        stage.run("UPDATE activity SET at = 'yesterday' WHERE number = 4", []).await;
        let page = read(&stage, &stage.owner, Query::default()).await;
        assert_eq!((page.entries.len(), page.unreadable), (9, vec![4]));
        assert_eq!(damage(&stage).await, Some((4, Damage::Changed)));
    }
});

on_both!(removing_entries_shows, |world: World| async move {
    let stage = Stage::new(world).await;
    write(&stage, &stage.owner, 9).await;
    stage.run("DELETE FROM activity WHERE number = 5", []).await;
    assert_eq!(damage(&stage).await, Some((5, Damage::Removed)));
});

on_both!(cutting_off_the_end_shows, |world: World| async move {
    let stage = Stage::new(world).await;
    write(&stage, &stage.owner, 9).await;
    stage.run("DELETE FROM activity WHERE number > 8", []).await;
    assert_eq!(damage(&stage).await, Some((9, Damage::Removed)));
    // Also when the end is moved back to hide it: its hash is that of the entry cut off.
    stage.run("UPDATE activity_heads SET number = 8", []).await;
    assert_eq!(damage(&stage).await, Some((8, Damage::Changed)));
    stage.run("DELETE FROM activity_heads", []).await;
    assert_eq!(damage(&stage).await, Some((1, Damage::Removed)));
});

on_both!(inserting_an_entry_shows, |world: World| async move {
    let stage = Stage::new(world).await;
    write(&stage, &stage.owner, 4).await;
    let copy = "INSERT INTO activity SELECT account_id, $1, at, actor_user_id, actor_name, actor_email, \
                subject_contact_id, subject_name, subject_email, kind, event, address, hash FROM activity WHERE number = 5";
    stage.run(copy, [6_i64.into()]).await;
    assert_eq!(damage(&stage).await, Some((6, Damage::Inserted)));
    stage.run("UPDATE activity_heads SET number = 6", []).await;
    assert_eq!(damage(&stage).await, Some((6, Damage::Changed)));
    stage.run("DELETE FROM activity WHERE number = 6", []).await;
    stage.run("UPDATE activity_heads SET number = 5", []).await;
    stage.run(copy, [0_i64.into()]).await;
    assert!(damage(&stage).await.is_some(), "one before the first");
});

on_both!(writers_at_once_keep_the_chain, |world: World| async move {
    let stage = Stage::new(world).await;
    tokio::join!(
        write(&stage, &stage.owner, 20),
        write(&stage, &stage.owner, 20),
        write(&stage, &stage.owner, 20),
        write(&stage, &stage.owner, 20),
    );
    let report = verify(&stage).await;
    assert_eq!((report.entries, report.is_whole()), (81, true), "{report:?}");
});

on_both!(pages_go_back_to_the_first_entry, |world: World| async move {
    let stage = Stage::new(world).await;
    write(&stage, &stage.owner, 119).await;
    let first = read(&stage, &stage.owner, Query::default()).await;
    assert_eq!((first.entries.len(), first.entries[0].number, first.older), (50, 120, Some(71)));
    assert!(!first.own_only);
    let second = read(&stage, &stage.owner, Query { before: first.older, ..Query::default() }).await;
    assert_eq!((second.entries.len(), second.entries[0].number, second.older), (50, 70, Some(21)));
    let third = read(&stage, &stage.owner, Query { before: second.older, ..Query::default() }).await;
    assert_eq!((third.entries.len(), third.entries.last().unwrap().number, third.older), (20, 1, None));
    assert_eq!(third.entries.last().unwrap().event, Event::AccountCreated);
    assert_eq!(third.entries.last().unwrap().actor, None, "the system itself");
    assert_eq!(third.entries[0].from.as_deref(), Some("192.0.2.7"));
});

on_both!(filters_by_person_and_kind, |world: World| async move {
    let stage = Stage::new(world).await;
    stage.add(&contact("Noor@home.test")).await;
    let (_, kai) = stage.member("kai@zones.test", &[Permission::Contacts]).await;
    write(&stage, &kai, 3).await;
    let by = |person: &str, kind: Option<Kind>| Query { person: Some(person.to_owned()), kind, before: None };
    let of_kai = read(&stage, &stage.owner, by(" KAI@zones.test", None)).await;
    let numbers: Vec<i64> = of_kai.entries.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, [7, 6, 5, 4, 3], "did and concerned, newest first");
    assert_eq!(read(&stage, &stage.owner, by("kai@zones.test", Some(Kind::SignIn))).await.entries.len(), 3);
    assert_eq!(read(&stage, &stage.owner, by("noor@home.test", Some(Kind::SignIn))).await.entries.len(), 0);
    let contacts = read(&stage, &stage.owner, Query { kind: Some(Kind::Contacts), ..Query::default() }).await;
    assert_eq!(contacts.entries.len(), 2);
    let people: Vec<&str> = contacts.people.iter().map(|person| person.email.as_str()).collect();
    assert_eq!(people, [OWNER, "Noor@home.test", "kai@zones.test"]);
});

on_both!(without_the_permission_one_sees_only_ones_own, |world: World| async move {
    let stage = Stage::new(world).await;
    stage.add(&contact("noor@home.test")).await;
    let (_, kai) = stage.member("kai@zones.test", &[Permission::Contacts]).await;
    write(&stage, &kai, 1).await;
    let asked = Query { person: Some(OWNER.to_owned()), ..Query::default() };
    let page = read(&stage, &kai, asked).await;
    assert!(page.own_only && page.people.is_empty());
    assert_eq!(page.entries.iter().map(|entry| entry.number).collect::<Vec<_>>(), [5, 4, 3]);
    let from: Vec<_> = page.entries.iter().map(|entry| entry.from.as_deref()).collect();
    assert_eq!(from, [Some("192.0.2.7"), None, None], "their own network address, not the owner's");
    let (_, auditor) = stage.member("ada@audit.test", &[Permission::Activity]).await;
    assert_eq!(read(&stage, &auditor, Query::default()).await.entries.len(), 7);
});

on_both!(who_may_not_see_the_contacts_filters_by_whom_they_read_of, |world: World| async move {
    let stage = Stage::new(world).await;
    stage.add(&contact("noor@home.test")).await;
    let (kai_id, kai) = stage.member("kai@zones.test", &[Permission::Contacts]).await;
    let (auditor_id, _) = stage.member("ada@audit.test", &[Permission::Activity]).await;
    write(&stage, &kai, 1).await;
    // Of Noor nothing is told; Kai has another name now.
    stage.run("DELETE FROM activity WHERE subject_email = 'noor@home.test'", []).await;
    stage.run("UPDATE contacts SET first_name = 'Kim' WHERE id = $1", [kai_id.0.into()]).await;
    let people = async |stage: &Stage| {
        let auditor = stage.actor("ada@audit.test").await.unwrap();
        let page = read(stage, &auditor, Query::default()).await;
        assert!(!page.own_only);
        page.people.into_iter().map(|one| format!("{} {}", one.name, one.email)).collect::<Vec<_>>()
    };
    let (ada, kai_then, nora) =
        ("ada Test ada@audit.test", "kai Test kai@zones.test", "Nora North owner@northwind.test");
    assert_eq!(people(&stage).await, [ada, kai_then, nora]);

    // Limited: not whoever occurs only in entries about what lies outside.
    let inside = stage.service("nw-app-01").await;
    stage.service("shop.northwind.test").await;
    let noted = async |service: &str, name: &str| {
        let mut author = stage.owner.author();
        (author.user, author.name, author.email) = (None, name.to_owned(), format!("{name}@else.test"));
        let tx = stage.world.backend.db.write().await.unwrap();
        let event = Event::ServicePasswordShown { service: service.to_owned() };
        activity::record(&tx, stage.account, &author, None, &event, stage.world.backend.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    };
    noted("shop.northwind.test", "mia").await;
    noted("nw-app-01", "max").await;
    assert_eq!(people(&stage).await, [ada, kai_then, "max max@else.test", "mia mia@else.test", nora]);
    stage
        .run("UPDATE memberships SET limited = TRUE WHERE contact_id = $1", [auditor_id.0.into()])
        .await;
    let scope = "INSERT INTO membership_scope (account_id, contact_id, subject_kind, subject_id) \
                 VALUES ($1, $2, 'service', $3)";
    stage.run(scope, [stage.account.0.into(), auditor_id.0.into(), inside.0.into()]).await;
    assert_eq!(people(&stage).await, [ada, kai_then, "max max@else.test", nora]);

    // Whoever manages contacts sees them anyway.
    let everyone = read(&stage, &stage.owner, Query::default()).await.people;
    assert!(everyone.iter().any(|one| one.email == "noor@home.test"), "{everyone:?}");
});

on_both!(deleting_a_contact_leaves_the_log_readable, |world: World| async move {
    let stage = Stage::new(world).await;
    let id = stage.add(&login("sam@codeworks.test", &[Permission::Products])).await;
    stage.accept("sam@codeworks.test").await;
    write(&stage, &stage.actor("sam@codeworks.test").await.unwrap(), 1).await;
    stage.delete(&stage.owner, id).await.unwrap();
    let page = read(&stage, &stage.owner, Query::default()).await;
    assert_eq!(page.entries.len(), 6);
    assert_eq!(page.entries[0].subject.as_ref().unwrap().name, "sam Test");
    let sam = Query { person: Some("sam@codeworks.test".to_owned()), ..Query::default() };
    assert_eq!(read(&stage, &stage.owner, sam).await.entries.len(), 5);
    assert!(verify(&stage).await.is_whole());
});

on_both!(another_account_sees_nothing_of_it, |world: World| async move {
    let stage = Stage::new(world).await;
    write(&stage, &stage.owner, 5).await;
    let other = account(&stage.world, "else@fabrikam.test").await;
    let stranger = crate::stage::actor(&stage.world, &stage.raw, "else@fabrikam.test", Some(other)).await.unwrap();
    let page = read(&stage, &stranger, Query { person: Some(OWNER.to_owned()), ..Query::default() }).await;
    assert!(page.entries.is_empty());
});
