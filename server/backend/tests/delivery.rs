//! What the server's answers do to an email, how many connections there are, and how fast emails leave.

use backend::{
    Backend, Settings,
    outbox::{Worker, drain, until_due},
};
use domain::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::{
    behind::Behind,
    letters::{post, set_up, states, with_smtp, words},
    on_both,
    smtp::{Act, At, Sink},
    world::World,
};

on_both!(a_refused_address_holds_nothing_up_and_costs_no_connection, |world: World| async move {
    let sink = Sink::start().await;
    let backend = set_up(&world, Settings { smtp_url: Some(sink.url()), mail_connections: 1, ..Settings::default() });
    sink.refuse("nobody@north.test", "550 5.1.1 no such user");
    for to in ["nobody@north.test", "ada@north.test", "bob@north.test"] {
        post(&backend, to).await;
    }
    assert_eq!(drain(&backend).await.unwrap(), 2);
    assert_eq!(sink.recipients(), ["ada@north.test", "bob@north.test"]);
    assert_eq!(sink.connections(), 1);
    assert_eq!(states(&world).await, ["failed", "sent", "sent"]);
    // Rows of the same moment come in any order.
    let mut words = words(&world).await;
    words.sort_unstable();
    assert_eq!(words, ["", "", "550 5.1.1 no such user"]);
});

on_both!(letters_of_other_languages_reach_whom_the_server_can_carry_them_to, |world: World| async move {
    let sink = Sink::start().await;
    let backend = set_up(&world, Settings { smtp_url: Some(sink.url()), mail_connections: 1, ..Settings::default() });
    for to in ["ole@blåbær.no", "økonomi@north.test"] {
        post(&backend, to).await;
    }
    assert_eq!(drain(&backend).await.unwrap(), 1);
    assert_eq!(sink.recipients(), ["ole@xn--blbr-roah.no"]);
    let mut states = states(&world).await;
    states.sort_unstable();
    assert_eq!(states, ["failed", "sent"]);
    assert!(words(&world).await.iter().any(|words| words.contains("SMTPUTF8")));
    sink.plan(At::Hello, [Act::Say("250-sink.test\r\n250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN")]);
    post(&backend, "økonomi@south.test").await;
    assert_eq!(drain(&backend).await.unwrap(), 1);
    let taken = sink.received().pop().unwrap();
    assert!(taken.from.ends_with(" SMTPUTF8") && taken.to[0].contains("<økonomi@south.test>"), "{taken:?}");
});

on_both!(greylisting_costs_a_minute, |world: World| async move {
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    sink.greylist();
    for to in ["ada@north.test", "bob@south.test"] {
        post(&backend, to).await;
    }
    assert_eq!(drain(&backend).await.unwrap(), 0);
    assert_eq!(words(&world).await[0], "451 4.7.1 greylisted, come back later");
    world.clock.advance(Timestamp::MINUTE);
    assert_eq!(drain(&backend).await.unwrap(), 2);
    assert_eq!(sink.recipients(), ["ada@north.test", "bob@south.test"]);
});

on_both!(a_connection_that_breaks_at_any_step_loses_nothing, |world: World| async move {
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    let steps = [At::Greeting, At::Hello, At::SignIn, At::Sender, At::Recipient, At::Data, At::Middle, At::Content];
    for (number, at) in steps.into_iter().enumerate() {
        let to = format!("person{number}@north.test");
        sink.plan(at, [Act::Drop]);
        post(&backend, &to).await;
        assert_eq!(drain(&backend).await.unwrap(), 0, "{at:?}");
        world.clock.advance(Timestamp::MINUTE);
        assert_eq!(drain(&backend).await.unwrap(), 1, "{at:?}");
        let times = sink.recipients().iter().filter(|one| **one == to).count();
        assert_eq!(times, 1, "{at:?}");
    }
});

