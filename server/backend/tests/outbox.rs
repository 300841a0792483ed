//! Delivering: nothing lost, nothing twice, whatever the SMTP server and the processes do.

use std::time::Duration;

use backend::{
    Backend,
    mail::mailbox,
    outbox::{Worker, drain, queue},
};
use domain::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::{
    behind::Behind,
    letters::{letter, post, states, with_smtp},
    on_both,
    smtp::{Act, At, Security, Sink, authority},
    world::World,
};

on_both!(one_email_is_delivered_once, |world: World| async move {
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    post(&backend, "ada@north.test").await;
    assert_eq!(drain(&backend).await.unwrap(), 1);
    assert_eq!(drain(&backend).await.unwrap(), 0);
    let received = sink.received();
    assert_eq!(received.len(), 1);
    assert!(received[0].from.contains("<coterie@localhost.test>"), "{}", received[0].from);
    assert!(received[0].to[0].contains("<ada@north.test>"), "{}", received[0].to[0]);
    assert!(received[0].data.contains("Subject: Your access to Northwind has ended"), "{}", received[0].data);
    assert!(received[0].data.contains("Auto-Submitted: auto-generated"));
    assert_eq!(sink.sign_ins().len(), 1);
    assert_eq!(states(&world).await, ["sent"]);
});

on_both!(connections_are_kept_for_the_next_email, |world: World| async move {
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    for number in 0..12 {
        post(&backend, &format!("person{number}@north.test")).await;
    }
    assert_eq!(drain(&backend).await.unwrap(), 12);
    assert!(sink.connections() <= 4, "{}", sink.connections());
});

on_both!(a_server_that_is_down_loses_nothing, |world: World| async move {
    let sink = Sink::start().await;
    let (port, backend) = (sink.port, with_smtp(&world, sink.url()));
    drop(sink);
    for number in 0..5 {
        post(&backend, &format!("person{number}@north.test")).await;
    }
    // Down for an hour, looked after every minute.
    for _ in 0..60 {
        assert_eq!(drain(&backend).await.unwrap(), 0);
        world.clock.advance(Timestamp::MINUTE);
    }
    assert_eq!(states(&world).await, ["queued"; 5]);
    let sink = Sink::on(port, Security::None).await;
    let mut sent = 0;
    for _ in 0..60 {
        sent += drain(&backend).await.unwrap();
        world.clock.advance(Timestamp::MINUTE);
    }
    assert_eq!(sent, 5);
    let mut to: Vec<String> = sink.received().into_iter().map(|mail| mail.to[0].clone()).collect();
    to.sort_unstable();
    to.dedup();
    assert_eq!((sink.received().len(), to.len()), (5, 5));
    assert_eq!(states(&world).await, ["sent"; 5]);
});

on_both!(a_temporary_refusal_is_tried_again, |world: World| async move {
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    sink.plan(At::Content, [Act::Say("451 try again later"); 2]);
    post(&backend, "ada@north.test").await;
    assert_eq!(drain(&backend).await.unwrap(), 0);
    // Not at once.
    assert_eq!(drain(&backend).await.unwrap(), 0);
    let behind = Behind::of(&world).await;
    let error = behind.texts("SELECT last_error FROM outbox").await;
    assert!(error[0].contains("451"), "{error:?}");
    world.clock.advance(Timestamp::MINUTE);
    assert_eq!(drain(&backend).await.unwrap(), 0);
    world.clock.advance(2 * Timestamp::MINUTE);
    assert_eq!(drain(&backend).await.unwrap(), 1);
    assert_eq!(sink.received().len(), 1);
    assert_eq!(behind.number("SELECT attempts FROM outbox").await, 3);
    // The attempts are told apart from new emails by their Message-ID.
    assert_eq!(sink.received()[0].data.matches("Message-ID: <").count(), 1);
});

on_both!(a_final_refusal_fails_visibly, |world: World| async move {
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    sink.plan(At::Content, [Act::Say("550 not this")]);
    post(&backend, "nobody@north.test").await;
    post(&backend, "ada@north.test").await;
    assert_eq!(drain(&backend).await.unwrap(), 1);
    world.clock.advance(3 * Timestamp::DAY);
    assert_eq!(drain(&backend).await.unwrap(), 0);
    let behind = Behind::of(&world).await;
    let failed = behind.texts("SELECT last_error FROM outbox WHERE state = 'failed'").await;
    assert_eq!(failed.len(), 1);
    assert!(failed[0].contains("550"), "{failed:?}");
});

