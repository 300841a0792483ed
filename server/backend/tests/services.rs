//! Services: the list, the page, the password, actions, signing on; and what people try who may not.

use backend::{
    access::{ManageProducts, SignOn, SystemAccess, SystemReason, ViewProducts},
    once::form_token,
    paging::ListQuery,
    services::{self, NewPassword},
    sessions, vault,
};
use domain::{AppError, Password, Permission, ServiceId, Timestamp, password::Strength, possessions::ServiceAction};

use crate::{
    on_both,
    possessions::{FABRIKAM, JONAS, KAI, NORTHWIND, SAM, Scene, form, may, none, origin, own, refused},
    world::World,
};

const SHOP: &str = "shop.northwind.test";
const VPS: &str = "nw-app-01";
/// Another key.
const NEW: &str = "new:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

fn typed(text: &str) -> NewPassword {
    let new = Password::new(text.to_owned());
    NewPassword::Typed { repeated: new.clone(), new }
}

on_both!(the_list_is_searched_filtered_and_paged, |world: World| async move {
    let scene = Scene::new(world).await;
    let (owner, backend) = (scene.owner().await, &scene.world.backend);
    let account = owner.account().0;
    let list = async |search: &str, status: &str| {
        let query = ListQuery::read(Some(search), Some(status), None);
        let list = services::list(backend, &may::<ViewProducts>(&owner), query).await.unwrap();
        list.lines.into_iter().map(|line| line.name).collect::<Vec<_>>()
    };
    assert_eq!(list("", "").await.len(), 6);
    assert_eq!(list("SHOP", "").await, [SHOP]);
    assert_eq!(list("woocommerce", "").await, [SHOP], "by product too");
    scene.behind.run("UPDATE services SET name = 'Økern' WHERE name = 'nw-app-01'").await;
    assert_eq!(list("Økern", "").await, ["Økern"]);
    assert_eq!(list("", "suspended").await, ["staging.northwind.test"]);
    assert!(list("%", "").await.is_empty() && list("_", "").await.is_empty() && list("'; --", "").await.is_empty());

    for number in 0..120 {
        let id = if backend.db.is_sqlite() {
            format!("x'{}'", uuid::Uuid::now_v7().simple())
        } else {
            format!("'{}'", uuid::Uuid::now_v7())
        };
        // Many of one name: then the id decides.
        let name = if number < 70 { "same".to_owned() } else { format!("site-{number:03}") };
        let account = if backend.db.is_sqlite() {
            format!("x'{}'", account.simple())
        } else {
            format!("'{account}'")
        };
        scene
            .behind
            .run(&format!(
                "INSERT INTO services (account_id, id, name, product, status, price_minor, currency) \
                 VALUES ({account}, {id}, '{name}', 'Hosting', 'active', 0, 'NOK')"
            ))
            .await;
    }
    let mut query = ListQuery::default();
    let mut seen = Vec::new();
    loop {
        let page = services::list(backend, &may(&owner), query.clone()).await.unwrap();
        seen.extend(page.lines.into_iter().map(|line| line.id));
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 126);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 126, "each once");
});

on_both!(a_page_shows_what_was_granted, |world: World| async move {
    let scene = Scene::new(world).await;
    let backend = &scene.world.backend;
    let shop = scene.service(SHOP).await;
    let owner = scene.owner().await;
    let page = services::page(backend, &may(&owner), shop).await.unwrap();
    assert_eq!((page.usage.len(), page.addons.len()), (3, 2));
    assert_eq!(page.usage[0].used_text, "63.1\u{a0}GB");
    assert!(page.price.is_some() && page.sign_on && page.password_changes && !page.actions);
    assert!(page.credentials.unwrap().password_set.is_some());
    let sam = scene.actor(SAM).await;
    let page = services::page(backend, &may(&sam), shop).await.unwrap();
    assert!(
        page.price.is_none() && page.addons.iter().all(|addon| addon.price.is_none()),
        "prices need invoices"
    );
    assert!(page.credentials.is_some() && !page.sign_on);
    scene.take("manageproducts").await;
    let sam = scene.actor(SAM).await;
    assert!(services::page(backend, &may(&sam), shop).await.unwrap().credentials.is_none());
    let suspended = scene.service("staging.northwind.test").await;
    let page = services::page(backend, &may(&owner), suspended).await.unwrap();
    assert!(!page.sign_on && !page.actions && !page.password_changes);
});

