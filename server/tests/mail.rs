//! The links at the foot of emails and the place where emails come back to, over HTTP: no session, no origin, and a GET
//! changes nothing.

use axum::http::{Method, StatusCode};
use backend::{
    access::{SystemAccess, SystemReason},
    mail::{events, mailbox, samples},
    outbox::drain,
};
use domain::business_event::{BusinessEvent, EventKind};
use server::config::{MailOptions, Options};

use crate::{
    harness::{Answer, Client, Engine, World},
    on_both,
};

const INES: &str = "ines@ledger.test";
const SECRET: &str = "a secret of the operator's";

/// Posts an invoice reminder to Northwind and delivers it. Returns the tokens in Ines's copy: to leave, and "this is not
/// me".
async fn invoice(world: &World) -> (String, String) {
    let mut event = samples::event(EventKind::InvoiceReminder).unwrap();
    if let BusinessEvent::InvoiceReminder(reminder) = &mut event {
        reminder.invoice.about.clear();
    }
    let mut json = serde_json::to_value(&event).unwrap();
    json["account"] = "owner@northwind.test".into();
    let system = SystemAccess::new(SystemReason::Operator);
    let incoming = events::read(&json.to_string()).unwrap().remove(0);
    let (account, id, event) = events::check(&world.backend, &system, incoming).await.unwrap().unwrap();
    events::post(&world.backend, &system, account, id, event).await.unwrap().unwrap();
    drain(&world.backend).await.unwrap();
    let mails = mailbox::list(&world.backend.db, Some(INES)).await.unwrap();
    let token = |path: &str| {
        let (_, rest) = mails[0].text.split_once(&format!("/mail/{path}?token=")).expect("a link");
        rest.split_whitespace().next().unwrap().to_owned()
    };
    (token("leave"), token("not-me"))
}

/// As a mail program posts by itself: no cookie, no origin (RFC 8058 §3.2).
async fn one_click(client: &Client, path: &str) -> Answer {
    let request = client.request(Method::POST, path).header("content-type", "application/x-www-form-urlencoded");
    client.send(request.body("List-Unsubscribe=One-Click".into())).await
}

async fn tell(world: &World, header: &str, kind: &'static str, body: String) -> StatusCode {
    let client = world.anonymous().without_header("sec-fetch-site");
    let request = client.request(Method::POST, "/mail/bounce").header("authorization", header);
    client.send(request.header("content-type", kind).body(body.into())).await.status
}

on_both!(a_category_is_left_with_one_click, |world: World| async move {
    let world = world.demo().await;
    let (leave, _) = invoice(&world).await;
    let path = format!("/mail/leave?token={leave}");
    let stranger = world.anonymous().without_header("sec-fetch-site");
    for _ in 0..2 {
        let page = stranger.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        let text = page.text();
        assert!(text.contains("<button type=\"submit\">Stop Invoice Emails</button>"), "{text}");
        assert!(text.contains(INES) && !text.contains("<script"), "{text}");
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.header("content-security-policy").contains("form-action 'self'"));
        assert!(page.header("set-cookie").is_empty(), "no session");
    }
    // From another site, or from none.
    let done = one_click(&world.anonymous().with_header("sec-fetch-site", "cross-site"), &path).await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(done.text().contains("are no longer sent to"), "{}", done.text());
    let page = stranger.get(&path).await;
    assert!(!page.text().contains("<form"), "{}", page.text());
    let mails = mailbox::list(&world.backend.db, Some(INES)).await.unwrap().len();
    drain(&world.backend).await.unwrap();
    assert_eq!(mailbox::list(&world.backend.db, Some(INES)).await.unwrap().len(), mails);
});

