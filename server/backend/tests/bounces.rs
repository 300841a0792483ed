//! Emails that come back: by the server's refusal, by a notification, by a status; and what follows.

use backend::{
    Backend, Settings,
    bounces::{self, receive, receive_status},
    client_area::{self, EmailQuery},
    mail::{MailEvent, events, mailbox, samples},
    outbox::{Letter, MailState, drain},
};
use domain::{
    Category, ContactForm, ContactId, Locale,
    business_event::{BusinessEvent, EventKind, Line, ServiceName},
    recipients::Reason,
};

use crate::{
    letters::{address, send, set_up},
    on_both,
    smtp::{At, Received, Sink, bare},
    stage::{OWNER, Stage, contact, may, system},
    world::World,
};

const POSTFIX: &str = include_str!("bounces/postfix.eml");

/// An account whose accountant alone gets invoices, and a backend with an SMTP server.
struct Scene {
    stage: Stage,
    sink: Sink,
    backend: Backend,
    ines: ContactId,
}

impl Scene {
    async fn new(world: World) -> Self {
        let stage = Stage::new(world).await;
        let sink = Sink::start().await;
        let backend = set_up(
            &stage.world,
            Settings {
                smtp_url: Some(sink.url()),
                bounce_address: Some(address("bounces@provider.test")),
                ..Settings::default()
            },
        );
        let emails = [Category::Invoice, Category::Product].into_iter().collect();
        let ines = stage.add(&ContactForm { emails, ..contact("ines@ledger.test") }).await;
        // The owner wants neither.
        stage.run("DELETE FROM account_owner_categories WHERE category IN ('invoice', 'product')", []).await;
        stage.forget_mail().await;
        Self { stage, sink, backend, ines }
    }

    async fn invoice(&self) {
        let mut event = samples::event(EventKind::InvoiceReminder).unwrap();
        if let BusinessEvent::InvoiceReminder(reminder) = &mut event {
            reminder.invoice.about.clear();
        }
        events::post(&self.backend, &system(), self.stage.account, None, event).await.unwrap().unwrap();
        drain(&self.backend).await.unwrap();
    }

    /// Whom the invoices went to, sorted.
    fn invoiced(&self) -> Vec<String> {
        let mails = self.sink.received();
        let invoices = mails.iter().filter(|mail| !is_notice(mail));
        let mut all: Vec<String> = invoices.flat_map(|mail| mail.to.iter().map(|to| bare(to))).collect();
        all.sort_unstable();
        all
    }

    /// The emails that tell the owner of an address that does not work.
    fn notices(&self) -> Vec<Received> {
        self.sink.received().into_iter().filter(is_notice).collect()
    }

    /// The words with which the address is marked.
    async fn mark(&self) -> Option<String> {
        let sql = "SELECT bounce_words, email FROM contacts WHERE bounced_at IS NOT NULL";
        self.stage.texts(sql, []).await.into_iter().next().map(|(words, _)| words)
    }

    /// What the last email to that address was sent from.
    fn return_path(&self, to: &str) -> String {
        let mails = self.sink.received();
        let mail = mails.iter().rev().find(|mail| mail.to[0].contains(to)).unwrap();
        mail.from.split_once('<').unwrap().1.split('>').next().unwrap().to_owned()
    }

    async fn test_letter(&self) {
        let event = MailEvent::Test { contact: self.ines, by: "Nora North".into() };
        let letter = Letter {
            account: Some(self.stage.account),
            event,
            to: address("ines@ledger.test"),
            to_name: "Ines".into(),
            locale: Locale::English,
            routed: None,
        };
        send(&self.backend, letter).await;
        drain(&self.backend).await.unwrap();
    }
}

fn is_notice(mail: &Received) -> bool {
    mail.data.contains("Subject: Emails to ines Test come back")
}

