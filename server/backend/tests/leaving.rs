//! The links at the foot of emails: who gets them, what they do, and what they do not.

use backend::{
    Backend,
    leaving::{Asked, Standing, leave, look, take_back},
    mail::{events, mailbox, samples},
    outbox::drain,
};
use domain::{
    Category, ContactForm,
    business_event::{BusinessEvent, EventKind},
};

use crate::{
    on_both,
    stage::{OWNER, Stage, contact, system},
    world::World,
};

/// Posts a sample and delivers: nothing about services or domains, which the account does not have.
async fn happen(stage: &Stage, kind: EventKind) {
    stage.world.clock.advance(domain::Timestamp::SECOND);
    let mut event = samples::event(kind).unwrap();
    if let BusinessEvent::InvoiceReminder(reminder) = &mut event {
        reminder.invoice.about.clear();
    }
    events::post(&stage.world.backend, &system(), stage.account, None, event).await.unwrap().unwrap();
    drain(&stage.world.backend).await.unwrap();
}

/// The tokens in the newest email to an address: to leave, and "this is not me".
async fn tokens(backend: &Backend, to: &str) -> (Option<String>, Option<String>) {
    let mails = mailbox::list(&backend.db, Some(to)).await.unwrap();
    let token = |path: &str| {
        let (_, rest) = mails[0].text.split_once(&format!("/mail/{path}?token="))?;
        assert!(mails[0].html.contains(&format!("/mail/{path}?token=")), "in the HTML, too");
        rest.split_whitespace().next().map(str::to_owned)
    };
    (token("leave"), token("not-me"))
}

async fn subscribed(stage: &Stage, email: &str, categories: &[Category]) {
    let form = ContactForm { emails: categories.iter().copied().collect(), ..contact(email) };
    stage.add(&form).await;
    stage.forget_mail().await;
}

async fn standing(backend: &Backend, token: &str) -> Option<Standing> {
    look(backend, &system(), token).await.unwrap().map(|asked| asked.standing)
}

on_both!(a_category_is_left_by_a_link_and_looking_changes_nothing, |world: World| async move {
    let stage = Stage::new(world).await;
    let backend = &stage.world.backend;
    subscribed(&stage, "ines@ledger.test", &[Category::Invoice, Category::General]).await;
    happen(&stage, EventKind::InvoiceReminder).await;
    let (token, _) = tokens(backend, "ines@ledger.test").await;
    let token = token.unwrap();
    for _ in 0..2 {
        let asked = look(backend, &system(), &token).await.unwrap().unwrap();
        let expected = Asked {
            account_name: "Northwind Studio".into(),
            address: "ines@ledger.test".into(),
            locale: domain::Locale::English,
            category: Some(Category::Invoice),
            standing: Standing::Sent,
        };
        assert_eq!(asked, expected);
    }
    let done = leave(backend, &system(), &token, "192.0.2.9").await.unwrap().unwrap();
    assert_eq!(done.standing, Standing::Left);
    assert_eq!(stage.last(1).await, ["emails_changed"]);
    // Once more does nothing more.
    assert_eq!(leave(backend, &system(), &token, "").await.unwrap().unwrap().standing, Standing::Left);
    assert_eq!(stage.log().await.iter().filter(|entry| entry.starts_with("emails_changed")).count(), 2);
    happen(&stage, EventKind::InvoiceReminder).await;
    let mails = mailbox::list(&backend.db, Some("ines@ledger.test")).await.unwrap();
    assert_eq!(mails.len(), 1, "no invoice any more");
    happen(&stage, EventKind::Announcement).await;
    let mails = mailbox::list(&backend.db, Some("ines@ledger.test")).await.unwrap();
    assert_eq!(mails.len(), 2, "the other category goes on");
});

