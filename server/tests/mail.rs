//! The links at the foot of emails and the place where emails come back to, over HTTP: no session, no origin, and a GET
//! changes nothing.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use axum::http::{Method, StatusCode};
use backend::{
    access::{SystemAccess, SystemReason},
    mail::{events, mailbox, samples},
    outbox::drain,
};
use domain::business_event::{BusinessEvent, EventKind};
use server::config::{MailOptions, Options};

use crate::{
    harness::{Answer, Client, Engine, MailServer, World},
    on_both,
};

const INES: &str = "ines@ledger.test";
const SECRET: &str = "a secret of the operator's";
const POSTFIX: &str = include_str!("../backend/tests/bounces/postfix.eml");
const DELAYED: &str = include_str!("../backend/tests/bounces/delayed.eml");

/// Posts an invoice reminder to Northwind and delivers it.
async fn remind(world: &World) {
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
}

/// The same. Returns the tokens in Ines's copy: to leave, and "this is not me".
async fn invoice(world: &World) -> (String, String) {
    remind(world).await;
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

/// An operator to whom emails may come back.
fn bounces() -> Options {
    Options {
        mail: MailOptions {
            mail_bounce: Some("bounces@provider.test".into()),
            mail_bounce_secret: Some(SECRET.into()),
            ..MailOptions::default()
        },
        ..Options::default()
    }
}

#[tokio::test]
async fn emails_come_back_only_with_the_secret() {
    let without = World::new(Engine::Sqlite).await;
    assert_eq!(
        tell(&without, &format!("Bearer {SECRET}"), "message/rfc822", String::new()).await,
        StatusCode::NOT_FOUND
    );
    let world = World::with(Engine::Sqlite, bounces()).await.demo().await;
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

/// The demo with an email to Ines that a mail server has taken, and the address that it comes back to.
async fn sent(world: World) -> (World, String) {
    let world = world.demo().await;
    let (mail, smtp) = MailServer::start();
    let from = Some("hosting@provider.test".to_owned());
    let sender = world.another_with(Options { smtp_url: Some(smtp), mail_from: from, ..bounces() }).await;
    remind(&sender).await;
    let envelope = mail.taken().into_iter().find(|envelope| envelope.to == INES).unwrap();
    (world, envelope.from)
}

/// Whether Ines's address is marked, and how many notices of it the owner was sent.
async fn marked(world: &World) -> (i64, i64) {
    (
        world
            .number("SELECT COUNT(*) FROM contacts WHERE email = 'ines@ledger.test' AND bounced_at IS NOT NULL")
            .await,
        world.number("SELECT COUNT(*) FROM outbox WHERE event LIKE '%mail_bounced%'").await,
    )
}

on_both!(what_comes_back_over_http_marks_the_contact_once, |world: World| async move {
    let (world, path) = sent(world).await;
    let here = world.another_with(bounces()).await;
    let right = format!("Bearer {SECRET}");
    let token = path.split(['+', '@']).nth(1).unwrap();
    for (kind, nothing) in [
        ("message/rfc822", DELAYED.replace("RETURN-PATH", &path)),
        ("application/x-www-form-urlencoded", format!("token={token}&status=4.4.1&words=not+yet")),
        ("application/json", format!("{{\"token\":\"{token}\",\"status\":\"4.4.7\"}}")),
    ] {
        assert_eq!(tell(&here, &right, kind, nothing).await, StatusCode::NO_CONTENT, "{kind}");
        assert_eq!(marked(&world).await, (0, 0), "{kind}");
    }
    let bounce = POSTFIX.replace("RETURN-PATH", &path);
    for _ in 0..2 {
        assert_eq!(tell(&here, &right, "message/rfc822", bounce.clone()).await, StatusCode::NO_CONTENT);
        assert_eq!(marked(&world).await, (1, 1));
    }
    // A test has arrived since.
    world.sql("UPDATE contacts SET bounced_at = NULL, bounce_words = ''").await;
    let again = format!("token={token}&status=5.1.1");
    for (kind, body) in [("message/rfc822", bounce), ("application/x-www-form-urlencoded", again)] {
        assert_eq!(tell(&here, &right, kind, body).await, StatusCode::NO_CONTENT);
        assert_eq!(marked(&world).await, (0, 1));
    }
});

on_both!(what_comes_back_is_taken_by_a_pipe, |world: World| async move {
    let (world, path) = sent(world).await;
    let pipe = |message: String| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_coterie"));
        command
            .args(["mail", "bounce"])
            .env_clear()
            .envs([("COTERIE_DATABASE_URL", world.database_url()), ("COTERIE_MAIL_BOUNCE", "bounces@provider.test")]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(message.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    assert_eq!(pipe("To: somebody@else.test\r\n\r\nHi".into()), "it is about no email of ours");
    assert_eq!(pipe(DELAYED.replace("RETURN-PATH", &path)), "it says nothing that matters");
    assert_eq!(marked(&world).await, (0, 0));
    for _ in 0..2 {
        let said = pipe(POSTFIX.replace("RETURN-PATH", &path));
        assert_eq!(said, "the email did not arrive; that is recorded");
        assert_eq!(marked(&world).await, (1, 1));
    }
});

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
