//! What waits and is not for its recipient any more: whom it does not go to, and who gets it instead.

use backend::{
    Backend, Settings,
    announcements::{AnnouncementState, Audience, create, pause, queue_some, read, resume},
    client_area,
    leaving::{leave, take_back},
    mail::{events, mailbox, samples},
    outbox::{MailState, drain},
};
use domain::{
    Category, ContactForm, ContactId, Locale, Timestamp,
    business_event::{BusinessEvent, EventKind},
    recipients::Reason,
};
use uuid::Uuid;

use crate::{
    letters::set_up,
    on_both,
    stage::{OWNER, Stage, contact, may, system},
    world::World,
};

const INES: &str = "ines@ledger.test";
const NOOR: &str = "noor@home.test";

/// An account whose owner wants nothing, and a contact with these categories.
async fn scene(world: World, categories: &[Category]) -> (Stage, ContactId) {
    let stage = Stage::new(world).await;
    let ines = add(&stage, INES, categories).await;
    stage.run("DELETE FROM account_owner_categories", []).await;
    stage.forget_mail().await;
    (stage, ines)
}

async fn add(stage: &Stage, email: &str, categories: &[Category]) -> ContactId {
    let id = stage.add(&ContactForm { emails: categories.iter().copied().collect(), ..contact(email) }).await;
    stage.forget_mail().await;
    id
}

/// Posts a sample that is about no service or domain; it waits.
async fn post(stage: &Stage, kind: EventKind) -> Uuid {
    let mut event = samples::event(kind).unwrap();
    match &mut event {
        BusinessEvent::InvoiceReminder(reminder) => reminder.invoice.about.clear(),
        BusinessEvent::TicketReplied(replied) => replied.ticket.about.clear(),
        _ => {}
    }
    events::post(&stage.world.backend, &system(), stage.account, None, event)
        .await
        .unwrap()
        .unwrap()
        .email
}

/// Delivers, and says whom the emails with that in their subject went to, sorted.
async fn went_to(backend: &Backend, subject: &str) -> Vec<String> {
    drain(backend).await.unwrap();
    // What is passed on is queued while the others leave.
    drain(backend).await.unwrap();
    let mails = mailbox::list(&backend.db, None).await.unwrap();
    let mut to: Vec<_> = mails.into_iter().filter(|mail| mail.subject.contains(subject)).map(|mail| mail.to).collect();
    to.sort_unstable();
    to
}

