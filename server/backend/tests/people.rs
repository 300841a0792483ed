//! People that several tests start from.

use backend::{
    access::{Origin, SystemAccess, SystemReason},
    set_up::{NewAccount, create_account},
};
use domain::{AccountId, EmailAddress, Locale, Password, account::SignInForm, contact_form::PersonalDetails};

use crate::world::World;

pub const OWNER: &str = "owner@northwind.test";
pub const PASSWORD: &str = "correct horse battery";

pub fn password(text: &str) -> Password {
    Password::new(text.to_owned())
}

pub fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

/// A request from that network address, by a browser.
pub fn from(network: &str) -> Origin {
    Origin {
        address: network.to_owned(),
        device: "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Firefox/150.0".to_owned(),
    }
}

/// A request from the owner's own network.
pub fn home() -> Origin {
    from("198.51.100.1")
}

pub fn sign_in_form(email: &str, text: &str) -> SignInForm {
    SignInForm { email: email.to_owned(), password: password(text), next: String::new() }
}

/// An account whose owner has that address and [`PASSWORD`].
pub async fn account(world: &World, owner: &str) -> AccountId {
    let new = NewAccount {
        email: address(owner),
        password: Some(password(PASSWORD)),
        details: PersonalDetails {
            first_name: "Nora".into(),
            last_name: "North".into(),
            company: "Northwind Studio".into(),
            ..PersonalDetails::default()
        },
        locale: Locale::English,
        time_zone: "Europe/Oslo".into(),
    };
    create_account(&world.backend, &SystemAccess::new(SystemReason::Operator), new).await.unwrap()
}
