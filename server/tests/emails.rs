//! What the pages say about email: who would get which, what arrived, and a test.

use axum::http::StatusCode;
use backend::{
    access::{SystemAccess, SystemReason},
    mail::{events, samples},
    outbox::drain,
};
use domain::business_event::EventKind;

use crate::{
    harness::{Client, World},
    on_both,
    steps::{INES, KAI, OWNER, SAM, contact, hold},
};

/// An invoice to Northwind, delivered.
async fn invoice(world: &World, owner: &Client) {
    let account: serde_json::Value = owner.call("/api/accounts/page", &[]).await.json();
    let account = account["accounts"][0]["id"].as_str().unwrap().parse().unwrap();
    let system = SystemAccess::new(SystemReason::Operator);
    let event = samples::event(EventKind::InvoiceCreated).unwrap();
    events::post(&world.backend, &system, account, None, event).await.unwrap().unwrap();
    drain(&world.backend).await.unwrap();
}

on_both!(the_overview_names_the_emails_and_answers_for_one_service, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let page = owner.get("/account/contacts/emails").await;
    assert_eq!(page.status, StatusCode::OK);
    let html = page.text();
    assert!(html.contains("new invoice, reminder before the due date, overdue notices"), "{html}");
    let (_, rest) = html.split_once("<option value=\"service-").unwrap();
    let id = rest.split_once('"').unwrap().0;
    let about = owner.get(&format!("/account/contacts/emails?about=service-{id}")).await;
    assert_eq!(about.status, StatusCode::OK);
    assert!(about.text().contains(&format!("<option value=\"service-{id}\" selected")), "{}", about.text());
    assert!(about.text().contains("None of these emails can be about what you chose."), "{}", about.text());
    for nothing in ["service-x", "domain-", "x", &format!("domain-{id}")] {
        let page = owner.get(&format!("/account/contacts/emails?about={nothing}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{nothing}");
    }
});

on_both!(the_overview_says_who_gets_each_email, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    // Sam is limited to the shop.
    let sql = "INSERT INTO membership_scope (account_id, contact_id, subject_kind, subject_id) \
               SELECT contacts.account_id, contacts.id, 'service', services.id FROM contacts \
               JOIN services ON services.account_id = contacts.account_id AND services.name = 'shop.northwind.test' \
               WHERE contacts.email_canonical = 'sam@codeworks.test'";
    world.sql(sql).await;
    world
        .sql("UPDATE memberships SET limited = TRUE WHERE contact_id IN (SELECT contact_id FROM membership_scope)")
        .await;
    let html = owner.get("/account/contacts/emails").await.text();
    let panel = |label: &str| {
        let (_, rest) = html.split_once(&format!("<h3>{label}")).unwrap();
        rest.split("</section>").next().unwrap().to_owned()
    };
    let support = panel("Support Emails");
    assert!(support.contains("Sam Okafor") && support.contains("only about shop.northwind.test"), "{support}");
    assert!(support.contains("whoever opened the ticket"), "{support}");
    let invoice = panel("Invoice Emails");
    assert!(invoice.contains("new invoice") && invoice.contains("credit added"), "{invoice}");
    assert!(invoice.contains("Inês Duarte") && invoice.contains("owner of the account"), "{invoice}");
});

