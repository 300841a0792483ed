//! Whom the emails of a ticket reach after its people changed their addresses, or lost their access.

use backend::{
    mail::events,
    tickets::{self, ReplyForm, TicketForm},
};
use domain::{
    Category, ContactForm, ContactId, EmailAddress, Permission,
    business_event::{BusinessEvent, EventKind},
};
use uuid::Uuid;

use crate::{
    login::{ask, confirm, link, sign_in_as},
    on_both,
    people::PASSWORD,
    stage::{OWNER, Stage, contact, may, system},
    world::World,
};

const SAM: &str = "sam@codeworks.test";
const MAX: &str = "max@codeworks.test";
const NOOR: &str = "noor@home.test";

/// A ticket of Sam, of which the owner and Noor get copies; and the contacts of the two.
async fn ticket(stage: &Stage) -> (Uuid, ContactId, ContactId) {
    let (id, sam) = stage.member(SAM, &[Permission::Tickets]).await;
    let noor = stage.add(&contact(NOOR)).await;
    let form = TicketForm {
        token: Uuid::now_v7().to_string(),
        subject: "The shop is down".into(),
        department: "technical".into(),
        priority: "high".into(),
        copies: vec!["owner".into(), noor.to_string()],
        text: "Since noon.".into(),
        ..TicketForm::default()
    };
    let ticket = tickets::open(&stage.world.backend, &may(&sam), &form, Vec::new()).await.unwrap();
    (ticket, id, noor)
}

/// Whom an answer of the owner goes to, beside the owner.
async fn answered(stage: &Stage, owner: &str, ticket: Uuid) -> Vec<String> {
    stage.forget_mail().await;
    let owner = stage.actor(owner).await.unwrap();
    let form = ReplyForm { token: Uuid::now_v7().to_string(), text: "We look.".into(), ..ReplyForm::default() };
    tickets::reply(&stage.world.backend, &may(&owner), ticket, &form, Vec::new()).await.unwrap();
    let mut to = stage.mail().await;
    to.retain(|to| !to.starts_with(owner.email()));
    to.into_iter().map(|to| to.trim_end_matches(": business").to_owned()).collect()
}

/// Whom an answer of the provider goes to that names the people as they were when the ticket was opened.
async fn posted(stage: &Stage) -> Vec<String> {
    let number = stage.texts("SELECT number, subject FROM tickets", []).await.remove(0).0;
    let BusinessEvent::TicketReplied(mut data) = backend::mail::samples::event(EventKind::TicketReplied).unwrap()
    else {
        panic!()
    };
    let address = |text: &str| EmailAddress::parse(text).unwrap();
    data.ticket.number = domain::business_event::Line::parse(&number).unwrap();
    data.ticket.opener.email = address("Sam@codeworks.test");
    data.ticket.copied = [OWNER, NOOR].map(address).into();
    let event = BusinessEvent::TicketReplied(data);
    let posted = events::post(&stage.world.backend, &system(), stage.account, None, event).await.unwrap();
    let mut to: Vec<_> = posted.unwrap().recipients.into_iter().map(|one| one.address.to_string()).collect();
    to.sort();
    to
}

async fn change_login(stage: &Stage, from: &str, to: &str) {
    let session = sign_in_as(stage, from).await;
    ask(stage, &session, to, PASSWORD).await.unwrap();
    let token = link(stage, to).await.unwrap();
    confirm(stage, &token).await.unwrap();
}

on_both!(an_opener_gets_the_answers_at_the_new_address_and_nobody_at_the_old, |world: World| async move {
    let stage = Stage::new(world).await;
    let (ticket, ..) = ticket(&stage).await;
    assert_eq!(answered(&stage, OWNER, ticket).await, [NOOR, SAM]);
    change_login(&stage, SAM, MAX).await;
    assert_eq!(answered(&stage, OWNER, ticket).await, [MAX, NOOR]);
    assert_eq!(posted(&stage).await, [MAX, NOOR, OWNER]);
    // Somebody else gets the old address: nothing of it is theirs.
    stage.add(&contact(SAM)).await;
    assert_eq!(answered(&stage, OWNER, ticket).await, [MAX, NOOR]);
    assert_eq!(posted(&stage).await, [MAX, NOOR, OWNER]);
    // The owner, who is among the copies.
    change_login(&stage, OWNER, "nora@northwind.test").await;
    stage.add(&contact(OWNER)).await;
    assert_eq!(answered(&stage, "nora@northwind.test", ticket).await, [MAX, NOOR]);
    assert_eq!(posted(&stage).await, [MAX, NOOR, "nora@northwind.test"]);
    // On the ticket they stay as they were.
    let page = tickets::page(&stage.world.backend, &may(&stage.owner), ticket).await.unwrap();
    assert_eq!((page.opened_by.as_str(), page.copies.len()), ("sam Test", 2));
});

on_both!(a_copy_follows_the_contact_and_not_the_address, |world: World| async move {
    let stage = Stage::new(world).await;
    let (ticket, _, noor) = ticket(&stage).await;
    let moved = ContactForm { email: "noor@work.test".into(), ..stage.form(noor).await };
    stage.save(&stage.owner, Some(noor), &moved).await.unwrap();
    assert_eq!(answered(&stage, OWNER, ticket).await, ["noor@work.test", SAM]);
    let other = stage.add(&contact(NOOR)).await;
    assert_eq!(answered(&stage, OWNER, ticket).await, ["noor@work.test", SAM]);
    assert_eq!(posted(&stage).await, ["noor@work.test", OWNER, SAM]);
    stage.delete(&stage.owner, noor).await.unwrap();
    assert_eq!(answered(&stage, OWNER, ticket).await, [SAM]);
    // Support emails are another matter.
    let support = ContactForm { emails: [Category::Support].into_iter().collect(), ..stage.form(other).await };
    stage.save(&stage.owner, Some(other), &support).await.unwrap();
    assert_eq!(answered(&stage, OWNER, ticket).await, [NOOR, SAM]);
});

on_both!(an_opener_whose_access_is_over_gets_what_is_ticked, |world: World| async move {
    let stage = Stage::new(world).await;
    let (ticket, sam, _) = ticket(&stage).await;
    let save = async |form: ContactForm| stage.save(&stage.owner, Some(sam), &form).await.unwrap();
    save(ContactForm { activate: false, ..stage.form(sam).await }).await;
    assert_eq!(answered(&stage, OWNER, ticket).await, [NOOR]);
    save(ContactForm { emails: [Category::Support].into_iter().collect(), ..stage.form(sam).await }).await;
    assert_eq!(answered(&stage, OWNER, ticket).await, [NOOR, SAM]);
    save(ContactForm { emails: domain::CategorySet::EMPTY, ..stage.form(sam).await }).await;
    // Invited again is not there yet; back again is; over by time is over.
    save(ContactForm { activate: true, ..stage.form(sam).await }).await;
    assert_eq!(answered(&stage, OWNER, ticket).await, [NOOR]);
    stage.accept(SAM).await;
    assert_eq!(answered(&stage, OWNER, ticket).await, [NOOR, SAM]);
    let now = stage.world.backend.now().0;
    stage.run("UPDATE memberships SET ends_at = $1", [now.into()]).await;
    assert_eq!(answered(&stage, OWNER, ticket).await, [NOOR]);
    assert_eq!(posted(&stage).await, [NOOR, OWNER]);
    stage.delete(&stage.owner, sam).await.unwrap();
    assert_eq!(answered(&stage, OWNER, ticket).await, [NOOR]);
});
