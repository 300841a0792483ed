//! One email to many accounts: queued in steps, at a rate, paused, resumed, called back.

use std::collections::BTreeSet;

use backend::{
    Backend, Settings,
    announcements::{AnnouncementState, Audience, Unknown, cancel, create, get, list, pause, queue_some, read, resume},
    mail::mailbox,
    outbox::drain,
    set_up::{NewAccount, create_account},
};
use domain::{AccountId, Category, ContactForm, Locale, Timestamp, contact_form::PersonalDetails};
use uuid::Uuid;

use crate::{
    behind::Behind,
    letters::{address, set_up, with_smtp},
    on_both,
    smtp::{Act, At, Sink},
    stage::{OWNER, Stage, contact, system},
    world::World,
};

const TEXT: &str =
    "[en]\nSubject: Open on Saturdays\n\nFrom 1 April.\n\n[nb]\nSubject: Åpent på lørdager\n\nFra 1. april.\n";

/// Accounts whose owners are `owner000@many.test` and so on; every other one reads Bokmål.
async fn accounts(world: &World, count: usize) -> Vec<AccountId> {
    let mut ids = Vec::new();
    for number in 0..count {
        let new = NewAccount {
            email: address(&format!("owner{number:03}@many.test")),
            password: None,
            details: PersonalDetails { company: format!("Company {number}"), ..PersonalDetails::default() },
            locale: if number % 2 == 0 { Locale::English } else { Locale::Bokmal },
            time_zone: "UTC".into(),
        };
        ids.push(create_account(&world.backend, &system(), new).await.unwrap());
    }
    Behind::of(world).await.run("DELETE FROM outbox").await;
    ids
}

async fn begin(backend: &Backend, audience: &Audience, per_minute: u32) -> Uuid {
    create(backend, &system(), &read(TEXT).unwrap(), audience, per_minute).await.unwrap().unwrap()
}

/// Queues to the end. Returns how many steps it took.
async fn queue_all(backend: &Backend, id: Uuid) -> usize {
    for step in 1.. {
        if queue_some(backend, &system(), id).await.unwrap().state != AnnouncementState::Queueing {
            return step;
        }
    }
    unreachable!()
}

/// How many of the letters are in which state.
async fn standing(backend: &Backend, id: Uuid) -> Vec<(String, u64)> {
    let found = get(backend, &system(), id).await.unwrap().unwrap();
    let mut states: Vec<_> = found.letters.into_iter().collect();
    states.sort();
    states
}

fn states<const N: usize>(expected: [(&str, u64); N]) -> Vec<(String, u64)> {
    expected.map(|(state, count)| (state.to_owned(), count)).to_vec()
}

on_both!(everybody_gets_one_in_their_language, |world: World| async move {
    accounts(&world, 250).await;
    let backend = &world.backend;
    let id = begin(backend, &Audience::All, 0).await;
    assert_eq!(queue_all(backend, id).await, 4, "steps of a hundred, and one that finds the end");
    assert_eq!(queue_all(backend, id).await, 1, "once more queues nothing more");
    assert_eq!(drain(backend).await.unwrap(), 250);
    let behind = Behind::of(&world).await;
    let twice = "SELECT recipient FROM mailbox GROUP BY recipient HAVING COUNT(*) > 1";
    assert!(behind.texts(twice).await.is_empty());
    for (to, subject) in [("owner000@many.test", "Open on Saturdays"), ("owner001@many.test", "Åpent på lørdager")] {
        let mails = mailbox::list(&backend.db, Some(to)).await.unwrap();
        assert_eq!(mails[0].subject, subject);
        let text = if subject.starts_with('O') { "From 1 April." } else { "Fra 1. april." };
        assert!(mails[0].text.contains(text), "{}", mails[0].text);
    }
    assert_eq!(standing(backend, id).await, states([("sent", 250)]));
    assert_eq!(
        behind.number("SELECT COUNT(*) FROM emails WHERE category = 'general'").await,
        250,
        "in each history"
    );
});

