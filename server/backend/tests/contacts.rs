//! Contacts: saved, shown, deleted, and what becomes of their logins.

use backend::{
    access::{ManageContacts, ModifyProfile, Presence, ViewProducts},
    contacts::{self, BillingReplacement, Selected},
    details,
    outbox::drain,
    users,
};
use domain::{
    AppError, Category, CategorySet, ContactField, ContactForm, ContactId, FieldProblem, FormErrors, MembershipState,
    Permission, ServiceId, Subject, Timestamp,
    contact::ScopeChoice,
    details_form::{DetailsField, DetailsForm},
};

use crate::{
    on_both,
    stage::{OWNER, Stage, account, contact, login, may, printable, refusal},
    world::World,
};

const SAM: &str = "sam@codeworks.test";

fn problem(error: &AppError, field: ContactField) -> Option<&FieldProblem> {
    match error {
        AppError::Contact(errors) => errors.get(field),
        other => panic!("{other:?}"),
    }
}

async fn delete(stage: &Stage, id: ContactId, billing: BillingReplacement) -> Result<(), AppError> {
    let access = may::<ManageContacts>(&stage.owner);
    contacts::delete(&stage.world.backend, &access, id, Some(billing)).await.map_err(refusal)
}

on_both!(a_new_contact_has_nothing, |world: World| async move {
    let stage = Stage::new(world).await;
    let page = contacts::page(&stage.world.backend, &may(&stage.owner), Selected::New).await.unwrap();
    let editor = page.editor.unwrap();
    assert!(editor.stored.emails.is_empty() && editor.stored.permissions.is_empty() && !editor.stored.activate);
    let id = stage.add(&contact("noor@home.test")).await;
    let page = contacts::page(&stage.world.backend, &may(&stage.owner), Selected::Nobody).await.unwrap();
    assert!(page.editor.is_none());
    let noor = &page.people[0];
    assert_eq!((noor.id, noor.name.as_str(), noor.state), (id, "noor Test", MembershipState::None));
    assert!(noor.categories.is_empty() && noor.permissions.is_empty());
    assert!(stage.mail().await.is_empty());
    assert_eq!(stage.last(1).await, ["contact_created noor@home.test"]);
});

on_both!(everything_typed_comes_back, |world: World| async move {
    let stage = Stage::new(world).await;
    let service = stage.service("web-1").await;
    let mut form = ContactForm {
        company: "Codeworks".into(),
        phone: "+47 22 00 00 00".into(),
        address2: "Attic".into(),
        region: "Oslo".into(),
        tax_id: "NO 123".into(),
        language: "nb".into(),
        emails: CategorySet::from_iter([Category::Support, Category::Product]),
        activate: true,
        permissions: [Permission::ManageProducts].into_iter().collect(),
        scope: "chosen".into(),
        access_ends: "2030-04-01".into(),
        ..printable(SAM)
    };
    form.services.insert(service, true);
    let id = stage.add(&form).await;
    form.version = 1;
    form.permissions = form.permissions.closed();
    assert_eq!(stage.form(id).await, form);
    // Saving it again changes nothing but the version, and tells nobody.
    stage.forget_mail().await;
    let before = stage.log().await;
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    assert_eq!((stage.log().await, stage.mail().await), (before, vec![]));
    let editor = stage.editor(&stage.owner, id).await;
    assert_eq!(editor.subjects[0].name, "web-1");
    assert_eq!(editor.today.to_string(), "2030-03-18");
});

