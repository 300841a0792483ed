//! *Forgot Password*.

use backend::{Failure, password_reset, sign_in, users};
use domain::{AppError, Locale, Timestamp, UserId, account::NewPasswordForm};

use crate::{
    on_both,
    people::{OWNER, PASSWORD, account, home, password, sign_in_form},
    world::World,
};

const NEW: &str = "a better passphrase";

fn form(token: &str, new: &str) -> NewPasswordForm {
    NewPasswordForm { token: token.to_owned(), new_password: password(new), repeat_password: password(new) }
}

/// A link as the mail has it.
async fn link(world: &World, user: UserId) -> String {
    let tx = world.backend.db.write().await.unwrap();
    let secret = password_reset::make_link(&tx, user, world.backend.now()).await.unwrap();
    tx.commit().await.unwrap();
    secret.expose().to_owned()
}

async fn owner(world: &World) -> UserId {
    account(world, OWNER).await;
    let tx = world.backend.db.write().await.unwrap();
    let address = crate::people::address(OWNER);
    users::user_for_address(&tx, &address, "", Locale::English, world.backend.now()).await.unwrap()
}

fn refusal<T>(result: Result<T, Failure>) -> AppError {
    match result {
        Err(Failure::Refused(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("not refused"),
    }
}

on_both!(a_link_sets_the_password_once, |world: World| async move {
    let user = owner(&world).await;
    let token = link(&world, user).await;
    assert_eq!(password_reset::look_up(&world.backend, &token).await.unwrap().email, OWNER);
    assert_eq!(password_reset::set(&world.backend, &form(&token, NEW), &home()).await.unwrap(), user);
    assert_eq!(
        refusal(password_reset::set(&world.backend, &form(&token, NEW), &home()).await),
        AppError::LinkInvalid
    );
    assert_eq!(refusal(password_reset::look_up(&world.backend, &token).await), AppError::LinkInvalid);
    sign_in::sign_in(&world.backend, &sign_in_form(OWNER, NEW), &home()).await.unwrap();
    let old = sign_in::sign_in(&world.backend, &sign_in_form(OWNER, PASSWORD), &home()).await;
    assert_eq!(refusal(old), AppError::WrongCredentials);
});

on_both!(a_new_link_kills_the_old_and_both_end_after_an_hour, |world: World| async move {
    let user = owner(&world).await;
    let (old, new) = (link(&world, user).await, link(&world, user).await);
    assert_eq!(refusal(password_reset::look_up(&world.backend, &old).await), AppError::LinkInvalid);
    world.clock.advance(Timestamp::HOUR - 1);
    password_reset::look_up(&world.backend, &new).await.unwrap();
    world.clock.advance(1);
    assert_eq!(refusal(password_reset::set(&world.backend, &form(&new, NEW), &home()).await), AppError::LinkInvalid);
});

on_both!(a_refused_password_does_not_use_up_the_link, |world: World| async move {
    let user = owner(&world).await;
    let token = link(&world, user).await;
    for bad in ["short", "password123", "my owner@northwind.test password"] {
        let refused = refusal(password_reset::set(&world.backend, &form(&token, bad), &home()).await);
        assert!(matches!(refused, AppError::SignIn(_)), "{bad}: {refused:?}");
    }
    let mut differs = form(&token, NEW);
    differs.repeat_password = password("another passphrase");
    assert!(matches!(refusal(password_reset::set(&world.backend, &differs, &home()).await), AppError::SignIn(_)));
    password_reset::set(&world.backend, &form(&token, NEW), &home()).await.unwrap();
});

on_both!(two_at_once_use_a_link_once, |world: World| async move {
    let user = owner(&world).await;
    let token = link(&world, user).await;
    let set = |new: &'static str| {
        let (backend, token) = (world.backend.clone(), token.clone());
        tokio::spawn(async move { password_reset::set(&backend, &form(&token, new), &home()).await.is_ok() })
    };
    let (one, other) = (set("a better passphrase"), set("another passphrase"));
    assert!(one.await.unwrap() ^ other.await.unwrap());
});

on_both!(asking_answers_the_same_whoever_is_asked_for, |world: World| async move {
    account(&world, OWNER).await;
    for email in [OWNER, "nobody@nowhere.test"] {
        for _ in 0..8 {
            password_reset::ask(&world.backend, email, Locale::English, &home()).await.unwrap();
        }
    }
    let nonsense = refusal(password_reset::ask(&world.backend, "nonsense", Locale::English, &home()).await);
    assert!(matches!(nonsense, AppError::SignIn(_)));
});
