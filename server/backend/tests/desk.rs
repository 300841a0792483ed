//! What the operator sees of the queue and does with it, and what a person's last letters are.

use backend::{
    mail::mailbox,
    outbox::{MailState, Which, discard, drain, figures, last_to, letters, retry},
};
use domain::Timestamp;

use crate::{
    behind::Behind,
    letters::{post, states, with_smtp},
    on_both,
    smtp::{Act, At, Sink},
    stage::{Stage, contact, may, system},
    world::World,
};

on_both!(what_waits_or_failed_is_listed_and_tried_again, |world: World| async move {
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    sink.refuse("nobody@north.test", "550 5.1.1 no such user");
    sink.plan(At::Content, [Act::Say("451 4.3.0 later")]);
    for to in ["ada@north.test", "nobody@north.test", "bob@north.test"] {
        post(&backend, to).await;
        drain(&backend).await.unwrap();
        world.clock.advance(10);
    }
    post(&backend, "eve@north.test").await;
    let all = letters(&backend, &system(), None, None, 100).await.unwrap();
    let told: Vec<_> = all.iter().map(|one| (one.to.as_str(), one.state, one.words.as_str())).collect();
    let expected = [
        ("ada@north.test", MailState::Retrying, "451 4.3.0 later"),
        ("nobody@north.test", MailState::Failed, "550 5.1.1 no such user"),
        ("eve@north.test", MailState::Queued, ""),
    ];
    assert_eq!(told, expected);
    assert!(all[0].next.is_some_and(|next| next > backend.now()));
    let sent = letters(&backend, &system(), Some(MailState::Sent), None, 100).await.unwrap();
    assert_eq!((sent.len(), sent[0].to.as_str(), sent[0].what.as_str()), (1, "bob@north.test", "access_ended"));

    let counted = figures(&backend).await.unwrap();
    assert_eq!(counted.lengths, [("queued", 1), ("retrying", 1), ("held", 0), ("failed", 1)]);
    assert_eq!(counted.oldest, Some(30));

    assert_eq!(retry(&backend, &system(), Which::One(sent[0].id)).await.unwrap(), 0, "not what was sent");
    assert_eq!(retry(&backend, &system(), Which::One(all[0].id)).await.unwrap(), 1, "at once");
    drain(&backend).await.unwrap();
    assert_eq!(sink.recipients(), ["ada@north.test", "bob@north.test", "eve@north.test"]);
    sink.forgive("nobody@north.test");
    assert_eq!(retry(&backend, &system(), Which::Failed).await.unwrap(), 1);
    assert_eq!(drain(&backend).await.unwrap(), 1);
    assert_eq!(states(&world).await, ["sent"; 4]);
    assert_eq!(figures(&backend).await.unwrap().oldest, None);
});

on_both!(who_is_tried_again_has_two_days_again, |world: World| async move {
    let sink = Sink::start().await;
    let backend = with_smtp(&world, sink.url());
    sink.plan(At::Content, [Act::Say("451 later"); 100]);
    post(&backend, "ada@north.test").await;
    drain(&backend).await.unwrap();
    world.clock.advance(49 * Timestamp::HOUR);
    drain(&backend).await.unwrap();
    assert_eq!(states(&world).await, ["failed"]);
    assert_eq!(retry(&backend, &system(), Which::Failed).await.unwrap(), 1);
    drain(&backend).await.unwrap();
    world.clock.advance(47 * Timestamp::HOUR);
    drain(&backend).await.unwrap();
    assert_eq!(states(&world).await, ["queued"]);
});

on_both!(what_is_thrown_away_does_not_leave, |world: World| async move {
    let stage = Stage::new(world).await;
    let backend = &stage.world.backend;
    stage.add(&crate::stage::login("sam@codeworks.test", &[])).await;
    post(backend, "ada@north.test").await;
    let waiting = letters(backend, &system(), Some(MailState::Queued), Some(stage.account), 100).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(discard(backend, &system(), Which::WaitingOf(stage.account)).await.unwrap(), 1);
    assert_eq!(discard(backend, &system(), Which::WaitingOf(stage.account)).await.unwrap(), 0);
    assert_eq!(drain(backend).await.unwrap(), 1, "somebody else's");
    assert!(mailbox::list(&backend.db, Some("sam@codeworks.test")).await.unwrap().is_empty());
});

on_both!(what_is_being_sent_is_left_alone, |world: World| async move {
    let backend = &world.backend;
    post(backend, "ada@north.test").await;
    let lease = backend.now().plus(Timestamp::MINUTE).0;
    Behind::of(&world).await.run(&format!("UPDATE outbox SET lease_until = {lease}")).await;
    let id = letters(backend, &system(), None, None, 1).await.unwrap()[0].id;
    for which in [Which::One(id), Which::Failed] {
        assert_eq!(retry(backend, &system(), which).await.unwrap(), 0);
        assert_eq!(discard(backend, &system(), which).await.unwrap(), 0);
    }
});

on_both!(a_person_s_last_letters_and_nobody_else_s, |world: World| async move {
    let stage = Stage::new(world).await;
    let backend = &stage.world.backend;
    let sam = stage.add(&crate::stage::login("sam@codeworks.test", &[])).await;
    let ines = stage.add(&contact("ines@ledger.test")).await;
    let access = may(&stage.owner);
    let last = last_to(backend, &access, Some(sam), 5).await.unwrap();
    let told: Vec<_> = last.iter().map(|one| (one.what.as_str(), one.state)).collect();
    assert_eq!(told, [("invitation", MailState::Queued)]);
    assert!(last_to(backend, &access, Some(ines), 5).await.unwrap().is_empty());
    assert!(last_to(backend, &access, None, 5).await.unwrap().is_empty());
});
