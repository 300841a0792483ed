//! Demo mode answers its own machine only.

use axum::http::StatusCode;
use domain::code::Code as _;
use server::config::Options;

use crate::harness::{Engine, World};

async fn demo() -> World {
    World::with(Engine::Sqlite, Options { demo: Some("1".to_owned()), ..Options::default() }).await
}

const PATHS: [&str; 5] = ["/login", "/dev/mailbox", "/dev/mail", "/healthz", "/favicon.svg"];

#[tokio::test]
async fn other_machines_get_nothing() {
    let world = demo().await;
    for address in ["192.0.2.7", "2001:db8::7", "10.0.0.1"] {
        let stranger = world.anonymous().at_address(address);
        for path in PATHS {
            assert_eq!(stranger.get(path).await.status, StatusCode::FORBIDDEN, "{path} from {address}");
        }
    }
    for address in ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"] {
        let answer = world.anonymous().at_address(address).get("/login").await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
    }
}

#[tokio::test]
async fn names_that_others_point_here_get_nothing() {
    let world = demo().await;
    for host in ["evil.example", "evil.example:3000", "127.0.0.1.evil.example", "192.0.2.7:3000"] {
        let rebound = world.anonymous().with_header("host", host);
        for path in PATHS {
            assert_eq!(rebound.get(path).await.status, StatusCode::FORBIDDEN, "{path} as {host}");
        }
    }
    for host in ["localhost:3000", "127.0.0.1:8080", "[::1]:3000"] {
        assert_eq!(world.anonymous().with_header("host", host).get("/login").await.status, StatusCode::OK, "{host}");
    }
}

#[tokio::test]
async fn without_demo_mode_everyone_is_answered_and_no_mail_is_shown() {
    let world = World::new(Engine::Sqlite).await;
    let stranger = world.anonymous().at_address("192.0.2.7").with_header("host", "clients.example");
    assert_eq!(stranger.get("/login").await.status, StatusCode::OK);
    for path in ["/dev/mailbox", "/dev/mail", "/dev/mail/invoice_created/en", "/dev/panel"] {
        assert_eq!(stranger.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(world.anonymous().get("/dev/boot").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn mail_can_be_read() {
    let world = demo().await;
    backend::demo::load(&world.backend).await.unwrap();
    let origin = backend::access::Origin::default();
    for address in ["owner@northwind.test", "nobody@nowhere.test"] {
        backend::password_reset::ask(&world.backend, address, domain::Locale::English, &origin)
            .await
            .unwrap();
    }
    backend::outbox::drain(&world.backend).await.unwrap();
    let browser = world.anonymous();
    let list = browser.get("/dev/mailbox?to=Owner@Northwind.test").await;
    assert_eq!(list.status, StatusCode::OK);
    let html = list.text();
    assert_eq!(html.matches("<tr><td>").count(), 1, "{html}");
    let (_, rest) = html.split_once("href=\"/dev/mailbox/").unwrap();
    let mail = browser.get(&format!("/dev/mailbox/{}", rest.split_once('"').unwrap().0)).await;
    assert_eq!(mail.status, StatusCode::OK);
    assert!(mail.text().contains("<a href=\"http://127.0.0.1:3000/reset-password?token="), "{}", mail.text());
    assert!(!mail.header("content-security-policy").contains("script-src"), "nothing runs in it");
    assert!(browser.get("/dev/mailbox?to=nobody@nowhere.test").await.text().contains("Nothing yet."));
    for nothing in ["/dev/mailbox/x", "/dev/mailbox/0190a000-0000-7000-8000-000000000000"] {
        assert_eq!(browser.get(nothing).await.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[tokio::test]
async fn every_email_is_shown_over_sample_data() {
    let browser = demo().await.anonymous();
    let list = browser.get("/dev/mail").await;
    assert_eq!(list.status, StatusCode::OK);
    let html = list.text();
    let paths: Vec<_> = html.split("href=\"/dev/mail/").skip(1).map(|rest| rest.split_once('"').unwrap().0).collect();
    assert_eq!(paths.len(), 2 * (domain::business_event::EventKind::ALL.len() + 12));
    for path in ["invoice_created/en", "invoice_created/nb"] {
        assert!(paths.contains(&path), "{path}");
        let mail = browser.get(&format!("/dev/mail/{path}")).await;
        assert_eq!(mail.status, StatusCode::OK, "{path}");
        assert!(mail.text().contains("INV-10377") && mail.text().contains("<iframe "), "{path}");
    }
    let mail = browser.get("/dev/mail/invitation/nb").await.text();
    assert!(paths.contains(&"invitation/nb") && mail.contains("Northwind Studio"), "{mail}");
    for nothing in ["/dev/mail/dance/en", "/dev/mail/invoice_created/tlh"] {
        assert_eq!(browser.get(nothing).await.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}
