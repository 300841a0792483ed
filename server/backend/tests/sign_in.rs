//! Signing in: uniform answers, throttling, what is logged.

use backend::{
    Failure,
    access::{self, Anyone, Presence},
    activity,
    mail::mailbox,
    outbox, sign_in,
};
use domain::{
    AppError, Timestamp, UserId,
    activity::{Event, Query},
};

use crate::{
    behind::Behind,
    on_both,
    people::{OWNER, PASSWORD, account, from, home, sign_in_form},
    world::World,
};

async fn attempt(world: &World, email: &str, text: &str, network: &str) -> Result<UserId, AppError> {
    let result = sign_in::sign_in(&world.backend, &sign_in_form(email, text), &from(network)).await;
    result.map_err(|failure| match failure {
        Failure::Refused(refusal) => refusal,
        other => panic!("{other}"),
    })
}

/// What the account's log tells, newest first.
pub async fn log(world: &World, user: UserId) -> Vec<Event> {
    let backend = &world.backend;
    let presence = access::load(&backend.db, backend.now(), user, None, home()).await.unwrap();
    let Presence::On(actor) = presence else { panic!("{presence:?}") };
    let page = activity::page(backend, &actor.require::<Anyone>().unwrap(), Query::default()).await.unwrap();
    page.entries.into_iter().map(|entry| entry.event).collect()
}

on_both!(the_right_password_signs_in_and_is_logged, |world: World| async move {
    account(&world, OWNER).await;
    let user = attempt(&world, " Owner@Northwind.test ", PASSWORD, "198.51.100.1").await.unwrap();
    assert_eq!(log(&world, user).await.first(), Some(&Event::SignedIn));
});

on_both!(unknown_without_password_and_wrong_are_the_same, |world: World| async move {
    account(&world, OWNER).await;
    let tx = world.backend.db.write().await.unwrap();
    let invited = crate::people::address("invited@codeworks.test");
    backend::users::user_for_address(&tx, &invited, "Sam", domain::Locale::English, world.backend.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for email in [OWNER, "nobody@nowhere.test", "invited@codeworks.test", "no address at all"] {
        assert_eq!(attempt(&world, email, "wrong password", "198.51.100.1").await, Err(AppError::WrongCredentials));
    }
});

on_both!(a_wrong_password_is_logged_after_the_answer, |world: World| async move {
    account(&world, OWNER).await;
    attempt(&world, OWNER, "wrong password", "203.0.113.9").await.unwrap_err();
    let user = attempt(&world, OWNER, PASSWORD, "198.51.100.1").await.unwrap();
    for _ in 0..100 {
        if log(&world, user).await.contains(&Event::SignInFailed) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("not logged");
});

on_both!(guessing_is_throttled_the_same_for_known_and_unknown_addresses, |world: World| async move {
    account(&world, OWNER).await;
    for email in [OWNER, "nobody@nowhere.test"] {
        for _ in 0..10 {
            assert_eq!(attempt(&world, email, "wrong password", "203.0.113.9").await, Err(AppError::WrongCredentials));
        }
        // The right password, too: otherwise the answer would tell that it was found.
        let answer = attempt(&world, email, PASSWORD, "203.0.113.9").await;
        assert_eq!(answer, Err(AppError::Throttled { seconds: 901 }));
    }
    // Elsewhere nothing is felt, and later nothing either.
    attempt(&world, OWNER, PASSWORD, "198.51.100.1").await.unwrap();
    world.clock.advance(15 * Timestamp::MINUTE);
    attempt(&world, OWNER, PASSWORD, "203.0.113.9").await.unwrap();
});

on_both!(strangers_cannot_lock_the_owner_out, |world: World| async move {
    account(&world, OWNER).await;
    attempt(&world, OWNER, PASSWORD, "198.51.100.1").await.unwrap();
    // A hundred networks guess.
    for network in 0..20 {
        for _ in 0..6 {
            let _ = attempt(&world, OWNER, "wrong password", &format!("203.0.113.{network}")).await;
        }
    }
    // One that was never seen is slowed down, the owner's own is not.
    let stranger = attempt(&world, OWNER, PASSWORD, "192.0.2.7").await;
    assert!(matches!(stranger, Err(AppError::Throttled { .. })), "{stranger:?}");
    attempt(&world, OWNER, PASSWORD, "198.51.100.1").await.unwrap();
});

on_both!(signing_in_often_is_not_guessing, |world: World| async move {
    account(&world, OWNER).await;
    for _ in 0..15 {
        attempt(&world, OWNER, PASSWORD, "198.51.100.1").await.unwrap();
    }
});

on_both!(counters_that_are_over_are_deleted, |world: World| async move {
    account(&world, OWNER).await;
    for _ in 0..11 {
        let _ = attempt(&world, OWNER, "wrong password", "203.0.113.9").await;
    }
    world.clock.advance(Timestamp::HOUR);
    backend::throttle::tidy(&world.backend).await.unwrap();
    attempt(&world, OWNER, PASSWORD, "203.0.113.9").await.unwrap();
});

/// A password hashed with less than today's parameters.
fn hashed_long_ago(text: &str) -> String {
    use argon2::{Algorithm, Argon2, Params, Version};
    use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};

    let (salt, mut hash) = ([7_u8; 16], [0_u8; 32]);
    let params = Params::new(8 * 1024, 1, 1, Some(hash.len())).unwrap();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(text.as_bytes(), &salt, &mut hash).unwrap();
    let (salt, hash) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(hash));
    format!("$argon2id$v=19$m=8192,t=1,p=1${salt}${hash}")
}

