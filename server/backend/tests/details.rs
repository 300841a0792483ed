//! Account Details.

use backend::{
    access::{Actor, ModifyProfile},
    contacts::{self, BillingReplacement},
    details,
};
use domain::{
    AppError, Category, CategorySet, ContactField, FieldProblem, Permission,
    details_form::{DetailsField, DetailsForm, DetailsPage},
};

use crate::{
    on_both,
    stage::{OWNER, Stage, account, contact, may, printable, refusal},
    world::World,
};

async fn page(stage: &Stage) -> DetailsPage {
    details::page(&stage.world.backend, &may(&stage.owner)).await.unwrap()
}

async fn save(stage: &Stage, by: &Actor, form: &DetailsForm) -> Result<(), AppError> {
    details::save(&stage.world.backend, &may::<ModifyProfile>(by), form).await.map_err(refusal)
}

fn problem(result: &Result<(), AppError>, field: DetailsField) -> FieldProblem {
    match result {
        Err(AppError::Details(errors)) => errors.get(field).unwrap().clone(),
        other => panic!("{other:?}"),
    }
}

on_both!(details_are_saved_and_logged, |world: World| async move {
    let stage = Stage::new(world).await;
    let before = page(&stage).await;
    assert_eq!((before.owner_email.as_str(), before.stored.emails), (OWNER, CategorySet::all()));
    let mut form = DetailsForm {
        address1: "Storgata 1".into(),
        postcode: "0155".into(),
        city: "Oslo".into(),
        country: "NO".into(),
        language: "nb".into(),
        time_zone: "Europe/Berlin".into(),
        ..before.stored
    };
    form.emails.remove(Category::Product);
    save(&stage, &stage.owner, &form).await.unwrap();
    let after = page(&stage).await;
    form.version = 2;
    assert_eq!(after.stored, form);
    assert_eq!(after.printed, ["Northwind Studio", "Nora North", "Storgata 1", "0155 Oslo", "Norge"]);
    assert_eq!(stage.last(2).await, ["details_changed", "emails_changed"]);
    assert_eq!(stage.mail().await, ["owner@northwind.test: business"]);
    let told = stage.texts("SELECT subject, event FROM emails", []).await;
    assert_eq!(told[0].0, "Opplysningene om Northwind Studio er endret");
    let told: domain::business_event::BusinessEvent = serde_json::from_str(&told[0].1).unwrap();
    let domain::business_event::BusinessEvent::AccountDetailsChanged(told) = told else {
        panic!("{told:?}")
    };
    assert_eq!(told.by.unwrap().as_str(), "Nora North");
    assert!(told.changed.contains(&DetailsField::Address1) && !told.changed.contains(&DetailsField::Emails));
    // The owner's login stays what it was.
    assert_eq!((after.owner_email.as_str(), after.owner_name.as_str()), (OWNER, "Nora North"));
    let older = DetailsForm { version: 1, ..form };
    assert_eq!(save(&stage, &stage.owner, &older).await, Err(AppError::Stale));
});

on_both!(what_is_wrong_is_said_per_field, |world: World| async move {
    let stage = Stage::new(world).await;
    let good = page(&stage).await.stored;
    let zone = DetailsForm { time_zone: "Atlantis/Capital".into(), ..good.clone() };
    let result = save(&stage, &stage.owner, &zone).await;
    assert_eq!(problem(&result, DetailsField::TimeZone), FieldProblem::UnknownTimeZone);
    let nobody = DetailsForm { emails: CategorySet::EMPTY, ..good.clone() };
    let result = save(&stage, &stage.owner, &nobody).await;
    assert_eq!(problem(&result, DetailsField::Emails), FieldProblem::NobodyLeft(Category::General));
    assert_eq!(stage.last(1).await, ["nobody_left_refused"]);
    let long = DetailsForm { city: "x".repeat(10_000), ..good };
    assert!(save(&stage, &stage.owner, &long).await.is_err());
});

on_both!(a_billing_contact_needs_a_whole_address, |world: World| async move {
    let stage = Stage::new(world).await;
    let bare = stage.add(&contact("sam@codeworks.test")).await;
    let ines = stage.add(&printable("ines@ledger.test")).await;
    let shown = page(&stage).await;
    assert_eq!(shown.contacts.len(), 2);
    let choose = |id: String| DetailsForm { billing_contact: id, ..shown.stored.clone() };
    let result = save(&stage, &stage.owner, &choose(bare.to_string())).await;
    let missing = [ContactField::Address1, ContactField::City, ContactField::Postcode, ContactField::Country];
    assert_eq!(problem(&result, DetailsField::BillingContact), FieldProblem::IncompleteAddress(missing.to_vec()));
    let result = save(&stage, &stage.owner, &choose(uuid::Uuid::now_v7().to_string())).await;
    assert_eq!(problem(&result, DetailsField::BillingContact), FieldProblem::UnknownContact);
    save(&stage, &stage.owner, &choose(ines.to_string())).await.unwrap();
    assert_eq!(stage.last(1).await, ["billing_contact_changed"]);
    let printed = page(&stage).await.printed;
    assert_eq!(printed, ["ines Test", "Storgata 1", "0155 Oslo", "Norway"]);
    // One of another account does not exist.
    let other = account(&stage.world, "else@fabrikam.test").await;
    let stranger = crate::stage::actor(&stage.world, &stage.raw, "else@fabrikam.test", Some(other)).await.unwrap();
    let theirs = details::page(&stage.world.backend, &may(&stranger)).await.unwrap().stored;
    let form = DetailsForm { billing_contact: ines.to_string(), ..theirs };
    let result = save(&stage, &stranger, &form).await;
    assert_eq!(problem(&result, DetailsField::BillingContact), FieldProblem::UnknownContact);
});

