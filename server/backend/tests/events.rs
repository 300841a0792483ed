//! Business events: who gets the email of each, stored once, and what it says in both languages.

use std::collections::BTreeSet;

use backend::{
    Settings,
    access::{SystemAccess, SystemReason},
    demo,
    mail::{
        Previewed,
        events::{self, Posted, Refused},
        mailbox, preview, samples,
    },
    outbox::drain,
};
use domain::{
    AccountId, Category, Code, Locale, Permission,
    business_event::{BusinessEvent, EventKind},
    recipients::Reason,
};
use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    behind::Behind,
    on_both, snapshot,
    stage::{OWNER, Stage, contact, login},
    world::World,
};

fn system() -> SystemAccess {
    SystemAccess::new(SystemReason::Operator)
}

fn event(code: &str, data: Value) -> BusinessEvent {
    BusinessEvent::read(EventKind::from_code(code).unwrap(), data).unwrap()
}

fn invoice(about: &Value) -> BusinessEvent {
    let total = json!({"minor": 123_450, "currency": "EUR"});
    event(
        "invoice_created",
        json!({
            "invoice": {"number": "INV-1", "total": total, "about": about},
            "issued": "2030-03-18T12:00:00Z",
            "due": "2030-03-31T22:30:00Z",
        }),
    )
}

async fn post(stage: &Stage, id: Option<Uuid>, event: BusinessEvent) -> Result<Posted, Refused> {
    events::post(&stage.world.backend, &system(), stage.account, id, event).await.unwrap()
}

async fn ticked(stage: &Stage, email: &str, category: Category) {
    stage.add(&domain::ContactForm { emails: [category].into_iter().collect(), ..contact(email) }).await;
}

fn reached(posted: &Posted) -> Vec<(String, Vec<Reason>)> {
    posted.recipients.iter().map(|one| (one.address.to_string(), one.reasons.clone())).collect()
}

on_both!(an_event_its_email_and_a_letter_for_each_are_stored_together, |world: World| async move {
    let stage = Stage::new(world).await;
    ticked(&stage, "ines@ledger.test", Category::Invoice).await;
    ticked(&stage, "noor@home.test", Category::General).await;
    let posted = post(&stage, None, invoice(&json!([]))).await.unwrap();
    assert_eq!(
        reached(&posted),
        [(OWNER.to_owned(), vec![Reason::Owner]), ("ines@ledger.test".to_owned(), vec![Reason::Ticked])]
    );
    assert_eq!(stage.mail().await, ["ines@ledger.test: business", "owner@northwind.test: business"]);
    let letters = stage
        .texts("SELECT recipient, role || ' ' || category || ' ' || reasons FROM outbox ORDER BY recipient", [])
        .await;
    assert_eq!(letters[0], ("ines@ledger.test".into(), "contact invoice [\"ticked\"]".into()));
    assert_eq!(letters[1], (OWNER.into(), "owner invoice [\"owner\"]".into()));
    let stored = stage.texts("SELECT subject, recipients FROM emails", []).await;
    assert_eq!(stored[0].0, "Invoice INV-1 for Northwind Studio");
    assert_eq!(serde_json::from_str::<Vec<domain::recipients::Recipient>>(&stored[0].1).unwrap(), posted.recipients);
    let same = "SELECT 'x', 'y' FROM outbox JOIN emails ON emails.id = outbox.email_id \
                AND emails.account_id = outbox.account_id";
    assert_eq!(stage.texts(same, []).await.len(), 2);
});

on_both!(sent_twice_is_stored_once, |world: World| async move {
    let stage = Stage::new(world).await;
    let id = Some(Uuid::now_v7());
    let first = post(&stage, id, invoice(&json!([]))).await.unwrap();
    ticked(&stage, "ines@ledger.test", Category::Invoice).await;
    stage.world.clock.advance(1000);
    let second = post(&stage, id, invoice(&json!([]))).await.unwrap();
    assert!(first.new && !second.new);
    assert_eq!((first.email, first.recipients), (second.email, second.recipients));
    assert_eq!(stage.mail().await.len(), 1);
    let other = event("order_received", json!({"number": "1", "items": ["x"], "at": "2030-03-18T12:00:00Z"}));
    assert_eq!(post(&stage, id, other).await, Err(Refused::IdUsed));
    assert_eq!(stage.mail().await.len(), 1);
});