on_both!(people_choose_which_tickets_they_follow, |world: World| async move {
    let world = world.demo().await;
    let path = "/account/notifications";
    for (who, others) in [(OWNER, true), (SAM, false)] {
        let client = world.signed_in(who).await;
        if who == SAM {
            let page: serde_json::Value = client.call("/api/accounts/page", &[]).await.json();
            let all = page["accounts"].as_array().unwrap();
            let northwind = all.iter().find(|one| one["name"] == "Northwind Studio").unwrap();
            client.call("/api/accounts/choose", &[("id", northwind["id"].as_str().unwrap())]).await;
        }
        let html = client.get(path).await.text();
        let (_, rest) = html.split_once("<input type=\"hidden\" name=\"account\" value=\"").unwrap();
        let account = rest.split_once('"').unwrap().0.to_owned();
        assert!(html.contains("id=\"watch-all\" name=\"watch\" value=\"all\" checked"), "{html}");
        assert_eq!(html.contains("Save for Sam Okafor"), others, "{html}");
        let answer = client.submit("/api/tickets/watch", path, &[("watch", "own"), ("account", &account)]).await;
        let saved = format!("{path}?done=saved");
        assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, saved.as_str()));
        let html = client.get(&saved).await.text();
        assert!(html.contains("name=\"watch\" value=\"own\" checked") && html.contains("Saved"), "{html}");
        // Another account was chosen in another tab meanwhile: nothing lands in the wrong one.
        let other = "01930000-0000-7000-8000-000000000000";
        let answer = client.submit("/api/tickets/watch", path, &[("watch", "all"), ("account", other)]).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, path));
        let html = client.get(path).await.text();
        assert!(html.contains("data-tone=\"bad\"") && html.contains("value=\"own\" checked"), "{html}");
    }
    let owner = world.signed_in(OWNER).await;
    let html = owner.get("/account/activity").await.text();
    assert!(html.contains("changed which tickets they follow by email"), "{html}");
    assert!(owner.get("/tickets").await.text().contains("href=\"/account/notifications\""));
    let ines = contact(&owner, INES).await.id.to_string();
    let answer = owner.call("/api/tickets/watch", &[("watch", "none"), ("contact", &ines)]).await;
    assert_eq!(answer.status, StatusCode::OK);
    let sam = world.signed_in(SAM).await;
    let answer = sam.call("/api/tickets/watch", &[("watch", "none"), ("contact", &ines)]).await;
    assert!([StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&answer.status), "{}", answer.status);
});

on_both!(a_contacts_page_shows_the_last_emails_and_sends_a_test, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    invoice(&world, &owner).await;
    let ines = contact(&owner, INES).await.id;
    let path = format!("/account/contacts/{ines}");
    let html = owner.get(&path).await.text();
    assert!(html.contains("Invoice INV-10377 for Northwind Studio"), "{html}");
    let id = ines.to_string();
    // Without JavaScript the answer leads back to the page.
    let answer = owner.submit("/api/contacts/test", &path, &[("id", &id)]).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::FOUND, format!("{path}?done=tested").as_str())
    );
    let html = owner.get(&format!("{path}?done=tested")).await.text();
    assert!(html.contains("A test is on its way.") && html.contains("<p>Test<"), "{html}");
    for _ in 0..2 {
        assert_eq!(owner.call("/api/contacts/test", &[("id", &id)]).await.status, StatusCode::OK);
    }
    assert_eq!(owner.call("/api/contacts/test", &[("id", &id)]).await.status, StatusCode::TOO_MANY_REQUESTS);

    // Who may not see invoices gets to know that there was an email, and not which.
    hold(&world, SAM, Some(domain::Permission::Contacts)).await;
    let sam = world.signed_in(SAM).await;
    let northwind: serde_json::Value = sam.call("/api/accounts/page", &[]).await.json();
    let account = northwind["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == "Northwind Studio")
        .unwrap();
    sam.call("/api/accounts/choose", &[("id", account["id"].as_str().unwrap())]).await;
    let html = sam.get(&path).await.text();
    assert!(html.contains("Invoice Emails") && !html.contains("INV-10377"), "{html}");

    // An address that came back says so.
    world.sql("UPDATE contacts SET bounced_at = 1900000000000, bounce_words = '550 nobody here'").await;
    let html = owner.get(&path).await.text();
    assert!(html.contains("came back") && html.contains("550 nobody here"), "{html}");
});

on_both!(account_details_say_where_an_invoice_goes, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let html = owner.get("/account/details").await.text();
    let (_, sentence) = html.split_once("Address printed: ").unwrap();
    let sentence = sentence.split_once('<').unwrap().0;
    assert!(
        sentence.contains("Northwind Studio") && sentence.ends_with("· Sent to: Astrid Berg, Inês Duarte"),
        "{sentence}"
    );
});

