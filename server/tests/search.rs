//! The search as a page: what of it stands in the HTML, and for whom. And what needs attention, on Home.

use axum::http::StatusCode;
use domain::Permission;

use crate::{
    harness::{Client, World},
    on_both,
    steps::{KAI, OWNER, hold},
};

async fn html(client: &Client, page: &str) -> String {
    let answer = client.get(page).await;
    assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.text());
    answer.text()
}

/// What stands between the frame's bars.
fn main(html: &str) -> &str {
    let (_, rest) = html.split_once("<main").expect("a main part");
    rest.split_once("</main>").expect("its end").0
}

on_both!(what_matches_stands_on_the_page_by_kind, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let page = html(&owner, "/search?q=INV-10377").await;
    let id = world.id("SELECT id FROM invoices WHERE number = 'INV-10377'").await;
    assert!(page.contains(&format!("href=\"/invoices/{id}\"")), "{page}");
    assert!(page.contains("1,516.00") && page.contains("Invoice INV-10377 is ready"), "{page}");
    let found = main(&page);
    assert!(found.find("found-invoices").unwrap() < found.find("found-emails").unwrap());
    // The lists that can be searched are led to with the text.
    world.sql("UPDATE domains SET name = 'nordvind-' || name WHERE name LIKE 'northwind%'").await;
    for name in ["a", "b", "c", "d"] {
        world
            .sql(&format!(
                "INSERT INTO domains (account_id, id, name, status, registered_at, auto_renew, locked) \
                 SELECT account_id, {}, 'nordvind & {name}.test', 'active', 1, TRUE, TRUE FROM domains WHERE name = \
                 'nordvind.test'",
                world.uuid(&uuid::Uuid::now_v7().to_string())
            ))
            .await;
    }
    let page = html(&owner, "/search?q=nordvind").await;
    assert!(page.contains("href=\"/domains?search=nordvind\""), "{page}");
    let page = html(&owner, "/search?q=%26+nordvind").await;
    assert!(page.contains("nordvind &amp; a.test"), "{page}");
    // Pages and help by their titles.
    let page = html(&owner, "/search?q=password").await;
    assert!(page.contains("Change Password") && page.contains("href=\"/account/security\""), "{page}");
    let page = html(&owner, "/search?q=accountant").await;
    assert!(page.contains("href=\"/help/contacts#add\" rel=\"external\""), "{page}");
    // What is typed is text.
    let page = html(&owner, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!page.contains("<script>alert") && page.contains("Nothing matches"), "{page}");
    assert!(html(&owner, "/search?q=x").await.contains("at least 2 characters"));
    owner.submit("/api/locale", "/", &[("locale", "nb")]).await;
    assert!(html(&owner, "/search").await.contains("Fakturaer etter nummer"));
});

on_both!(what_is_refused_leaves_no_trace, |world: World| async move {
    let world = world.demo().await;
    let kai = world.signed_in(KAI).await;
    let texts = [
        (Permission::Products, "nw-app", "Services by name"),
        (Permission::Domains, "verksted", "Domains by name"),
        (Permission::Invoices, "INV-10377", "Invoices by number"),
        (Permission::Quotes, "Q-2041", "Quotes by number"),
        (Permission::Tickets, "48213", "Support tickets by"),
        (Permission::Emails, "telephone", "Emails by subject"),
        (Permission::Contacts, "ledger", "Contacts by name"),
    ];
    for (held, ..) in texts {
        hold(&world, KAI, Some(held)).await;
        let start = html(&kai, "/search").await;
        for (permission, text, kind) in texts {
            assert_eq!(main(&start).contains(kind), held == permission, "{held:?}: {kind}: {start}");
            let page = html(&kai, &format!("/search?q={text}")).await;
            let shown = main(&page);
            assert_eq!(shown.contains("class=\"found\""), held == permission, "{held:?}: {text}: {shown}");
            assert_eq!(shown.contains(kind), held == permission && shown.contains("<ul class=\"finds\""));
        }
    }
    hold(&world, KAI, Some(Permission::Domains)).await;
    world.sql("UPDATE memberships SET limited = TRUE").await;
    let page = html(&kai, "/search?q=nordvind").await;
    assert!(!page.contains("nordvind.test"), "{page}");
});

on_both!(the_field_is_for_those_on_an_account, |world: World| async move {
    let world = world.demo().await;
    let field = "class=\"find\"";
    assert!(!html(&world.anonymous(), "/login").await.contains(field));
    assert!(!html(&world.anonymous(), "/help/contacts").await.contains(field));
    let owner = world.signed_in(OWNER).await;
    for page in ["/", "/account/security", "/search"] {
        assert!(html(&owner, page).await.contains(field), "{page}");
    }
});

on_both!(home_says_what_needs_attention, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let home = html(&owner, "/").await;
    for text in [
        "Needs attention",
        "Invoice INV-10362",
        "NOK\u{a0}399.00 was due",
        "This service is suspended.",
        "northwind-summer.test",
        "Support answered #48213",
        "Does not renew by itself.",
        "Quote Q-2041 ends",
        "1,915.00 to pay",
    ] {
        assert!(home.contains(text), "{text}: {home}");
    }
    let kai = world.signed_in(KAI).await;
    let home = html(&kai, "/").await;
    assert!(home.contains("nordvind.test") && !home.contains("INV-") && !home.contains("48213"), "{home}");
    hold(&world, KAI, Some(Permission::Emails)).await;
    let home = html(&kai, "/").await;
    assert!(!home.contains("class=\"attention\""), "{home}");
});
