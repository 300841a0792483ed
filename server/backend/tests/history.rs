//! The email history: who sees which emails, what is kept of each, and that no secret is among it.

use std::collections::BTreeSet;

use backend::{
    Backend, Settings,
    access::{Actor, ViewEmails},
    announcements::{AnnouncementState, Audience, create, queue_some, read},
    client_area::{self, EmailPage, EmailQuery, NoBody},
    demo,
    mail::{events, mailbox, samples},
    outbox::{MailState, drain, forget_some},
};
use domain::{
    AppError, Category, Code, ContactForm, Locale, Permission, Timestamp,
    business_event::{BusinessEvent, EventKind},
    recipients::Reason,
};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    behind::Behind,
    letters::{address, set_up},
    on_both,
    smtp::Sink,
    stage::{OWNER, Stage, contact, login, may, refusal, system},
    world::World,
};

const NB: &str = "nb@ledger.test";
/// The transfer code of the demo's northwind.test, which the vault keeps.
const CODE: &str = "NW-7Q4r-91ksT";

fn event(code: &str, data: Value) -> BusinessEvent {
    BusinessEvent::read(EventKind::from_code(code).unwrap(), data).unwrap()
}

async fn post(backend: &Backend, stage: &Stage, event: BusinessEvent) -> Uuid {
    events::post(backend, &system(), stage.account, None, event).await.unwrap().unwrap().email
}

/// A contact who gets everything, in Bokmål.
async fn reads_bokmal(stage: &Stage) {
    let everything = Category::ALL.iter().copied().collect();
    stage.add(&ContactForm { emails: everything, language: "nb".into(), ..contact(NB) }).await;
}

async fn page(backend: &Backend, actor: &Actor, id: Uuid, locale: Locale) -> Result<EmailPage, AppError> {
    client_area::email(backend, &may::<ViewEmails>(actor), id, locale).await.map_err(refusal)
}

/// Every body that is stored: language, and text with HTML.
async fn bodies(stage: &Stage) -> Vec<(String, String)> {
    stage.texts("SELECT locale, text || html FROM email_bodies ORDER BY email_id, locale", []).await
}

/// The subjects of all pages, each once.
async fn subjects(backend: &Backend, actor: &Actor, mut query: EmailQuery) -> Vec<String> {
    let mut seen = Vec::new();
    loop {
        let list = client_area::emails(backend, &may(actor), query.clone()).await.unwrap();
        seen.extend(list.lines.into_iter().map(|line| line.subject));
        let Some(older) = list.older else { return seen };
        query.before = older;
    }
}

on_both!(what_every_email_said_is_kept_once_in_each_language_and_to_nobody, |world: World| async move {
    let stage = Stage::new(world).await;
    reads_bokmal(&stage).await;
    stage
        .add(&ContactForm { emails: Category::ALL.iter().copied().collect(), ..contact("en@ledger.test") })
        .await;
    stage.forget_mail().await;
    let sink = Sink::start().await;
    let settings = Settings {
        smtp_url: Some(sink.url()),
        bounce_address: Some(address("bounces@provider.test")),
        affiliates: true,
        ..Settings::default()
    };
    let smtp = set_up(&stage.world, settings);
    let kinds: Vec<_> = EventKind::ALL.iter().copied().filter(|kind| *kind != EventKind::Announcement).collect();
    let mut posted = Vec::new();
    // One half is kept in the database, the other handed to a server.
    for (number, kind) in kinds.iter().enumerate() {
        let backend = if number % 2 == 0 { &stage.world.backend } else { &smtp };
        posted.push(post(backend, &stage, samples::event(*kind).unwrap()).await);
        drain(backend).await.unwrap();
    }
    let bodies = bodies(&stage).await;
    assert_eq!(bodies.len(), 2 * kinds.len(), "in English and in Bokmål");
    let kept = mailbox::list(&stage.world.backend.db, None).await.unwrap();
    assert!(kept.iter().all(|mail| mail.text.contains("/mail/leave?token=")), "there is something to leave out");
    for (language, body) in &bodies {
        for personal in ["token=", "/mail/leave", "/mail/not-me", "/reset-password", "/invitations", "bounces+"] {
            assert!(!body.contains(personal), "{personal} in {body}");
        }
        for person in [OWNER, "ledger.test"] {
            assert!(!body.contains(person), "{person} in {body}");
        }
        assert!(body.contains(if language == "en" { "Hello," } else { "Hei," }), "{body}");
        assert!(body.contains("Northwind Studio"), "{body}");
    }
    // Every one is shown, in the language that is wanted.
    for id in posted {
        for (wanted, other) in [(Locale::English, Locale::Bokmal), (Locale::Bokmal, Locale::English)] {
            let body = page(&smtp, &stage.owner, id, wanted).await.unwrap().body.unwrap();
            assert_eq!((body.locale, body.others), (wanted, vec![other]));
        }
    }
});

