//! The email overview.

use backend::{access::ManageContacts, contacts, overview};
use domain::{
    AppError, Category, CategorySet, ContactForm, ContactId, Permission, Scope, Subject,
    business_event::EventKind,
    overview::{OverviewAnswer, OverviewForm, OverviewPage, OverviewProblem, OverviewWarning, Reach},
    recipients::Reason,
};

use crate::{
    on_both,
    stage::{OWNER, Stage, contact, login, may, refusal},
    world::World,
};

fn only(category: Category) -> CategorySet {
    CategorySet::from_iter([category])
}

async fn page(stage: &Stage) -> OverviewPage {
    shown(stage).await.0
}

async fn shown(stage: &Stage) -> Shown {
    overview::page(&stage.world.backend, &may(&stage.owner), None).await.unwrap()
}

/// The page, who would get what, and who is not reached as they should be.
type Shown = (OverviewPage, Vec<OverviewAnswer>, Vec<OverviewWarning>);

async fn save(stage: &Stage, form: &OverviewForm) -> Result<(), AppError> {
    overview::save(&stage.world.backend, &may::<ManageContacts>(&stage.owner), form)
        .await
        .map_err(refusal)
}

/// The form as the page shows it.
fn form(page: &OverviewPage) -> OverviewForm {
    let contacts = page.rows.iter().filter_map(|row| Some((row.contact?, row.categories))).collect();
    OverviewForm { owner: page.rows[0].categories, contacts, version: page.version.clone() }
}

/// Who would get an email.
fn answer(shown: &Shown, kind: EventKind) -> Vec<(String, Vec<Reason>)> {
    let category = shown.1.iter().find(|answer| answer.category == kind.category()).unwrap();
    let mails = category.mails.iter().find(|mails| mails.kinds.contains(&kind));
    let readers = mails.into_iter().flat_map(|mails| &mails.readers).map(|reader| &reader.recipient);
    readers.map(|one| (one.address.to_string(), one.reasons.clone())).collect()
}

async fn ines(stage: &Stage) -> ContactId {
    stage.add(&ContactForm { emails: only(Category::Invoice), ..contact("ines@ledger.test") }).await
}

on_both!(it_says_who_gets_what_and_why, |world: World| async move {
    let stage = Stage::new(world).await;
    ines(&stage).await;
    let shown = shown(&stage).await;
    assert_eq!((shown.0.rows[0].contact, shown.0.rows[0].email.as_str()), (None, OWNER));
    assert_eq!(
        answer(&shown, EventKind::InvoiceCreated),
        [(OWNER.to_owned(), vec![Reason::Owner]), ("ines@ledger.test".to_owned(), vec![Reason::Ticked])]
    );
    assert_eq!(answer(&shown, EventKind::DomainExpired).len(), 1);
});

on_both!(one_save_changes_everyone, |world: World| async move {
    let stage = Stage::new(world).await;
    let ines = ines(&stage).await;
    let noor = stage.add(&contact("noor@home.test")).await;
    let kai = stage.add(&contact("kai@zones.test")).await;
    let entries = stage.log().await.len();
    let mut form = form(&page(&stage).await);
    form.owner.remove(Category::Invoice);
    form.contacts.insert(noor, only(Category::General));
    save(&stage, &form).await.unwrap();
    let after = page(&stage).await;
    assert_eq!(self::form(&after), OverviewForm { version: after.version.clone(), ..form });
    assert_eq!(stage.log().await.len(), entries + 2, "an entry for each who changed");
    assert_eq!(stage.last(2).await, ["emails_changed", "emails_changed noor@home.test"]);
    // A contact form that was open meanwhile is not saved over it.
    assert_eq!((stage.form(noor).await.version, stage.form(ines).await.version), (2, 1));
    // Whoever is missing has nothing ticked.
    let mut form = self::form(&after);
    form.contacts.remove(&noor);
    form.contacts.remove(&kai);
    save(&stage, &form).await.unwrap();
    assert!(stage.form(noor).await.emails.is_empty());
});

on_both!(a_save_against_an_older_state_is_stale, |world: World| async move {
    let stage = Stage::new(world).await;
    let ines = ines(&stage).await;
    let mut one = form(&page(&stage).await);
    let mut two = one.clone();
    one.contacts.insert(ines, only(Category::Support));
    two.contacts.insert(ines, only(Category::Product));
    let (first, second) = tokio::join!(save(&stage, &one), save(&stage, &two));
    assert!(first.is_ok() != second.is_ok());
    assert_eq!(first.and(second), Err(AppError::Stale));
    let old = form(&page(&stage).await);
    stage.add(&contact("noor@home.test")).await;
    assert_eq!(save(&stage, &old).await, Err(AppError::Stale));
});

on_both!(somebody_always_gets_the_mail, |world: World| async move {
    let stage = Stage::new(world).await;
    let ines = ines(&stage).await;
    let mut form = form(&page(&stage).await);
    form.owner = CategorySet::EMPTY;
    let nobody = |category| OverviewProblem::NobodyLeft(category);
    assert_eq!(
        save(&stage, &form).await,
        Err(AppError::Overview(vec![nobody(Category::General), nobody(Category::Domain)]))
    );
    assert_eq!(stage.last(1).await, ["nobody_left_refused"]);
    form.contacts
        .insert(ines, [Category::Invoice, Category::General, Category::Domain].into_iter().collect());
    save(&stage, &form).await.unwrap();
    assert_eq!(answer(&shown(&stage).await, EventKind::OrderReceived).len(), 1);
});

