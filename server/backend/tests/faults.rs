//! A worker that dies, at every step of a delivery: each email arrives, and only one that died between the server's
//! answer and the record of it arrives twice.

use std::{sync::Arc, time::Duration};

use backend::{
    Backend,
    mail::{events, mailbox, samples},
    outbox::{Probe, Step, Worker, drain},
};
use domain::{Timestamp, business_event::EventKind};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{
    behind::Behind,
    letters::{post, states, with_smtp},
    on_both,
    smtp::{Act, At, Sink},
    stage::{Stage, system},
    world::World,
};

/// A worker that stops for ever when its first email comes to that step, and is killed there.
async fn die_at(backend: &Backend, step: Step) {
    let reached = Arc::new(Notify::new());
    let there = reached.clone();
    let probe = Probe::new(move |now, _| {
        let there = there.clone();
        async move {
            if now == step {
                there.notify_one();
                std::future::pending::<()>().await;
            }
        }
    });
    let worker = Worker::new(backend.clone()).unwrap().watched(probe);
    let worker = tokio::spawn(worker.run(CancellationToken::new()));
    reached.notified().await;
    worker.abort();
    let _ = worker.await;
}

/// A worker that is killed when the conversation comes to that step.
async fn die_talking(backend: &Backend, sink: &Sink, at: At, act: Act) {
    sink.plan(at, [act]);
    let before = sink.reached(at);
    let worker = tokio::spawn(Worker::new(backend.clone()).unwrap().run(CancellationToken::new()));
    sink.saw(at, before + 1).await;
    if act == Act::TakeAndHang {
        sink.took(1).await;
    }
    worker.abort();
    let _ = worker.await;
}

/// The claim holds for a while; afterwards the next worker delivers, once.
async fn another_takes_over(world: &World, backend: &Backend, sent: usize) {
    assert_eq!(drain(backend).await.unwrap(), 0, "the claim still holds");
    world.clock.advance(13 * Timestamp::MINUTE);
    assert_eq!(drain(backend).await.unwrap(), sent);
    assert_eq!(drain(backend).await.unwrap(), 0);
    assert_eq!(states(world).await, ["sent"]);
}

on_both!(death_before_the_server_s_answer_sends_once, |world: World| async move {
    for step in [Step::Claimed, Step::Rendered] {
        let sink = Sink::start().await;
        let backend = with_smtp(&world, sink.url());
        post(&backend, "ada@north.test").await;
        die_at(&backend, step).await;
        assert!(sink.received().is_empty());
        another_takes_over(&world, &backend, 1).await;
        assert_eq!(sink.recipients(), ["ada@north.test"], "{step:?}");
        Behind::of(&world).await.run("DELETE FROM outbox").await;
    }
});

on_both!(death_in_the_conversation_sends_once, |world: World| async move {
    for at in [At::Greeting, At::Hello, At::SignIn, At::Sender, At::Recipient, At::Data, At::Middle, At::Content] {
        let sink = Sink::start().await;
        let backend = with_smtp(&world, sink.url());
        post(&backend, "ada@north.test").await;
        die_talking(&backend, &sink, at, Act::Hang).await;
        assert!(sink.received().is_empty());
        another_takes_over(&world, &backend, 1).await;
        assert_eq!(sink.recipients(), ["ada@north.test"], "{at:?}");
        Behind::of(&world).await.run("DELETE FROM outbox").await;
    }
});

on_both!(death_between_answer_and_record_is_the_one_case_that_sends_twice, |world: World| async move {
    // Died with the answer in hand, or before it came.
    for answered in [true, false] {
        let sink = Sink::start().await;
        let backend = with_smtp(&world, sink.url());
        post(&backend, "ada@north.test").await;
        if answered {
            die_at(&backend, Step::Answered).await;
        } else {
            die_talking(&backend, &sink, At::Content, Act::TakeAndHang).await;
        }
        assert_eq!(sink.received().len(), 1);
        another_takes_over(&world, &backend, 1).await;
        // A mail system can tell that it has it already.
        let ids: Vec<String> = sink.received().iter().map(|mail| message_id(&mail.data)).collect();
        assert_eq!((ids.len(), &ids[0]), (2, &ids[1]), "{answered}");
        Behind::of(&world).await.run("DELETE FROM outbox").await;
    }
});

on_both!(an_answer_that_gets_lost_sends_twice_too, |world: World| async move {
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    sink.plan(At::Content, [Act::TakeAndDrop]);
    post(&backend, "ada@north.test").await;
    assert_eq!(drain(&backend).await.unwrap(), 0, "nobody can know that it was taken");
    world.clock.advance(Timestamp::MINUTE);
    assert_eq!(drain(&backend).await.unwrap(), 1);
    let ids: Vec<String> = sink.received().iter().map(|mail| message_id(&mail.data)).collect();
    assert_eq!((ids.len(), &ids[0]), (2, &ids[1]));
});