on_both!(what_nobody_else_would_get_cannot_be_left, |world: World| async move {
    let stage = Stage::new(world).await;
    let backend = &stage.world.backend;
    happen(&stage, EventKind::InvoiceReminder).await;
    assert_eq!(tokens(backend, OWNER).await, (None, None), "only the owner gets it, who is known");
    subscribed(&stage, "ines@ledger.test", &[Category::Invoice]).await;
    happen(&stage, EventKind::InvoiceReminder).await;
    let (owner, _) = tokens(backend, OWNER).await;
    let (ines, _) = tokens(backend, "ines@ledger.test").await;
    let (owner, ines) = (owner.unwrap(), ines.unwrap());
    leave(backend, &system(), &owner, "").await.unwrap();
    // Meanwhile somebody else has left: the link does not do any more what it would have done.
    assert_eq!(standing(backend, &ines).await, Some(Standing::NobodyElse));
    let refused = leave(backend, &system(), &ines, "").await.unwrap().unwrap();
    assert_eq!(refused.standing, Standing::NobodyElse);
    happen(&stage, EventKind::InvoiceReminder).await;
    assert_eq!(tokens(backend, "ines@ledger.test").await.0, None);
});

on_both!(the_owner_leaves_what_may_be_left, |world: World| async move {
    let stage = Stage::new(world).await;
    let backend = &stage.world.backend;
    happen(&stage, EventKind::AffiliateReport).await;
    let (token, not_me) = tokens(backend, OWNER).await;
    assert_eq!(not_me, None);
    let done = leave(backend, &system(), &token.unwrap(), "").await.unwrap().unwrap();
    assert_eq!((done.category, done.standing), (Some(Category::Affiliate), Standing::Left));
    happen(&stage, EventKind::AffiliateReport).await;
    assert_eq!(mailbox::list(&backend.db, Some(OWNER)).await.unwrap().len(), 1);
});

on_both!(a_ticket_s_opener_has_nothing_to_leave, |world: World| async move {
    let stage = Stage::new(world).await;
    let backend = &stage.world.backend;
    stage.add(&contact("sam@codeworks.test")).await;
    let mut event = samples::event(EventKind::TicketReplied).unwrap();
    if let BusinessEvent::TicketReplied(replied) = &mut event {
        replied.ticket.about.clear();
    }
    events::post(backend, &system(), stage.account, None, event).await.unwrap().unwrap();
    drain(backend).await.unwrap();
    assert_eq!(tokens(backend, "sam@codeworks.test").await.0, None);
    assert!(tokens(backend, OWNER).await.0.is_some(), "the owner follows all tickets");
});

on_both!(the_first_email_of_a_category_to_an_address_can_be_disowned, |world: World| async move {
    let stage = Stage::new(world).await;
    let backend = &stage.world.backend;
    subscribed(&stage, "ines@ledger.test", &[Category::Invoice, Category::General]).await;
    happen(&stage, EventKind::InvoiceReminder).await;
    let (_, first) = tokens(backend, "ines@ledger.test").await;
    let first = first.unwrap();
    happen(&stage, EventKind::InvoiceReminder).await;
    assert_eq!(tokens(backend, "ines@ledger.test").await.1, None, "not the second");
    happen(&stage, EventKind::Announcement).await;
    assert!(tokens(backend, "ines@ledger.test").await.1.is_some(), "another category's first");

    // One more waits when the link is followed.
    let event = samples::event(EventKind::Announcement).unwrap();
    events::post(backend, &system(), stage.account, None, event).await.unwrap().unwrap();
    let before = mailbox::list(&backend.db, Some("ines@ledger.test")).await.unwrap().len();
    assert_eq!(standing(backend, &first).await, Some(Standing::Sent));
    let done = leave(backend, &system(), &first, "192.0.2.9").await.unwrap().unwrap();
    assert_eq!((done.category, done.standing), (None, Standing::Left));
    assert_eq!(stage.last(1).await, ["mail_disowned"]);
    drain(backend).await.unwrap();
    for kind in [EventKind::InvoiceReminder, EventKind::Announcement] {
        happen(&stage, kind).await;
    }
    let mails = mailbox::list(&backend.db, Some("ines@ledger.test")).await.unwrap();
    assert_eq!(mails.len(), before, "nothing more arrives");
    let told = mailbox::list(&backend.db, Some(OWNER)).await.unwrap();
    let told = told.iter().find(|mail| mail.subject.contains("ines@ledger.test")).expect("the owner is told");
    assert_eq!(told.subject, "ines@ledger.test wants no emails about Northwind Studio");
    assert!(!told.text.contains("http"), "without links");
});