on_both!(it_is_routed_like_any_general_email, |world: World| async move {
    let stage = Stage::new(world).await;
    let backend = &stage.world.backend;
    for (email, ticked) in [("noor@home.test", true), ("ines@ledger.test", false), ("gone@home.test", true)] {
        let emails = ticked.then_some(Category::General).into_iter().collect();
        stage.add(&ContactForm { emails, ..contact(email) }).await;
    }
    stage.run("UPDATE contacts SET bounced_at = 1 WHERE email = 'gone@home.test'", []).await;
    stage.forget_mail().await;
    let id = begin(backend, &Audience::These(BTreeSet::from([stage.account])), 0).await;
    queue_all(backend, id).await;
    let expected = ["noor@home.test: business".to_owned(), format!("{OWNER}: business")];
    assert_eq!(stage.mail().await, expected);
    // An owner who opted out gets it when nobody else would.
    stage.run("DELETE FROM account_owner_categories WHERE category = 'general'", []).await;
    stage.run("DELETE FROM contact_categories", []).await;
    stage.forget_mail().await;
    let id = begin(backend, &Audience::These(BTreeSet::from([stage.account])), 0).await;
    queue_all(backend, id).await;
    assert_eq!(stage.mail().await, [format!("{OWNER}: business")]);
});

on_both!(only_accounts_that_there_are, |world: World| async move {
    let ids = accounts(&world, 3).await;
    let backend = &world.backend;
    let nobody = AccountId(Uuid::from_u128(7));
    let audience = Audience::These(BTreeSet::from([ids[1], nobody]));
    let refused = create(backend, &system(), &read(TEXT).unwrap(), &audience, 0).await.unwrap();
    assert_eq!(refused, Err(Unknown(vec![nobody])));
    let id = begin(backend, &Audience::These(BTreeSet::from([ids[0], ids[2]])), 0).await;
    queue_all(backend, id).await;
    assert_eq!(drain(backend).await.unwrap(), 2);
    assert!(mailbox::list(&backend.db, Some("owner001@many.test")).await.unwrap().is_empty());
});

on_both!(a_killed_queueing_goes_on_where_it_stopped, |world: World| async move {
    accounts(&world, 250).await;
    let backend = &world.backend;
    let id = begin(backend, &Audience::All, 0).await;
    let progress = queue_some(backend, &system(), id).await.unwrap();
    assert_eq!((progress.accounts_done, progress.accounts, progress.letters), (100, 250, 100));
    // Killed in the middle of the next step: it leaves nothing.
    let operator = system();
    let dying = queue_some(backend, &operator, id);
    tokio::select! {
        biased;
        () = tokio::task::yield_now() => {}
        _ = dying => {}
    }
    resume(backend, &system(), id).await.unwrap();
    // Two who go on at once take turns.
    let there = Backend { db: backend::Db::connect(&world.url).await.unwrap(), ..backend.clone() };
    tokio::join!(queue_all(backend, id), queue_all(&there, id));
    assert_eq!(standing(backend, id).await, states([("queued", 250)]));
    assert_eq!(Behind::of(&world).await.number("SELECT COUNT(DISTINCT recipient) FROM outbox").await, 250);
});

on_both!(it_leaves_at_its_rate_and_other_mail_passes_it, |world: World| async move {
    accounts(&world, 30).await;
    let sink = Sink::start().await;
    let backend = set_up(&world, Settings { smtp_url: Some(sink.url()), ..Settings::default() });
    // One a second.
    let id = begin(&backend, &Audience::All, 60).await;
    queue_all(&backend, id).await;
    let mut sent = 0;
    for second in 0..10 {
        sent += drain(&backend).await.unwrap();
        assert_eq!(sent, second + 1);
        world.clock.advance(Timestamp::SECOND);
    }
    crate::letters::post(&backend, "reset@many.test").await;
    drain(&backend).await.unwrap();
    assert!(sink.recipients().contains(&"reset@many.test".to_owned()));
    world.clock.advance(Timestamp::HOUR);
    // After an hour's downtime it does not rush.
    assert!(drain(&backend).await.unwrap() <= 2);
});

on_both!(paused_nothing_leaves_and_resumed_everything_does, |world: World| async move {
    accounts(&world, 40).await;
    let sink = Sink::start().await;
    let backend = set_up(&world, Settings { smtp_url: Some(sink.url()), ..Settings::default() });
    let id = begin(&backend, &Audience::All, 600).await;
    queue_all(&backend, id).await;
    let first = drain(&backend).await.unwrap();
    assert!((1..40).contains(&first), "{first}");
    let paused = pause(&backend, &system(), id).await.unwrap();
    assert_eq!(paused.state, AnnouncementState::Paused);
    for _ in 0..10 {
        world.clock.advance(Timestamp::MINUTE);
        assert_eq!(drain(&backend).await.unwrap(), 0);
    }
    assert_eq!(standing(&backend, id).await, states([("held", 40 - first as u64), ("sent", first as u64)]));
    assert_eq!(queue_some(&backend, &system(), id).await.unwrap().state, AnnouncementState::Paused);
    resume(&backend, &system(), id).await.unwrap();
    let at_once = drain(&backend).await.unwrap();
    assert!(at_once <= 12, "{at_once}: still at its rate");
    for _ in 0..10 {
        world.clock.advance(Timestamp::SECOND);
        drain(&backend).await.unwrap();
    }
    let mut to = sink.recipients();
    to.dedup();
    assert_eq!((sink.received().len(), to.len()), (40, 40));
});

