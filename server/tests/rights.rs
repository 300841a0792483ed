//! Rights are read on every request: what is taken away is gone at the next one of a session already open, for pages
//! and server functions, on every node.

use axum::http::StatusCode;
use domain::{Permission, Timestamp};

use crate::{
    harness::{Answer, Client, World},
    on_both,
    steps::{KAI, OWNER, contact, save},
};

/// What Kai may open.
const DOMAINS: &str = "/domains";

async fn untick(_: &World, owner: &Client) {
    save(owner, KAI, |form| form.activate = false).await;
}

async fn delete(_: &World, owner: &Client) {
    let id = contact(owner, KAI).await.id.to_string();
    let answer = owner.call("/api/contacts/delete", &[("id", &id)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
}

async fn change_address(_: &World, owner: &Client) {
    save(owner, KAI, |form| "kai@elsewhere.test".clone_into(&mut form.email)).await;
}

async fn leave(world: &World, _: &Client) {
    let elsewhere = world.signed_in(KAI).await;
    let answer = elsewhere.call("/api/security/leave", &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
}

async fn take_permission(_: &World, owner: &Client) {
    save(owner, KAI, |form| form.permissions.untick(Permission::Domains)).await;
}

async fn pass_the_end(world: &World, owner: &Client) {
    save(owner, KAI, |form| "2030-03-19".clone_into(&mut form.access_ends)).await;
    // Long before the session ends by itself.
    world.clock.advance(2 * Timestamp::DAY);
}

/// Whoever has no right to it reads nothing of it: they are signed out, or told why not.
fn refused_page(page: &Answer, what: &str) {
    let signed_out = page.status == StatusCode::FOUND && page.header("location").starts_with("/login");
    assert!(signed_out || page.status == StatusCode::FORBIDDEN, "{what}: {}", page.status);
    assert!(!page.text().contains("northwind-studio.test"), "{what}");
}

fn refused_call(answer: &Answer, what: &str) {
    let refused = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&answer.status);
    assert!(refused, "{what}: {} {}", answer.status, answer.text());
}

async fn holds_at_once(world: &World, what: &str, take_away: impl AsyncFnOnce(&World, &Client)) {
    let other = world.another_node().await;
    let kai = world.signed_in(KAI).await;
    let kai_there = other.reached_by(&kai);
    for client in [&kai, &kai_there] {
        assert_eq!(client.get(DOMAINS).await.status, StatusCode::OK, "{what}");
        assert_eq!(client.page("/domains").await.status, StatusCode::OK, "{what}");
    }
    let owner = world.signed_in(OWNER).await;
    take_away(world, &owner).await;
    refused_call(&kai_there.page("/domains").await, &format!("{what}, function, other node"));
    refused_page(&kai_there.get(DOMAINS).await, &format!("{what}, page, other node"));
    refused_call(&kai.page("/domains").await, &format!("{what}, function"));
    refused_page(&kai.get(DOMAINS).await, &format!("{what}, page"));
}

macro_rules! each_ending {
    ($($name:ident: $take_away:expr),* $(,)?) => {$(
        on_both!($name, |world: World| async move {
            holds_at_once(&world.demo().await, stringify!($name), $take_away).await;
        });
    )*};
}

each_ending!(
    an_unticked_login_is_out: untick,
    a_deleted_contact_is_out: delete,
    the_old_address_is_out: change_address,
    who_left_elsewhere_is_out_here: leave,
    a_permission_taken_away_is_gone: take_permission,
    when_access_ends_it_ends: pass_the_end,
);

on_both!(whose_access_ended_reads_that_after_signing_in_too, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    untick(&world, &owner).await;
    let kai = world.signed_in(KAI).await;
    let page = kai.get("/").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let html = page.text();
    assert!(html.contains("Your access to Northwind Studio ended"), "{html}");
    assert!(html.contains("/api/session/sign-out"), "the way out stays");
    for section in ["/services", "/account/contacts", "/account/activity"] {
        assert!(!html.contains(&format!("href=\"{section}\"")), "{section}");
    }
});