on_both!(two_who_send_the_same_at_once_store_it_once, |world: World| async move {
    let stage = Stage::new(world).await;
    let id = Some(Uuid::now_v7());
    let all = (0..4).map(|_| post(&stage, id, invoice(&json!([]))));
    let all: Vec<_> = futures_of(all).await;
    assert_eq!(all.iter().filter(|posted| posted.as_ref().unwrap().new).count(), 1);
    assert_eq!(stage.mail().await.len(), 1);
});

/// Awaits all of them at once.
async fn futures_of<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut all: Vec<_> = all.map(Box::pin).collect();
    let mut done = Vec::new();
    std::future::poll_fn(|context| {
        all.retain_mut(|one| match one.as_mut().poll(context) {
            std::task::Poll::Ready(output) => {
                done.push(output);
                false
            }
            std::task::Poll::Pending => true,
        });
        if all.is_empty() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done
}

on_both!(a_limited_scope_gets_what_is_wholly_within_it, |world: World| async move {
    let stage = Stage::new(world).await;
    let (shop, blog) = (stage.service("shop").await, stage.service("blog").await);
    let mut sam = login("sam@codeworks.test", &[Permission::Invoices, Permission::Products]);
    sam.emails = [Category::Invoice, Category::Product].into_iter().collect();
    sam.scope = "chosen".to_owned();
    sam.services.insert(shop, true);
    stage.add(&sam).await;
    stage.forget_mail().await;
    let to_sam = async |event: BusinessEvent| {
        let posted = post(&stage, None, event).await.unwrap();
        posted.recipients.iter().any(|one| one.address.as_str() == "sam@codeworks.test")
    };
    assert!(to_sam(invoice(&json!([{"service": {"name": "shop"}}]))).await);
    assert!(!to_sam(invoice(&json!([{"service": {"name": "shop"}}, {"service": {"id": blog, "name": "blog"}}]))).await);
    assert!(!to_sam(invoice(&json!([]))).await);
    let ready = |name: &str| event("service_ready", json!({"service": {"name": name}, "product": "Hosting"}));
    assert!(to_sam(ready("shop")).await);
    assert!(!to_sam(ready("blog")).await);
    let new = event(
        "service_ready",
        json!({"service": {"id": Uuid::now_v7(), "name": "not here yet"}, "product": "Hosting"}),
    );
    assert!(!to_sam(new).await);
    let kinds = stage.texts("SELECT COALESCE(subject_kind, ''), subject FROM emails ORDER BY id", []).await;
    assert_eq!(kinds.iter().filter(|(kind, _)| kind == "service").count(), 4);
});

on_both!(a_ticket_reaches_its_people, |world: World| async move {
    let stage = Stage::new(world).await;
    stage.add(&contact("sam@codeworks.test")).await;
    stage.add(&contact("kai@zones.test")).await;
    ticked(&stage, "mia@manager.test", Category::Support).await;
    ticked(&stage, "own@quiet.test", Category::Support).await;
    stage.run("UPDATE contacts SET ticket_watch = 'own' WHERE email = 'own@quiet.test'", []).await;
    stage.run("UPDATE accounts SET ticket_watch = 'none'", []).await;
    let ticket = json!({
        "number": "1", "subject": "Slow", "opener": {"name": "Sam", "email": "SAM@codeworks.test"},
        "copied": ["kai@zones.test", "stranger@else.test"],
    });
    let posted =
        post(&stage, None, event("ticket_replied", json!({"ticket": ticket, "by": "Lise", "text": "x"}))).await;
    let mut got = reached(&posted.unwrap());
    got.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(
        got,
        [
            ("kai@zones.test".to_owned(), vec![Reason::CopiedOnTicket]),
            ("mia@manager.test".to_owned(), vec![Reason::Ticked]),
            ("sam@codeworks.test".to_owned(), vec![Reason::OpenedTicket]),
        ]
    );
});

on_both!(what_names_nothing_of_the_account_is_refused_and_leaves_nothing, |world: World| async move {
    let stage = Stage::new(world).await;
    let other = crate::stage::account(&stage.world, "owner@other.test").await;
    stage.forget_mail().await;
    stage.service("shop").await;
    let named = invoice(&json!([{"service": {"name": "shop"}}]));
    assert!(post(&stage, None, named.clone()).await.is_ok());
    let refused = events::post(&stage.world.backend, &system(), other, None, named).await.unwrap();
    assert_eq!(refused, Err(Refused::NoService("shop".into())));
    let domain = event("domain_registered", json!({"domain": {"name": "x.test"}, "expires": "2031-01-01T00:00:00Z"}));
    assert_eq!(post(&stage, None, domain).await, Err(Refused::NoDomain("x.test".into())));
    let nowhere = AccountId(Uuid::now_v7());
    let refused = events::post(&stage.world.backend, &system(), nowhere, None, invoice(&json!([]))).await.unwrap();
    assert_eq!(refused, Err(Refused::NoAccount));
    assert_eq!(stage.texts("SELECT subject, subject FROM emails", []).await.len(), 1);
    assert_eq!(stage.mail().await.len(), 1);
});

on_both!(an_account_is_named_by_its_id_or_by_its_only_owner, |world: World| async move {
    let stage = Stage::new(world).await;
    let check = async |account: String| {
        let data = json!({"number": "1", "items": ["x"], "at": "2030-03-18T12:00:00Z"});
        let json = json!({"account": account, "event": "order_received", "data": data}).to_string();
        let incoming = events::read(&json).unwrap().remove(0);
        let checked = events::check(&stage.world.backend, &system(), incoming).await.unwrap();
        checked.map(|(account, _, _)| account)
    };
    assert_eq!(check(stage.account.to_string()).await, Ok(stage.account));
    assert_eq!(check("Owner@Northwind.test".into()).await, Ok(stage.account));
    assert_eq!(check("nobody@northwind.test".into()).await, Err(Refused::NoAccount));
    crate::stage::account(&stage.world, OWNER).await;
    assert_eq!(check(OWNER.into()).await, Err(Refused::SeveralAccounts(2)));
});

on_both!(each_copy_is_in_the_readers_language_and_the_accounts_time_zone, |world: World| async move {
    let stage = Stage::new(world).await;
    let mut ines = contact("ines@ledger.test");
    ines.language = Locale::Bokmal.code().to_owned();
    ines.emails = [Category::Invoice].into_iter().collect();
    stage.add(&ines).await;
    post(&stage, None, invoice(&json!([]))).await.unwrap();
    assert_eq!(drain(&stage.world.backend).await.unwrap(), 2);
    let mails = mailbox::list(&stage.world.backend.db, None).await.unwrap();
    let to = |address: &str| mails.iter().find(|mail| mail.to == address).unwrap();
    let (owner, ines) = (to(OWNER), to("ines@ledger.test"));
    assert_eq!(owner.subject, "Invoice INV-1 for Northwind Studio");
    assert_eq!(ines.subject, "Faktura INV-1 til Northwind Studio");
    // Half past midnight in Oslo, where summer time has begun.
    assert!(owner.text.contains("Due: 1 April 2030"), "{}", owner.text);
    assert!(ines.text.contains("Forfall: 1. april 2030"), "{}", ines.text);
    assert!(owner.text.contains("Total: €1,234.50") && ines.text.contains("Sum: 1\u{a0}234,50\u{a0}€"));
    assert!(owner.text.contains("because you own the account"), "{}", owner.text);
    assert!(ines.text.contains("fordi det er krysset av for faktura-e-poster til deg"), "{}", ines.text);
    // A button leads only those somewhere who can sign in and see invoices.
    assert!(owner.html.contains("/invoices\"") && !ines.html.contains("/invoices\""), "{}", ines.html);
});

on_both!(a_letter_whose_email_is_gone_is_dropped, |world: World| async move {
    let stage = Stage::new(world).await;
    post(&stage, None, invoice(&json!([]))).await.unwrap();
    stage.run("DELETE FROM emails", []).await;
    assert_eq!(drain(&stage.world.backend).await.unwrap(), 0);
    let states = stage.texts("SELECT state, last_error FROM outbox", []).await;
    assert_eq!(states, [("dropped".to_owned(), "the email is not in the history any more".to_owned())]);
});

on_both!(every_event_is_posted_to_the_demo, |world: World| async move {
    demo::load(&world.backend).await.unwrap();
    let behind = Behind::of(&world).await;
    let account = behind.account("Northwind Studio").await;
    drain(&world.backend).await.unwrap();
    let mut letters = 0;
    for kind in EventKind::ALL {
        world.clock.advance(1);
        let event = samples::event(*kind).unwrap();
        let posted = events::post(&world.backend, &system(), account, None, event).await.unwrap().unwrap();
        assert!(!posted.recipients.is_empty(), "{kind}");
        letters += posted.recipients.len();
    }
    assert_eq!(drain(&world.backend).await.unwrap(), letters);
});

/// Every email in each language, security mail too.
fn all() -> impl Iterator<Item = (Previewed, Locale)> {
    Previewed::all().flat_map(|one| Locale::ALL.iter().map(move |locale| (one, *locale)))
}

#[test]
fn every_business_email_in_both_languages() {
    let settings = Settings::default();
    for (one, locale) in all().filter(|(one, _)| one.category.is_some()) {
        let (kind, mail) = (one.code, preview(&settings, one, locale).unwrap());
        let text = format!("Subject: {}\n\n{}\n----\n{}", mail.subject, mail.text, mail.html);
        snapshot::check(&format!("mail/events/{kind}.{locale}.txt"), &text);
    }
}

fn select<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let parsed = Selector::parse(selector).unwrap();
    html.select(&parsed).collect()
}

