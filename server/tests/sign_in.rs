//! Signing in and out, *Forgot Password* and the Security page's forms, as a browser does them: hydrated and without
//! JavaScript.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use backend::demo::PASSWORD;
use server::config::Options;

use crate::{
    harness::{Answer, Client, Engine, World},
    on_both,
};

const OWNER: &str = "owner@northwind.test";
const SAM: &str = "sam@codeworks.test";
/// A contact who was invited and has set no password.
const INVITED: &str = "wanda@river.test";
const NEW: &str = "four green boats";

const SIGN_IN: &str = "/api/session/sign-in";
const SIGN_OUT: &str = "/api/session/sign-out";
const FORGOT: &str = "/api/session/forgot-password";
const RESET: &str = "/api/session/reset-password";

/// The owner invites somebody who is new.
async fn invite(world: &World) {
    let owner = world.signed_in(OWNER).await;
    let form = [
        ("id", ""),
        ("form[first_name]", "Wanda"),
        ("form[last_name]", "River"),
        ("form[email]", INVITED),
        ("form[activate]", "true"),
        ("form[permissions][domains]", "true"),
    ];
    let answer = owner.call("/api/contacts/save", &form).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
}

/// Posts the sign-in form without JavaScript.
async fn submit(client: &Client, page: &str, email: &str, password: &str, next: &str) -> Answer {
    let form = [("form[email]", email), ("form[password]", password), ("form[next]", next)];
    client.submit(SIGN_IN, page, &form).await
}

/// What a stranger can tell answers apart by.
fn traits(answer: &Answer) -> (StatusCode, BTreeMap<String, String>, String) {
    let own = ["x-request-id", "date", "set-cookie", "content-security-policy"];
    let headers = answer.headers.iter().filter(|(name, _)| !own.contains(&name.as_str()));
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    (answer.status, headers, answer.text())
}

fn session(client: &Client) -> String {
    client.cookies().get("session").cloned().unwrap_or_default()
}

on_both!(the_right_password_opens_the_account, |world: World| async move {
    let world = world.demo().await;
    let hydrated = world.anonymous();
    let answer = hydrated.sign_in(OWNER, PASSWORD).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::OK, "/"));
    assert!(hydrated.get("/").await.text().contains("Northwind Studio"));

    let plain = world.anonymous();
    let answer = submit(&plain, "/login?next=/domains", OWNER, PASSWORD, "/domains").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, "/domains"));
    assert_eq!(plain.get("/domains").await.status, StatusCode::OK);
    let again = plain.get("/login?next=/services").await;
    assert_eq!((again.status, again.header("location")), (StatusCode::FOUND, "/services"), "signed in already");
});

on_both!(nobody_is_led_elsewhere, |world: World| async move {
    let world = world.demo().await;
    for next in ["https://evil.test/", "//evil.test", "/\\evil.test", "/api/session/sign-out", "/a\r\nx: y"] {
        let answer = submit(&world.anonymous(), "/login", OWNER, PASSWORD, next).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, "/"), "{next:?}");
    }
});

on_both!(unknown_without_password_and_wrong_are_answered_the_same, |world: World| async move {
    let world = world.demo().await;
    invite(&world).await;
    let mut hydrated = Vec::new();
    let mut plain = Vec::new();
    for email in [OWNER, "nobody@nowhere.test", INVITED, "ines@ledger.test"] {
        hydrated.push(traits(&world.anonymous().sign_in(email, "not the password").await));
        let browser = world.anonymous();
        plain.push(traits(&submit(&browser, "/login", email, "not the password", "").await));
        let page = browser.get("/login").await.text();
        assert!(page.contains("The address or the password is wrong") && page.contains(email), "{page}");
    }
    assert_eq!(hydrated[0].0, StatusCode::UNAUTHORIZED);
    assert_eq!(plain[0].0, StatusCode::FOUND);
    assert!(hydrated.iter().all(|one| *one == hydrated[0]), "{hydrated:#?}");
    // Where the form came from is in the address that it leads back to, and the same for all.
    assert!(plain.iter().all(|one| (one.0, &one.1) == (plain[0].0, &plain[0].1)), "{plain:#?}");
});