on_both!(a_password_is_revealed_once_and_logged, |world: World| async move {
    let scene = Scene::new(world).await;
    let backend = &scene.world.backend;
    let (sam, session, shop) = (scene.actor(SAM).await, scene.session(SAM).await, scene.service(SHOP).await);
    let access = may::<ManageProducts>(&sam);
    let look = async |session| services::shown(backend, &access, session, shop).await.unwrap();
    assert!(look(&session).await.is_none(), "not asked for");
    services::reveal(backend, &access, (&session, &origin()), shop, &none()).await.unwrap();
    assert_eq!(scene.log(1).await, [format!("service_password_shown {SHOP}")]);
    let elsewhere = scene.session(SAM).await;
    assert!(look(&elsewhere).await.is_none(), "another session of the same person");
    assert_eq!(look(&session).await.unwrap().expose(), "Velvet-kayak-Copper-88");
    assert!(look(&session).await.is_none(), "once");
    services::reveal(backend, &access, (&session, &origin()), shop, &none()).await.unwrap();
    scene.world.clock.advance(sessions::MARK);
    assert!(look(&session).await.is_none(), "too late");
    assert_eq!(scene.behind.number("SELECT COUNT(*) FROM outbox").await, 0, "in no mail");
    let stored = scene.behind.texts("SELECT event FROM activity").await;
    assert!(stored.iter().all(|event| !event.contains("Velvet")));
});

on_both!(the_own_password_is_asked_again_after_ten_minutes, |world: World| async move {
    let scene = Scene::new(world).await;
    let backend = &scene.world.backend;
    let (sam, session, shop) = (scene.actor(SAM).await, scene.session(SAM).await, scene.service(SHOP).await);
    let access = may::<ManageProducts>(&sam);
    let reveal =
        async |password: &Password| services::reveal(backend, &access, (&session, &origin()), shop, password).await;
    scene.world.clock.advance(sessions::FRESH);
    reveal(&none()).await.unwrap();
    scene.world.clock.advance(1);
    assert!(sessions::asks_password(backend, &session).await.unwrap());
    assert_eq!(refused(reveal(&none()).await), form("password", "missing"));
    let wrong = Password::new("correct horse batterz".into());
    assert_eq!(refused(reveal(&wrong).await), form("password", "wrong_password"));
    reveal(&own()).await.unwrap();
    assert!(!sessions::asks_password(backend, &session).await.unwrap());
    reveal(&none()).await.unwrap();
    let other = scene.session(SAM).await;
    scene.world.clock.advance(sessions::FRESH + 1);
    reveal(&own()).await.unwrap();
    assert!(sessions::asks_password(backend, &other).await.unwrap(), "each session for itself");
    // The counters are those of the sign-in: ten wrong ones, then neither works.
    scene.world.clock.advance(sessions::FRESH + 1);
    for _ in 0..10 {
        assert_eq!(refused(reveal(&wrong).await), form("password", "wrong_password"));
    }
    assert!(matches!(refused(reveal(&own()).await), AppError::Throttled { .. }));
    let sign_in = domain::account::SignInForm { email: SAM.into(), password: own(), ..Default::default() };
    let again = backend::sign_in::sign_in(backend, &sign_in, &origin()).await;
    assert!(matches!(refused(again), AppError::Throttled { .. }));
    scene.behind.run("DELETE FROM sessions").await;
    assert_eq!(refused(reveal(&own()).await), AppError::SignedOut, "a session that was ended");
});