on_both!(a_refused_address_is_marked_and_the_owner_gets_the_invoice, |world: World| async move {
    let scene = Scene::new(world).await;
    scene.sink.refuse("ines@ledger.test", "550 5.1.1 no such user");
    scene.invoice().await;
    assert_eq!(scene.mark().await.as_deref(), Some("550 5.1.1 no such user"));
    assert_eq!(scene.stage.last(1).await, ["mail_bounced ines@ledger.test"]);
    assert_eq!(scene.invoiced(), [OWNER], "the same invoice");
    let mails = scene.sink.received();
    let mail = mails.iter().find(|mail| !is_notice(mail)).unwrap();
    let words = mail.data.replace("=\r\n", "");
    assert!(words.contains("it does not reach somebody else who should get it"), "{words}");
    // From now on at once, and nobody knocks at the dead address.
    let knocked = scene.sink.reached(At::Recipient);
    scene.invoice().await;
    assert_eq!(scene.invoiced(), [OWNER, OWNER]);
    assert_eq!(scene.sink.reached(At::Recipient), knocked + 1);
    assert_eq!(scene.notices().len(), 1, "told once");
});

on_both!(what_is_not_about_the_address_marks_nobody, |world: World| async move {
    let scene = Scene::new(world).await;
    scene.sink.refuse("ines@ledger.test", "550 5.7.1 your network is on a list");
    scene.invoice().await;
    assert_eq!(scene.mark().await, None);
    assert_eq!(scene.sink.recipients(), [OWNER], "but the invoice must not get lost");
    assert!(scene.notices().is_empty());
    scene.sink.forgive("ines@ledger.test");
    scene.invoice().await;
    assert_eq!(scene.sink.recipients(), ["ines@ledger.test", OWNER]);
});

on_both!(the_owner_is_told_once_of_each_time_that_an_address_stops_working, |world: World| async move {
    let scene = Scene::new(world).await;
    scene.sink.refuse("ines@ledger.test", "550 5.1.1 no <such> user");
    // Two that were on their way together, and neither about money: nothing is passed on, and still the owner knows.
    for _ in 0..2 {
        let event = samples::event(EventKind::ServiceTerminated).unwrap();
        let BusinessEvent::ServiceTerminated(mut data) = event else { panic!() };
        data.service = ServiceName { id: None, name: Line::parse("nw-app-01").unwrap() };
        scene.stage.service("nw-app-01").await;
        let event = BusinessEvent::ServiceTerminated(data);
        events::post(&scene.backend, &system(), scene.stage.account, None, event).await.unwrap().unwrap();
    }
    drain(&scene.backend).await.unwrap();
    assert_eq!(scene.sink.reached(At::Recipient), 3, "two refused, and one notice");
    let notices = scene.notices();
    assert_eq!((notices.len(), bare(&notices[0].to[0]).as_str()), (1, OWNER));
    let words = notices[0].data.replace("=\r\n", "");
    assert!(words.contains("550 5.1.1 no <such> user") && words.contains("no &lt;such&gt; user"), "{words}");
    // A test that comes back says nothing new; once one arrives, the next time is another.
    scene.test_letter().await;
    assert_eq!(scene.notices().len(), 1);
    scene.sink.forgive("ines@ledger.test");
    scene.test_letter().await;
    scene.sink.refuse("ines@ledger.test", "550 5.1.1 no such user");
    scene.invoice().await;
    assert_eq!(scene.notices().len(), 2);
});