on_both!(secrets_are_taken_out_before_anything_is_stored, |world: World| async move {
    demo::load(&world.backend).await.unwrap();
    let behind = Behind::of(&world).await;
    let account = behind.account("Northwind Studio").await;
    let service = behind.id("SELECT id FROM services WHERE name = 'shop.northwind.test'").await;
    let domain = behind.id("SELECT id FROM domains WHERE name = 'northwind.test'").await;
    let backend = &world.backend;
    let owner = behind.actor(&world, demo::OWNER, "Northwind Studio").await;
    let ready = event(
        "service_ready",
        json!({
            "service": { "id": service, "name": "shop.northwind.test" },
            "product": "Hosting",
            "facts": [
                { "label": "Host name", "value": "ftp.provider.test" },
                { "label": "FTP password", "value": "hunter2-fact" },
                { "label": "E-postpassord", "value": "hunter2 faktum" },
            ],
        }),
    );
    let reply = |about: Value, text: String| {
        event(
            "ticket_replied",
            json!({
                "ticket": {
                    "number": "1", "subject": format!("Password: hunter2-subject or {CODE}"),
                    "opener": { "name": "Astrid Berg", "email": demo::OWNER }, "about": about,
                },
                "by": "Ole",
                "text": text,
            }),
        )
    };
    let events = [
        ready.clone(),
        reply(json!([]), format!("It is {CODE}.")),
        reply(
            json!([{ "domain": { "id": domain, "name": "northwind.test" } }]),
            format!("Password: hunter2-prose\nSee https://c.test/x?token=hunter2-token\n({CODE})"),
        ),
    ];
    for event in events {
        events::post(backend, &system(), account, None, event).await.unwrap().unwrap();
    }
    // A fact has no place for a password even in what is sent; what people write to each other is sent as it is.
    drain(backend).await.unwrap();
    let sent: String = mailbox::list(&backend.db, None).await.unwrap().into_iter().map(|mail| mail.text).collect();
    assert!(
        sent.contains("ftp.provider.test") && sent.contains("hunter2-prose") && sent.contains(CODE),
        "{sent}"
    );
    assert!(!sent.contains("hunter2-fact") && !sent.contains("hunter2 faktum"), "{sent}");
    let stored = behind.texts("SELECT text || html FROM email_bodies").await.join("\n");
    assert!(stored.contains("ftp.provider.test") && stored.contains("••••••"), "{stored}");
    assert!(!stored.contains("hunter2") && !stored.contains(CODE), "{stored}");
    for table in ["SELECT subject FROM emails", "SELECT event FROM emails WHERE event LIKE '%service_ready%'"] {
        let stored = behind.texts(table).await.join("\n");
        assert!(!stored.contains("hunter2") && !stored.contains(CODE), "{stored}");
    }
    // The same posted again is the same.
    let id = Some(Uuid::now_v7());
    let first = events::post(backend, &system(), account, id, ready.clone()).await.unwrap().unwrap();
    let again = events::post(backend, &system(), account, id, ready).await.unwrap().unwrap();
    assert!(first.new && !again.new);
    assert!(subjects(backend, &owner, EmailQuery::default()).await.iter().all(|one| !one.contains("hunter2")));
});

