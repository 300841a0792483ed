//! What people of the demo do on the pages, as the hydrated client sends it.

use app::api::contacts::ContactsShown;
use axum::http::StatusCode;
use domain::{Code as _, ContactForm, ContactSummary, Permission, contact::ContactEditor};
use serde::Serialize;
use serde_json::Value;

use crate::harness::{Answer, Client, World};

pub const OWNER: &str = "owner@northwind.test";
pub const SAM: &str = "sam@codeworks.test";
pub const KAI: &str = "kai@zones.test";
pub const INES: &str = "ines@ledger.test";

/// A contact, as the one who is signed in sees them.
pub async fn contact(client: &Client, email: &str) -> ContactSummary {
    let shown: ContactsShown = client.call("/api/contacts/page", &[("selected", "")]).await.json();
    let people = shown.page.people;
    people.into_iter().find(|person| person.email == email).unwrap_or_else(|| panic!("no {email}"))
}

/// Lets a sub-account hold one permission and what it needs, or none, in all of the account.
pub async fn hold(world: &World, email: &str, held: Option<Permission>) {
    let whose = format!("WHERE user_id = (SELECT id FROM users WHERE email = '{email}')");
    let membership = format!("(SELECT contact_id FROM memberships {whose})");
    world.sql(&format!("DELETE FROM membership_permissions WHERE contact_id IN {membership}")).await;
    world.sql(&format!("UPDATE memberships SET limited = FALSE {whose}")).await;
    for permission in held.into_iter().chain(held.and_then(Permission::parent)) {
        let code = permission.code();
        world
            .sql(&format!(
                "INSERT INTO membership_permissions (account_id, contact_id, permission) \
                 SELECT account_id, contact_id, '{code}' FROM memberships {whose}"
            ))
            .await;
    }
}

/// The form of a contact, as the one who is signed in sees it.
pub async fn editor(client: &Client, id: &str) -> ContactEditor {
    let answer = client.call("/api/contacts/page", &[("selected", id)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    *answer.json::<ContactsShown>().page.editor.unwrap()
}

/// A form named `form` as its inputs would post it.
pub fn posted(form: &impl Serialize) -> Vec<(String, String)> {
    let mut all = Vec::new();
    pairs("form", &serde_json::to_value(form).unwrap(), &mut all);
    all
}

/// Calls a server function with what was posted and with something else.
pub async fn call(client: &Client, path: &str, posted: &[(String, String)], more: &[(&str, &str)]) -> Answer {
    let posted = posted.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let all: Vec<_> = posted.chain(more.iter().copied()).collect();
    client.call(path, &all).await
}

fn pairs(name: &str, value: &Value, out: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| pairs(&format!("{name}[{key}]"), value, out)),
        Value::Bool(false) | Value::Null => {}
        Value::String(text) => out.push((name.to_owned(), text.clone())),
        other => out.push((name.to_owned(), other.to_string())),
    }
}

/// Changes a contact's form and posts it.
pub async fn try_save(client: &Client, id: &str, change: impl FnOnce(&mut ContactForm)) -> Answer {
    let mut form = editor(client, id).await.stored;
    change(&mut form);
    call(client, "/api/contacts/save", &posted(&form), &[("id", id)]).await
}

/// The owner changes a contact's form and saves it.
pub async fn save(owner: &Client, email: &str, change: impl FnOnce(&mut ContactForm)) -> Answer {
    let id = contact(owner, email).await.id.to_string();
    let answer = try_save(owner, &id, change).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer
}