on_both!(what_was_typed_comes_back_once_and_the_password_never, |world: World| async move {
    let world = world.demo().await;
    let browser = world.anonymous();
    let secret = "a secret that nobody prints";
    let answer = submit(&browser, "/login?next=/domains", "who@nowhere.test", secret, "/domains").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, "/login?next=/domains"));
    assert!(!answer.text().contains(secret));
    let page = browser.get("/login?next=/domains").await.text();
    assert!(page.contains("value=\"who@nowhere.test\"") && page.contains("value=\"/domains\""), "{page}");
    assert!(!page.contains(secret));
    assert!(!browser.get("/login").await.text().contains("who@nowhere.test"), "once");

    let answer = submit(&browser, "/login", "", "", "").await;
    assert_eq!(answer.header("location"), "/login");
    let page = browser.get("/login").await.text();
    assert_eq!(page.matches("aria-invalid=\"true\"").count(), 2, "both fields say it: {page}");
});

on_both!(the_session_gets_another_id, |world: World| async move {
    let world = world.demo().await;
    let browser = world.anonymous();
    // A refused form leaves something in a session: the one that somebody could have planted.
    submit(&browser, "/login", OWNER, "not the password", "").await;
    let planted = browser.copy();
    assert!(!session(&planted).is_empty());
    browser.sign_in(OWNER, PASSWORD).await;
    assert_ne!(session(&browser), session(&planted));
    assert_eq!(browser.page("/").await.status, StatusCode::OK);
    assert_eq!(planted.page("/").await.status, StatusCode::UNAUTHORIZED);
    // And once more when somebody else signs in, in the same browser.
    let before = browser.copy();
    browser.sign_in(SAM, PASSWORD).await;
    assert_ne!(session(&browser), session(&before));
    assert_eq!(before.page("/").await.status, StatusCode::UNAUTHORIZED);
});

on_both!(signing_out_ends_the_session_everywhere, |world: World| async move {
    let world = world.demo().await;
    let other = world.another_node().await;
    let browser = world.signed_in(OWNER).await;
    let copy = browser.copy();
    let answer = browser.submit(SIGN_OUT, "/domains", &[]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, "/login"));
    assert_eq!(session(&browser), "", "the cookie is gone");
    for copy in [&copy, &other.reached_by(&copy)] {
        assert_eq!(copy.page("/").await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(copy.get("/domains").await.header("location"), "/login?next=/domains");
    }
    let once_more = browser.submit(SIGN_OUT, "/", &[]).await;
    assert_eq!(once_more.header("location"), "/login", "twice does no harm");
});

on_both!(a_session_is_known_on_every_node, |world: World| async move {
    let world = world.demo().await;
    let other = world.another_node().await;
    let browser = world.signed_in(SAM).await;
    let there = other.reached_by(&browser);
    let accounts: serde_json::Value = there.call("/api/accounts/page", &[]).await.json();
    let fabrikam = accounts["accounts"].as_array().unwrap().iter().find(|one| one["name"] == "Fabrikam Labs").unwrap();
    let id = fabrikam["id"].as_str().unwrap();
    assert_eq!(there.call("/api/accounts/choose", &[("id", id)]).await.status, StatusCode::OK);
    let home = browser.get("/").await.text();
    assert!(home.contains("Fabrikam Labs"), "chosen there, shown here: {home}");
});

on_both!(who_has_several_accounts_chooses_first, |world: World| async move {
    let world = world.demo().await;
    let browser = world.anonymous();
    let answer = submit(&browser, "/login", SAM, PASSWORD, "").await;
    assert_eq!(answer.header("location"), "/accounts");
    let answer = submit(&world.anonymous(), "/login", SAM, PASSWORD, "/services").await;
    assert_eq!(answer.header("location"), "/accounts?next=/services");
    let page = browser.get("/services").await;
    assert_eq!(page.header("location"), "/accounts", "nothing is open before");
    let html = browser.get("/accounts").await.text();
    assert!(html.contains("Northwind Studio") && html.contains("Fabrikam Labs"), "{html}");
    assert_eq!(browser.page("/services").await.status, StatusCode::FORBIDDEN);
});

on_both!(forgot_password_answers_everyone_the_same, |world: World| async move {
    let world = world.demo().await;
    invite(&world).await;
    let mut hydrated = Vec::new();
    let mut plain = Vec::new();
    let addresses = [OWNER, "nobody@nowhere.test", INVITED, "ines@ledger.test"];
    for email in addresses {
        hydrated.push(traits(&world.anonymous().call(FORGOT, &[("email", email)]).await));
        let browser = world.anonymous();
        let answer = browser.submit(FORGOT, "/forgot-password", &[("email", email)]).await;
        assert_eq!(answer.header("location"), "/forgot-password?sent=1");
        plain.push(traits(&browser.get("/forgot-password?sent=1").await).2.contains("If there is a login for that"));
    }
    assert_eq!(hydrated[0].0, StatusCode::OK);
    assert!(hydrated.iter().all(|one| *one == hydrated[0]), "{hydrated:#?}");
    assert!(plain.iter().all(|told| *told));
    for (email, login) in addresses.into_iter().zip([true, false, true, false]) {
        let mails = world.mails(email).await;
        let has_link = mails.iter().any(|mail| mail.text.contains("/reset-password?token="));
        assert_eq!(has_link, login, "{email}");
    }
    let typed = world.anonymous();
    let answer = typed.submit(FORGOT, "/forgot-password", &[("email", "no address")]).await;
    assert_eq!(answer.header("location"), "/forgot-password");
    let page = typed.get("/forgot-password").await.text();
    assert!(page.contains("value=\"no address\"") && page.contains("aria-invalid=\"true\""), "{page}");
});

