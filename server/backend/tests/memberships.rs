//! Access ends: who is told, when, and that each is told once.

use backend::{
    access::{SystemAccess, SystemReason},
    memberships,
};
use domain::{ContactForm, MembershipState, Permission, Timestamp};

use crate::{
    on_both,
    stage::{OWNER, Stage, login},
    world::World,
};

const KAI: &str = "kai@zones.test";

async fn end_due(stage: &Stage) -> usize {
    let system = SystemAccess::new(SystemReason::Schedule);
    memberships::end_due(&stage.world.backend, &system).await.unwrap()
}

/// Access until the end of 28 March: 10 days and 11 hours from now.
async fn kai(world: World) -> (Stage, domain::ContactId) {
    let stage = Stage::new(world).await;
    let id = stage
        .add(&ContactForm { access_ends: "2030-03-28".into(), ..login(KAI, &[Permission::Domains]) })
        .await;
    stage.accept(KAI).await;
    stage.forget_mail().await;
    (stage, id)
}

on_both!(both_sides_are_told_before_and_at_the_end, |world: World| async move {
    let (stage, id) = kai(world).await;
    assert_eq!(end_due(&stage).await, 0);
    stage.world.clock.advance(7 * Timestamp::DAY + 11 * Timestamp::HOUR);
    let told = [format!("{KAI}: access_ending"), format!("{OWNER}: access_ending")];
    assert_eq!((end_due(&stage).await, stage.mail().await), (1, told.to_vec()), "three days before");
    assert_eq!(end_due(&stage).await, 0, "once");
    stage.forget_mail().await;
    stage.world.clock.advance(2 * Timestamp::DAY);
    assert_eq!((end_due(&stage).await, stage.mail().await), (1, told.to_vec()), "one day before");
    stage.forget_mail().await;
    stage.world.clock.advance(Timestamp::DAY);
    let over = [format!("{KAI}: access_ended"), format!("{OWNER}: owner_notice/access_ended")];
    assert_eq!((end_due(&stage).await, stage.mail().await), (1, over.to_vec()), "at the end");
    assert_eq!(stage.last(1).await, [format!("access_ended {KAI}")]);
    assert_eq!(end_due(&stage).await, 0);
    assert_eq!(stage.editor(&stage.owner, id).await.state, MembershipState::Ended);
});

on_both!(after_downtime_nothing_stale_is_told, |world: World| async move {
    let (stage, _) = kai(world).await;
    stage.world.clock.advance(10 * Timestamp::DAY);
    assert_eq!(end_due(&stage).await, 1);
    let days = stage.texts("SELECT event, recipient FROM outbox", []).await;
    assert!(days.iter().all(|(event, _)| event.contains("\"days\":1")), "{days:?}");
    stage.world.clock.advance(30 * Timestamp::DAY);
    stage.forget_mail().await;
    assert_eq!(end_due(&stage).await, 1);
    assert_eq!(stage.mail().await.len(), 2, "only that it ended");
});

on_both!(several_nodes_tell_once, |world: World| async move {
    let (stage, _) = kai(world).await;
    stage.world.clock.advance(8 * Timestamp::DAY);
    let (a, b, c) = tokio::join!(end_due(&stage), end_due(&stage), end_due(&stage));
    assert_eq!((a + b + c, stage.mail().await.len()), (1, 2));
});

on_both!(an_end_that_was_moved_is_told_anew, |world: World| async move {
    let (stage, id) = kai(world).await;
    stage.world.clock.advance(8 * Timestamp::DAY);
    assert_eq!(end_due(&stage).await, 1);
    let form = ContactForm { access_ends: "2030-05-01".into(), ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    stage.world.clock.advance(10 * Timestamp::DAY);
    assert_eq!(end_due(&stage).await, 0);
    assert!(stage.actor(KAI).await.is_ok());
    stage.world.clock.advance(24 * Timestamp::DAY);
    assert_eq!(end_due(&stage).await, 1);
});

on_both!(who_gives_a_day_is_not_told_of_it_at_once, |world: World| async move {
    let stage = Stage::new(world).await;
    stage.add(&ContactForm { access_ends: "2030-03-19".into(), ..login(KAI, &[]) }).await;
    stage.accept(KAI).await;
    stage.forget_mail().await;
    assert_eq!(end_due(&stage).await, 0);
    stage.world.clock.advance(Timestamp::DAY);
    assert_eq!(end_due(&stage).await, 1, "one day before");
});

on_both!(an_access_taken_away_does_not_end, |world: World| async move {
    let (stage, id) = kai(world).await;
    let form = ContactForm { activate: false, ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    stage.world.clock.advance(20 * Timestamp::DAY);
    assert_eq!(end_due(&stage).await, 0);
});
