//! Rule 5: no one grants more than they hold. Every way there is to try.

use backend::{
    access::{Actor, ManageContacts, ViewProducts},
    contacts::{self, BillingReplacement},
    overview,
};
use domain::{
    AppError, Category, CategorySet, ContactForm, ContactId, Escalation, Permission,
    Permission::{Contacts, Domains, Invoices, Products},
    ServiceId, Subject,
    overview::{OverviewForm, OverviewProblem},
};

use crate::{
    on_both,
    stage::{OWNER, Stage, contact, login, may, printable, refusal},
    world::World,
};

const MIA: &str = "mia@manager.test";
const SAM: &str = "sam@codeworks.test";

/// A manager with `contacts` and `products`, and mail forgotten.
async fn manager(world: World) -> (Stage, ContactId, Actor) {
    let stage = Stage::new(world).await;
    let (id, mia) = stage.member(MIA, &[Contacts, Products]).await;
    stage.forget_mail().await;
    (stage, id, mia)
}

fn refused(why: Escalation) -> Result<ContactId, AppError> {
    Err(AppError::Escalation(why))
}

on_both!(a_manager_gives_what_they_hold_and_the_owner_is_told, |world: World| async move {
    let (stage, _, mia) = manager(world).await;
    let id = stage.save(&mia, None, &login(SAM, &[Products])).await.unwrap();
    assert_eq!(stage.mail().await, [format!("{OWNER}: owner_notice/access_given"), format!("{SAM}: invitation")]);
    stage.accept(SAM).await;
    stage.forget_mail().await;
    let form = ContactForm { permissions: [Contacts].into_iter().collect(), ..stage.form(id).await };
    stage.save(&mia, Some(id), &form).await.unwrap();
    assert_eq!(
        stage.mail().await,
        [format!("{OWNER}: owner_notice/access_changed"), format!("{SAM}: access_changed")]
    );
    stage.forget_mail().await;
    let form = ContactForm { activate: false, ..stage.form(id).await };
    stage.save(&mia, Some(id), &form).await.unwrap();
    assert_eq!(
        stage.mail().await,
        [format!("{OWNER}: owner_notice/access_revoked"), format!("{SAM}: access_ended")]
    );
    stage.forget_mail().await;
    stage.delete(&mia, id).await.unwrap();
    assert_eq!(stage.mail().await, [format!("{OWNER}: owner_notice/contact_deleted")]);
});

on_both!(more_than_they_hold_is_refused_logged_and_told, |world: World| async move {
    let (stage, _, mia) = manager(world).await;
    let more = login(SAM, &[Products, Invoices]);
    assert_eq!(stage.save(&mia, None, &more).await, refused(Escalation::Permission));
    assert_eq!(stage.last(1).await, ["escalation_refused"]);
    assert_eq!(stage.mail().await, [format!("{OWNER}: owner_notice/escalation_refused")]);
    // Again within the hour: logged, but the owner is not flooded.
    let id = stage.save(&mia, None, &contact(SAM)).await.unwrap();
    let more = ContactForm { version: 1, ..more };
    assert_eq!(stage.save(&mia, Some(id), &more).await, refused(Escalation::Permission));
    assert_eq!(stage.last(1).await, [format!("escalation_refused {SAM}")]);
    assert_eq!(stage.mail().await.len(), 1);
    // A child ticks its parent, which counts too.
    let child = login("x@y.test", &[Permission::ManageDomains]);
    assert_eq!(stage.save(&mia, None, &child).await, refused(Escalation::Permission));
    assert_eq!(stage.form(id).await, ContactForm { version: 1, ..contact(SAM) }, "nothing stored by halves");
});

