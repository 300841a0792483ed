//! Sessions: how they begin, are kept and end.

use std::sync::Arc;

use backend::sessions::{self, Store};
use domain::{AppError, Locale, Timestamp, UserId, security::ChangePasswordForm};
use tower_sessions::{Session, SessionStore, session::Id};

use crate::{
    on_both,
    people::{OWNER, PASSWORD, account, from, home, password, sign_in_form},
    world::World,
};

/// The session of a request that brings that cookie.
fn session(world: &World, id: Option<Id>) -> Session {
    Session::new(id, Arc::new(Store::new(world.backend.db.clone(), world.backend.clock.clone())), None)
}

/// Signs in as a browser does; what the cookie is then.
async fn begin(world: &World, before: Option<Id>) -> (Id, UserId) {
    let user = backend::sign_in::sign_in(&world.backend, &sign_in_form(OWNER, PASSWORD), &home()).await.unwrap();
    let request = session(world, before);
    sessions::sign_in(&request, user, None, &home(), world.backend.now()).await.unwrap();
    request.save().await.unwrap();
    (request.id().unwrap(), user)
}

async fn who(world: &World, id: Id) -> Option<UserId> {
    let signed_in = sessions::signed_in(&session(world, Some(id)), world.backend.now()).await.unwrap();
    signed_in.map(|signed_in| signed_in.user)
}

on_both!(signing_in_gives_another_id, |world: World| async move {
    account(&world, OWNER).await;
    let planted = session(&world, None);
    planted.insert("flash", "typed").await.unwrap();
    planted.save().await.unwrap();
    let planted = planted.id().unwrap();
    let (id, user) = begin(&world, Some(planted)).await;
    assert_ne!(planted, id);
    assert_eq!(who(&world, id).await, Some(user));
    assert_eq!(who(&world, planted).await, None);
});

on_both!(a_deleted_session_does_not_come_back, |world: World| async move {
    account(&world, OWNER).await;
    let (id, user) = begin(&world, None).await;
    // A request is under way while all sessions end.
    let request = session(&world, Some(id));
    assert!(sessions::signed_in(&request, world.backend.now()).await.unwrap().is_some());
    let tx = world.backend.db.write().await.unwrap();
    sessions::end_all(&tx, user, None).await.unwrap();
    tx.commit().await.unwrap();
    request.insert("flash", "typed").await.unwrap();
    request.save().await.unwrap();
    assert_eq!(who(&world, id).await, None);
});

on_both!(a_session_ends_idle_and_absolutely, |world: World| async move {
    account(&world, OWNER).await;
    let (idle, _) = begin(&world, None).await;
    world.clock.advance(7 * Timestamp::DAY - 1);
    assert!(who(&world, idle).await.is_some());
    world.clock.advance(7 * Timestamp::DAY);
    assert!(who(&world, idle).await.is_none());
    let (busy, _) = begin(&world, None).await;
    for _ in 0..29 {
        world.clock.advance(Timestamp::DAY);
        assert!(who(&world, busy).await.is_some());
    }
    world.clock.advance(Timestamp::DAY);
    assert!(who(&world, busy).await.is_none());
});

on_both!(signing_out_ends_it_for_a_copy_of_the_cookie, |world: World| async move {
    account(&world, OWNER).await;
    let (id, _) = begin(&world, None).await;
    let (other, _) = begin(&world, None).await;
    sessions::sign_out(&world.backend, &session(&world, Some(id)), &home()).await.unwrap();
    assert!(who(&world, id).await.is_none());
    assert!(who(&world, other).await.is_some());
});

on_both!(changing_the_password_ends_the_other_sessions, |world: World| async move {
    account(&world, OWNER).await;
    let (here, user) = begin(&world, None).await;
    let (elsewhere, _) = begin(&world, None).await;
    let signed_in = sessions::signed_in(&session(&world, Some(here)), world.backend.now()).await.unwrap().unwrap();
    let mut form = ChangePasswordForm {
        current_password: password("not the password"),
        new_password: password("a better passphrase"),
        repeat_password: password("a better passphrase"),
    };
    let refused = backend::users::change_password(&world.backend, &signed_in, &form, &home()).await;
    assert!(matches!(refused, Err(backend::Failure::Refused(AppError::Security(_)))), "{refused:?}");
    form.current_password = password(PASSWORD);
    backend::users::change_password(&world.backend, &signed_in, &form, &home()).await.unwrap();
    assert_eq!(who(&world, here).await, Some(user));
    assert_eq!(who(&world, elsewhere).await, None);
});

on_both!(a_session_checked_before_a_password_change_does_not_begin_after_it, |world: World| async move {
    account(&world, OWNER).await;
    let user = backend::sign_in::sign_in(&world.backend, &sign_in_form(OWNER, PASSWORD), &home()).await.unwrap();
    let late = session(&world, None);
    sessions::sign_in(&late, user, None, &home(), world.backend.now()).await.unwrap();
    world.clock.advance(5);
    let (here, _) = begin(&world, None).await;
    let signed_in = sessions::signed_in(&session(&world, Some(here)), world.backend.now()).await.unwrap().unwrap();
    let form = ChangePasswordForm {
        current_password: password(PASSWORD),
        new_password: password("a better passphrase"),
        repeat_password: password("a better passphrase"),
    };
    backend::users::change_password(&world.backend, &signed_in, &form, &home()).await.unwrap();
    assert!(late.save().await.is_err());
});

on_both!(the_list_names_devices_and_ends_one, |world: World| async move {
    account(&world, OWNER).await;
    let (here, user) = begin(&world, None).await;
    world.clock.advance(Timestamp::HOUR);
    let (there, _) = begin(&world, None).await;
    let signed_in = sessions::signed_in(&session(&world, Some(here)), world.backend.now()).await.unwrap().unwrap();
    let moments = backend::moments::Moments::new(Locale::English, "UTC", world.backend.now());
    let list = sessions::list(&world.backend, &signed_in, &moments).await.unwrap();
    assert_eq!(list.len(), 2);
    assert!(list[0].current && !list[1].current);
    assert_eq!(list[0].device, "Firefox, Linux");
    sessions::end_one(&world.backend, &signed_in, list[1].id, &from("198.51.100.2")).await.unwrap();
    assert!(sessions::end_one(&world.backend, &signed_in, list[1].id, &home()).await.is_err());
    assert_eq!(who(&world, there).await, None);
    assert_eq!(who(&world, here).await, Some(user));
});

on_both!(what_a_visitor_typed_is_kept_for_an_hour, |world: World| async move {
    let visitor = session(&world, None);
    visitor.insert("flash", "typed").await.unwrap();
    visitor.save().await.unwrap();
    let store = Store::new(world.backend.db.clone(), world.backend.clock.clone());
    let id = visitor.id().unwrap();
    assert_eq!(session(&world, Some(id)).get::<String>("flash").await.unwrap().as_deref(), Some("typed"));
    world.clock.advance(Timestamp::HOUR);
    assert!(store.load(&id).await.unwrap().is_none());
});