on_both!(somebody_who_is_not_meant_stops_everything, |world: World| async move {
    let world = world.demo().await;
    let (_, not_me) = invoice(&world).await;
    let path = format!("/mail/not-me?token={not_me}");
    let stranger = world.anonymous();
    let page = stranger.get(&path).await;
    assert!(page.text().contains("Stop all emails to me"), "{}", page.text());
    let done = one_click(&stranger, &path).await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(done.text().contains("by mistake"), "{}", done.text());
    let told = world.mails("owner@northwind.test").await;
    assert!(told.iter().any(|mail| mail.subject.starts_with(INES)), "{told:?}");
    let back = stranger.submit(&path, "/mail/not-me", &[("take_back", "true")]).await;
    assert_eq!(back.status, StatusCode::OK);
    assert!(back.text().contains("are sent to ines@ledger.test again"), "{}", back.text());
});

on_both!(a_link_that_was_touched_means_nothing, |world: World| async move {
    let world = world.demo().await;
    let (leave, _) = invoice(&world).await;
    let stranger = world.anonymous().with_header("accept-language", "nb");
    for token in ["", "nonsense", &leave[1..], "%00", &"A".repeat(2000)] {
        let path = format!("/mail/leave?token={token}");
        for answer in [stranger.get(&path).await, one_click(&stranger, &path).await] {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{token}");
            assert!(answer.text().contains("Denne lenken betyr ikke noe lenger"), "{}", answer.text());
        }
    }
    assert_eq!(stranger.get("/mail/leave").await.status, StatusCode::NOT_FOUND);
    let large = stranger.post("/mail/leave?token=x", "*/*", "text/plain", "x".repeat(100_000)).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
});

#[tokio::test]
async fn emails_come_back_only_with_the_secret() {
    let without = World::new(Engine::Sqlite).await;
    assert_eq!(
        tell(&without, &format!("Bearer {SECRET}"), "message/rfc822", String::new()).await,
        StatusCode::NOT_FOUND
    );
    let options = Options {
        mail: MailOptions {
            mail_bounce: Some("bounces@provider.test".into()),
            mail_bounce_secret: Some(SECRET.into()),
            ..MailOptions::default()
        },
        ..Options::default()
    };
    let world = World::with(Engine::Sqlite, options).await.demo().await;
    for wrong in ["", "Bearer", "Bearer wrong", SECRET, &format!("bearer {SECRET}"), &format!("Bearer {SECRET}x")] {
        assert_eq!(tell(&world, wrong, "message/rfc822", String::new()).await, StatusCode::UNAUTHORIZED, "{wrong}");
    }
    let right = format!("Bearer {SECRET}");
    let nobody_s = StatusCode::UNPROCESSABLE_ENTITY;
    assert_eq!(tell(&world, &right, "message/rfc822", "To: somebody@else.test\r\n\r\nHi".into()).await, nobody_s);
    assert_eq!(tell(&world, &right, "application/json", "{\"token\":\"x\"}".into()).await, nobody_s);
    assert_eq!(tell(&world, &right, "application/json", "{}".into()).await, StatusCode::BAD_REQUEST);
    assert_eq!(
        tell(&world, &right, "application/x-www-form-urlencoded", "token=x&status=5.1.1".into()).await,
        nobody_s
    );
    let large = "x".repeat(5 * 1024 * 1024);
    assert_eq!(tell(&world, &right, "message/rfc822", large).await, StatusCode::PAYLOAD_TOO_LARGE);
    let reading = world.anonymous().get("/mail/bounce").await;
    assert_eq!(reading.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn what_waits_is_a_number() {
    let world = World::new(Engine::Sqlite).await.demo().await;
    world.anonymous().call("/api/session/forgot-password", &[("email", "owner@northwind.test")]).await;
    world.clock.advance(1500);
    let text = world.anonymous().get("/metrics").await.text();
    assert!(text.contains("coterie_mail_queue{state=\"queued\"} 1"), "{text}");
    assert!(text.contains("coterie_mail_oldest_seconds 1.500"), "{text}");
    assert!(!text.contains("northwind"), "{text}");
    let worker = backend::outbox::Worker::new(world.backend.clone()).unwrap();
    world.state.metrics.watch(worker.outcomes());
    let text = world.anonymous().get("/metrics").await.text();
    assert!(text.contains("coterie_mail_outcomes_total{outcome=\"sent\"} 0"), "{text}");
}
