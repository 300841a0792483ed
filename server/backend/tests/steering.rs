//! What the operator does with letters while workers and other operators work on the same ones. Where it matters which of
//! two comes first, one of them is a transaction that is held open: on SQLite the other waits for it anyway.

use std::time::Duration;

use backend::{
    Backend,
    announcements::{AnnouncementState, Audience, cancel, create, get, pause, queue_some, read, resume},
    outbox::{Which, discard, drain, letters, retry},
};
use domain::Timestamp;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::{
    behind::Behind,
    letters::{post, states, with_smtp},
    on_both,
    smtp::Sink,
    stage::{Stage, system},
    world::World,
};

/// A claim of a worker that is alive.
fn claim(backend: &Backend, which: &str) -> String {
    let until = backend.now().plus(Timestamp::MINUTE).0;
    format!("UPDATE outbox SET lease_until = {until}, leased_by = id WHERE {which}")
}

const SENT: &str = "UPDATE outbox SET state = 'sent', done_at = 1, lease_until = NULL, leased_by = NULL";

/// Lets somebody begin who then has to wait for a transaction.
async fn begins<T: Send + 'static>(what: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
    let task = tokio::spawn(what);
    tokio::time::sleep(Duration::from_millis(300)).await;
    task
}

/// An announcement to one account, queued and in that state, with its letter in that one.
async fn announcement(stage: &Stage, going: &str, letter: &str) -> Uuid {
    let backend = &stage.world.backend;
    let texts = read("[en]\nSubject: Open on Saturdays\n\nFrom 1 April.\n").unwrap();
    let id = create(backend, &system(), &texts, &Audience::All, 0).await.unwrap().unwrap();
    while queue_some(backend, &system(), id).await.unwrap().state == AnnouncementState::Queueing {}
    stage.run("UPDATE announcements SET state = $1", [going.into()]).await;
    stage.run("UPDATE outbox SET state = $1", [letter.into()]).await;
    id
}

on_both!(a_letter_that_was_sent_meanwhile_is_not_tried_again, |world: World| async move {
    let backend = world.backend.clone();
    post(&backend, "ada@north.test").await;
    let id = letters(&backend, &system(), None, None, 1).await.unwrap()[0].id;
    for command in ["retry", "discard"] {
        let behind = Behind::of(&world).await;
        // Its worker was believed dead.
        behind.run("UPDATE outbox SET state = 'queued', lease_until = 1, leased_by = id").await;
        let sending = behind.begun(SENT).await;
        let here = backend.clone();
        let operator = begins(async move {
            match command {
                "retry" => retry(&here, &system(), Which::One(id)).await.unwrap(),
                _ => discard(&here, &system(), Which::One(id)).await.unwrap(),
            }
        })
        .await;
        sending.commit().await.unwrap();
        assert_eq!(operator.await.unwrap(), 0, "{command}");
        assert_eq!(states(&world).await, ["sent"], "{command}");
    }
});

on_both!(a_letter_that_is_claimed_meanwhile_is_left_alone, |world: World| async move {
    let backend = world.backend.clone();
    post(&backend, "ada@north.test").await;
    let id = letters(&backend, &system(), None, None, 1).await.unwrap()[0].id;
    let claiming = Behind::of(&world).await.begun(&claim(&backend, "state = 'queued'")).await;
    let here = backend.clone();
    let operator = begins(async move { discard(&here, &system(), Which::One(id)).await.unwrap() }).await;
    claiming.commit().await.unwrap();
    assert_eq!(operator.await.unwrap(), 0);
    assert_eq!(states(&world).await, ["queued"]);
});

on_both!(who_resumes_second_does_not_queue_again_what_has_left, |world: World| async move {
    let stage = Stage::new(world).await;
    let backend = stage.world.backend.clone();
    let id = announcement(&stage, "sending", "held").await;
    let first = Behind::of(&stage.world).await.begun(SENT).await;
    let here = backend.clone();
    let second = begins(async move { resume(&here, &system(), id).await.unwrap() }).await;
    first.commit().await.unwrap();
    second.await.unwrap();
    assert_eq!(states(&stage.world).await, ["sent"]);
});

on_both!(calling_back_leaves_alone_what_is_being_sent, |world: World| async move {
    let stage = Stage::new(world).await;
    let backend = stage.world.backend.clone();
    let id = announcement(&stage, "sending", "queued").await;
    let claiming = Behind::of(&stage.world).await.begun(&claim(&backend, "state = 'queued'")).await;
    let here = backend.clone();
    let operator = begins(async move { cancel(&here, &system(), id).await.unwrap() }).await;
    claiming.commit().await.unwrap();
    assert_eq!(operator.await.unwrap(), 0);
    assert_eq!(states(&stage.world).await, ["queued"], "as its worker will find it");
});

on_both!(a_worker_waits_to_know_whether_an_announcement_goes_on, |world: World| async move {
    let stage = Stage::new(world).await;
    let backend = stage.world.backend.clone();
    announcement(&stage, "paused", "queued").await;
    let resuming = Behind::of(&stage.world).await.begun("UPDATE announcements SET state = 'sending'").await;
    let here = backend.clone();
    let worker = begins(async move { drain(&here).await.unwrap() }).await;
    resuming.commit().await.unwrap();
    assert_eq!(worker.await.unwrap(), 1, "it is not held after it was resumed");
    assert_eq!(states(&stage.world).await, ["sent"]);
});

on_both!(pausing_and_resuming_under_way_loses_and_doubles_nothing, |world: World| async move {
    let stage = Stage::new(world).await;
    for number in 0..40 {
        let emails = [domain::Category::General].into_iter().collect();
        let form = domain::ContactForm { emails, ..crate::stage::contact(&format!("person{number:02}@many.test")) };
        stage.add(&form).await;
    }
    stage.forget_mail().await;
    let sink = Sink::start().await;
    let here = with_smtp(&stage.world, sink.url());
    let there = Backend { db: backend::Db::connect(&stage.world.url).await.unwrap(), ..here.clone() };
    let id = announcement(&stage, "paused", "held").await;
    let work = |backend: Backend| async move {
        for _ in 0..30 {
            drain(&backend).await.unwrap();
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let steer = |backend: Backend| async move {
        for _ in 0..15 {
            resume(&backend, &system(), id).await.unwrap();
            tokio::time::sleep(Duration::from_millis(3)).await;
            pause(&backend, &system(), id).await.unwrap();
        }
        resume(&backend, &system(), id).await.unwrap();
    };
    tokio::join!(work(here.clone()), work(there.clone()), steer(here.clone()), steer(there));
    resume(&here, &system(), id).await.unwrap();
    drain(&here).await.unwrap();
    let found = get(&here, &system(), id).await.unwrap().unwrap();
    assert_eq!(found.letters.into_iter().collect::<Vec<_>>(), [("sent".to_owned(), 41)]);
    let mut to = sink.recipients();
    to.dedup();
    assert_eq!((sink.received().len(), to.len()), (41, 41));
});