on_both!(a_list_goes_with_new_ones, |world: World| async move {
    let stage = Stage::new(world).await;
    let [web, shop] = [stage.service("web-1").await, stage.service("shop").await];
    let covers = async |id| {
        let sam = stage.actor(SAM).await.unwrap();
        let access = may::<ViewProducts>(&sam);
        (access.scope().covers(Subject::Service(id)), access.scope().is_everything())
    };
    let mut form = login(SAM, &[Permission::Products]);
    (form.scope, form.new_ones) = ("chosen".to_owned(), true);
    form.services.insert(web, true);
    let id = stage.add(&form).await;
    stage.accept(SAM).await;
    assert_eq!((covers(web).await, covers(shop).await), ((true, false), (false, false)));
    assert_eq!(stage.form(id).await, ContactForm { version: 1, ..form });
    // What comes later is covered, and ticked. Saving that changes nothing and tells nobody.
    let blog = stage.service("blog").await;
    assert_eq!(covers(blog).await, (true, false));
    let form = stage.form(id).await;
    let ticked: Vec<_> = form.services.keys().copied().collect();
    assert_eq!((ticked, form.new_ones), (vec![web, blog], true));
    stage.forget_mail().await;
    let before = stage.log().await;
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    assert_eq!((stage.log().await, stage.mail().await), (before, vec![]));
    // What was left out and is gone stays left out, should it come back.
    stage.run("DELETE FROM services WHERE name = 'shop'", []).await;
    let form = ContactForm { phone: "22 00 00 00".into(), ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    assert_eq!(covers(shop).await, (false, false));
    // Without new ones it is a list as any other, and with everything it is everything.
    let form = ContactForm { new_ones: false, ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    assert_eq!((covers(blog).await.0, covers(stage.service("new").await).await.0), (true, false));
    let none = ContactForm { services: [].into(), new_ones: true, ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &none).await.unwrap();
    assert_eq!((covers(blog).await.0, covers(stage.service("newer").await).await.0), (false, true));
    let mut all = stage.form(id).await;
    all.services = stage.editor(&stage.owner, id).await.subjects.iter().map(|one| (service_of(one), true)).collect();
    stage.save(&stage.owner, Some(id), &all).await.unwrap();
    assert_eq!((covers(blog).await, stage.form(id).await.scope.as_str()), ((true, true), "all"));
});

fn service_of(choice: &ScopeChoice) -> ServiceId {
    match choice.subject {
        Subject::Service(id) => id,
        Subject::Domain(_) => panic!("a domain"),
    }
}

on_both!(of_nothing_nothing_is_left_out, |world: World| async move {
    let stage = Stage::new(world).await;
    let form = ContactForm { scope: "chosen".into(), new_ones: true, ..login(SAM, &[Permission::Products]) };
    let error = stage.save(&stage.owner, None, &form).await.unwrap_err();
    assert_eq!(problem(&error, ContactField::Scope), Some(&FieldProblem::EmptyScope));
});

on_both!(a_long_list_is_stored_and_shortened, |world: World| async move {
    let stage = Stage::new(world).await;
    let web = stage.service("web").await;
    for number in 0..1_100 {
        stage.service(&format!("service {number}")).await;
    }
    let mut form = login(SAM, &[Permission::Products]);
    (form.scope, form.new_ones) = ("chosen".to_owned(), true);
    form.services.insert(web, true);
    let id = stage.add(&form).await;
    let rows = || stage.texts("SELECT subject_kind, subject_kind FROM membership_scope", []);
    assert_eq!(rows().await.len(), 1_100);
    let form = ContactForm { new_ones: false, ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    assert_eq!((rows().await.len(), stage.form(id).await.services.len()), (1, 1));
});

on_both!(an_address_stands_once, |world: World| async move {
    let stage = Stage::new(world).await;
    stage.add(&contact(SAM)).await;
    let error = stage.save(&stage.owner, None, &contact("SAM@codeworks.test")).await.unwrap_err();
    assert_eq!(problem(&error, ContactField::Email), Some(&FieldProblem::EmailTaken));
    let kai = stage.add(&contact("kai@zones.test")).await;
    let form = ContactForm { email: SAM.into(), ..stage.form(kai).await };
    let error = stage.save(&stage.owner, Some(kai), &form).await.unwrap_err();
    assert_eq!(problem(&error, ContactField::Email), Some(&FieldProblem::EmailTaken));
    // On another account it may stand too.
    let other = account(&stage.world, "else@fabrikam.test").await;
    let else_ = crate::stage::actor(&stage.world, &stage.raw, "else@fabrikam.test", Some(other)).await.unwrap();
    stage.save(&else_, None, &contact(SAM)).await.unwrap();
});

on_both!(two_at_once_add_one_address_once, |world: World| async move {
    let stage = Stage::new(world).await;
    let form = contact(SAM);
    let (one, two) = tokio::join!(stage.save(&stage.owner, None, &form), stage.save(&stage.owner, None, &form));
    let error = match (one, two) {
        (Ok(_), Err(error)) | (Err(error), Ok(_)) => error,
        other => panic!("{other:?}"),
    };
    assert_eq!(problem(&error, ContactField::Email), Some(&FieldProblem::EmailTaken));
});

on_both!(the_owner_gets_mail_but_no_sub_account, |world: World| async move {
    let stage = Stage::new(world).await;
    let error = stage.save(&stage.owner, None, &login("Owner@northwind.test", &[])).await.unwrap_err();
    assert_eq!(problem(&error, ContactField::Email), Some(&FieldProblem::EmailOfOwner));
    stage.add(&contact(OWNER)).await;
});

on_both!(two_managers_saving_at_once, |world: World| async move {
    let stage = Stage::new(world).await;
    let id = stage.add(&contact(SAM)).await;
    let one = ContactForm { company: "One".into(), ..stage.form(id).await };
    let two = ContactForm { company: "Two".into(), ..stage.form(id).await };
    let (first, second) =
        tokio::join!(stage.save(&stage.owner, Some(id), &one), stage.save(&stage.owner, Some(id), &two));
    let (error, won) = match (first, second) {
        (Ok(_), Err(error)) => (error, "One"),
        (Err(error), Ok(_)) => (error, "Two"),
        other => panic!("{other:?}"),
    };
    let AppError::Conflict(conflict) = error else { panic!("{error:?}") };
    assert_eq!((conflict.by.as_str(), conflict.stored.company.as_str()), ("Nora North", won));
    assert_eq!(conflict.stored.version, 2);
    // Saved against what is stored now, it goes through.
    let again = ContactForm { version: 2, ..two };
    stage.save(&stage.owner, Some(id), &again).await.unwrap();
});

on_both!(ids_of_another_account_are_not_found, |world: World| async move {
    let stage = Stage::new(world).await;
    let id = stage.add(&login(SAM, &[Permission::Products])).await;
    let service = stage.service("web-1").await;
    let other = account(&stage.world, "else@fabrikam.test").await;
    let stranger = crate::stage::actor(&stage.world, &stage.raw, "else@fabrikam.test", Some(other)).await.unwrap();
    let backend = &stage.world.backend;
    let page = contacts::page(backend, &may(&stranger), Selected::One(id)).await;
    assert_eq!(refusal(page.unwrap_err()), AppError::NotFound);
    assert_eq!(stage.save(&stranger, Some(id), &stage.form(id).await).await, Err(AppError::NotFound));
    assert_eq!(stage.delete(&stranger, id).await, Err(AppError::NotFound));
    let again = contacts::resend_invitation(backend, &may(&stranger), id).await;
    assert_eq!(refusal(again.unwrap_err()), AppError::NotFound);
    let mut form = ContactForm { scope: "chosen".into(), ..login("x@y.test", &[]) };
    form.services.insert(service, true);
    let error = stage.save(&stranger, None, &form).await.unwrap_err();
    assert_eq!(problem(&error, ContactField::Scope), Some(&FieldProblem::UnknownSubject));
});

on_both!(ticking_invites, |world: World| async move {
    let stage = Stage::new(world).await;
    let id = stage.add(&contact(SAM)).await;
    let form = ContactForm {
        activate: true,
        permissions: [Permission::Products].into_iter().collect(),
        ..stage.form(id).await
    };
    let saved = contacts::save(&stage.world.backend, &may(&stage.owner), Some(id), &form).await.unwrap();
    assert_eq!(saved.invited.as_deref(), Some(SAM));
    assert_eq!(stage.editor(&stage.owner, id).await.state, MembershipState::Invited);
    assert_eq!(stage.mail().await, [format!("{SAM}: invitation")]);
    assert_eq!(stage.last(1).await, [format!("access_given {SAM}")]);
    let Err(Presence::Choosing { invitations: 1, .. }) = stage.actor(SAM).await else {
        panic!("not yet")
    };
    contacts::resend_invitation(&stage.world.backend, &may(&stage.owner), id).await.unwrap();
    assert_eq!(stage.mail().await.len(), 2);
    stage.accept(SAM).await;
    assert!(stage.actor(SAM).await.unwrap().holds(Permission::Products));
    let again = contacts::resend_invitation(&stage.world.backend, &may(&stage.owner), id).await;
    assert_eq!(refusal(again.unwrap_err()), AppError::NotFound);
});

on_both!(changed_rights_hold_at_once_and_are_told, |world: World| async move {
    let stage = Stage::new(world).await;
    let (id, _) = stage.member(SAM, &[Permission::Products]).await;
    stage.forget_mail().await;
    let form = ContactForm { permissions: [Permission::Tickets].into_iter().collect(), ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    let sam = stage.actor(SAM).await.unwrap();
    assert!(sam.holds(Permission::Tickets) && !sam.holds(Permission::Products));
    assert_eq!(stage.mail().await, [format!("{SAM}: access_changed")]);
    assert_eq!(stage.last(1).await, [format!("access_changed {SAM}")]);
});

on_both!(unticking_ends_access_and_offers_it_again, |world: World| async move {
    let stage = Stage::new(world).await;
    let (id, _) = stage.member(SAM, &[Permission::ManageProducts]).await;
    stage.forget_mail().await;
    let form = ContactForm { activate: false, ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    let Err(Presence::Ended { account_name, .. }) = stage.actor(SAM).await else {
        panic!("still there")
    };
    assert_eq!(account_name, "Northwind Studio");
    assert_eq!(stage.mail().await, [format!("{SAM}: access_ended")]);
    assert_eq!(stage.last(1).await, [format!("access_revoked {SAM}")]);

    let editor = stage.editor(&stage.owner, id).await;
    assert_eq!(editor.state, MembershipState::Revoked);
    assert!(editor.ended.is_some() && !editor.stored.activate);
    assert!(editor.stored.permissions.contains(Permission::ManageProducts), "offered again");
    stage.forget_mail().await;
    let form = ContactForm { activate: true, ..editor.stored };
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    assert_eq!(stage.editor(&stage.owner, id).await.state, MembershipState::Invited);
    assert_eq!(stage.mail().await, [format!("{SAM}: invitation")]);
    stage.accept(SAM).await;
    assert!(stage.actor(SAM).await.unwrap().holds(Permission::ManageProducts));
});

on_both!(a_changed_address_moves_the_login, |world: World| async move {
    let stage = Stage::new(world).await;
    let (id, _) = stage.member(SAM, &[Permission::Products]).await;
    stage.forget_mail().await;
    let form = ContactForm { email: "max@codeworks.test".into(), ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    let Err(Presence::Ended { .. }) = stage.actor(SAM).await else {
        panic!("still there")
    };
    assert_eq!(stage.editor(&stage.owner, id).await.state, MembershipState::Invited);
    assert_eq!(
        stage.mail().await,
        [
            "max@codeworks.test: invitation".to_owned(),
            format!("{SAM}: access_ended"),
            format!("{SAM}: address_changed")
        ]
    );
    assert_eq!(
        stage.last(3).await,
        [
            "contact_changed max@codeworks.test".to_owned(),
            format!("access_revoked {SAM}"),
            "access_given max@codeworks.test".to_owned()
        ]
    );
    stage.accept("max@codeworks.test").await;
    assert!(stage.actor("max@codeworks.test").await.is_ok());
});

on_both!(another_name_or_spelling_keeps_the_login, |world: World| async move {
    let stage = Stage::new(world).await;
    let (id, _) = stage.member(SAM, &[Permission::Products]).await;
    stage.forget_mail().await;
    let form = ContactForm { email: "Sam@Codeworks.test".into(), first_name: "Samuel".into(), ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    assert!(stage.actor(SAM).await.is_ok());
    assert!(stage.mail().await.is_empty());
});

on_both!(a_new_address_does_not_inherit_what_was_revoked, |world: World| async move {
    let stage = Stage::new(world).await;
    let (id, _) = stage.member(SAM, &[Permission::Products]).await;
    let form = ContactForm { activate: false, ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    let form = ContactForm { email: "max@codeworks.test".into(), ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    let editor = stage.editor(&stage.owner, id).await;
    assert!(editor.stored.permissions.is_empty() && editor.state == MembershipState::None);
    let Err(Presence::Ended { .. }) = stage.actor(SAM).await else {
        panic!("sees that it ended")
    };
});

on_both!(deleting_ends_access_and_keeps_the_history, |world: World| async move {
    let stage = Stage::new(world).await;
    let (id, _) = stage.member(SAM, &[Permission::Products]).await;
    stage.forget_mail().await;
    stage.delete(&stage.owner, id).await.unwrap();
    let Err(Presence::Ended { account_name, .. }) = stage.actor(SAM).await else {
        panic!("still there")
    };
    assert_eq!(account_name, "Northwind Studio");
    assert_eq!(stage.mail().await, [format!("{SAM}: access_ended")]);
    assert_eq!(stage.last(2).await, [format!("access_revoked {SAM}"), format!("contact_deleted {SAM}")]);
    assert_eq!(stage.delete(&stage.owner, id).await, Err(AppError::NotFound));
    // The same person can be added again.
    stage.add(&contact(SAM)).await;
});

on_both!(an_access_end_is_a_day_in_the_accounts_zone, |world: World| async move {
    let stage = Stage::new(world).await;
    let past = ContactForm { access_ends: "2030-03-17".into(), ..login(SAM, &[]) };
    let error = stage.save(&stage.owner, None, &past).await.unwrap_err();
    assert_eq!(problem(&error, ContactField::AccessEnds), Some(&FieldProblem::DateInPast));
    let id = stage.add(&ContactForm { access_ends: "2030-03-18".into(), ..login(SAM, &[]) }).await;
    stage.accept(SAM).await;
    // Midnight in Oslo is 23:00 in UTC; it is noon.
    stage.world.clock.advance(11 * domain::Timestamp::HOUR - 1);
    assert!(stage.actor(SAM).await.is_ok());
    stage.world.clock.advance(1);
    assert!(stage.actor(SAM).await.is_err());
    let editor = stage.editor(&stage.owner, id).await;
    assert_eq!((editor.state, editor.stored.activate), (MembershipState::Ended, false));
    // Ticking it again needs an end that is to come, or none.
    let form = ContactForm { activate: true, ..editor.stored };
    let error = stage.save(&stage.owner, Some(id), &form).await.unwrap_err();
    assert_eq!(problem(&error, ContactField::AccessEnds), Some(&FieldProblem::DateInPast));
    let form = ContactForm { access_ends: String::new(), ..form };
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    assert_eq!(stage.editor(&stage.owner, id).await.state, MembershipState::Invited);
});

on_both!(somebody_always_gets_the_invoices, |world: World| async move {
    let stage = Stage::new(world).await;
    let ines = "ines@ledger.test";
    let form = ContactForm { emails: CategorySet::from_iter([Category::Invoice]), ..contact(ines) };
    let id = stage.add(&form).await;
    stage.run("DELETE FROM account_owner_categories WHERE category = 'invoice'", []).await;
    let form = ContactForm { emails: CategorySet::EMPTY, ..stage.form(id).await };
    let error = stage.save(&stage.owner, Some(id), &form).await.unwrap_err();
    let nobody = FieldProblem::NobodyLeft(Category::Invoice);
    assert_eq!(problem(&error, ContactField::Emails), Some(&nobody));
    assert_eq!(stage.last(1).await, [format!("nobody_left_refused {ines}")]);
    let error = stage.delete(&stage.owner, id).await.unwrap_err();
    assert_eq!(problem(&error, ContactField::Emails), Some(&nobody));
    // With somebody else ticked, both go.
    stage
        .add(&ContactForm { emails: CategorySet::from_iter([Category::Invoice]), ..contact(SAM) })
        .await;
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    stage.delete(&stage.owner, id).await.unwrap();
});

on_both!(the_billing_contact_is_replaced_before_it_goes, |world: World| async move {
    let stage = Stage::new(world).await;
    let ines = stage.add(&printable("ines@ledger.test")).await;
    let sam = stage.add(&contact(SAM)).await;
    stage.run("UPDATE accounts SET billing_contact_id = $1", [ines.0.into()]).await;
    assert!(stage.editor(&stage.owner, ines).await.billing);
    assert_eq!(stage.delete(&stage.owner, ines).await, Err(AppError::BillingContact));
    let error = delete(&stage, ines, BillingReplacement::Contact(sam)).await.unwrap_err();
    let AppError::Details(errors) = error else { panic!("{error:?}") };
    let Some(FieldProblem::IncompleteAddress(missing)) = errors.get(DetailsField::BillingContact) else {
        panic!()
    };
    assert_eq!(missing.first(), Some(&ContactField::Address1));
    assert!(delete(&stage, ines, BillingReplacement::Contact(ines)).await.is_err());
    delete(&stage, ines, BillingReplacement::Account).await.unwrap();
    assert!(stage.log().await.contains(&"billing_contact_changed".to_owned()));
});

on_both!(what_invoices_print_is_not_emptied, |world: World| async move {
    let stage = Stage::new(world).await;
    let ines = stage.add(&printable("ines@ledger.test")).await;
    let stored = stage.form(ines).await;
    let emptied = ContactForm { address1: String::new(), postcode: " ".into(), company: "Ledger".into(), ..stored };
    stage.run("UPDATE accounts SET billing_contact_id = $1", [ines.0.into()]).await;
    let editor = stage.editor(&stage.owner, ines).await;
    assert!(editor.printed.contains(ContactField::Address1) && !editor.printed.contains(ContactField::Region));
    let before = stage.log().await;
    let error = stage.save(&stage.owner, Some(ines), &emptied).await.unwrap_err();
    for field in [ContactField::Address1, ContactField::Postcode] {
        assert_eq!(problem(&error, field), Some(&FieldProblem::OnInvoices));
    }
    assert_eq!((stage.form(ines).await, stage.log().await), (editor.stored, before), "nothing stored by halves");
    let moved = ContactForm { address1: "Havnegata 2".into(), ..stage.form(ines).await };
    stage.save(&stage.owner, Some(ines), &moved).await.unwrap();
    // What was missing before, an import's say, does not keep a login from being taken away.
    stage.run("UPDATE contacts SET postcode = '', country = ''", []).await;
    let missing = ContactForm { emails: CategorySet::from_iter([Category::Invoice]), ..stage.form(ines).await };
    stage.save(&stage.owner, Some(ines), &missing).await.unwrap();
    // Nobody else's address is asked for.
    stage.run("UPDATE accounts SET billing_contact_id = NULL", []).await;
    let version = stage.form(ines).await.version;
    stage.save(&stage.owner, Some(ines), &ContactForm { version, ..emptied }).await.unwrap();
});

on_both!(the_billing_contact_is_complete_whoever_saves_first, |world: World| async move {
    let stage = Stage::new(world).await;
    let ines = stage.add(&printable("ines@ledger.test")).await;
    let emptied = ContactForm { city: String::new(), ..stage.form(ines).await };
    let access = may::<ModifyProfile>(&stage.owner);
    let backend = &stage.world.backend;
    let chosen =
        DetailsForm { billing_contact: ines.to_string(), ..details::page(backend, &access).await.unwrap().stored };
    let (saved, chose) =
        tokio::join!(stage.save(&stage.owner, Some(ines), &emptied), details::save(backend, &access, &chosen));
    assert!(saved.is_ok() ^ chose.is_ok(), "{saved:?} {chose:?}");
    let page = details::page(backend, &access).await.unwrap();
    assert_eq!(page.stored.billing_contact.is_empty(), saved.is_ok());
});

on_both!(a_form_filled_before_somebody_left_does_not_invite_them_again, |world: World| async move {
    let stage = Stage::new(world).await;
    let (id, sam) = stage.member(SAM, &[Permission::Products]).await;
    let form = stage.form(id).await;
    let tickets = ContactForm { permissions: [Permission::Tickets].into_iter().collect(), ..form.clone() };
    let access = may(&sam);
    let (left, saved) =
        tokio::join!(users::leave(&stage.world.backend, &access), stage.save(&stage.owner, Some(id), &tickets),);
    left.unwrap();
    assert!(matches!(saved, Ok(_) | Err(AppError::Conflict(_))), "{saved:?}");
    assert_eq!(stage.editor(&stage.owner, id).await.state, MembershipState::Revoked);
    assert!(matches!(stage.save(&stage.owner, Some(id), &form).await, Err(AppError::Conflict(_))));
});

on_both!(a_test_is_sent_logged_and_limited, |world: World| async move {
    let stage = Stage::new(world).await;
    let noor = stage.add(&contact("noor@home.test")).await;
    let test = async |id| {
        let access = may::<ManageContacts>(&stage.owner);
        contacts::send_test(&stage.world.backend, &access, id).await.map_err(refusal)
    };
    assert_eq!(test(noor).await.as_deref(), Ok("noor@home.test"));
    assert_eq!(stage.last(1).await, ["test_sent noor@home.test"]);
    assert_eq!(stage.mail().await, ["noor@home.test: test"]);
    let rows = stage.texts("SELECT role, COALESCE(category, 'none') FROM outbox", []).await;
    assert_eq!(rows, [("contact".to_owned(), "none".to_owned())]);
    assert_eq!(drain(&stage.world.backend).await.unwrap(), 1);
    for _ in 0..2 {
        assert!(test(noor).await.is_ok());
    }
    assert!(matches!(test(noor).await, Err(AppError::Throttled { .. })));
    assert_eq!(stage.mail().await.len(), 3, "what was refused leaves nothing");
    stage.world.clock.advance(Timestamp::HOUR);
    assert!(test(noor).await.is_ok());
    assert_eq!(test(ContactId(uuid::Uuid::now_v7())).await, Err(AppError::NotFound));
    // To the address that the contact has now, or not at all.
    stage
        .run("UPDATE contacts SET email = 'new@home.test', email_canonical = 'new@home.test'", [])
        .await;
    assert_eq!(drain(&stage.world.backend).await.unwrap(), 0);
});

on_both!(invitations_are_limited_by_contact_and_by_account, |world: World| async move {
    let stage = Stage::new(world).await;
    let ada = stage.add(&login("ada@codeworks.test", &[Permission::Products])).await;
    let again =
        async |id| contacts::resend_invitation(&stage.world.backend, &may(&stage.owner), id).await.map_err(refusal);
    for _ in 0..5 {
        assert_eq!(again(ada).await, Ok(()));
    }
    let mails = stage.mail().await.len();
    assert!(matches!(again(ada).await, Err(AppError::Throttled { .. })));
    assert_eq!(stage.mail().await.len(), mails, "what was refused leaves nothing");
    // Six are sent; the account has 44 more.
    for number in 0..44 {
        stage.add(&login(&format!("dev{number}@codeworks.test"), &[Permission::Products])).await;
    }
    let one_more = stage.save(&stage.owner, None, &login("late@codeworks.test", &[Permission::Products])).await;
    assert!(matches!(one_more, Err(AppError::Throttled { .. })), "{one_more:?}");
    // Who gets no login is no matter of invitations.
    stage.add(&contact("noor@home.test")).await;
    stage.world.clock.advance(Timestamp::HOUR);
    stage.add(&login("late@codeworks.test", &[Permission::Products])).await;
    assert_eq!(again(ada).await, Ok(()));
});

on_both!(a_limited_scope_does_not_keep_an_essential_email_alive, |world: World| async move {
    let stage = Stage::new(world).await;
    let shop = stage.service("shop").await;
    let mut form = login("ines@ledger.test", &[Permission::Invoices]);
    form.emails = CategorySet::from_iter([Category::Invoice]);
    let ines = stage.add(&form).await;
    stage.run("DELETE FROM account_owner_categories WHERE category = 'invoice'", []).await;
    // Everything but the shop would reach nobody.
    let mut form = stage.form(ines).await;
    form.scope = "chosen".to_owned();
    form.services.insert(shop, true);
    let refused = stage.save(&stage.owner, Some(ines), &form).await;
    let nobody = FormErrors::one(ContactField::Emails, FieldProblem::NobodyLeft(Category::Invoice));
    assert_eq!(refused, Err(AppError::Contact(nobody)));
    assert_eq!(stage.last(1).await, ["nobody_left_refused ines@ledger.test"]);
});