on_both!(a_link_sets_the_password_once_and_ends_other_sessions, |world: World| async move {
    let world = world.demo().await;
    let elsewhere = world.signed_in(OWNER).await;
    world.anonymous().call(FORGOT, &[("email", OWNER)]).await;
    let token = world.token(OWNER, "/reset-password").await;
    let address = format!("/reset-password?token={token}");
    let browser = world.anonymous();
    let page = browser.get(&address).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains(OWNER));
    assert_eq!(elsewhere.get("/").await.status, StatusCode::OK, "looking changes nothing");

    let form = |new, repeated| {
        [("form[token]", token.as_str()), ("form[new_password]", new), ("form[repeat_password]", repeated)]
    };
    let refused = browser.submit(RESET, &address, &form(NEW, "something else")).await;
    assert_eq!((refused.status, refused.header("location")), (StatusCode::FOUND, address.as_str()));
    let page = browser.get(&address).await.text();
    assert!(page.contains("aria-invalid=\"true\"") && !page.contains(NEW), "{page}");

    let done = browser.submit(RESET, &address, &form(NEW, NEW)).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::FOUND, "/"));
    assert_eq!(browser.get("/").await.status, StatusCode::OK, "signed in by it");
    assert_eq!(elsewhere.page("/").await.status, StatusCode::UNAUTHORIZED);

    assert_eq!(world.anonymous().call(RESET, &form(NEW, NEW)).await.status, StatusCode::GONE);
    assert_eq!(world.anonymous().get(&address).await.status, StatusCode::GONE);
    assert_eq!(world.anonymous().sign_in(OWNER, PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(world.anonymous().sign_in(OWNER, NEW).await.status, StatusCode::OK);
});

on_both!(an_invitation_is_accepted_by_a_first_password, |world: World| async move {
    let world = world.demo().await;
    invite(&world).await;
    let token = world.token(INVITED, "/invitations").await;
    let address = format!("/invitations?token={token}");
    let browser = world.anonymous();
    let page = browser.get(&address).await.text();
    assert!(page.contains("Northwind Studio") && page.contains("View Domains"), "{page}");
    let form = [("form[token]", token.as_str()), ("form[new_password]", NEW), ("form[repeat_password]", NEW)];
    let done = browser.submit("/api/invitations/set-password", &address, &form).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::FOUND, "/"));
    assert_eq!(browser.get("/domains").await.status, StatusCode::OK);
    assert_eq!(browser.get("/invoices").await.status, StatusCode::FORBIDDEN);
    let again = world.anonymous().call("/api/invitations/set-password", &form).await;
    assert_eq!(again.status, StatusCode::GONE);
});