/// Un-ticks on the contact's form, which rule 10 allows once the owner gets them again.
async fn untick(stage: &Stage, id: ContactId) {
    let form = ContactForm { emails: domain::CategorySet::default(), ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
}

/// Un-ticks although nobody else is ticked: as when two people leave at the same time.
async fn untick_all(stage: &Stage) {
    stage.run("DELETE FROM contact_categories", []).await;
}

/// The copies as the history shows them.
async fn copies(stage: &Stage, id: Uuid) -> Vec<(String, Vec<Reason>, Option<MailState>)> {
    let page = client_area::email(&stage.world.backend, &may(&stage.owner), id, Locale::English).await.unwrap();
    page.copies
        .into_iter()
        .map(|one| (one.address, one.reasons, one.state.map(|(state, _)| state)))
        .collect()
}

async fn not_me(backend: &Backend, to: &str) -> String {
    let mails = mailbox::list(&backend.db, Some(to)).await.unwrap();
    let (_, rest) = mails[0].text.split_once("/mail/not-me?token=").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn unsubscribe(backend: &Backend, to: &str) -> String {
    let mails = mailbox::list(&backend.db, Some(to)).await.unwrap();
    let (_, rest) = mails[0].text.split_once("/mail/leave?token=").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

on_both!(who_is_unticked_deleted_or_has_moved_does_not_get_what_waits, |world: World| async move {
    let (stage, ines) = scene(world, &[Category::Affiliate]).await;
    let backend = &stage.world.backend;
    let noor = add(&stage, NOOR, &[Category::Affiliate]).await;
    let eve = add(&stage, "eve@home.test", &[Category::Affiliate]).await;
    add(&stage, "stays@home.test", &[Category::Affiliate]).await;
    post(&stage, EventKind::AffiliateReport).await;
    untick(&stage, ines).await;
    stage.delete(&stage.owner, noor).await.unwrap();
    let form = ContactForm { email: "eve@new.test".into(), ..stage.form(eve).await };
    stage.save(&stage.owner, Some(eve), &form).await.unwrap();
    assert_eq!(went_to(backend, "").await, ["stays@home.test"]);
    let sql = "SELECT recipient, last_error FROM outbox WHERE state = 'dropped' ORDER BY recipient";
    let why = stage.texts(sql, []).await;
    let expected = [
        ("eve@home.test", "the contact has another address now"),
        (INES, "the recipient does not get emails of this category any more"),
        (NOOR, "the contact is not on the account any more"),
    ];
    assert_eq!(why, expected.map(|(to, why)| (to.to_owned(), why.to_owned())));
});

on_both!(who_leaves_by_a_link_does_not_get_what_waits, |world: World| async move {
    let (stage, _) = scene(world, &[Category::General]).await;
    let backend = &stage.world.backend;
    add(&stage, NOOR, &[Category::General]).await;
    stage.run("INSERT INTO account_owner_categories SELECT id, 'affiliate' FROM accounts", []).await;
    post(&stage, EventKind::Announcement).await;
    post(&stage, EventKind::AffiliateReport).await;
    drain(backend).await.unwrap();
    let (ines, owner) = (unsubscribe(backend, INES).await, unsubscribe(backend, OWNER).await);
    stage.run("DELETE FROM mailbox", []).await;
    stage.world.clock.advance(Timestamp::SECOND);
    post(&stage, EventKind::Announcement).await;
    post(&stage, EventKind::AffiliateReport).await;
    for token in [ines, owner] {
        leave(backend, &system(), &token, "").await.unwrap().unwrap();
    }
    assert_eq!(went_to(backend, "").await, [NOOR], "the owner has left, too");
});

on_both!(who_gets_it_for_another_reason_gets_it_all_the_same, |world: World| async move {
    let (stage, _) = scene(world, &[]).await;
    // The ticket's opener.
    let sam = add(&stage, "sam@codeworks.test", &[Category::Support]).await;
    post(&stage, EventKind::TicketReplied).await;
    untick(&stage, sam).await;
    assert_eq!(went_to(&stage.world.backend, "").await, ["sam@codeworks.test"]);
});

on_both!(what_must_not_get_lost_goes_to_the_owner_when_nobody_else_has_it, |world: World| async move {
    let (stage, ines) = scene(world, &[Category::Invoice]).await;
    let backend = &stage.world.backend;
    add(&stage, NOOR, &[Category::Invoice]).await;
    // One of two: the other still gets it.
    post(&stage, EventKind::InvoiceReminder).await;
    untick(&stage, ines).await;
    assert_eq!(went_to(backend, "Invoice").await, [NOOR]);
    // Both, and a letter of each waits.
    stage.run("DELETE FROM mailbox", []).await;
    let form = ContactForm { emails: [Category::Invoice].into_iter().collect(), ..stage.form(ines).await };
    stage.save(&stage.owner, Some(ines), &form).await.unwrap();
    let id = post(&stage, EventKind::InvoiceReminder).await;
    untick_all(&stage).await;
    assert_eq!(went_to(backend, "Invoice").await, [OWNER], "once");
    let shown = copies(&stage, id).await;
    assert_eq!(shown.last().unwrap(), &(OWNER.to_owned(), vec![Reason::NobodyElse], Some(MailState::Sent)));
    assert_eq!(shown.len(), 3);
});

on_both!(an_owner_who_opts_out_gets_what_nobody_else_gets_any_more, |world: World| async move {
    let (stage, _) = scene(world, &[Category::Invoice]).await;
    let backend = &stage.world.backend;
    stage.run("INSERT INTO account_owner_categories SELECT id, 'invoice' FROM accounts", []).await;
    for everybody in [false, true] {
        stage.run("DELETE FROM mailbox", []).await;
        post(&stage, EventKind::InvoiceReminder).await;
        stage.run("DELETE FROM account_owner_categories", []).await;
        if everybody {
            untick_all(&stage).await;
        }
        assert_eq!(went_to(backend, "Invoice").await, [if everybody { OWNER } else { INES }]);
        stage.run("INSERT INTO account_owner_categories SELECT id, 'invoice' FROM accounts", []).await;
    }
});

on_both!(this_is_not_me_sends_the_owner_what_waits, |world: World| async move {
    let all = [Category::Invoice, Category::General, Category::Affiliate];
    let (stage, _) = scene(world, &all).await;
    let backend = &stage.world.backend;
    post(&stage, EventKind::InvoiceReminder).await;
    drain(backend).await.unwrap();
    let token = not_me(backend, INES).await;
    stage.run("DELETE FROM mailbox", []).await;
    let invoice = post(&stage, EventKind::InvoiceReminder).await;
    let general = post(&stage, EventKind::OrderReceived).await;
    let report = post(&stage, EventKind::AffiliateReport).await;
    leave(backend, &system(), &token, "").await.unwrap().unwrap();
    for id in [invoice, general] {
        let expected = [
            (INES.to_owned(), vec![Reason::Ticked], Some(MailState::Dropped)),
            (OWNER.to_owned(), vec![Reason::InPlaceOfUnreachable], Some(MailState::Queued)),
        ];
        assert_eq!(copies(&stage, id).await, expected);
    }
    assert_eq!(copies(&stage, report).await.len(), 1);
    // Both, and the notice; the link does nothing more a second time.
    leave(backend, &system(), &token, "").await.unwrap().unwrap();
    assert_eq!(went_to(backend, "").await, [OWNER; 3]);
    take_back(backend, &system(), &token, "").await.unwrap().unwrap();
    assert_eq!(went_to(backend, "").await, [OWNER; 3]);
});

on_both!(
    what_was_being_sent_at_this_is_not_me_goes_to_the_owner_when_it_is_tried_again,
    |world: World| async move {
        let (stage, _) = scene(world, &[Category::Invoice]).await;
        let backend = &stage.world.backend;
        post(&stage, EventKind::InvoiceReminder).await;
        drain(backend).await.unwrap();
        let token = not_me(backend, INES).await;
        stage.run("DELETE FROM mailbox", []).await;
        post(&stage, EventKind::InvoiceReminder).await;
        let lease = backend.now().plus(Timestamp::MINUTE).0;
        stage
            .run("UPDATE outbox SET lease_until = $1, leased_by = id WHERE state = 'queued'", [lease.into()])
            .await;
        leave(backend, &system(), &token, "").await.unwrap().unwrap();
        stage.world.clock.advance(2 * Timestamp::MINUTE);
        assert_eq!(went_to(backend, "Invoice").await, [OWNER]);
    }
);

on_both!(the_owner_s_copy_of_an_announcement_waits_with_it, |world: World| async move {
    let (stage, _) = scene(world, &[Category::General]).await;
    let backend = &stage.world.backend;
    let texts = read("[en]\nSubject: Open on Saturdays\n\nFrom 1 April.\n").unwrap();
    let id = create(backend, &system(), &texts, &Audience::All, 0).await.unwrap().unwrap();
    while queue_some(backend, &system(), id).await.unwrap().state == AnnouncementState::Queueing {}
    post(&stage, EventKind::OrderReceived).await;
    stage.run("UPDATE outbox SET next_at = next_at + 1000 WHERE announcement_id IS NOT NULL", []).await;
    drain(backend).await.unwrap();
    let token = not_me(backend, INES).await;
    pause(backend, &system(), id).await.unwrap();
    leave(backend, &system(), &token, "").await.unwrap().unwrap();
    stage.world.clock.advance(2 * Timestamp::SECOND);
    assert!(went_to(backend, "Saturdays").await.is_empty());
    resume(backend, &system(), id).await.unwrap();
    assert_eq!(went_to(backend, "Saturdays").await, [OWNER]);
    // Its text is shown in the owner's language.
    let page = client_area::email(backend, &may(&stage.owner), id, Locale::English).await.unwrap();
    assert!(page.body.unwrap().text.contains("From 1 April."));
});

on_both!(with_a_mail_server_it_is_the_same, |world: World| async move {
    let (stage, _) = scene(world, &[Category::Invoice]).await;
    let sink = crate::smtp::Sink::start().await;
    let backend = set_up(&stage.world, Settings { smtp_url: Some(sink.url()), ..Settings::default() });
    post(&stage, EventKind::InvoiceReminder).await;
    untick_all(&stage).await;
    drain(&backend).await.unwrap();
    drain(&backend).await.unwrap();
    assert_eq!(sink.recipients(), [OWNER]);
});