on_both!(a_password_is_changed_with_task_mail_and_entry, |world: World| async move {
    let scene = Scene::new(world).await;
    let backend = &scene.world.backend;
    let (owner, shop) = (scene.owner().await, scene.service(SHOP).await);
    let session = scene.session(backend::demo::OWNER).await;
    let access = may::<ManageProducts>(&owner);
    let change = async |new: NewPassword| {
        services::change_password(backend, &access, (&session, &origin()), shop, &new, &none()).await
    };
    assert_eq!(change(typed("quiet harbour lights at noon")).await.unwrap(), Strength::Strong);
    assert!(services::shown(backend, &access, &session, shop).await.unwrap().is_none(), "who typed it knows it");
    assert_eq!(scene.tasks().await, ["service_password_changed"]);
    assert_eq!(scene.log(1).await, [format!("service_password_changed {SHOP}")]);
    assert!(scene.behind.number("SELECT COUNT(*) FROM outbox").await > 0, "somebody is told");
    assert_eq!(change(NewPassword::Generated).await.unwrap(), Strength::Strong);
    let shown = services::shown(backend, &access, &session, shop).await.unwrap().unwrap();
    assert_eq!(shown.expose().len(), 20);
    let told = ["service_password_shown", "service_password_changed"].map(|kind| format!("{kind} {SHOP}"));
    assert_eq!(scene.log(2).await, told);
    for (text, problem) in [
        ("", "missing"),
        ("short", "too_short"),
        ("password1", "too_weak"),
        ("aaaaaaaaaaaaaaaa", "too_weak"),
        ("quiet harbour\r\nlights", "unprintable"),
        ("stille havn æøå lys", "unprintable"),
        (&"long words ".repeat(10), "too_long"),
    ] {
        assert_eq!(refused(change(typed(text)).await), form("new_password", problem), "{text:?}");
    }
    let differs = NewPassword::Typed { new: own(), repeated: none() };
    assert_eq!(refused(change(differs).await), form("repeat_password", "does_not_match"));
    for (table, column) in [("operator_tasks", "data"), ("activity", "event"), ("outbox", "event"), ("emails", "event")]
    {
        for text in scene.behind.texts(&format!("SELECT COALESCE({column}, '') FROM {table}")).await {
            assert!(!text.contains("harbour") && !text.contains(shown.expose()), "{table}: {text}");
        }
    }
});

on_both!(a_machine_is_restarted_by_name, |world: World| async move {
    let scene = Scene::new(world).await;
    let backend = &scene.world.backend;
    let (sam, vps) = (scene.actor(SAM).await, scene.service(VPS).await);
    let access = may::<ManageProducts>(&sam);
    let run = async |id, action, confirmed| {
        services::run(backend, &access, id, action, confirmed, &form_token(backend)).await
    };
    assert_eq!(refused(run(vps, ServiceAction::Reinstall, "nw-app-02").await), form("confirm", "wrong_name"));
    assert!(scene.tasks().await.is_empty());
    run(vps, ServiceAction::Restart, VPS).await.unwrap();
    run(vps, ServiceAction::Reinstall, " nw-app-01 ").await.unwrap();
    assert_eq!(scene.tasks().await, ["service_reinstall", "service_restart"]);
    assert_eq!(
        scene.log(2).await,
        [format!("service_action_ordered {VPS}"), format!("service_action_ordered {VPS}")]
    );
    let shop = scene.service(SHOP).await;
    assert_eq!(refused(run(shop, ServiceAction::Restart, SHOP).await), form("", "not_now"), "no machine");
    scene.behind.run("UPDATE services SET status = 'suspended'").await;
    assert_eq!(refused(run(vps, ServiceAction::Restart, VPS).await), form("", "not_now"));
});

on_both!(a_form_pressed_twice_reinstalls_once, |world: World| async move {
    let scene = Scene::new(world).await;
    let backend = &scene.world.backend;
    let (sam, vps) = (scene.actor(SAM).await, scene.service(VPS).await);
    let access = may::<ManageProducts>(&sam);
    let run =
        async |action, confirmed, token: &str| services::run(backend, &access, vps, action, confirmed, token).await;
    let (token, reinstall) = (form_token(backend), ServiceAction::Reinstall);
    // What was refused is not spent.
    assert_eq!(refused(run(reinstall, "nw-app-02", &token).await), form("confirm", "wrong_name"));
    let (one, two) = tokio::join!(run(reinstall, VPS, &token), run(reinstall, VPS, &token));
    one.unwrap();
    two.unwrap();
    run(reinstall, VPS, &token).await.unwrap();
    assert_eq!(scene.tasks().await, ["service_reinstall"]);
    assert_eq!(scene.log(2).await.iter().filter(|entry| entry.starts_with("service_action")).count(), 1);
    // The token of one form is no token of another, and none is none.
    assert_eq!(refused(run(ServiceAction::Restart, VPS, &token).await), AppError::BadRequest);
    assert_eq!(refused(run(reinstall, VPS, "").await), AppError::BadRequest);
    run(reinstall, VPS, &form_token(backend)).await.unwrap();
    assert_eq!(scene.tasks().await.len(), 2, "who opens the page again may ask again");
});