on_both!(guessing_is_slowed_down_and_the_owner_still_gets_in, |world: World| async move {
    let world = world.demo().await;
    let stranger = world.anonymous().at_address("203.0.113.9");
    let mut last = StatusCode::OK;
    for _ in 0..12 {
        last = stranger.sign_in(OWNER, "not the password").await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(stranger.sign_in(OWNER, PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    let owner = world.anonymous().at_address("198.51.100.20");
    assert_eq!(owner.sign_in(OWNER, PASSWORD).await.status, StatusCode::OK);
});

on_both!(security_forms_work_without_javascript, |world: World| async move {
    let world = world.demo().await;
    let (browser, other) = (world.signed_in(OWNER).await, world.signed_in(OWNER).await);
    let page = "/account/security";
    let password =
        |current| [("form[current_password]", current), ("form[new_password]", NEW), ("form[repeat_password]", NEW)];
    let refused = browser.submit("/api/security/password", page, &password("not the password")).await;
    assert_eq!((refused.status, refused.header("location")), (StatusCode::FOUND, page));
    let html = browser.get(page).await.text();
    assert!(html.contains("aria-invalid=\"true\"") && !html.contains(NEW), "{html}");
    let done = browser.submit("/api/security/password", page, &password(PASSWORD)).await;
    assert_eq!(done.header("location"), "/account/security?done=password");
    assert_eq!(browser.get(page).await.status, StatusCode::OK, "this session stays");
    assert_eq!(other.page("/").await.status, StatusCode::UNAUTHORIZED, "the other one ended");

    let profile = [("form[name]", "Nora N. Wind"), ("form[language]", "nb")];
    let done = browser.submit("/api/security/profile", page, &profile).await;
    assert_eq!(done.header("location"), "/account/security?done=profile");
    let html = browser.get(page).await.text();
    assert!(html.contains("<html lang=\"nb\"") && html.contains("Nora N. Wind"), "{html}");
    let refused = browser.submit("/api/security/profile", page, &[("form[name]", ""), ("form[language]", "nb")]).await;
    assert_eq!(refused.header("location"), page);
    assert!(browser.get(page).await.text().contains("aria-invalid=\"true\""));
});

/// The language of a page.
async fn language(client: &Client, path: &str) -> String {
    let html = client.get(path).await.text();
    let (_, rest) = html.split_once("<html lang=\"").unwrap_or_else(|| panic!("{html}"));
    rest.split('"').next().unwrap().to_owned()
}

on_both!(pages_turn_to_the_language_of_who_signs_in, |world: World| async move {
    let world = world.demo().await;
    world.sql("UPDATE users SET locale = 'nb' WHERE email = 'owner@northwind.test'").await;
    let english = || world.anonymous().with_header("accept-language", "en-GB,en");
    let browser = english();
    assert_eq!(language(&browser, "/login").await, "en");
    browser.sign_in(OWNER, "not the password").await;
    assert_eq!(language(&browser, "/login").await, "en", "only who signs in");
    submit(&browser, "/login", OWNER, PASSWORD, "").await;
    assert_eq!(language(&browser, "/").await, "nb");
    // The frame tells the hydrated client, which loads the page again.
    let frame: serde_json::Value = browser.call("/api/frame", &[]).await.json();
    assert_eq!(frame["locale"], "nb");
    browser.submit(SIGN_OUT, "/", &[]).await;
    assert_eq!(language(&browser, "/login").await, "en", "the next one's language is another");
    browser.sign_in("owner@fabrikam.test", PASSWORD).await;
    assert_eq!(language(&browser, "/").await, "en");

    // What was chosen in this browser stays, before and after.
    let chosen = english();
    chosen.submit("/api/locale", "/login", &[("locale", "en")]).await;
    chosen.sign_in(OWNER, PASSWORD).await;
    assert_eq!(language(&chosen, "/").await, "en");
    chosen.submit("/api/locale", "/", &[("locale", "nb")]).await;
    assert_eq!(language(&chosen, "/").await, "nb");
    chosen.submit(SIGN_OUT, "/", &[]).await;
    assert_eq!(language(&chosen, "/login").await, "nb");
});

on_both!(a_first_password_turns_to_the_language_of_the_invitation, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let form = [
        ("id", ""),
        ("form[first_name]", "Wanda"),
        ("form[last_name]", "River"),
        ("form[email]", INVITED),
        ("form[language]", "nb"),
        ("form[activate]", "true"),
    ];
    assert_eq!(owner.call("/api/contacts/save", &form).await.status, StatusCode::OK);
    let token = world.token(INVITED, "/invitations").await;
    let browser = world.anonymous().with_header("accept-language", "en");
    let form = [("form[token]", token.as_str()), ("form[new_password]", NEW), ("form[repeat_password]", NEW)];
    let done = browser.call("/api/invitations/set-password", &form).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    assert_eq!(language(&browser, "/").await, "nb");
});

on_both!(the_cookie_is_out_of_reach_of_scripts, |world: World| async move {
    let world = world.demo().await;
    let answer = world.anonymous().sign_in(OWNER, PASSWORD).await;
    let cookie = answer.cookie("session");
    assert!(!cookie.is_empty(), "{:?}", answer.headers);
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(attribute), "{attribute}: {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
});

#[tokio::test]
async fn over_tls_no_other_host_can_set_the_cookie() {
    let public_url = Some("https://clients.example".to_owned());
    let world = World::with(Engine::Sqlite, Options { public_url, ..Options::default() }).await.demo().await;
    let answer = world.anonymous().sign_in(OWNER, PASSWORD).await;
    let cookie = answer.cookie("__Host-session");
    assert!(cookie.contains("Secure"), "{:?}", answer.headers);
}