on_both!(a_contact_of_another_account_is_not_found, |world: World| async move {
    let stage = Stage::new(world).await;
    let mut form = form(&page(&stage).await);
    form.contacts.insert(ContactId(uuid::Uuid::now_v7()), only(Category::General));
    assert_eq!(save(&stage, &form).await, Err(AppError::NotFound));
});

on_both!(profile_opens_the_owners_row, |world: World| async move {
    let stage = Stage::new(world).await;
    let (_, mia) = stage.member("mia@manager.test", &[Permission::Contacts, Permission::Profile]).await;
    let (page, ..) = overview::page(&stage.world.backend, &may(&mia), None).await.unwrap();
    assert_eq!(page.rows[0].locked, None);
    let mut form = form(&page);
    form.owner.remove(Category::Product);
    overview::save(&stage.world.backend, &may(&mia), &form).await.unwrap();
    assert_eq!(stage.last(1).await, [format!("emails_changed {OWNER}")], "another's, so it names them");
});

on_both!(it_answers_for_one_service_too, |world: World| async move {
    let stage = Stage::new(world).await;
    let (shop, blog) = (stage.service("shop").await, stage.service("blog").await);
    let mut sam = login("sam@codeworks.test", &[Permission::Products]);
    sam.emails = only(Category::Product);
    sam.scope = "chosen".to_owned();
    sam.services.insert(shop, true);
    stage.add(&sam).await;
    let about = async |about| overview::page(&stage.world.backend, &may(&stage.owner), about).await.map_err(refusal);
    let reached = |shown: &Shown| answer(shown, EventKind::ServiceReady).len();
    let whole = about(None).await.unwrap();
    assert_eq!((reached(&whole), whole.0.subjects.len()), (2, 2));
    let only: Vec<_> = whole.1.iter().flat_map(|one| &one.mails).flat_map(|mails| &mails.readers).collect();
    let limited: Vec<_> = only.iter().map(|reader| reader.about.clone()).filter(|about| *about != Scope::All).collect();
    assert_eq!(limited, [Scope::Only([Subject::Service(shop)].into())], "one of the services is in scope");
    assert_eq!(reached(&about(Some(Subject::Service(shop))).await.unwrap()), 2);
    assert_eq!(reached(&about(Some(Subject::Service(blog))).await.unwrap()), 1);
    let nowhere = Subject::Service(domain::ServiceId(uuid::Uuid::now_v7()));
    assert_eq!(about(Some(nowhere)).await.err(), Some(AppError::NotFound));
    let row = whole.0.rows.iter().find(|row| row.contact.is_some()).unwrap();
    let everything = [Category::General, Category::Domain].map(|category| row.reaches.contains(category));
    assert_eq!(everything, [false, false], "of General not the orders of other things");
    // A manager sees only what lies in the manager's own scope.
    let (_, mia) = stage.member("mia@manager.test", &[Permission::Contacts]).await;
    let sql = "UPDATE memberships SET limited = TRUE WHERE contact_id IN (SELECT id FROM contacts WHERE email = 'mia@manager.test')";
    stage.run(sql, []).await;
    drop(mia);
    let mia = stage.actor("mia@manager.test").await.unwrap();
    assert!(overview::page(&stage.world.backend, &may(&mia), None).await.unwrap().0.subjects.is_empty());
    let refused = overview::page(&stage.world.backend, &may(&mia), Some(Subject::Service(shop)))
        .await
        .map_err(refusal);
    assert_eq!(refused.err(), Some(AppError::NotFound));
});

on_both!(it_warns_of_who_is_not_reached_as_they_should_be, |world: World| async move {
    let stage = Stage::new(world).await;
    ines(&stage).await;
    // The mailbox of several people is none to warn of without a login.
    stage.add(&contact("post@ledger.test")).await;
    stage.add(&login("info@ledger.test", &[])).await;
    let warnings = async || {
        let found = shown(&stage).await.2;
        found.into_iter().map(|one| (one.email, one.reach)).collect::<Vec<_>>()
    };
    assert_eq!(warnings().await, [("info@ledger.test".to_owned(), Reach::Shared)]);
    for column in ["bounced_at", "disowned_at"] {
        stage.run(&format!("UPDATE contacts SET {column} = 1 WHERE email = 'ines@ledger.test'"), []).await;
        assert!(warnings().await.contains(&("ines@ledger.test".to_owned(), Reach::Stopped)));
        let list = contacts::page(&stage.world.backend, &may(&stage.owner), contacts::Selected::Nobody).await.unwrap();
        let stopped = list.people.iter().filter(|one| one.stopped).map(|one| one.email.as_str());
        assert_eq!(stopped.collect::<Vec<_>>(), ["ines@ledger.test"]);
        stage.run(&format!("UPDATE contacts SET {column} = NULL"), []).await;
    }
    assert_eq!(warnings().await.len(), 1);
});