on_both!(their_own_access_is_not_theirs_to_change, |world: World| async move {
    let (stage, own, mia) = manager(world).await;
    let form = stage.form(own).await;
    let less = ContactForm { permissions: [Contacts].into_iter().collect(), ..form.clone() };
    let more = ContactForm { permissions: [Contacts, Products, Invoices].into_iter().collect(), ..form.clone() };
    let over = ContactForm { activate: false, ..form.clone() };
    let ends = ContactForm { access_ends: "2031-01-01".into(), ..form.clone() };
    let other = ContactForm { email: "accomplice@manager.test".into(), ..form.clone() };
    for attempt in [less, more, over, ends, other] {
        assert_eq!(stage.save(&mia, Some(own), &attempt).await, refused(Escalation::OwnAccess));
    }
    assert_eq!(stage.delete(&mia, own).await, Err(AppError::Escalation(Escalation::OwnAccess)));
    let editor = stage.editor(&mia, own).await;
    assert_eq!((editor.locked, editor.access_locked), (None, Some(Escalation::OwnAccess)));
    // Their own phone number is.
    let phone = ContactForm { phone: "22 00 00 00".into(), ..form };
    stage.save(&mia, Some(own), &phone).await.unwrap();
});

on_both!(who_holds_more_is_out_of_reach, |world: World| async move {
    let (stage, _, mia) = manager(world).await;
    let (ada, _) = stage.member("ada@audit.test", &[Products, Invoices]).await;
    let form = stage.form(ada).await;
    let attempts = [
        ContactForm { phone: "22 00 00 00".into(), ..form.clone() },
        ContactForm { activate: false, ..form.clone() },
        ContactForm { email: "mia.other@manager.test".into(), ..form.clone() },
        ContactForm { emails: CategorySet::from_iter([Category::Invoice]), ..form.clone() },
        ContactForm { permissions: [Products].into_iter().collect(), ..form.clone() },
    ];
    for attempt in attempts {
        assert_eq!(stage.save(&mia, Some(ada), &attempt).await, refused(Escalation::HoldsMore));
    }
    assert_eq!(stage.delete(&mia, ada).await, Err(AppError::Escalation(Escalation::HoldsMore)));
    assert_eq!(stage.editor(&mia, ada).await.locked, Some(Escalation::HoldsMore));
    // Nor when it was taken away: it would be given back by ticking.
    let form = ContactForm { activate: false, ..form };
    stage.save(&stage.owner, Some(ada), &form).await.unwrap();
    let form = ContactForm { activate: true, ..stage.form(ada).await };
    assert_eq!(stage.save(&mia, Some(ada), &form).await, refused(Escalation::HoldsMore));
    // Nor by inviting again.
    stage.save(&stage.owner, Some(ada), &form).await.unwrap();
    let again = contacts::resend_invitation(&stage.world.backend, &may(&mia), ada).await;
    assert_eq!(refusal(again.unwrap_err()), AppError::Escalation(Escalation::HoldsMore));
});

on_both!(a_scope_stays_within_their_own, |world: World| async move {
    let stage = Stage::new(world).await;
    let (one, two) = (stage.service("web-1").await, stage.service("web-2").await);
    let mut form = ContactForm { scope: "chosen".into(), ..login(MIA, &[Contacts, Products]) };
    form.services.insert(one, true);
    stage.add(&form).await;
    stage.accept(MIA).await;
    let mia = stage.actor(MIA).await.unwrap();
    let choices = contacts::page(&stage.world.backend, &may(&mia), contacts::Selected::New).await.unwrap();
    let names: Vec<String> = choices.editor.unwrap().subjects.into_iter().map(|choice| choice.name).collect();
    assert_eq!(names, ["web-1"]);
    let mut sam = login(SAM, &[Products]);
    assert_eq!(stage.save(&mia, None, &sam).await, refused(Escalation::Scope));
    sam.scope = "chosen".into();
    sam.services.insert(two, true);
    assert_eq!(stage.save(&mia, None, &sam).await, refused(Escalation::Scope));
    sam.services.insert(one, true);
    assert_eq!(stage.save(&mia, None, &sam).await, refused(Escalation::Scope));
    sam.services.insert(two, false);
    let id = stage.save(&mia, None, &sam).await.unwrap();
    let wider = ContactForm { scope: "all".into(), ..stage.form(id).await };
    assert_eq!(stage.save(&mia, Some(id), &wider).await, refused(Escalation::Scope));
    // Whoever covers more is out of reach.
    let (ada, _) = stage.member("ada@audit.test", &[Products]).await;
    assert_eq!(stage.delete(&mia, ada).await, Err(AppError::Escalation(Escalation::HoldsMore)));
});