on_both!(a_wrong_password_for_the_server_loses_nothing, |world: World| async move {
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    sink.refuse_sign_in(true);
    post(&backend, "ada@north.test").await;
    assert_eq!(drain(&backend).await.unwrap(), 0);
    assert_eq!(states(&world).await, ["queued"]);
    let error = Behind::of(&world).await.texts("SELECT last_error FROM outbox").await;
    assert!(!error[0].contains("secret"), "{error:?}");
    sink.refuse_sign_in(false);
    world.clock.advance(Timestamp::HOUR);
    assert_eq!(drain(&backend).await.unwrap(), 1);
});

on_both!(two_days_are_enough, |world: World| async move {
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    sink.plan(At::Content, [Act::Say("451 try again later"); 200]);
    post(&backend, "ada@north.test").await;
    for _ in 0..47 {
        drain(&backend).await.unwrap();
        world.clock.advance(Timestamp::HOUR);
    }
    assert_eq!(states(&world).await, ["queued"]);
    world.clock.advance(3 * Timestamp::HOUR);
    drain(&backend).await.unwrap();
    assert_eq!(states(&world).await, ["failed"]);
});

on_both!(several_workers_share_the_mail, |world: World| async move {
    let sink = Sink::start().await;
    let here = with_smtp(&world, sink.url());
    // Another node, with connections of its own.
    let there = Backend { db: backend::Db::connect(&world.url).await.unwrap(), ..here.clone() };
    for number in 0..40 {
        post(&here, &format!("person{number}@north.test")).await;
    }
    let stop = CancellationToken::new();
    let workers: Vec<_> = [here.clone(), here.clone(), there.clone(), there]
        .into_iter()
        .map(|backend| tokio::spawn(Worker::new(backend).unwrap().run(stop.clone())))
        .collect();
    sink.took(40).await;
    stop.cancel();
    for worker in workers {
        worker.await.unwrap();
    }
    let mut to: Vec<String> = sink.received().into_iter().map(|mail| mail.to[0].clone()).collect();
    to.sort_unstable();
    to.dedup();
    assert_eq!((sink.received().len(), to.len()), (40, 40));
    assert_eq!(states(&world).await, ["sent"; 40]);
});

on_both!(a_killed_worker_s_mail_is_delivered_by_the_next, |world: World| async move {
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    sink.plan(At::Content, [Act::Hang]);
    post(&backend, "ada@north.test").await;
    let worker = tokio::spawn(Worker::new(backend.clone()).unwrap().run(CancellationToken::new()));
    sink.saw(At::Content, 1).await;
    // Killed while the server has not answered yet.
    worker.abort();
    let _ = worker.await;
    assert_eq!(drain(&backend).await.unwrap(), 0, "the claim still holds");
    world.clock.advance(13 * Timestamp::MINUTE);
    assert_eq!(drain(&backend).await.unwrap(), 1);
    assert_eq!(drain(&backend).await.unwrap(), 0);
    assert_eq!(sink.received().len(), 1);
    assert_eq!(states(&world).await, ["sent"]);
});

on_both!(a_commit_wakes_the_worker, |world: World| async move {
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    let stop = CancellationToken::new();
    let worker = tokio::spawn(Worker::new(backend.clone()).unwrap().run(stop.clone()));
    // Let it find nothing and go to sleep.
    tokio::time::sleep(Duration::from_millis(300)).await;
    post(&backend, "ada@north.test").await;
    // Well before it would have looked by itself.
    tokio::time::timeout(Duration::from_secs(2), sink.took(1)).await.unwrap();
    stop.cancel();
    worker.await.unwrap();
});

on_both!(what_is_being_sent_is_finished_before_the_end, |world: World| async move {
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    sink.plan(At::Content, [Act::Wait(500)]);
    post(&backend, "ada@north.test").await;
    let stop = CancellationToken::new();
    let worker = tokio::spawn(Worker::new(backend.clone()).unwrap().run(stop.clone()));
    sink.saw(At::Content, 1).await;
    stop.cancel();
    worker.await.unwrap();
    assert_eq!(states(&world).await, ["sent"]);
    assert_eq!(sink.received().len(), 1);
});

on_both!(what_is_not_committed_is_not_sent, |world: World| async move {
    let tx = world.backend.db.write().await.unwrap();
    queue(&tx, world.backend.now(), letter("ada@north.test")).await.unwrap();
    drop(tx);
    assert_eq!(drain(&world.backend).await.unwrap(), 0);
    assert!(mailbox::list(&world.backend.db, None).await.unwrap().is_empty());
});