on_both!(nothing_of_another_account_or_out_of_scope_is_found, |world: World| async move {
    let scene = Scene::new(world).await;
    scene.give(SAM, &["productsso"]).await;
    scene.limit(SAM, "service", VPS).await;
    let jonas = scene.behind.actor(&scene.world, JONAS, FABRIKAM).await;
    let sam = scene.actor(SAM).await;
    let nobody = ServiceId(uuid::Uuid::from_u128(7));
    let shop = scene.service(SHOP).await;
    let backend = &scene.world.backend;
    for (actor, email, id) in [(&jonas, JONAS, shop), (&sam, SAM, shop), (&sam, SAM, nobody)] {
        let session = scene.session(email).await;
        let (manage, from) = (may::<ManageProducts>(actor), origin());
        let who = (&session, &from);
        assert_eq!(refused(services::page(backend, &may(actor), id).await), AppError::NotFound);
        assert_eq!(refused(services::reveal(backend, &manage, who, id, &own()).await), AppError::NotFound);
        assert_eq!(refused(services::shown(backend, &manage, &session, id).await), AppError::NotFound);
        let new = NewPassword::Generated;
        let changed = services::change_password(backend, &manage, who, id, &new, &own()).await;
        assert_eq!(refused(changed), AppError::NotFound);
        assert_eq!(
            refused(services::run(backend, &manage, id, ServiceAction::Restart, SHOP, &form_token(backend)).await),
            AppError::NotFound
        );
        assert_eq!(refused(services::link(backend, &may(actor), &session, id).await), AppError::NotFound);
        let query = ListQuery { after: Some(id.0), ..ListQuery::default() };
        assert!(services::list(backend, &may(actor), query).await.unwrap().lines.iter().all(|line| line.id != id));
    }
    let lines = services::list(backend, &may(&sam), ListQuery::default()).await.unwrap().lines;
    assert_eq!(lines.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(), [VPS]);
    assert!(scene.tasks().await.is_empty());
});

on_both!(a_right_taken_away_since_the_page_was_opened_is_gone, |world: World| async move {
    let scene = Scene::new(world).await;
    let backend = &scene.world.backend;
    // The request's own rights were read before they were taken away.
    let (sam, session, vps) = (scene.actor(SAM).await, scene.session(SAM).await, scene.service(VPS).await);
    let (access, from) = (may::<ManageProducts>(&sam), origin());
    scene.take("manageproducts").await;
    let denied = AppError::Denied(Permission::ManageProducts);
    assert_eq!(refused(services::reveal(backend, &access, (&session, &from), vps, &none()).await), denied);
    let restart =
        async || services::run(backend, &access, vps, ServiceAction::Restart, VPS, &form_token(backend)).await;
    assert_eq!(refused(restart().await), denied);
    scene.give(SAM, &["manageproducts"]).await;
    scene.limit(SAM, "service", SHOP).await;
    assert_eq!(refused(restart().await), AppError::NotFound);
    assert!(scene.tasks().await.is_empty());
});

on_both!(a_link_to_the_panel_works_once_for_a_minute, |world: World| async move {
    let scene = Scene::new(world).await;
    scene.give(SAM, &["productsso"]).await;
    let backend = &scene.world.backend;
    let (sam, session, shop) = (scene.actor(SAM).await, scene.session(SAM).await, scene.service(SHOP).await);
    let system = SystemAccess::new(SystemReason::SignIn);
    let token = async || {
        let link = services::link(backend, &may::<SignOn>(&sam), &session, shop).await.unwrap();
        link.strip_prefix("https://panel.example/sign-on?token=").unwrap().to_owned()
    };
    let redeem = async |token: &str| services::redeem(backend, &system, token, &origin()).await;
    let first = token().await;
    assert_eq!(scene.log(1).await, [format!("sign_on_asked {SHOP}")]);
    let arrival = redeem(&first).await.unwrap();
    assert_eq!((arrival.service, arrival.username.as_str(), arrival.email.as_str()), (shop, "nwshop", SAM));
    assert_eq!(scene.log(1).await, [format!("signed_on {SHOP}")]);
    assert_eq!(refused(redeem(&first).await), AppError::LinkInvalid, "again");
    assert_eq!(refused(redeem("").await), AppError::LinkInvalid);
    let late = token().await;
    scene.world.clock.advance(services::LINK_LIFETIME);
    assert_eq!(refused(redeem(&late).await), AppError::LinkInvalid, "late");
    let secret = token().await;
    for text in scene.behind.texts("SELECT event FROM activity").await {
        assert!(!text.contains(&secret));
    }
    let twice = tokio::join!(redeem(&secret), redeem(&secret));
    assert_eq!(usize::from(twice.0.is_ok()) + usize::from(twice.1.is_ok()), 1, "two at once: one arrives");
});