on_both!(a_holder_of_profile_edits_them, |world: World| async move {
    let stage = Stage::new(world).await;
    let (_, mia) = stage.member("mia@manager.test", &[Permission::Profile]).await;
    let mut form = details::page(&stage.world.backend, &may(&mia)).await.unwrap().stored;
    form.company = "Northwind Works".into();
    form.emails.remove(Category::Support);
    save(&stage, &mia, &form).await.unwrap();
    assert_eq!(stage.last(2).await, ["details_changed".to_owned(), format!("emails_changed {OWNER}")]);
    let (_, sam) = stage.member("sam@codeworks.test", &[Permission::Products]).await;
    assert!(sam.require::<ModifyProfile>().is_err());
});

on_both!(it_says_who_gets_the_invoice, |world: World| async move {
    let stage = Stage::new(world).await;
    let emails = CategorySet::from_iter([Category::Invoice]);
    stage.add(&domain::ContactForm { emails, ..contact("ines@ledger.test") }).await;
    assert_eq!(page(&stage).await.sent_to, ["Nora North", "ines Test"]);
    let mut form = page(&stage).await.stored;
    form.emails.remove(Category::Invoice);
    save(&stage, &stage.owner, &form).await.unwrap();
    assert_eq!(page(&stage).await.sent_to, ["ines Test"]);
});

on_both!(the_operator_s_systems_learn_what_billing_needs, |world: World| async move {
    let stage = Stage::new(world).await;
    let ines = stage.add(&printable("ines@ledger.test")).await;
    let sam = stage.add(&printable("sam@codeworks.test")).await;
    let form = async || page(&stage).await.stored;
    let kinds = async || stage.tasks().await.into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
    // Nothing changed, or nothing that their records have.
    save(&stage, &stage.owner, &form().await).await.unwrap();
    let mut emails = form().await;
    emails.emails.remove(Category::Product);
    save(&stage, &stage.owner, &emails).await.unwrap();
    let noted = domain::ContactForm { city: "Bergen".into(), ..stage.form(sam).await };
    stage.save(&stage.owner, Some(sam), &noted).await.unwrap();
    assert_eq!(kinds().await, Vec::<String>::new());

    let moved = DetailsForm { city: "Oslo".into(), country: "NO".into(), ..form().await };
    save(&stage, &stage.owner, &moved).await.unwrap();
    let (kind, data) = stage.tasks().await.remove(0);
    assert_eq!((kind.as_str(), &data["changed"]), ("details_changed", &serde_json::json!(["city", "country"])));
    assert_eq!((&data["details"]["city"], &data["details"]["country"]), (&"Oslo".into(), &"NO".into()));
    assert_eq!((&data["language"], &data["time_zone"]), (&"en".into(), &"Europe/Oslo".into()));

    // A billing contact is chosen, moves, and is deleted.
    stage.world.clock.advance(1);
    let chosen = DetailsForm { billing_contact: ines.to_string(), ..form().await };
    save(&stage, &stage.owner, &chosen).await.unwrap();
    let moved = domain::ContactForm { city: "Bergen".into(), ..stage.form(ines).await };
    stage.world.clock.advance(1);
    stage.save(&stage.owner, Some(ines), &moved).await.unwrap();
    let ticked = domain::ContactForm { emails: CategorySet::all(), ..stage.form(ines).await };
    stage.save(&stage.owner, Some(ines), &ticked).await.unwrap();
    let delete = async |id, to| contacts::delete(&stage.world.backend, &may(&stage.owner), id, Some(to)).await;
    stage.world.clock.advance(1);
    delete(ines, BillingReplacement::Contact(sam)).await.unwrap();
    stage.world.clock.advance(1);
    delete(sam, BillingReplacement::Account).await.unwrap();
    let told: Vec<_> = stage.tasks().await.into_iter().skip(1).collect();
    assert!(told.iter().all(|(kind, _)| kind == "billing_contact_changed"), "{told:?}");
    let told: Vec<_> = told.iter().map(|(_, data)| (data["contact"].clone(), &data["details"]["city"])).collect();
    let (ines, sam) = (serde_json::json!(ines), serde_json::json!(sam));
    let expected = [
        (ines.clone(), &"Oslo".into()),
        (ines, &"Bergen".into()),
        (sam, &"Bergen".into()),
        (serde_json::Value::Null, &serde_json::Value::Null),
    ];
    assert_eq!(told, expected);
    let about = stage.texts("SELECT subject_kind, author_email FROM operator_tasks", []).await;
    assert!(about.iter().all(|one| *one == (String::new(), OWNER.to_owned())), "{about:?}");
});
