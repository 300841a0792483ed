//! The pages of services and domains as a browser uses them, with plain forms; signing on to a panel; and what is sent
//! by who may not.

use axum::http::StatusCode;
use backend::demo::PASSWORD;
use domain::{Permission, Timestamp};
use server::config::{Options, ServiceOptions};

use crate::{
    harness::{Answer, Client, Engine, World},
    on_both,
    steps::{KAI, OWNER, SAM, hold},
};

const SHOP: &str = "Velvet-kayak-Copper-88";
const SECRET: &str = "0123456789abcdef";

async fn service(world: &World, name: &str) -> String {
    world.id(&format!("SELECT id FROM services WHERE name = '{name}'")).await
}

async fn domain(world: &World, name: &str) -> String {
    world.id(&format!("SELECT id FROM domains WHERE name = '{name}'")).await
}

/// A form was accepted, and led there.
#[track_caller]
fn leads(answer: &Answer, to: &str) {
    assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, to), "{}", answer.text());
}

async fn html(client: &Client, page: &str) -> String {
    let answer = client.get(page).await;
    assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.text());
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.text()
}

on_both!(a_developer_reveals_and_changes_a_password, |world: World| async move {
    let world = world.demo().await;
    let sam = world.signed_in(SAM).await;
    sam.call(
        "/api/accounts/choose",
        &[("id", &world.id("SELECT id FROM accounts WHERE company = 'Northwind Studio'").await)],
    )
    .await;
    let id = service(&world, "shop.northwind.test").await;
    let page = format!("/services/{id}");
    let list = html(&sam, "/services?search=SHOP").await;
    assert!(list.contains(&page) && !list.contains("nw-app-01") && !list.contains("NOK"), "{list}");
    let before = html(&sam, &page).await;
    assert!(before.contains("nwshop") && before.contains("Show Password") && !before.contains(SHOP), "{before}");
    assert!(!before.contains("Log in to Control Panel"));
    leads(&sam.submit("/api/services/reveal", &page, &[("id", &id)]).await, &format!("{page}?done=revealed"));
    let shown = html(&sam, &format!("{page}?done=revealed")).await;
    assert!(shown.contains(SHOP) && shown.contains("Shown once"), "{shown}");
    let again = html(&sam, &format!("{page}?done=revealed")).await;
    assert!(!again.contains(SHOP) && !again.contains("is shown below"), "once: {again}");

    world.clock.advance(11 * Timestamp::MINUTE);
    assert!(html(&sam, &page).await.contains("Your own password"));
    leads(&sam.submit("/api/services/reveal", &page, &[("id", &id), ("password", "wrong horse")]).await, &page);
    let refused = html(&sam, &page).await;
    assert!(refused.contains("This is not your password") && !refused.contains("wrong horse"), "{refused}");
    let new = [("id", id.as_str()), ("new_password", "short"), ("repeat_password", "other"), ("password", PASSWORD)];
    leads(&sam.submit("/api/services/password", &page, &new).await, &page);
    let refused = html(&sam, &page).await;
    assert!(refused.contains("at least 8 characters") && refused.contains("differs from the first"), "{refused}");
    assert!(!refused.contains("value=\"short\""));
    let new = [("id", id.as_str()), ("generate", "true"), ("password", PASSWORD)];
    let changed = sam.submit("/api/services/password", &page, &new).await;
    leads(&changed, &format!("{page}?done=changed-4"));
    let shown = html(&sam, changed.header("location")).await;
    assert!(shown.contains("class=\"secret\"") && shown.contains("Strong"), "{shown}");
    assert!(!html(&sam, changed.header("location")).await.contains("class=\"secret\""));
});

on_both!(a_machine_is_reinstalled_by_its_name, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let id = service(&world, "nw-app-01").await;
    let page = format!("/services/{id}");
    let wrong = [("id", id.as_str()), ("action", "reinstall"), ("confirm", "nw-app-02")];
    leads(&owner.submit("/api/services/action", &page, &wrong).await, &page);
    let refused = html(&owner, &page).await;
    assert!(refused.contains("This is not the name") && refused.contains("value=\"nw-app-02\""), "{refused}");
    // The forms come with a token each; pressed twice, a form does what it does once, and leads to the same page.
    let tokens: Vec<&str> = refused.split("name=\"token\" value=\"").skip(1).map(|rest| &rest[..36]).collect();
    assert_eq!(tokens.len(), 2, "{refused}");
    let mut right = vec![("id", id.as_str()), ("action", "reinstall"), ("confirm", "nw-app-01")];
    right.push(("token", tokens[1]));
    for _ in 0..2 {
        leads(&owner.submit("/api/services/action", &page, &right).await, &format!("{page}?done=reinstall"));
    }
    assert!(html(&owner, &format!("{page}?done=reinstall")).await.contains("reinstallation was ordered"));
    assert_eq!(world.number("SELECT COUNT(*) FROM operator_tasks WHERE kind = 'service_reinstall'").await, 1);
    assert!(html(&owner, "/account/activity").await.contains("ordered nw-app-01 to be reinstalled"));
});