on_both!(without_a_server_mail_is_kept, |world: World| async move {
    let backend = &world.backend;
    post(backend, "Ada@North.test").await;
    world.clock.advance(1000);
    post(backend, "bob@north.test").await;
    assert_eq!(drain(backend).await.unwrap(), 2);
    assert_eq!(drain(backend).await.unwrap(), 0);
    let all = mailbox::list(&backend.db, None).await.unwrap();
    assert_eq!(all.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["bob@north.test", "ada@north.test"]);
    let ada = mailbox::list(&backend.db, Some("ADA@north.test")).await.unwrap();
    assert_eq!(ada.len(), 1);
    assert_eq!(mailbox::get(&backend.db, ada[0].id).await.unwrap().as_ref(), Some(&ada[0]));
    assert_eq!(mailbox::get(&backend.db, uuid::Uuid::nil()).await.unwrap(), None);
});

on_both!(a_row_that_cannot_be_read_holds_nothing_up, |world: World| async move {
    let backend = &world.backend;
    post(backend, "ada@north.test").await;
    Behind::of(&world).await.run("UPDATE outbox SET event = '{\"event\":\"from_the_future\"}'").await;
    post(backend, "bob@north.test").await;
    assert_eq!(drain(backend).await.unwrap(), 1);
    assert_eq!(states(&world).await, ["queued", "sent"]);
});

on_both!(mail_leaves_over_tls_to_a_trusted_server, |world: World| async move {
    for (security, scheme, tls) in [
        (Security::StartTls, "smtp", "tls=required&"),
        (Security::StartTls, "smtp", "tls=opportunistic&"),
        (Security::FromTheStart, "smtps", ""),
    ] {
        let sink = Sink::with(security).await;
        let url = format!("{scheme}://user:secret@localhost:{}?{tls}ca={}", sink.port, authority());
        let backend = with_smtp(&world, url);
        post(&backend, "ada@north.test").await;
        assert_eq!(drain(&backend).await.unwrap(), 1, "{security:?} {tls}");
        assert_eq!((sink.received().len(), sink.sign_ins().len()), (1, 1));
    }
});

on_both!(nothing_is_told_to_a_server_that_is_not_trusted, |world: World| async move {
    for (security, url) in [
        // A certificate of nobody we know.
        (Security::StartTls, "smtp://user:secret@localhost:PORT?tls=required"),
        (Security::FromTheStart, "smtps://user:secret@localhost:PORT"),
        // Another name than the certificate's.
        (Security::FromTheStart, "smtps://user:secret@127.0.0.1:PORT?ca=CA"),
        // No TLS at all, although it is required.
        (Security::None, "smtp://user:secret@localhost:PORT?tls=required"),
    ] {
        let sink = Sink::with(security).await;
        let url = url.replace("PORT", &sink.port.to_string()).replace("CA", &authority());
        let backend = with_smtp(&world, url);
        post(&backend, "ada@north.test").await;
        assert_eq!(drain(&backend).await.unwrap(), 0, "{security:?}");
        assert!(sink.received().is_empty() && sink.sign_ins().is_empty());
        // Not lost: the operator can put it right.
        assert!(states(&world).await.iter().all(|state| state == "queued"));
    }
});

on_both!(the_worker_also_looks_after_what_is_due_by_time, |world: World| async move {
    let backend = &world.backend;
    backend::demo::load(backend).await.unwrap();
    let behind = Behind::of(&world).await;
    // A counter that is over, and one that is not.
    for (column, expires) in [("hash", 0), ("hash || hash", i64::MAX)] {
        let sql = format!(
            "INSERT INTO throttles (key, window_start, count, expires_at) \
             SELECT {column}, 0, 1, {expires} FROM activity_heads LIMIT 1"
        );
        assert_eq!(behind.run(&sql).await, 1);
    }
    // Two and a half days before Kai's access ends.
    world.clock.advance(18 * Timestamp::DAY);
    let stop = CancellationToken::new();
    let worker = tokio::spawn(Worker::new(backend.clone()).unwrap().run(stop.clone()));
    // What is due of invoices, services and domains is told too: that is another test's.
    let told = async || {
        let mails = mailbox::list(&backend.db, None).await.unwrap();
        let about_access = mails.into_iter().filter(|mail| mail.subject.contains("access"));
        let mut told: Vec<_> = about_access.map(|mail| (mail.to, mail.subject)).collect();
        told.sort_unstable();
        told
    };
    for _ in 0..200 {
        if told().await.len() == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    stop.cancel();
    worker.await.unwrap();
    let told = told().await;
    let expected = [
        ("kai@zones.test", "Your access to Northwind Studio ends in 3 days"),
        ("owner@northwind.test", "Kai Solberg loses access to Northwind Studio in 3 days"),
    ];
    assert_eq!(told, expected.map(|(to, subject)| (to.to_owned(), subject.to_owned())));
    assert_eq!(behind.number("SELECT COUNT(*) FROM throttles").await, 1);
});