on_both!(new_ones_are_given_only_by_whoever_gets_them, |world: World| async move {
    let stage = Stage::new(world).await;
    let [one, two] = [stage.service("web-1").await, stage.service("web-2").await];
    let three = stage.service("web-3").await;
    let chosen = |form: ContactForm, services: &[ServiceId], new_ones: bool| ContactForm {
        scope: "chosen".into(),
        services: services.iter().map(|id| (*id, true)).collect(),
        new_ones,
        ..form
    };
    // With a list of their own: nothing beyond it, now or later.
    let id = stage.add(&chosen(login(MIA, &[Contacts, Products]), &[one, two], false)).await;
    stage.accept(MIA).await;
    let mia = stage.actor(MIA).await.unwrap();
    assert_eq!(
        stage.save(&mia, None, &chosen(login(SAM, &[Products]), &[one], true)).await,
        refused(Escalation::Scope)
    );
    // With new ones, without the third.
    stage.save(&stage.owner, Some(id), &chosen(stage.form(id).await, &[one, two], true)).await.unwrap();
    let mia = stage.actor(MIA).await.unwrap();
    let form = login(SAM, &[Products]);
    assert_eq!(stage.save(&mia, None, &form).await, refused(Escalation::Scope));
    assert_eq!(stage.save(&mia, None, &chosen(form.clone(), &[one, three], true)).await, refused(Escalation::Scope));
    assert_eq!(stage.save(&mia, None, &chosen(form.clone(), &[three], false)).await, refused(Escalation::Scope));
    let sam = stage.save(&mia, None, &chosen(form, &[one, two], true)).await.unwrap();
    stage.accept(SAM).await;
    let covers = async |id| {
        let sam = stage.actor(SAM).await.unwrap();
        may::<ViewProducts>(&sam).scope().covers(Subject::Service(id))
    };
    assert!(covers(one).await && covers(two).await && !covers(three).await, "what they cannot see stays out");
    // What comes is theirs, and his, and neither form shows the third.
    let four = stage.service("web-4").await;
    assert!(covers(four).await);
    for form in [stage.editor(&mia, sam).await.stored, stage.editor(&mia, id).await.stored] {
        let ticked: Vec<_> = form.services.keys().copied().collect();
        assert_eq!((ticked, form.new_ones), (vec![one, two, four], true));
    }
    // Their own access stays as it is, also when something came while the form was open.
    let form = stage.editor(&mia, id).await.stored;
    stage.service("web-5").await;
    stage.save(&mia, Some(id), &ContactForm { phone: "22 00 00 00".into(), ..form }).await.unwrap();
    let form = stage.editor(&mia, id).await.stored;
    assert_eq!(form.services.len(), 4);
    let wider = ContactForm { services: [(one, true), (three, true)].into(), ..form.clone() };
    assert_eq!(stage.save(&mia, Some(id), &wider).await, refused(Escalation::OwnAccess));
    let without = ContactForm { new_ones: false, ..form };
    assert_eq!(stage.save(&mia, Some(id), &without).await, refused(Escalation::OwnAccess));
    // Whoever gets all but something else is out of reach, and what lies outside is not in the form.
    let ada = stage.add(&chosen(login("ada@audit.test", &[Products]), &[one, three], true)).await;
    assert_eq!(stage.delete(&mia, ada).await, Err(AppError::Escalation(Escalation::HoldsMore)));
    let seen: Vec<_> = stage.editor(&mia, ada).await.stored.services.into_keys().collect();
    assert_eq!(seen, [one]);
});

on_both!(an_end_stays_within_their_own, |world: World| async move {
    let stage = Stage::new(world).await;
    stage
        .add(&ContactForm { access_ends: "2030-05-01".into(), ..login(MIA, &[Contacts, Products]) })
        .await;
    stage.accept(MIA).await;
    let mia = stage.actor(MIA).await.unwrap();
    let until = |end: &str| ContactForm { access_ends: end.into(), ..login(SAM, &[Products]) };
    assert_eq!(stage.save(&mia, None, &until("")).await, refused(Escalation::End));
    assert_eq!(stage.save(&mia, None, &until("2030-05-02")).await, refused(Escalation::End));
    let id = stage.save(&mia, None, &until("2030-05-01")).await.unwrap();
    let longer = ContactForm { access_ends: "2031-01-01".into(), ..stage.form(id).await };
    assert_eq!(stage.save(&mia, Some(id), &longer).await, refused(Escalation::End));
});