on_both!(a_notification_names_its_letter, |world: World| async move {
    let scene = Scene::new(world).await;
    scene.invoice().await;
    let path = scene.return_path("ines@ledger.test");
    assert!(path.starts_with("bounces+") && path.ends_with("@provider.test"), "{path}");
    let take = |message: String| {
        let backend = scene.backend.clone();
        async move { receive(&backend, &system(), message.as_bytes()).await.unwrap() }
    };
    for (message, expected) in [
        (include_str!("bounces/delayed.eml"), bounces::Received::Nothing),
        (include_str!("bounces/vacation.eml"), bounces::Received::Nothing),
    ] {
        assert_eq!(take(message.replace("RETURN-PATH", &path)).await, expected);
        assert_eq!(scene.mark().await, None);
    }
    let forged = path.replacen("bounces+", "bounces+a", 1).replacen("a@", "@", 1);
    for nobody_s in ["bounces@provider.test", "nobody@provider.test", &forged] {
        assert_eq!(take(POSTFIX.replace("RETURN-PATH", nobody_s)).await, bounces::Received::NotOurs, "{nobody_s}");
    }
    assert_eq!(scene.mark().await, None);
    // Some systems change the case of what stands before the @.
    let message = POSTFIX.replace("RETURN-PATH", &path.to_uppercase());
    assert_eq!(take(message.clone()).await, bounces::Received::NotDelivered);
    let words = "550 5.1.1 <ines@ledger.test>: Recipient address rejected: User unknown";
    assert_eq!(scene.mark().await.as_deref(), Some(words));
    drain(&scene.backend).await.unwrap();
    assert_eq!(scene.invoiced(), ["ines@ledger.test", OWNER]);
    assert_eq!(scene.notices().len(), 1);
    // The same notification again does nothing more.
    assert_eq!(take(message).await, bounces::Received::NotDelivered);
    drain(&scene.backend).await.unwrap();
    assert_eq!(scene.invoiced(), ["ines@ledger.test", OWNER]);
    assert_eq!(scene.notices().len(), 1);
    assert_eq!(scene.stage.last(2).await[1], "mail_bounced ines@ledger.test");
});

on_both!(a_notification_that_comes_again_after_a_test_arrived_marks_nobody, |world: World| async move {
    let scene = Scene::new(world).await;
    scene.invoice().await;
    let message = POSTFIX.replace("RETURN-PATH", &scene.return_path("ines@ledger.test"));
    let take = async || receive(&scene.backend, &system(), message.as_bytes()).await.unwrap();
    assert_eq!(take().await, bounces::Received::NotDelivered);
    assert!(scene.mark().await.is_some());
    scene.test_letter().await;
    assert_eq!(scene.mark().await, None);
    assert_eq!(take().await, bounces::Received::NotDelivered, "taken, as before");
    drain(&scene.backend).await.unwrap();
    assert_eq!((scene.mark().await, scene.notices().len()), (None, 1));
    assert_eq!(scene.invoiced(), ["ines@ledger.test", "ines@ledger.test", OWNER], "the invoice, the test, the copy");
});

on_both!(the_history_shows_the_owner_s_copy_and_why, |world: World| async move {
    let scene = Scene::new(world).await;
    scene.sink.refuse("ines@ledger.test", "550 5.1.1 no such user");
    scene.invoice().await;
    let (stage, backend) = (&scene.stage, &scene.backend);
    let list = client_area::emails(backend, &may(&stage.owner), EmailQuery::default()).await.unwrap();
    let line = list.lines.first().unwrap();
    assert_eq!(line.recipients, ["ines@ledger.test", OWNER]);
    let page = client_area::email(backend, &may(&stage.owner), line.id, Locale::English).await.unwrap();
    let copies: Vec<_> = page
        .copies
        .into_iter()
        .map(|one| (one.address, one.reasons, one.state.map(|(state, _)| state)))
        .collect();
    let expected = [
        ("ines@ledger.test".to_owned(), vec![Reason::Ticked], Some(MailState::Failed)),
        (OWNER.to_owned(), vec![Reason::InPlaceOfUnreachable], Some(MailState::Sent)),
    ];
    assert_eq!(copies, expected);
});