on_both!(the_history_stays_as_it_was_sent, |world: World| async move {
    let stage = Stage::new(world).await;
    reads_bokmal(&stage).await;
    stage.forget_mail().await;
    let brand = |name: &str| Settings { brand: name.to_owned(), mail_keep_days: 90, ..Settings::default() };
    let (then, now) = (set_up(&stage.world, brand("Old Hosting")), set_up(&stage.world, brand("New Hosting")));
    let id = post(&then, &stage, samples::event(EventKind::CardExpiring).unwrap()).await;
    // Nothing has left yet.
    let page_of = async |backend: &Backend| page(backend, &stage.owner, id, Locale::English).await.unwrap();
    let waiting = page_of(&then).await;
    assert_eq!(waiting.body, Err(NoBody::NotYet));
    let copies: Vec<_> = waiting.copies.iter().map(|copy| (copy.address.as_str(), copy.reasons.clone())).collect();
    assert_eq!(copies, [(OWNER, vec![Reason::Owner]), (NB, vec![Reason::Ticked])]);
    let states = |page: &EmailPage| -> Vec<_> {
        page.copies.iter().map(|copy| copy.state.as_ref().map(|(state, _)| *state)).collect()
    };
    assert_eq!(states(&waiting), [Some(MailState::Queued), Some(MailState::Queued)]);
    // One leaves; the other comes back.
    stage
        .run("UPDATE outbox SET attempts = 2, next_at = next_at + 60000 WHERE recipient = $1", [NB.into()])
        .await;
    drain(&then).await.unwrap();
    let after_one = page_of(&then).await;
    assert_eq!(states(&after_one), [Some(MailState::Sent), Some(MailState::Retrying)]);
    assert_eq!(after_one.body.as_ref().unwrap().others, []);
    let text = after_one.body.unwrap().text;
    assert!(text.contains("Old Hosting") && !text.contains("New Hosting"), "{text}");
    stage.world.clock.advance(61_000);
    drain(&now).await.unwrap();
    let after_both = page_of(&now).await;
    assert_eq!(after_both.body.as_ref().unwrap().text, text, "it does not change with what is set up now");
    assert_eq!(after_both.body.unwrap().others, [Locale::Bokmal]);
    let html = client_area::email_html(&now, &may(&stage.owner), id, Locale::English).await.unwrap();
    assert!(html.starts_with("<!DOCTYPE html>") || html.starts_with("<!doctype html>"), "{html}");
    stage.run("UPDATE outbox SET state = 'failed' WHERE recipient = $1", [NB.into()]).await;
    assert_eq!(states(&page_of(&now).await), [Some(MailState::Sent), Some(MailState::Failed)]);
    // The letters go, the history stays.
    stage.world.clock.advance(91 * Timestamp::DAY);
    assert_eq!(forget_some(&now, &system()).await.unwrap(), 2);
    let late = page_of(&now).await;
    assert_eq!((states(&late), late.body.unwrap().text), (vec![None, None], text));
    // An email from before bodies were kept.
    stage.run("DELETE FROM email_bodies", []).await;
    assert_eq!(page_of(&now).await.body, Err(NoBody::NotKept));
});

on_both!(an_announcement_is_written_when_it_is_read, |world: World| async move {
    let stage = Stage::new(world).await;
    reads_bokmal(&stage).await;
    stage.forget_mail().await;
    let backend = &stage.world.backend;
    let texts =
        "[en]\nSubject: Open on Saturdays\n\nFrom 1 April.\n\n[nb]\nSubject: Åpent på lørdager\n\nFra 1. april.\n";
    let id = create(backend, &system(), &read(texts).unwrap(), &Audience::All, 0).await.unwrap().unwrap();
    while queue_some(backend, &system(), id).await.unwrap().state == AnnouncementState::Queueing {}
    assert_eq!(drain(backend).await.unwrap(), 2);
    assert!(bodies(&stage).await.is_empty(), "its text stands once");
    for (wanted, words) in [(Locale::English, "From 1 April."), (Locale::Bokmal, "Fra 1. april.")] {
        let body = page(backend, &stage.owner, id, wanted).await.unwrap().body.unwrap();
        assert!(body.text.contains(words) && !body.text.contains("token="), "{}", body.text);
        assert_eq!((body.locale, body.others.len()), (wanted, 1));
    }
});

on_both!(an_email_is_found_only_by_who_may_see_its_matter, |world: World| async move {
    let stage = Stage::new(world).await;
    let service = stage.service("nw-app-01").await;
    let (other, backend) = (stage.service("other").await, &stage.world.backend);
    let viewer = [Permission::Emails];
    stage.member("sam@codeworks.test", &[Permission::Emails, Permission::Products]).await;
    stage.member("kai@zones.test", &viewer).await;
    stage.forget_mail().await;
    let about = |id: domain::ServiceId, name: &str| {
        event(
            "service_unsuspended",
            json!({ "service": { "id": id.0, "name": name }, "at": "2030-03-18T12:00:00Z" }),
        )
    };
    let mine = post(backend, &stage, about(service, "nw-app-01")).await;
    let others = post(backend, &stage, about(other, "other")).await;
    let invoice = post(backend, &stage, samples::event(EventKind::CreditAdded).unwrap()).await;
    let general = post(backend, &stage, samples::event(EventKind::AccountDetailsChanged).unwrap()).await;
    drain(backend).await.unwrap();
    let opens = async |actor: &Actor, id| match page(backend, actor, id, Locale::English).await {
        Ok(_) => {
            client_area::email_html(backend, &may(actor), id, Locale::English).await.unwrap();
            true
        }
        Err(refused) => {
            let html = client_area::email_html(backend, &may(actor), id, Locale::English).await.map_err(refusal);
            assert_eq!((refused, html), (AppError::NotFound, Err(AppError::NotFound)));
            false
        }
    };
    let seen = async |actor: &Actor| {
        let one_by_one = [
            opens(actor, mine).await,
            opens(actor, others).await,
            opens(actor, invoice).await,
            opens(actor, general).await,
        ];
        let listed = client_area::emails(backend, &may(actor), EmailQuery::default()).await.unwrap();
        let listed: BTreeSet<_> = listed.lines.iter().map(|line| line.id).collect();
        assert_eq!(one_by_one, [mine, others, invoice, general].map(|id| listed.contains(&id)), "as the list");
        one_by_one
    };
    assert_eq!(seen(&stage.owner).await, [true, true, true, true]);
    let sam = stage.actor("sam@codeworks.test").await.unwrap();
    assert_eq!(seen(&sam).await, [true, true, false, true], "no amounts without invoices");
    let kai = stage.actor("kai@zones.test").await.unwrap();
    assert_eq!(seen(&kai).await, [false, false, false, true]);
    stage.run("UPDATE memberships SET limited = TRUE", []).await;
    stage
        .run(
            "INSERT INTO membership_scope (account_id, contact_id, subject_kind, subject_id) \
             SELECT account_id, id, 'service', $1 FROM contacts WHERE email_canonical = 'sam@codeworks.test'",
            [service.0.into()],
        )
        .await;
    let sam = stage.actor("sam@codeworks.test").await.unwrap();
    assert_eq!(seen(&sam).await, [true, false, false, false]);
    // Another account, and what was never an email of the history: security mail.
    let world = &stage.world;
    crate::stage::account(world, "owner@other.test").await;
    let foreign = crate::stage::actor(world, &stage.raw, "owner@other.test", None).await.unwrap();
    assert_eq!(seen(&foreign).await, [false, false, false, false]);
    stage.add(&login("new@zones.test", &viewer)).await;
    drain(backend).await.unwrap();
    let letters = stage.texts("SELECT recipient, event FROM outbox WHERE email_id IS NULL", []).await;
    assert!(letters.iter().any(|(to, _)| to == "new@zones.test"), "{letters:?}");
    assert_eq!(bodies(&stage).await.len(), 4, "an invitation is in no history");
});