on_both!(an_email_of_the_history_has_a_page_and_a_frame, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let list = owner.get("/account/emails").await.text();
    let id = world.id("SELECT id FROM emails WHERE subject = 'Invoice INV-10377 is ready'").await;
    let path = format!("/account/emails/{id}");
    assert!(list.contains(&format!("href=\"{path}\"")), "{list}");
    let html = owner.get(&path).await.text();
    for words in ["Invoice INV-10377 is ready", "Inês Duarte", "owner of the account", "Invoice Emails ticked"] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(html.contains("Managed WooCommerce – shop.northwind.test"), "the plain text: {html}");
    assert!(html.contains("sandbox=\"allow-top-navigation-by-user-activation\""), "{html}");
    let frame = format!("{path}/html?language=en");
    assert!(html.contains(&format!("src=\"{frame}\"")), "{html}");

    let shown = owner.get(&frame).await;
    assert_eq!((shown.status, shown.header("content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
    let policy = shown.header("content-security-policy");
    for part in ["default-src 'none'", "style-src 'unsafe-inline'", "sandbox allow-top-navigation-by-user-activation"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("script") && !policy.contains("allow-same-origin"), "{policy}");
    assert!(policy.contains("frame-ancestors 'self'"), "{policy}");
    assert_eq!((shown.header("cache-control"), shown.header("x-content-type-options")), ("no-store", "nosniff"));
    assert!(shown.text().contains("INV-10377") && !shown.text().contains("token="), "{}", shown.text());

    // Who may not see invoices finds no invoice, neither does another account.
    hold(&world, KAI, Some(domain::Permission::Emails)).await;
    let kai = world.signed_in(KAI).await;
    assert!(!kai.get("/account/emails").await.text().contains("INV-"));
    let fabrikam = world.signed_in("owner@fabrikam.test").await;
    for client in [&kai, &fabrikam] {
        assert_eq!(client.get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(client.get(&frame).await.status, StatusCode::NOT_FOUND);
    }
    for nothing in ["/account/emails/x", "/account/emails/x/html"] {
        assert_eq!(owner.get(nothing).await.status, StatusCode::NOT_FOUND, "{nothing}");
    }
    let found = owner.get("/account/emails?search=PHP&category=support").await.text();
    assert!(found.contains("PHP 8.4") && !found.contains("INV-10377"), "{found}");
    assert!(found.contains("<option value=\"support\" selected"), "{found}");
    assert!(owner.get("/account/emails?search=nonsense").await.text().contains("No emails found"));
    // In Bokmål.
    let words = owner.clone().with_header("accept-language", "nb").get(&path).await.text();
    assert!(words.contains("Det som sto der") || words.contains("What it said"), "{words}");
});

on_both!(long_lists_have_pages, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let copies = |table: &str, columns: &str, values: &str, number: usize| {
        let id = if world.backend.db.is_sqlite() {
            "randomblob(16)"
        } else {
            "gen_random_uuid()"
        };
        let series = if world.backend.db.is_sqlite() {
            format!("WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {number}) ")
        } else {
            format!("WITH n AS (SELECT generate_series(1, {number}) AS n) ")
        };
        format!(
            "{series} INSERT INTO {table} (account_id, id, {columns}) SELECT accounts.id, {id}, {values} FROM accounts, n \
             WHERE accounts.company = 'Northwind Studio'"
        )
    };
    let sqlite = world.backend.db.is_sqlite();
    let named = |prefix: &str| {
        if sqlite {
            format!("'{prefix}' || n")
        } else {
            format!("'{prefix}' || n::text")
        }
    };
    for sql in [
        copies(
            "quotes",
            "number, subject, status, valid_until, total_minor, currency",
            &format!("{}, 's', 'sent', 1000 + n / 3, 1, 'NOK'", named("many-quote-")),
            120,
        ),
        copies(
            "orders",
            "number, description, status, placed_at",
            &format!("{}, 'd', 'active', 1000 + n / 3", named("many-order-")),
            120,
        ),
    ] {
        world.sql(&sql).await;
    }
    for (path, each) in [("/quotes", "many-quote-"), ("/order", "many-order-")] {
        let (mut seen, mut address, mut pages) = (Vec::new(), path.to_owned(), 0);
        loop {
            let html = owner.get(&address).await.text();
            pages += 1;
            // What the client begins with says it all once more.
            let main = html.split("</main>").next().unwrap();
            let found = main.split(each).skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next().unwrap());
            seen.extend(found.map(ToOwned::to_owned));
            assert_eq!(html.contains(">Newest<"), pages > 1, "{address}: {html}");
            let Some((before, _)) = html.split_once(">Older<") else { break };
            address = before.rsplit_once("href=\"").unwrap().1.split(['"', '#']).next().unwrap().replace("&amp;", "&");
        }
        assert_eq!((seen.len(), pages), (120, 3), "{path}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 120, "{path}");
    }
});