on_both!(a_general_email_that_reached_nobody_goes_to_the_owner, |world: World| async move {
    let scene = Scene::new(world).await;
    let stage = &scene.stage;
    let emails = [Category::General].into_iter().collect();
    for email in ["noor@home.test", "eve@home.test"] {
        stage.add(&ContactForm { emails, ..contact(email) }).await;
    }
    stage.run("DELETE FROM account_owner_categories", []).await;
    stage.forget_mail().await;
    scene.sink.refuse("noor@home.test", "550 5.1.1 no such user");
    let order = async || {
        let event = samples::event(EventKind::OrderReceived).unwrap();
        events::post(&scene.backend, &system(), stage.account, None, event).await.unwrap().unwrap();
        drain(&scene.backend).await.unwrap();
        scene.sink.received().iter().filter(|mail| !mail.data.contains("come back")).count()
    };
    assert_eq!(order().await, 1, "somebody else has it");
    stage.run("UPDATE contacts SET bounced_at = NULL, bounce_words = ''", []).await;
    scene.sink.refuse("eve@home.test", "550 5.1.1 no such user");
    assert_eq!(order().await, 2);
    let mails = scene.sink.received();
    assert!(
        mails
            .iter()
            .any(|mail| bare(&mail.to[0]) == OWNER && mail.data.contains("does not reach somebody else"))
    );
});

on_both!(a_status_from_elsewhere_is_enough, |world: World| async move {
    let scene = Scene::new(world).await;
    scene.invoice().await;
    let path = scene.return_path("ines@ledger.test");
    let token = path.split(['+', '@']).nth(1).unwrap();
    let backend = &scene.backend;
    assert_eq!(
        receive_status(backend, &system(), "nonsense", "5.1.1", "").await.unwrap(),
        bounces::Received::NotOurs
    );
    // It arrived, or has not arrived yet.
    for status in ["2.0.0", "4.4.1", "4.4.7"] {
        assert_eq!(receive_status(backend, &system(), token, status, "").await.unwrap(), bounces::Received::Nothing);
    }
    assert_eq!(scene.mark().await, None);
    let received = receive_status(backend, &system(), token, "5.1.1", "mailbox unknown").await.unwrap();
    assert_eq!(received, bounces::Received::NotDelivered);
    assert_eq!(scene.mark().await.as_deref(), Some("5.1.1 mailbox unknown"));
});

on_both!(a_new_address_or_a_test_that_arrives_takes_the_mark_away, |world: World| async move {
    let scene = Scene::new(world).await;
    scene.sink.refuse("ines@ledger.test", "550 5.1.1 no such user");
    scene.invoice().await;
    // A test that does not arrive changes nothing.
    scene.test_letter().await;
    assert!(scene.mark().await.is_some());
    scene.sink.forgive("ines@ledger.test");
    scene.test_letter().await;
    assert_eq!(scene.mark().await, None);
    assert_eq!(scene.stage.last(1).await, ["mail_restored ines@ledger.test"]);

    scene.sink.refuse("ines@ledger.test", "550 5.1.1 no such user");
    scene.invoice().await;
    assert!(scene.mark().await.is_some());
    let (stage, ines) = (&scene.stage, scene.ines);
    let form = ContactForm { phone: "+47 22 22 22 22".into(), ..stage.form(ines).await };
    stage.save(&stage.owner, Some(ines), &form).await.unwrap();
    assert!(scene.mark().await.is_some(), "another field says nothing about the address");
    let form = ContactForm { email: "ines@new.test".into(), ..stage.form(ines).await };
    stage.save(&stage.owner, Some(ines), &form).await.unwrap();
    assert_eq!(scene.mark().await, None);
});

on_both!(a_letter_without_a_contact_marks_nobody, |world: World| async move {
    let scene = Scene::new(world).await;
    scene.sink.refuse("ada@north.test", "550 5.1.1 no such user");
    crate::letters::post(&scene.backend, "ada@north.test").await;
    drain(&scene.backend).await.unwrap();
    assert_eq!(scene.mark().await, None);
    assert!(mailbox::list(&scene.backend.db, None).await.unwrap().is_empty());
});
