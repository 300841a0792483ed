//! What every page has, whatever is on it.

use axum::http::StatusCode;
use server::config::Options;

use crate::{
    harness::{Engine, World},
    on_both,
};

/// The nonce in a Content-Security-Policy.
fn nonce(policy: &str) -> String {
    let (_, rest) = policy.split_once("'nonce-").expect("a nonce");
    rest.split_once('\'').expect("its end").0.to_owned()
}

on_both!(pages_carry_a_strict_policy, |world: World| async move {
    for path in ["/login", "/forgot-password", "/account/contacts", "/nowhere"] {
        let page = world.anonymous().get(path).await;
        let policy = page.header("content-security-policy");
        for part in [
            "default-src 'self'",
            "'wasm-unsafe-eval'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "object-src 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {part} in {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("referrer-policy"), "same-origin");
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.header("permissions-policy").contains("camera=()"));
        assert!(!page.header("x-request-id").is_empty());
        assert_eq!(page.header("strict-transport-security"), "", "not over plain HTTP");
    }
});

#[tokio::test]
async fn the_policy_and_the_page_share_a_nonce_that_is_used_once() {
    let world = World::new(Engine::Sqlite).await;
    let mut seen = Vec::new();
    for _ in 0..2 {
        let page = world.anonymous().get("/login").await;
        let nonce = nonce(page.header("content-security-policy"));
        let html = page.text();
        let scripts = html.matches("<script").count();
        let with_nonce = html.matches(&format!("nonce=\"{nonce}\"")).count();
        assert!(scripts > 0 && with_nonce >= scripts, "{scripts} scripts, {with_nonce} with the nonce: {html}");
        assert!(!html.contains(" onclick=") && !html.contains("javascript:"), "{html}");
        assert!(!seen.contains(&nonce));
        seen.push(nonce);
    }
}

#[tokio::test]
async fn pages_name_the_files_of_the_client() {
    let world = World::new(Engine::Sqlite).await;
    let html = world.anonymous().get("/login").await.text();
    for file in [
        "/assets/client.0011223344556677.js",
        "/assets/client.8899aabbccddeeff.wasm",
        "/assets/main.1234567812345678.css",
    ] {
        assert!(html.contains(file), "{file}");
    }
}

#[tokio::test]
async fn over_tls_browsers_are_told_to_stay_there() {
    let public_url = Some("https://clients.example".to_owned());
    let world = World::with(Engine::Sqlite, Options { public_url, ..Options::default() }).await;
    let page = world.anonymous().get("/login").await;
    assert_eq!(page.header("strict-transport-security"), "max-age=63072000");
}

#[tokio::test]
async fn large_pages_are_compressed_when_the_browser_takes_it() {
    let world = World::new(Engine::Sqlite).await;
    let page = world.anonymous().with_header("accept-encoding", "gzip").get("/login").await;
    assert_eq!(page.header("content-encoding"), "gzip");
    assert!(page.header("vary").contains("accept-encoding"));
    assert_eq!(page.body[..2], [0x1f, 0x8b], "the mark of gzip (RFC 1952)");
    assert_eq!(world.anonymous().get("/login").await.header("content-encoding"), "");
}

#[tokio::test]
async fn what_is_not_there_is_a_page_too() {
    let world = World::new(Engine::Sqlite).await;
    let page = world.anonymous().get("/nowhere/at/all").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.header("content-type").starts_with("text/html"));
}

on_both!(a_server_that_starts_does_not_stop_the_pages_of_another, |world: World| async move {
    let browser = world.anonymous();
    let pages = tokio::spawn(async move {
        for _ in 0..100 {
            assert_eq!(browser.get("/login").await.status, StatusCode::OK);
        }
    });
    while !pages.is_finished() {
        world.another_node().await;
    }
    pages.await.unwrap();
});

on_both!(one_damaged_entry_leaves_the_log_readable, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in("owner@northwind.test").await;
    let number = world.number("SELECT MAX(number) FROM activity WHERE actor_email = 'owner@northwind.test'").await;
    world
        .sql(&format!(
            "UPDATE activity SET event = '{{' WHERE number = {number} AND actor_email = 'owner@northwind.test'"
        ))
        .await;
    let page = owner.get("/account/activity").await;
    assert_eq!(page.status, StatusCode::OK);
    let html = page.text();
    assert!(html.contains(&format!("Entry {number} cannot be read")), "{html}");
    assert!(html.contains("added the contact"), "all others are shown: {html}");
    owner.submit("/api/locale", "/", &[("locale", "nb")]).await;
    let html = owner.get("/account/activity").await.text();
    assert!(html.contains(&format!("Oppføring {number} kan ikke leses")), "{html}");
});