on_both!(a_mistake_can_be_taken_back_and_a_new_address_begins_anew, |world: World| async move {
    let stage = Stage::new(world).await;
    let backend = &stage.world.backend;
    let form = ContactForm { emails: [Category::Invoice].into_iter().collect(), ..contact("ines@ledger.test") };
    let ines = stage.add(&form).await;
    happen(&stage, EventKind::InvoiceReminder).await;
    let token = tokens(backend, "ines@ledger.test").await.1.unwrap();
    leave(backend, &system(), &token, "").await.unwrap();
    let back = take_back(backend, &system(), &token, "").await.unwrap().unwrap();
    assert_eq!(back.standing, Standing::Sent);
    assert_eq!(stage.last(1).await, ["mail_restored"]);
    happen(&stage, EventKind::InvoiceReminder).await;
    assert_eq!(mailbox::list(&backend.db, Some("ines@ledger.test")).await.unwrap().len(), 2);

    leave(backend, &system(), &token, "").await.unwrap();
    let form = ContactForm { email: "ines@new.test".into(), ..stage.form(ines).await };
    stage.save(&stage.owner, Some(ines), &form).await.unwrap();
    assert_eq!(standing(backend, &token).await, None, "the old address has no rights any more");
    happen(&stage, EventKind::InvoiceReminder).await;
    assert!(tokens(backend, "ines@new.test").await.1.is_some(), "its first email");
});

on_both!(a_link_of_somebody_who_is_gone_or_of_nobody_means_nothing, |world: World| async move {
    let stage = Stage::new(world).await;
    let backend = &stage.world.backend;
    let form = ContactForm { emails: [Category::Invoice].into_iter().collect(), ..contact("ines@ledger.test") };
    let ines = stage.add(&form).await;
    happen(&stage, EventKind::InvoiceReminder).await;
    let (token, _) = tokens(backend, "ines@ledger.test").await;
    let token = token.unwrap();
    let log = stage.log().await;
    for wrong in ["", "nonsense", &token[1..], &format!("{token}A"), &token.to_lowercase()] {
        assert_eq!(look(backend, &system(), wrong).await.unwrap(), None, "{wrong}");
        assert_eq!(leave(backend, &system(), wrong, "").await.unwrap(), None, "{wrong}");
    }
    assert_eq!(stage.log().await, log);
    stage.delete(&stage.owner, ines).await.unwrap();
    assert_eq!(leave(backend, &system(), &token, "").await.unwrap(), None);
});

on_both!(an_email_that_is_rendered_again_keeps_its_links, |world: World| async move {
    use crate::{
        letters::with_smtp,
        smtp::{Act, At, Sink},
    };
    let stage = Stage::new(world).await;
    let sink = Sink::start().await;
    let backend = with_smtp(&stage.world, sink.url());
    subscribed(&stage, "ines@ledger.test", &[Category::Invoice]).await;
    sink.plan(At::Content, [Act::Say("451 later"), Act::Say("451 later")]);
    let mut event = samples::event(EventKind::InvoiceReminder).unwrap();
    if let BusinessEvent::InvoiceReminder(reminder) = &mut event {
        reminder.invoice.about.clear();
    }
    events::post(&backend, &system(), stage.account, None, event).await.unwrap().unwrap();
    assert_eq!(drain(&backend).await.unwrap(), 0);
    stage.world.clock.advance(domain::Timestamp::MINUTE);
    assert_eq!(drain(&backend).await.unwrap(), 2);
    let mail = sink.received().into_iter().find(|mail| mail.to[0].contains("ines@")).unwrap();
    let one_line = mail.data.replace("=\r\n", "").replace("=3D", "=");
    assert!(one_line.contains("/mail/not-me?token="), "{one_line}");
    assert!(mail.data.contains("List-Unsubscribe: <http://127.0.0.1:3000/mail/leave?token="), "{}", mail.data);
});