/// A server with a panel elsewhere.
async fn with_panel(engine: Engine) -> World {
    let services = ServiceOptions {
        panel_url: Some("https://panel.example/sign-on".to_owned()),
        panel_secret: Some(SECRET.to_owned()),
        ..ServiceOptions::default()
    };
    World::with(engine, Options { services, ..Options::default() }).await.demo().await
}

/// The panel asks who arrives.
async fn redeem(world: &World, secret: &str, token: &str) -> Answer {
    let request = world.anonymous().request(axum::http::Method::POST, "/panel/redeem");
    let request = request
        .header("authorization", format!("Bearer {secret}"))
        .header("content-type", "application/x-www-form-urlencoded");
    world.anonymous().send(request.body(format!("token={token}").into())).await
}

async fn signing_on(engine: Engine) {
    let world = with_panel(engine).await;
    let owner = world.signed_in(OWNER).await;
    let id = service(&world, "shop.northwind.test").await;
    let page = owner.get(&format!("/services/{id}")).await;
    assert!(page.text().contains("Log in to Control Panel"), "{}", page.text());
    let policy = page.header("content-security-policy");
    assert!(policy.contains("form-action 'self' https://panel.example;"), "{policy}");
    let token = async || {
        let answer = owner.submit("/api/services/sign-on", &format!("/services/{id}"), &[("id", &id)]).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{}", answer.text());
        answer.header("location").strip_prefix("https://panel.example/sign-on?token=").unwrap().to_owned()
    };
    let first = token().await;
    assert_eq!(redeem(&world, "wrong-wrong-wrong", &first).await.status, StatusCode::UNAUTHORIZED);
    let answer = redeem(&world, SECRET, &first).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let arrival: serde_json::Value = answer.json();
    assert_eq!(arrival["service"]["username"], "nwshop");
    assert_eq!(arrival["user"]["email"], OWNER);
    assert_eq!(redeem(&world, SECRET, &first).await.status, StatusCode::GONE, "again");
    let late = token().await;
    world.clock.advance(Timestamp::MINUTE);
    assert_eq!(redeem(&world, SECRET, &late).await.status, StatusCode::GONE, "late");
    let out = token().await;
    owner.call("/api/session/sign-out", &[]).await;
    assert_eq!(redeem(&world, SECRET, &out).await.status, StatusCode::GONE, "signed out");
    let without = World::new(engine).await;
    assert_eq!(redeem(&without, SECRET, "x").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_on_sqlite() {
    signing_on(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_on_postgres() {
    signing_on(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_has_a_panel_that_shows_who_arrived() {
    let options = Options { demo: Some("1".to_owned()), ..Options::default() };
    let world = World::with(Engine::Sqlite, options).await.demo().await;
    let owner = world.signed_in(OWNER).await;
    let id = service(&world, "nw-app-01").await;
    let answer = owner.submit("/api/services/sign-on", &format!("/services/{id}"), &[("id", &id)]).await;
    let link = answer.header("location").strip_prefix("http://127.0.0.1:3000").unwrap().to_owned();
    assert!(link.starts_with("/dev/panel?token="), "{link}");
    let panel = owner.get(&link).await;
    assert_eq!(panel.status, StatusCode::OK, "{}", panel.text());
    assert!(panel.text().contains("Control panel of nw-app-01") && panel.text().contains(OWNER));
    assert_eq!(owner.get(&link).await.status, StatusCode::GONE, "again");
}

on_both!(a_domain_manager_changes_several_domains, |world: World| async move {
    let world = world.demo().await;
    let kai = world.signed_in(KAI).await;
    let (north, studio) = (domain(&world, "northwind.test").await, domain(&world, "northwind-studio.test").await);
    let list = html(&kai, "/domains").await;
    assert!(list.contains(&format!("form[domains][id-{north}]")), "{list}");
    let ticked = [format!("form[domains][id-{north}]"), format!("form[domains][id-{studio}]")];
    let several = async |what: &str, servers: &str, more: &[(&str, &str)]| {
        let mut form = vec![("form[what]", what), ("form[name_servers]", servers)];
        form.extend(ticked.iter().map(|name| (name.as_str(), "true")));
        form.extend(more);
        kai.submit("/api/domains/several", "/domains", &form).await
    };
    leads(&several("name_servers", "ns1.a.test\nnonsense", &[]).await, "/domains");
    let refused = html(&kai, "/domains").await;
    assert!(refused.contains("Line 2: This is not the name of a host"), "{refused}");
    assert!(refused.contains("ns1.a.test\nnonsense"), "nothing typed is lost: {refused}");
    assert!(refused.contains("checked"), "{refused}");
    leads(&several("name_servers", "ns1.a.test\r\nns2.a.test", &[]).await, "/domains?done=2");
    assert!(html(&kai, "/domains?done=2").await.contains("2 domains were changed"));
    assert!(html(&kai, &format!("/domains/{studio}")).await.contains("ns2.a.test"));
    let locked = async || world.number("SELECT COUNT(*) FROM domains WHERE locked").await;
    let before = locked().await;
    leads(&several("unlock", "", &[]).await, "/domains");
    assert!(html(&kai, "/domains").await.contains("Please fill this in"));
    leads(&several("unlock", "", &[("password", PASSWORD)]).await, "/domains?done=2");
    assert_eq!(locked().await, before - 2);
    let none = kai.submit("/api/domains/several", "/domains", &[("form[what]", "lock")]).await;
    leads(&none, "/domains");
    assert!(html(&kai, "/domains").await.contains("at least one domain"));
});

on_both!(records_registrant_and_code_of_a_domain, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let id = domain(&world, "northwind.test").await;
    let page = format!("/domains/{id}");
    let record = |value| {
        [
            ("id", id.as_str()),
            ("form[name]", "x\"><b>"),
            ("form[kind]", "A"),
            ("form[ttl]", "300"),
            ("form[value]", value),
        ]
    };
    leads(&owner.submit("/api/domains/record", &page, &record("192.0.2.300")).await, &page);
    let refused = html(&owner, &page).await;
    assert!(
        refused.contains("not an IPv4 address") && refused.contains("not a name within the domain"),
        "{refused}"
    );
    assert!(!refused.contains("x\"><b>") && refused.contains("value=\"192.0.2.300\""), "{refused}");
    let mut right = record("192.0.2.30");
    right[1].1 = "blog";
    leads(&owner.submit("/api/domains/record", &page, &right).await, &format!("{page}?done=record"));
    let row = world.id("SELECT id FROM dns_records WHERE name = 'blog'").await;
    let edit = html(&owner, &format!("{page}?record={row}")).await;
    assert!(edit.contains("Change the Record") && edit.contains("value=\"192.0.2.30\""), "{edit}");
    let removed = owner.submit("/api/domains/remove-record", &page, &[("id", &id), ("record", &row)]).await;
    leads(&removed, &format!("{page}?done=removed"));

    // Both forms ask for the own password, which was entered a moment ago.
    let asked = html(&owner, &page).await;
    let inputs = ["id=\"lock-password\"", "id=\"code-password\"", "It is asked for each time"];
    assert!(inputs.iter().all(|input| asked.contains(input)), "{asked}");
    for (path, more) in [("/api/domains/code", ("password", "")), ("/api/domains/lock", ("on", "false"))] {
        leads(&owner.submit(path, &page, &[("id", &id), more]).await, &page);
        assert!(html(&owner, &page).await.contains("Please fill this in"), "{path}");
    }
    let code = [("id", id.as_str()), ("password", PASSWORD)];
    leads(&owner.submit("/api/domains/code", &page, &code).await, &format!("{page}?done=code"));
    let shown = html(&owner, &format!("{page}?done=code")).await;
    assert!(shown.contains("NW-7Q4r-91ksT"), "{shown}");
    assert!(!html(&owner, &page).await.contains("NW-7Q4r-91ksT"));
    let typed = [
        ("id", id.as_str()),
        ("form[source]", "own"),
        ("form[first_name]", "Ada"),
        ("form[email]", "nonsense"),
    ];
    leads(&owner.submit("/api/domains/registrant", &page, &typed).await, &page);
    let refused = html(&owner, &page).await;
    assert!(refused.contains("address like name@example.com") && refused.contains("value=\"Ada\""), "{refused}");
    let account = [("id", id.as_str()), ("form[source]", "account")];
    leads(&owner.submit("/api/domains/registrant", &page, &account).await, &format!("{page}?done=registrant"));
    let other = [("id", id.as_str()), ("account", "01930000-0000-7000-8000-000000000000"), ("on", "false")];
    leads(&owner.submit("/api/domains/auto-renew", &page, &other).await, &page);
    assert!(html(&owner, &page).await.contains("Another account is open now"), "a form of another account");
});

on_both!(what_is_not_granted_is_not_on_the_page, |world: World| async move {
    let world = world.demo().await;
    let kai = world.signed_in(KAI).await;
    hold(&world, KAI, Some(Permission::Domains)).await;
    let page = format!("/domains/{}", domain(&world, "northwind.test").await);
    let seen = html(&kai, &page).await;
    for text in ["<form method=\"post\" action=\"/api/domains", "Transfer code", "Registered to", "Storgata"] {
        assert!(!seen.contains(text), "{text}: {seen}");
    }
    assert!(!html(&kai, "/domains").await.contains("form[domains]"));
    hold(&world, KAI, Some(Permission::Products)).await;
    let page = format!("/services/{}", service(&world, "nw-app-01").await);
    let seen = html(&kai, &page).await;
    for text in ["action=\"/api/services", "root", "Show Password", "Reinstall"] {
        assert!(!seen.contains(text), "{text}: {seen}");
    }
});