#[test]
fn the_html_of_every_email_holds_what_mail_programs_need() {
    let settings = Settings::default();
    for (one, locale) in all() {
        let mail = preview(&settings, one, locale).unwrap();
        let page = Html::parse_document(&mail.html);
        let name = format!("{} {locale}", one.code);
        assert!(page.errors.is_empty(), "{name}: {:?}", page.errors);
        assert_eq!(select(&page, &format!("html[lang={locale}]")).len(), 1, "{name}");
        let title: String = select(&page, "title")[0].text().collect();
        assert_eq!(title, mail.subject, "{name}");
        assert!(select(&page, "img:not([alt])").is_empty(), "{name}");
        assert!(select(&page, "script, link, iframe, object, form, [onclick], [id]").is_empty(), "{name}");
        assert!(select(&page, "[src], [background]").is_empty(), "{name}: something is loaded from outside");
        for forbidden in ["url(", "@import", "javascript:"] {
            assert!(!mail.html.contains(forbidden), "{name}: {forbidden}");
        }
        for link in select(&page, "a") {
            let to = link.value().attr("href").unwrap();
            assert!(to == "http://127.0.0.1:3000" || to.starts_with("http://127.0.0.1:3000/"), "{name}: {to}");
            assert!(link.text().any(|text| !text.trim().is_empty()), "{name}");
        }
        for table in select(&page, "table:not([role=presentation])") {
            assert!(table.value().classes().any(|class| ["facts", "bill"].contains(&class)), "{name}");
        }
        // What is seen without style sheets is styled in the elements.
        for cell in select(&page, "td.sheet, td.words, td.foot, a.button, table.facts th, table.bill td") {
            assert!(cell.value().attr("style").is_some_and(|style| !style.is_empty()), "{name}");
        }
        assert!(mail.html.contains("@media (prefers-color-scheme: dark)"), "{name}");
        assert!(mail.html.len() < 20_000, "{name}: mail programs cut long mails off");
    }
}

#[test]
fn the_plain_part_says_what_the_html_says() {
    let settings = Settings::default();
    for (one, locale) in all() {
        let (kind, mail) = (one.code, preview(&settings, one, locale).unwrap());
        let page = Html::parse_document(&mail.html);
        let words = |text: &str| -> BTreeSet<String> {
            text.split(|c: char| !c.is_alphanumeric())
                .filter(|word| word.len() > 1)
                .map(str::to_owned)
                .collect()
        };
        let shown: Vec<_> = select(&page, "td.words, td.foot").iter().flat_map(ElementRef::text).collect();
        let missing: Vec<_> = words(&shown.join(" ")).difference(&words(&mail.text)).cloned().collect();
        assert!(missing.is_empty(), "{kind} {locale}: {missing:?}");
        assert!(!mail.text.contains('<') || mail.text.contains("<redis>"), "{kind} {locale}: {}", mail.text);
        assert!(mail.text.lines().all(|line| !line.contains("&amp;")), "{kind}");
    }
}
