//! Letters that were settled long ago go; what waits, what is fresh, and what people see of it stays.

use std::collections::BTreeSet;

use backend::{
    Backend, Settings,
    announcements::{AnnouncementState, Audience, cancel, create, get, pause, queue_some, read, resume},
    mail::{events, samples},
    outbox::{drain, forget_some},
};
use domain::{Timestamp, business_event::EventKind};

use crate::{
    behind::Behind,
    letters::{post, set_up, states},
    on_both,
    stage::{Stage, system},
    world::World,
};

const DAY: i64 = Timestamp::DAY;

/// The same backend, which keeps letters for so many days.
fn keeping(world: &World, days: u32) -> Backend {
    set_up(world, Settings { mail_keep_days: days, ..Settings::default() })
}

on_both!(settled_letters_go_and_the_history_stays, |world: World| async move {
    let stage = Stage::new(world).await;
    let world = &stage.world;
    let backend = keeping(world, 90);
    let event = samples::event(EventKind::OrderReceived).unwrap();
    events::post(&backend, &system(), stage.account, None, event).await.unwrap().unwrap();
    for number in 0..5 {
        post(&backend, &format!("person{number}@north.test")).await;
    }
    assert_eq!(drain(&backend).await.unwrap(), 6);
    for (number, state) in ["dropped", "failed", "queued", "held"].into_iter().enumerate() {
        let sql = format!("UPDATE outbox SET state = '{state}' WHERE recipient = 'person{number}@north.test'");
        stage.run(&sql, []).await;
    }
    world.clock.advance(90 * DAY);
    assert_eq!(forget_some(&backend, &system()).await.unwrap(), 0, "to the day");
    world.clock.advance(1);
    post(&backend, "fresh@north.test").await;
    stage
        .run("UPDATE outbox SET state = 'sent', done_at = created_at WHERE recipient LIKE 'fresh%'", [])
        .await;
    // Settled late: it waited until yesterday.
    let yesterday = world.backend.now().plus(-DAY).0;
    stage
        .run("UPDATE outbox SET done_at = $1 WHERE recipient LIKE 'person4%'", [yesterday.into()])
        .await;
    assert_eq!(forget_some(&keeping(world, 0), &system()).await.unwrap(), 0, "for ever");
    assert_eq!(forget_some(&backend, &system()).await.unwrap(), 3);
    assert_eq!(states(world).await, ["held", "queued", "sent", "sent"]);
    assert_eq!(stage.texts("SELECT category, subject FROM emails", []).await.len(), 1);
});

on_both!(many_go_in_steps_and_two_nodes_do_not_disturb_each_other, |world: World| async move {
    let backend = keeping(&world, 1);
    for number in 0..450 {
        post(&backend, &format!("person{number}@north.test")).await;
    }
    let behind = Behind::of(&world).await;
    behind.run("UPDATE outbox SET state = 'sent', done_at = created_at").await;
    world.clock.advance(2 * DAY);
    let there = Backend { db: backend::Db::connect(&world.url).await.unwrap(), ..backend.clone() };
    let right = system();
    let (a, b) = tokio::join!(forget_some(&backend, &right), forget_some(&there, &right));
    assert_eq!(a.unwrap() + b.unwrap(), 450);
    assert_eq!(behind.number("SELECT COUNT(*) FROM outbox").await, 0);
});

on_both!(of_an_announcement_the_numbers_stay, |world: World| async move {
    let stage = Stage::new(world).await;
    let backend = keeping(&stage.world, 90);
    let texts = read("[en]\nSubject: Hello\n\nHello.\n").unwrap();
    let audience = Audience::These(BTreeSet::from([stage.account]));
    let mut ids = Vec::new();
    for _ in 0..2 {
        let id = create(&backend, &system(), &texts, &audience, 0).await.unwrap().unwrap();
        while queue_some(&backend, &system(), id).await.unwrap().state == AnnouncementState::Queueing {}
        ids.push(id);
    }
    assert_eq!(drain(&backend).await.unwrap(), 2);
    // Of the second, something waits still.
    let more =
        stage.run("UPDATE outbox SET state = 'held', done_at = NULL WHERE announcement_id = $1", [ids[1].into()]);
    assert_eq!(more.await, 1);
    let sql = "INSERT INTO outbox (id, account_id, event, recipient, recipient_name, reasons, locale, state, attempts, \
               next_at, last_error, created_at, done_at, email_id, announcement_id) \
               SELECT $1, account_id, event, recipient, recipient_name, reasons, locale, 'sent', attempts, next_at, \
               last_error, created_at, created_at, email_id, announcement_id FROM outbox WHERE announcement_id = $2";
    stage.run(sql, [uuid::Uuid::now_v7().into(), ids[1].into()]).await;
    pause(&backend, &system(), ids[1]).await.unwrap();
    stage.world.clock.advance(91 * DAY);
    assert_eq!(forget_some(&backend, &system()).await.unwrap(), 1, "of the first alone");
    let sent = async |index: usize| {
        let found = get(&backend, &system(), ids[index]).await.unwrap().unwrap();
        (found.letters.get("sent").copied(), found.waiting())
    };
    assert_eq!((sent(0).await, sent(1).await), ((Some(1), 0), (Some(1), 1)));
    // Called back: what has left stays in the history.
    assert_eq!(resume(&backend, &system(), ids[1]).await.unwrap().state, AnnouncementState::Sending);
    assert_eq!(cancel(&backend, &system(), ids[1]).await.unwrap(), 1);
    let history = stage.texts("SELECT category, subject FROM emails", []).await;
    assert_eq!(history.len(), 2, "{history:?}");
    assert_eq!(forget_some(&backend, &system()).await.unwrap(), 1, "what was dropped just now is fresh");
    assert_eq!(sent(1).await, (Some(1), 0));
});