on_both!(the_overview_is_no_way_round, |world: World| async move {
    let (stage, own, mia) = manager(world).await;
    let (ada, _) = stage.member("ada@audit.test", &[Invoices]).await;
    let noor = stage.add(&contact("noor@home.test")).await;
    let (page, ..) = overview::page(&stage.world.backend, &may(&mia), None).await.unwrap();
    let locks: Vec<_> = page.rows.iter().map(|row| (row.contact, row.locked)).collect();
    assert_eq!(
        locks,
        [
            (None, Some(Escalation::OwnerOnly)),
            (Some(ada), Some(Escalation::HoldsMore)),
            (Some(own), None),
            (Some(noor), None)
        ]
    );
    let save = async |form: OverviewForm| {
        overview::save(&stage.world.backend, &may::<ManageContacts>(&mia), &form).await.map_err(refusal)
    };
    let invoice = CategorySet::from_iter([Category::Invoice]);
    let form = OverviewForm { version: page.version, ..OverviewForm::default() };
    let mut of_ada = form.clone();
    of_ada.contacts.insert(ada, invoice);
    let refused = |why| Err(AppError::Overview(vec![OverviewProblem::Escalation(why)]));
    assert_eq!(save(of_ada).await, refused(Escalation::HoldsMore));
    assert_eq!(stage.last(1).await, ["escalation_refused"]);
    let of_owner = OverviewForm { owner: invoice, ..form.clone() };
    assert_eq!(save(of_owner).await, refused(Escalation::OwnerOnly));
    // The boxes of locked rows are not posted: that changes nothing of theirs.
    let mut of_noor = form;
    of_noor.contacts.insert(noor, invoice);
    save(of_noor).await.unwrap();
    let (page, ..) = overview::page(&stage.world.backend, &may(&mia), None).await.unwrap();
    assert_eq!((page.rows[0].categories, page.rows[3].categories), (CategorySet::all(), invoice));
});

on_both!(rights_are_read_again_when_it_counts, |world: World| async move {
    let (stage, own, before) = manager(world).await;
    // The manager's request began; then the owner took `products` away, then `contacts`, then everything.
    let form = ContactForm { permissions: [Contacts].into_iter().collect(), ..stage.form(own).await };
    stage.save(&stage.owner, Some(own), &form).await.unwrap();
    assert_eq!(stage.save(&before, None, &login(SAM, &[Products])).await, refused(Escalation::Permission));
    let form = ContactForm { permissions: [Domains].into_iter().collect(), ..stage.form(own).await };
    stage.save(&stage.owner, Some(own), &form).await.unwrap();
    assert_eq!(stage.save(&before, None, &contact(SAM)).await, Err(AppError::Denied(Contacts)));
    let form = ContactForm { activate: false, ..stage.form(own).await };
    stage.save(&stage.owner, Some(own), &form).await.unwrap();
    let ended = stage.save(&before, None, &contact(SAM)).await;
    assert!(matches!(ended, Err(AppError::AccessEnded { .. })), "{ended:?}");
    stage.delete(&stage.owner, own).await.unwrap();
    assert_eq!(stage.save(&before, None, &contact(SAM)).await, Err(AppError::NoAccount));
});

on_both!(choosing_the_billing_contact_needs_profile, |world: World| async move {
    let (stage, _, mia) = manager(world).await;
    let ines = stage.add(&printable("ines@ledger.test")).await;
    let mine = stage.save(&mia, None, &printable("mine@manager.test")).await.unwrap();
    stage.run("UPDATE accounts SET billing_contact_id = $1", [ines.0.into()]).await;
    let delete =
        async |billing| contacts::delete(&stage.world.backend, &may(&mia), ines, Some(billing)).await.map_err(refusal);
    assert_eq!(delete(BillingReplacement::Contact(mine)).await, Err(AppError::Denied(Permission::Profile)));
    delete(BillingReplacement::Account).await.unwrap();
});