on_both!(what_is_about_us_is_never_final, |world: World| async move {
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    for (at, said) in [
        (At::Greeting, "554 no service here"),
        (At::Greeting, "421 too many connections"),
        (At::Hello, "550 who are you"),
        (At::SignIn, "535 5.7.8 wrong password"),
        (At::Sender, "550 5.7.1 you may not send as this"),
        (At::Sender, "530 5.7.0 sign in first"),
        (At::Recipient, "530 5.7.0 sign in first"),
        (At::Recipient, "452 4.2.2 mailbox full"),
        (At::Data, "421 going down"),
        (At::Content, "451 4.3.0 try again"),
    ] {
        sink.plan(at, [Act::Say(said)]);
        post(&backend, "ada@north.test").await;
        let before = sink.received().len();
        assert_eq!(drain(&backend).await.unwrap(), 0, "{said}");
        let waiting = Behind::of(&world).await.texts("SELECT last_error FROM outbox WHERE state = 'queued'").await;
        assert_eq!(waiting.len(), 1, "{said}");
        assert!(waiting[0].contains(said), "{said}: {waiting:?}");
        world.clock.advance(Timestamp::HOUR);
        assert_eq!(drain(&backend).await.unwrap(), 1, "{said}");
        assert_eq!(sink.received().len(), before + 1);
    }
});

on_both!(a_kept_connection_that_was_closed_costs_no_attempt, |world: World| async move {
    let sink = Sink::start().await;
    let backend = set_up(&world, Settings { smtp_url: Some(sink.url()), mail_connections: 1, ..Settings::default() });
    // The server takes one email a connection and says so when the next one begins.
    for number in 0..3 {
        post(&backend, &format!("person{number}@north.test")).await;
    }
    sink.plan(At::Recipient, [Act::Wait(0)]);
    sink.plan(
        At::Sender,
        [Act::Wait(0), Act::Say("421 4.7.0 enough for this connection"), Act::Wait(0), Act::Drop],
    );
    assert_eq!(drain(&backend).await.unwrap(), 3);
    assert_eq!(sink.connections(), 3);
    assert_eq!(Behind::of(&world).await.number("SELECT MAX(attempts) FROM outbox").await, 1);
});

on_both!(there_are_never_more_connections_than_allowed_on_all_nodes, |world: World| async move {
    let sink = Sink::start().await;
    let settings = Settings { smtp_url: Some(sink.url()), mail_connections: 3, ..Settings::default() };
    let here = set_up(&world, settings);
    let there = Backend { db: backend::Db::connect(&world.url).await.unwrap(), ..here.clone() };
    sink.plan(At::Content, [Act::Wait(30); 40]);
    for number in 0..40 {
        post(&here, &format!("person{number}@north.test")).await;
    }
    let stop = CancellationToken::new();
    let workers: Vec<_> = [here.clone(), there.clone(), here, there]
        .into_iter()
        .map(|backend| tokio::spawn(Worker::new(backend).unwrap().run(stop.clone())))
        .collect();
    sink.took(40).await;
    stop.cancel();
    for worker in workers {
        worker.await.unwrap();
    }
    assert!(sink.most_open() <= 3, "{}", sink.most_open());
    assert_eq!(sink.received().len(), 40);
    assert_eq!(Behind::of(&world).await.number("SELECT COUNT(*) FROM mail_slots WHERE until > 0").await, 0);
});

on_both!(a_slow_email_does_not_keep_the_others, |world: World| async move {
    let sink = Sink::start().await;
    let backend = set_up(&world, Settings { smtp_url: Some(sink.url()), mail_connections: 2, ..Settings::default() });
    sink.plan(At::Content, [Act::Hang]);
    for number in 0..10 {
        post(&backend, &format!("person{number}@north.test")).await;
    }
    let worker = tokio::spawn(Worker::new(backend).unwrap().run(CancellationToken::new()));
    sink.took(9).await;
    worker.abort();
    let _ = worker.await;
    assert_eq!(sink.recipients().len(), 9);
});

on_both!(one_destination_gets_no_more_than_its_rate, |world: World| async move {
    let sink = Sink::start().await;
    // Two a second.
    let settings = Settings { smtp_url: Some(sink.url()), mail_domain_rate: 120, ..Settings::default() };
    let here = set_up(&world, settings);
    let there = Backend { db: backend::Db::connect(&world.url).await.unwrap(), ..here.clone() };
    ordinary(&world, &here, 20, "slow.test").await;
    ordinary(&world, &here, 2, "other.test").await;
    let mut sent = Vec::new();
    for second in 0..12 {
        // Both nodes look.
        let now = drain(&here).await.unwrap() + drain(&there).await.unwrap();
        sent.push(now);
        assert!(now <= if second == 0 { 4 } else { 2 }, "second {second}: {sent:?}");
        world.clock.advance(Timestamp::SECOND);
    }
    assert_eq!(sink.received().len(), 22, "{sent:?}");
    // Being put off costs no attempt.
    assert_eq!(Behind::of(&world).await.number("SELECT MAX(attempts) FROM outbox").await, 1);
});

