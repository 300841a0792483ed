//! Which tickets people follow by email: their own choice, and that of whoever manages contacts.

use backend::{
    contacts::{WatchPage, watch, watch_for, watch_page},
    mail::{events, samples},
};
use domain::{
    AppError, Category, ContactForm, Escalation, Permission,
    business_event::{BusinessEvent, EventKind},
    recipients::TicketWatch,
};

use crate::{
    on_both,
    stage::{OWNER, Stage, contact, login, may, refusal, system},
    world::World,
};

const SAM: &str = "sam@codeworks.test";
const NOOR: &str = "noor@home.test";

/// A developer with Support emails, and somebody with an inbox only.
async fn people(stage: &Stage) {
    let emails = || [Category::Support].into_iter().collect();
    stage.add(&ContactForm { emails: emails(), ..login(SAM, &[Permission::Tickets]) }).await;
    stage.accept(SAM).await;
    stage.add(&ContactForm { emails: emails(), ..contact(NOOR) }).await;
    stage.add(&contact("ines@ledger.test")).await;
    stage.forget_mail().await;
}

/// Whom an answer to a ticket of the owner goes to.
async fn answered(stage: &Stage) -> Vec<String> {
    let event = samples::event(EventKind::TicketReplied).unwrap();
    let BusinessEvent::TicketReplied(mut data) = event else { panic!() };
    data.ticket.opener.email = domain::EmailAddress::parse(OWNER).unwrap();
    data.ticket.copied = vec![domain::EmailAddress::parse(NOOR).unwrap()];
    let event = BusinessEvent::TicketReplied(data);
    let posted = events::post(&stage.world.backend, &system(), stage.account, None, event).await;
    let posted = posted.unwrap().unwrap();
    posted.recipients.into_iter().map(|one| one.address.to_string()).collect()
}

async fn shown(stage: &Stage, email: &str) -> WatchPage {
    let actor = stage.actor(email).await.unwrap();
    watch_page(&stage.world.backend, &may(&actor)).await.unwrap()
}

on_both!(everyone_chooses_which_tickets_they_follow, |world: World| async move {
    let stage = Stage::new(world).await;
    people(&stage).await;
    let backend = &stage.world.backend;
    assert_eq!(answered(&stage).await, [OWNER, NOOR, SAM]);
    let sam = stage.actor(SAM).await.unwrap();
    let page = shown(&stage, SAM).await;
    assert_eq!(
        (page.own, page.support, page.others.len()),
        (TicketWatch::All, true, 0),
        "others are not theirs to see"
    );
    watch(backend, &may(&sam), TicketWatch::Own).await.unwrap();
    assert_eq!(shown(&stage, SAM).await.own, TicketWatch::Own);
    assert_eq!(answered(&stage).await, [OWNER, NOOR]);
    assert_eq!(stage.last(1).await, ["ticket_watch_changed"]);
    // The same again is no change.
    watch(backend, &may(&sam), TicketWatch::Own).await.unwrap();
    assert_eq!(stage.log().await.iter().filter(|entry| entry.starts_with("ticket_watch")).count(), 1);
    // The owner's own: the opener gets the answers all the same.
    watch(backend, &may(&stage.owner), TicketWatch::None).await.unwrap();
    assert_eq!(shown(&stage, OWNER).await.own, TicketWatch::None);
    assert_eq!(answered(&stage).await, [OWNER, NOOR]);
});

on_both!(who_manages_contacts_chooses_for_others, |world: World| async move {
    let stage = Stage::new(world).await;
    people(&stage).await;
    let backend = &stage.world.backend;
    let page = shown(&stage, OWNER).await;
    let others: Vec<_> = page.others.iter().map(|one| (one.email.as_str(), one.may_change)).collect();
    assert_eq!(others, [(NOOR, true), (SAM, true)], "whom tickets concern");
    let id = |email: &str| page.others.iter().find(|one| one.email == email).unwrap().contact;
    watch_for(backend, &may(&stage.owner), id(NOOR), TicketWatch::None).await.unwrap();
    assert_eq!(stage.last(1).await, [format!("ticket_watch_changed {NOOR}")]);
    assert_eq!(answered(&stage).await, [OWNER, SAM], "not even copies");
    // A contact form that was open meanwhile is still good.
    assert_eq!(stage.form(id(NOOR)).await.version, 1);

    // Rule 5: nobody changes who holds something that they lack.
    let (_, mia) = stage.member("mia@manager.test", &[Permission::Contacts]).await;
    let page = shown(&stage, "mia@manager.test").await;
    let others: Vec<_> = page.others.iter().map(|one| (one.email.as_str(), one.may_change)).collect();
    assert_eq!(others, [(NOOR, true), (SAM, false)]);
    let refused = watch_for(backend, &may(&mia), id(SAM), TicketWatch::None).await.map_err(refusal);
    assert!(matches!(refused, Err(AppError::Escalation(why)) if why != Escalation::OwnAccess), "{refused:?}");
    watch_for(backend, &may(&mia), id(NOOR), TicketWatch::All).await.unwrap();
    let nobody = domain::ContactId(uuid::Uuid::now_v7());
    let refused = watch_for(backend, &may(&stage.owner), nobody, TicketWatch::All).await.map_err(refusal);
    assert_eq!(refused, Err(AppError::NotFound));
});