on_both!(ten_thousand_emails_are_searched_and_read_page_by_page, |world: World| async move {
    let stage = Stage::new(world).await;
    let backend = &stage.world.backend;
    let (sqlite, account) = (backend.db.is_sqlite(), stage.account.0);
    let quoted = |id: Uuid| if sqlite { format!("x'{}'", id.simple()) } else { format!("'{id}'") };
    let to = r#"[{"role":"owner","name":"N","address":"a@b.test","locale":"en","reasons":["owner"]}]"#;
    for thousand in 0..10_u128 {
        let rows: Vec<_> = (thousand * 1000..(thousand + 1) * 1000)
            .map(|n| {
                let category = if n % 100 == 7 { "domain" } else { "general" };
                let at = 1_000 + n / 7;
                format!(
                    "({}, {}, '{category}', 'Email {n:05}', '{to}', {at})",
                    quoted(account),
                    quoted(Uuid::from_u128(n + 1))
                )
            })
            .collect();
        let insert = "INSERT INTO emails (account_id, id, category, subject, recipients, sent_at) VALUES";
        stage.run(&format!("{insert} {}", rows.join(", ")), []).await;
    }
    let all = subjects(backend, &stage.owner, EmailQuery::default()).await;
    let newest_first: Vec<_> = (0..10_000).rev().map(|n| format!("Email {n:05}")).collect();
    assert_eq!(all, newest_first, "each once, in order");
    // Each word for itself: also 00123.
    assert_eq!(subjects(backend, &stage.owner, EmailQuery::read("EMAIL 0123", "", "")).await.len(), 11);
    assert_eq!(subjects(backend, &stage.owner, EmailQuery::read("", "domain", "")).await.len(), 100);
    assert!(subjects(backend, &stage.owner, EmailQuery::read("%", "", "")).await.is_empty());
    assert_eq!(subjects(backend, &stage.owner, EmailQuery::read("", "nonsense", "no place")).await.len(), 10_000);
    let (explain, plan) = if sqlite { ("EXPLAIN QUERY PLAN", 3) } else { ("EXPLAIN", 0) };
    stage.run("ANALYZE", []).await;
    let sql = format!(
        "{explain} SELECT id, subject FROM emails WHERE account_id = {} AND category IN ('general', 'domain') \
         AND recipients <> '[]' AND sent_at <= 2000 AND (sent_at < 2000 OR id < {}) \
         ORDER BY sent_at DESC, id DESC LIMIT 51",
        quoted(account),
        quoted(Uuid::from_u128(7_000)),
    );
    let statement = Statement::from_string(stage.raw.get_database_backend(), sql);
    let lines = stage.raw.query_all_raw(statement).await.unwrap();
    let lines: Vec<String> = lines.iter().map(|row| row.try_get_by_index(plan).unwrap()).collect();
    let lines = lines.join("\n");
    assert!(lines.contains("emails_account_id_sent_at_id"), "{lines}");
    assert!(!lines.contains("TEMP B-TREE") && !lines.contains("Sort"), "nothing is sorted: {lines}");
});