/// Works for a simulated minute as a worker does: sleeps until the next email is due, and wakes that much late each time.
/// Returns how many emails left.
async fn a_minute(world: &World, backend: &Backend, late: impl Iterator<Item = i64>) -> usize {
    let (began, mut sent, mut turns) = (backend.now(), 0, 0);
    for late in late {
        let looked = backend.now();
        if looked.0 - began.0 >= Timestamp::MINUTE {
            break;
        }
        sent += drain(backend).await.unwrap();
        turns += 1;
        let sleep = until_due(backend, looked).await.unwrap();
        world.clock.advance(i64::try_from(sleep.as_millis()).unwrap() + late);
    }
    assert!(turns < 150, "{turns} turns");
    sent
}

on_both!(a_rate_is_used_up_by_one_worker_that_sleeps_in_between, |world: World| async move {
    let sink = Sink::start().await;
    let settings = |mail_domain_rate| Settings { smtp_url: Some(sink.url()), mail_domain_rate, ..Settings::default() };
    for rate in [60, 100] {
        let backend = set_up(&world, settings(rate));
        let domain = format!("slow{rate}.test");
        ordinary(&world, &backend, 2 * rate as usize, &domain).await;
        let sent = a_minute(&world, &backend, (0..).map(|turn| turn * 7 % 60)).await;
        assert!((rate as usize - 5..=rate as usize + 1).contains(&sent), "{sent} of {rate}");
        Behind::of(&world).await.run("DELETE FROM outbox").await;
    }
});

on_both!(a_worker_sleeps_until_the_next_email_is_due, |world: World| async move {
    let backend = &world.backend;
    let until = async |looked| until_due(backend, looked).await.unwrap().as_millis();
    let looked = backend.now();
    assert_eq!(until(looked).await, 3000, "nothing waits: other nodes may queue something");
    let behind = Behind::of(&world).await;
    post(backend, "ada@north.test").await;
    for (ahead, expected) in [(10, 50), (700, 700), (60_000, 3000)] {
        behind.run(&format!("UPDATE outbox SET next_at = {}", looked.plus(ahead).0)).await;
        assert_eq!(until(looked).await, expected, "{ahead}");
    }
    // It became due after the worker looked.
    behind.run(&format!("UPDATE outbox SET next_at = {}", looked.plus(1).0)).await;
    world.clock.advance(2);
    assert_eq!(until(looked).await, 50);
    // What is being sent, or done, wakes nobody.
    behind.run(&format!("UPDATE outbox SET next_at = {}", looked.0)).await;
    assert_eq!(until(looked).await, 3000);
    behind.run(&format!("UPDATE outbox SET state = 'held', next_at = {}", looked.plus(700).0)).await;
    assert_eq!(until(looked).await, 3000);
});

on_both!(security_mail_waits_for_no_rate, |world: World| async move {
    let sink = Sink::start().await;
    let settings = Settings { smtp_url: Some(sink.url()), mail_domain_rate: 60, ..Settings::default() };
    let backend = set_up(&world, settings);
    ordinary(&world, &backend, 5, "slow.test").await;
    assert_eq!(drain(&backend).await.unwrap(), 1);
    post(&backend, "reset@slow.test").await;
    assert_eq!(drain(&backend).await.unwrap(), 1);
    assert!(sink.recipients().contains(&"reset@slow.test".to_owned()));
});

/// Letters that are no security mail.
async fn ordinary(world: &World, backend: &Backend, count: usize, domain: &str) {
    for number in 0..count {
        post(backend, &format!("person{number}@{domain}")).await;
    }
    let sql = format!("UPDATE outbox SET priority = 1 WHERE domain = '{domain}'");
    Behind::of(world).await.run(&sql).await;
}
