//! Creating accounts.

use backend::{
    access::{SystemAccess, SystemReason},
    set_up::{NewAccount, create_account},
};
use domain::{EmailAddress, Locale, Password, contact_form::PersonalDetails};

use crate::{on_both, world::World};

fn new_account(email: &str, password: Option<&str>) -> NewAccount {
    NewAccount {
        email: EmailAddress::parse(email).unwrap(),
        password: password.map(|password| Password::new(password.to_owned())),
        details: PersonalDetails { first_name: "Ada".into(), last_name: "North".into(), ..PersonalDetails::default() },
        locale: Locale::English,
        time_zone: "Europe/Oslo".into(),
    }
}

on_both!(one_person_may_own_two_accounts, |world: World| async move {
    let system = SystemAccess::new(SystemReason::Operator);
    let first = create_account(&world.backend, &system, new_account("ada@north.test", Some("correct horse"))).await;
    let second = create_account(&world.backend, &system, new_account("ADA@north.test", None)).await;
    assert_ne!(first.unwrap(), second.unwrap());
});

on_both!(line_breaks_in_names_are_refused, |world: World| async move {
    let system = SystemAccess::new(SystemReason::Operator);
    let mut new = new_account("ada@north.test", None);
    new.details.company = "North\r\nBcc: everyone@north.test".into();
    assert!(create_account(&world.backend, &system, new).await.is_err());
});

on_both!(an_unknown_time_zone_is_refused, |world: World| async move {
    let system = SystemAccess::new(SystemReason::Operator);
    let mut new = new_account("ada@north.test", None);
    new.time_zone = "Atlantis/Capital".into();
    assert!(create_account(&world.backend, &system, new).await.is_err());
});