on_both!(a_right_taken_away_between_link_and_panel_is_gone, |world: World| async move {
    let scene = Scene::new(world).await;
    scene.give(SAM, &["productsso"]).await;
    let backend = &scene.world.backend;
    let shop = scene.service(SHOP).await;
    let system = SystemAccess::new(SystemReason::SignIn);
    for change in [
        "DELETE FROM membership_permissions WHERE permission = 'productsso'",
        "UPDATE memberships SET limited = TRUE",
        "UPDATE memberships SET state = 'revoked', revoked_at = 1",
        "UPDATE services SET status = 'suspended'",
        "DELETE FROM sessions",
    ] {
        let (sam, session) = (scene.actor(SAM).await, scene.session(SAM).await);
        let link = services::link(backend, &may(&sam), &session, shop).await.unwrap();
        let (_, token) = link.split_once("token=").unwrap();
        scene.behind.run(change).await;
        let result = services::redeem(backend, &system, token, &origin()).await;
        assert_eq!(refused(result), AppError::LinkInvalid, "{change}");
        assert_eq!(scene.log(1).await, [format!("sign_on_refused {SHOP}")], "{change}");
        scene.behind.run("UPDATE memberships SET limited = FALSE, state = 'active'").await;
        scene.behind.run("UPDATE services SET status = 'active'").await;
        if change.starts_with("DELETE FROM membership") {
            scene.give(SAM, &["productsso"]).await;
        }
    }
    let kai = scene.actor(KAI).await;
    assert!(kai.require::<SignOn>().is_err());
    assert_eq!(scene.behind.actor(&scene.world, SAM, NORTHWIND).await.name(), "Sam Okafor");
});

on_both!(keys_are_replaced_while_everything_stays_readable, |world: World| async move {
    let scene = Scene::new(world).await;
    let system = SystemAccess::new(SystemReason::Operator);
    let secrets = scene.behind.number("SELECT COUNT(*) FROM secrets").await;
    let with = |keys: &str| {
        let mut backend = scene.world.backend.clone();
        let settings =
            backend::Settings { secret_keys: vault::Keyring::parse(keys).unwrap(), ..(*backend.settings).clone() };
        backend.settings = std::sync::Arc::new(settings);
        backend
    };
    let both = with(&format!("{NEW},{}", vault::DEMO_KEYS));
    let done = vault::rotate(&both, &system).await.unwrap();
    assert_eq!((i64::try_from(done.anew).unwrap(), done.as_before, done.unreadable), (secrets, 0, 0));
    let done = vault::rotate(&both, &system).await.unwrap();
    assert_eq!((done.anew, i64::try_from(done.as_before).unwrap()), (0, secrets));
    let (owner, shop) = (scene.owner().await, scene.service(SHOP).await);
    let (session, from) = (scene.session(backend::demo::OWNER).await, origin());
    let new = with(NEW);
    services::reveal(&new, &may(&owner), (&session, &from), shop, &none()).await.unwrap();
    let shown = services::shown(&new, &may(&owner), &session, shop).await.unwrap().unwrap();
    assert_eq!(shown.expose(), "Velvet-kayak-Copper-88");
    let old = with(vault::DEMO_KEYS);
    let done = vault::rotate(&old, &system).await.unwrap();
    assert_eq!(i64::try_from(done.unreadable).unwrap(), secrets, "the new key is missing");
    scene.world.clock.advance(Timestamp::DAY);
});