on_both!(death_after_the_record_sends_once, |world: World| async move {
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    post(&backend, "ada@north.test").await;
    die_at(&backend, Step::Recorded).await;
    another_takes_over(&world, &backend, 0).await;
    assert_eq!(sink.recipients(), ["ada@north.test"]);
});

/// Delivers one email of which the server's answer is recorded only after `broken` did its work and `mended` undid it
/// some seconds later, and waits until it is settled.
async fn record_late(world: &World, backend: &Backend, broken: &str, mended: Option<(u64, &str)>) {
    let (answered, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (there, goes) = (answered.clone(), go.clone());
    let probe = Probe::new(move |now, _| {
        let (there, goes) = (there.clone(), goes.clone());
        async move {
            if now == Step::Answered {
                there.notify_one();
                goes.notified().await;
            }
        }
    });
    let stop = CancellationToken::new();
    let worker = Worker::new(backend.clone()).unwrap().watched(probe);
    let worker = tokio::spawn(worker.run(stop.clone()));
    answered.notified().await;
    let behind = Behind::of(world).await;
    behind.run(broken).await;
    go.notify_one();
    if let Some((seconds, mended)) = mended {
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        behind.run(mended).await;
    }
    // What is under way is finished before the end.
    stop.cancel();
    worker.await.unwrap();
}

on_both!(a_database_that_fails_after_the_answer_sends_nothing_twice, |world: World| async move {
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    post(&backend, "ada@north.test").await;
    let mended = (5, "ALTER TABLE outbox_away RENAME TO outbox");
    record_late(&world, &backend, "ALTER TABLE outbox RENAME TO outbox_away", Some(mended)).await;
    assert_eq!(states(&world).await, ["sent"]);
    world.clock.advance(Timestamp::HOUR);
    assert_eq!(drain(&backend).await.unwrap(), 0);
    assert_eq!(sink.recipients(), ["ada@north.test"]);
});

on_both!(what_cannot_follow_does_not_keep_an_email_from_being_sent_once, |world: World| async move {
    let stage = Stage::new(world).await;
    let sink = Sink::start().await;
    let backend = with_smtp(&stage.world, sink.url());
    let event = samples::event(EventKind::CardExpiring).unwrap();
    events::post(&backend, &system(), stage.account, None, event).await.unwrap().unwrap();
    // What an email said cannot be kept for the history, for ever.
    record_late(&stage.world, &backend, "ALTER TABLE email_bodies RENAME TO bodies_away", None).await;
    assert_eq!(states(&stage.world).await, ["sent"]);
    stage.world.clock.advance(Timestamp::HOUR);
    assert_eq!(drain(&backend).await.unwrap(), 0);
    assert_eq!(sink.received().len(), 1);
});

on_both!(kept_mail_is_kept_once_whatever_dies, |world: World| async move {
    let backend = &world.backend;
    post(backend, "ada@north.test").await;
    die_at(backend, Step::Claimed).await;
    another_takes_over(&world, backend, 1).await;
    assert_eq!(mailbox::list(&backend.db, None).await.unwrap().len(), 1);
});

on_both!(a_server_that_dies_and_comes_back_loses_nothing_and_gets_nothing_twice, |world: World| async move {
    let sink = Sink::start().await;
    let (port, backend) = (sink.port, with_smtp(&world, sink.url()));
    for number in 0..30 {
        post(&backend, &format!("person{number:02}@north.test")).await;
    }
    // It dies in the middle of the tenth, with four under way.
    sink.plan(At::Middle, [[Act::Wait(0); 9].as_slice(), &[Act::Drop; 4]].concat());
    let first = drain(&backend).await.unwrap();
    let mut taken = sink.recipients();
    assert_eq!(taken.len(), first);
    drop(sink);
    world.clock.advance(Timestamp::MINUTE);
    assert_eq!(drain(&backend).await.unwrap(), 0);
    let sink = Sink::on(port, crate::smtp::Security::None).await;
    for _ in 0..5 {
        world.clock.advance(5 * Timestamp::MINUTE);
        drain(&backend).await.unwrap();
    }
    taken.extend(sink.recipients());
    taken.sort_unstable();
    let expected: Vec<String> = (0..30).map(|number| format!("person{number:02}@north.test")).collect();
    assert_eq!(taken, expected);
});

on_both!(two_workers_at_once_never_send_twice, |world: World| async move {
    let sink = Sink::start().await;
    let here = with_smtp(&world, sink.url());
    let there = Backend { db: backend::Db::connect(&world.url).await.unwrap(), ..here.clone() };
    for round in 0..5 {
        for number in 0..20 {
            post(&here, &format!("person{number:02}@round{round}.test")).await;
        }
        let (a, b) = tokio::join!(drain(&here), drain(&there));
        assert_eq!(a.unwrap() + b.unwrap(), 20);
    }
    let mut to = sink.recipients();
    to.dedup();
    assert_eq!((sink.received().len(), to.len()), (100, 100));
});

fn message_id(data: &str) -> String {
    let line = data.lines().find(|line| line.starts_with("Message-ID:"));
    line.expect("a Message-ID").to_owned()
}
