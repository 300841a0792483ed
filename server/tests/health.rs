//! What watchers ask: alive, ready, how many.

use std::sync::Arc;

use axum::http::StatusCode;
use backend::{Db, clock::FixedClock};

use crate::{
    harness::{Engine, World},
    on_both,
};

on_both!(ready_when_the_database_is_migrated, |world: World| async move {
    let browser = world.anonymous();
    assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
    let ready = browser.get("/readyz").await;
    assert_eq!((ready.status, ready.text().as_str()), (StatusCode::OK, "ready\n"));
    world.state.readiness.stop();
    assert_eq!(browser.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
});

#[tokio::test]
async fn not_ready_without_migrations_or_database() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("empty.db").display());
    let clock = Arc::new(FixedClock::new(crate::harness::START));
    let world = World::on(&url, clock, server::config::Options::default()).await;
    let answer = world.anonymous().get("/readyz").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.text().contains("coterie migrate"), "{}", answer.text());
    let db: Db = world.backend.db.clone();
    db.close().await.unwrap();
    let answer = world.anonymous().get("/readyz").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.text(), "the database cannot be reached\n");
}

#[tokio::test]
async fn numbers_are_counted_by_route_and_stay_at_home() {
    let world = World::new(Engine::Sqlite).await;
    let browser = world.anonymous();
    browser.get("/healthz").await;
    browser.get("/account/contacts/0190a000-0000-7000-8000-000000000000").await;
    let numbers = browser.get("/metrics").await;
    assert_eq!(numbers.status, StatusCode::OK);
    let text = numbers.text();
    assert!(text.contains("coterie_requests_total{route=\"/healthz\",status=\"2xx\"} 1"), "{text}");
    assert!(text.contains("route=\"/account/contacts/{id}\""), "{text}");
    assert!(!text.contains("0190a000"), "{text}");
    let through_a_proxy = world.anonymous().with_header("x-forwarded-for", "198.51.100.1");
    assert_eq!(through_a_proxy.get("/metrics").await.status, StatusCode::NOT_FOUND);
}