on_both!(called_back_the_rest_does_not_leave, |world: World| async move {
    accounts(&world, 20).await;
    let sink = Sink::start().await;
    let backend = set_up(&world, Settings { smtp_url: Some(sink.url()), ..Settings::default() });
    let id = begin(&backend, &Audience::All, 60).await;
    queue_all(&backend, id).await;
    assert_eq!(drain(&backend).await.unwrap(), 1);
    assert_eq!(cancel(&backend, &system(), id).await.unwrap(), 19);
    world.clock.advance(Timestamp::HOUR);
    assert_eq!(drain(&backend).await.unwrap(), 0);
    let resumed = resume(&backend, &system(), id).await.unwrap();
    assert_eq!(resumed.state, AnnouncementState::Cancelled, "that is the end of it");
    assert_eq!(drain(&backend).await.unwrap(), 0);
    assert_eq!(standing(&backend, id).await, states([("dropped", 19), ("sent", 1)]));
    let history = Behind::of(&world).await.number("SELECT COUNT(*) FROM emails").await;
    assert_eq!(history, 1, "the others never got it");
    let listed = list(&backend, &system()).await.unwrap();
    assert_eq!((listed.len(), listed[0].subject.as_str(), listed[0].waiting()), (1, "Open on Saturdays", 0));
});

on_both!(what_a_dead_worker_held_goes_on_after_a_pause_or_is_called_back, |world: World| async move {
    accounts(&world, 3).await;
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    let behind = Behind::of(&world).await;
    // Held without a claim, and as an earlier version left it.
    for claims in ["UPDATE outbox SET attempts = attempts", "UPDATE outbox SET lease_until = 1 WHERE state = 'held'"] {
        let id = begin(&backend, &Audience::All, 0).await;
        queue_all(&backend, id).await;
        // Killed after it claimed them.
        let lease = backend.now().plus(Timestamp::MINUTE).0;
        let sql = format!("UPDATE outbox SET lease_until = {lease}, leased_by = account_id WHERE state = 'queued'");
        assert_eq!(behind.run(&sql).await, 3);
        pause(&backend, &system(), id).await.unwrap();
        world.clock.advance(2 * Timestamp::MINUTE);
        assert_eq!(drain(&backend).await.unwrap(), 0);
        assert_eq!(standing(&backend, id).await, states([("held", 3)]));
        behind.run(claims).await;
        resume(&backend, &system(), id).await.unwrap();
        assert_eq!(drain(&backend).await.unwrap(), 3, "{claims}");
    }
    let id = begin(&backend, &Audience::All, 0).await;
    queue_all(&backend, id).await;
    behind.run("UPDATE outbox SET lease_until = 1, leased_by = account_id WHERE state = 'queued'").await;
    assert_eq!(cancel(&backend, &system(), id).await.unwrap(), 3);
});

on_both!(a_pause_does_not_wear_out_the_attempts, |world: World| async move {
    accounts(&world, 1).await;
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    sink.plan(At::Content, [Act::Say("451 later"), Act::Say("451 later")]);
    let id = begin(&backend, &Audience::All, 0).await;
    queue_all(&backend, id).await;
    assert_eq!(drain(&backend).await.unwrap(), 0);
    pause(&backend, &system(), id).await.unwrap();
    for _ in 0..2 {
        world.clock.advance(25 * Timestamp::HOUR);
        assert_eq!(drain(&backend).await.unwrap(), 0);
    }
    resume(&backend, &system(), id).await.unwrap();
    assert_eq!(drain(&backend).await.unwrap(), 0);
    assert_eq!(standing(&backend, id).await, states([("queued", 1)]), "it has two days again");
    world.clock.advance(Timestamp::MINUTE);
    assert_eq!(drain(&backend).await.unwrap(), 1);
});