on_both!(an_old_hash_is_made_anew_by_who_signs_in, |world: World| async move {
    account(&world, OWNER).await;
    let behind = Behind::of(&world).await;
    let old = hashed_long_ago(PASSWORD);
    behind.run(&format!("UPDATE users SET password_hash = '{old}'")).await;
    assert_eq!(attempt(&world, OWNER, "wrong password", "198.51.100.1").await, Err(AppError::WrongCredentials));
    let stored = async || behind.texts("SELECT password_hash FROM users").await[0].clone();
    assert_eq!(stored().await, old, "not by a wrong one");
    attempt(&world, OWNER, PASSWORD, "198.51.100.1").await.unwrap();
    let new = stored().await;
    assert!(new.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{new}");
    attempt(&world, OWNER, PASSWORD, "198.51.100.1").await.unwrap();
    assert_eq!(stored().await, new, "once");
});

on_both!(a_sign_in_from_elsewhere_is_told_to_the_user, |world: World| async move {
    account(&world, OWNER).await;
    let behind = Behind::of(&world).await;
    behind.run("DELETE FROM outbox").await;
    let told = async || behind.texts("SELECT event FROM outbox WHERE event LIKE '%new_sign_in%'").await.len();
    // The first one is not told, nor another from the same provider's networks.
    for network in ["198.51.100.1", "198.51.7.9", "198.51.100.1"] {
        attempt(&world, OWNER, PASSWORD, network).await.unwrap();
    }
    assert_eq!(told().await, 0);
    // Another network, once; and another browser.
    for _ in 0..2 {
        attempt(&world, OWNER, PASSWORD, "203.0.113.9").await.unwrap();
    }
    assert_eq!(told().await, 1);
    let phone = access::Origin { device: "Mozilla/5.0 (iPhone) Safari/604.1".into(), ..home() };
    sign_in::sign_in(&world.backend, &sign_in_form(OWNER, PASSWORD), &phone).await.unwrap();
    assert_eq!(told().await, 2);
    // A wrong password tells nothing, and makes nothing known.
    attempt(&world, OWNER, "wrong password", "192.0.2.1").await.unwrap_err();
    assert_eq!(told().await, 2);
    attempt(&world, OWNER, PASSWORD, "192.0.2.1").await.unwrap();
    assert_eq!(told().await, 3);
    outbox::drain(&world.backend).await.unwrap();
    let mails = mailbox::list(&world.backend.db, Some(OWNER)).await.unwrap();
    let subjects: Vec<_> = mails.iter().filter(|mail| mail.subject.contains("Safari, iPhone")).collect();
    assert!(subjects[0].text.contains("198.51.100.1"), "{}", subjects[0].text);
});

on_both!(who_comes_by_a_link_from_the_mailbox_is_told_of_the_password_alone, |world: World| async move {
    account(&world, OWNER).await;
    let user = attempt(&world, OWNER, PASSWORD, "198.51.100.1").await.unwrap();
    let behind = Behind::of(&world).await;
    behind.run("DELETE FROM outbox").await;
    let tx = world.backend.db.write().await.unwrap();
    let link = backend::password_reset::make_link(&tx, user, world.backend.now()).await.unwrap();
    tx.commit().await.unwrap();
    let new = "a better passphrase";
    let form = domain::account::NewPasswordForm {
        token: link.expose().to_owned(),
        new_password: crate::people::password(new),
        repeat_password: crate::people::password(new),
    };
    backend::password_reset::set(&world.backend, &form, &from("203.0.113.9")).await.unwrap();
    // From there they are known now.
    attempt(&world, OWNER, new, "203.0.113.9").await.unwrap();
    let events = behind.texts("SELECT event FROM outbox").await;
    assert_eq!(events.len(), 1, "{events:?}");
    assert!(events[0].contains("password_changed"), "{events:?}");
});
