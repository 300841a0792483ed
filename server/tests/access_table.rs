//! Who may call what: every server function and every page, against one written table.
//!
//! What is registered and does not stand in the table fails the test.

use axum::http::StatusCode;
use domain::{Code, Permission};
use server::config::Options;
use server_fn::axum::server_fn_paths;

use crate::{
    harness::{Answer, Client, Engine, World},
    steps::{contact, hold},
};

/// What a caller needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    /// Nothing.
    Nothing,
    /// To be signed in.
    SignedIn,
    /// To be signed in, and not one whose access is over.
    Somebody,
    /// An account that is open to them.
    Account,
    May(Permission),
}

use Need::{Account, May, Nothing, Somebody};
use Permission as P;

type Form = &'static [(&'static str, &'static str)];

/// A contact, session, account or invitation that is not there.
const NONE: &str = "01930000-0000-7000-8000-000000000000";

/// What each server function needs, and a form for it that changes nothing.
const FUNCTIONS: &[(&str, Need, Form)] = &[
    ("/api/frame", Nothing, &[]),
    ("/api/locale", Nothing, &[("locale", "en")]),
    // What it needs is what the page needs that is asked for: see below.
    ("/api/page", Nothing, &[("path", "/help/contacts")]),
    ("/api/session/sign-in-page", Nothing, &[("next", "")]),
    ("/api/session/sign-in", Nothing, &[("form[email]", ""), ("form[password]", "")]),
    ("/api/session/sign-out", Nothing, &[]),
    ("/api/session/forgot-page", Nothing, &[]),
    ("/api/session/forgot-password", Nothing, &[("email", "nonsense")]),
    ("/api/session/reset-page", Nothing, &[("token", "nonsense")]),
    ("/api/session/reset-password", Nothing, &[("form[token]", "nonsense")]),
    ("/api/session/confirm-page", Nothing, &[]),
    ("/api/session/confirm-email", Nothing, &[("token", "nonsense")]),
    ("/api/invitations/page", Somebody, &[]),
    ("/api/invitations/set-password", Nothing, &[("form[token]", "nonsense")]),
    ("/api/invitations/answer", Need::SignedIn, &[("id", NONE), ("accept", "true")]),
    ("/api/accounts/page", Somebody, &[]),
    ("/api/accounts/choose", Need::SignedIn, &[("id", NONE)]),
    ("/api/security/page", Somebody, &[]),
    ("/api/security/profile", Somebody, &[("form[name]", "")]),
    ("/api/security/password", Somebody, &[("form[current_password]", "")]),
    ("/api/security/email", Somebody, &[("form[new_email]", ""), ("form[current_password]", "")]),
    ("/api/security/end-session", Somebody, &[("id", NONE)]),
    ("/api/security/leave", Account, &[]),
    ("/api/invoices/pay", May(P::Invoices), &[("id", NONE), ("form[amount]", "1")]),
    ("/api/invoices/add-funds", May(P::Invoices), &[("form[amount]", "1")]),
    ("/api/quotes/accept", May(P::Quotes), &[("id", NONE)]),
    ("/api/quotes/decline", May(P::Quotes), &[("id", NONE), ("form[reason]", "")]),
    ("/api/orders/cart/add", May(P::Orders), &[("form[product]", NONE)]),
    ("/api/orders/cart/remove", May(P::Orders), &[("id", NONE)]),
    ("/api/orders/check-out", May(P::Orders), &[("form[token]", "")]),
    ("/api/orders/change", May(P::Orders), &[("id", NONE), ("form[token]", "")]),
    ("/api/orders/cancel", May(P::Orders), &[("id", NONE), ("form[token]", "")]),
    ("/api/orders/renew", May(P::Orders), &[("id", NONE), ("form[token]", "")]),
    ("/api/affiliates/payout", May(P::Affiliates), &[("form[amount]", "1"), ("form[token]", "")]),
    ("/api/activity/page", Account, &[]),
    ("/api/contacts/page", May(P::Contacts), &[("selected", "new")]),
    ("/api/contacts/save", May(P::Contacts), &[("id", NONE), ("form[first_name]", "Ada")]),
    ("/api/contacts/delete", May(P::Contacts), &[("id", NONE)]),
    ("/api/contacts/invite", May(P::Contacts), &[("id", NONE)]),
    ("/api/contacts/test", May(P::Contacts), &[("id", NONE)]),
    ("/api/tickets/watch", Account, &[("watch", "all")]),
    ("/api/services/reveal", May(P::ManageProducts), &[("id", NONE)]),
    ("/api/services/password", May(P::ManageProducts), &[("id", NONE), ("generate", "true")]),
    ("/api/services/action", May(P::ManageProducts), &[("id", NONE), ("action", "restart")]),
    ("/api/services/sign-on", May(P::ProductSso), &[("id", NONE)]),
    ("/api/domains/name-servers", May(P::ManageDomains), &[("id", NONE)]),
    ("/api/domains/record", May(P::ManageDomains), &[("id", NONE), ("form[name]", "www")]),
    ("/api/domains/remove-record", May(P::ManageDomains), &[("id", NONE), ("record", NONE)]),
    ("/api/domains/registrant", May(P::ManageDomains), &[("id", NONE), ("form[source]", "account")]),
    ("/api/domains/lock", May(P::ManageDomains), &[("id", NONE), ("on", "true")]),
    ("/api/domains/auto-renew", May(P::ManageDomains), &[("id", NONE), ("on", "true")]),
    ("/api/domains/code", May(P::ManageDomains), &[("id", NONE)]),
    ("/api/domains/several", May(P::ManageDomains), &[("form[what]", "lock")]),
    ("/api/overview/page", May(P::Contacts), &[]),
    ("/api/overview/save", May(P::Contacts), &[("form[version]", "-1")]),
    ("/api/details/page", May(P::Profile), &[]),
    ("/api/details/save", May(P::Profile), &[("form[first_name]", "")]),
    ("/api/tickets/close", May(P::Tickets), &[("id", NONE)]),
    ("/api/tickets/reopen", May(P::Tickets), &[("id", NONE)]),
];

/// Each page as it is routed, an address of it, and what it needs.
const PAGES: &[(&str, &str, Need)] = &[
    ("/login", "/login", Nothing),
    ("/forgot-password", "/forgot-password", Nothing),
    ("/reset-password", "/reset-password", Nothing),
    ("/invitations", "/invitations", Somebody),
    ("/accounts", "/accounts", Somebody),
    ("/confirm-email", "/confirm-email?token=x", Nothing),
    ("/", "/", Account),
    ("/account/details", "/account/details", May(P::Profile)),
    ("/account/contacts", "/account/contacts", May(P::Contacts)),
    ("/account/contacts/emails", "/account/contacts/emails", May(P::Contacts)),
    ("/account/contacts/{id}", "/account/contacts/new", May(P::Contacts)),
    ("/account/activity", "/account/activity", Account),
    ("/account/emails", "/account/emails", May(P::Emails)),
    ("/account/emails/{id}", "/account/emails/01930000-0000-7000-8000-000000000000", May(P::Emails)),
    ("/account/notifications", "/account/notifications", Account),
    ("/account/security", "/account/security", Somebody),
    ("/search", "/search", Account),
    ("/services", "/services", May(P::Products)),
    ("/services/{id}", "/services/01930000-0000-7000-8000-000000000000", May(P::Products)),
    ("/domains", "/domains", May(P::Domains)),
    ("/domains/{id}", "/domains/01930000-0000-7000-8000-000000000000", May(P::Domains)),
    ("/invoices", "/invoices", May(P::Invoices)),
    ("/invoices/{id}", "/invoices/01930000-0000-7000-8000-000000000000", May(P::Invoices)),
    ("/quotes", "/quotes", May(P::Quotes)),
    ("/quotes/{id}", "/quotes/01930000-0000-7000-8000-000000000000", May(P::Quotes)),
    ("/tickets", "/tickets", May(P::Tickets)),
    ("/tickets/new", "/tickets/new", May(P::Tickets)),
    ("/tickets/{id}", "/tickets/01930000-0000-7000-8000-000000000000", May(P::Tickets)),
    ("/affiliates", "/affiliates", May(P::Affiliates)),
    ("/order", "/order", May(P::Orders)),
    ("/help/contacts", "/help/contacts", Nothing),
];

/// Each file that can be taken away, an address of it, and what it needs.
const DOWNLOADS: &[(&str, &str, Need)] = &[
    ("/invoices/statement.csv", "/invoices/statement.csv", May(P::Invoices)),
    ("/invoices/{id}/pdf", "/invoices/01930000-0000-7000-8000-000000000000/pdf", May(P::Invoices)),
    ("/quotes/{id}/pdf", "/quotes/01930000-0000-7000-8000-000000000000/pdf", May(P::Quotes)),
    (
        "/account/emails/{id}/html",
        "/account/emails/01930000-0000-7000-8000-000000000000/html",
        May(P::Emails),
    ),
];

/// Each address of files of tickets, one of it, and whether it takes a form.
const TICKET_FILES: &[(&str, &str, bool)] = &[
    ("/tickets/new/send", "/tickets/new/send", true),
    ("/tickets/{id}/send", "/tickets/01930000-0000-7000-8000-000000000000/send", true),
    (
        "/tickets/{id}/files/{file}",
        "/tickets/01930000-0000-7000-8000-000000000000/files/01930000-0000-7000-8000-000000000000",
        false,
    ),
];

/// What all of them need.
const TICKETS: Need = May(P::Tickets);

/// What a signed-in caller is on the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Caller {
    Owner,
    /// A sub-account that holds one permission and what it needs, or none.
    Holding(Option<Permission>),
    /// A sub-account whose access was taken away or ran out.
    Ended,
}

impl Caller {
    fn has(self, need: Need) -> bool {
        match (self, need) {
            (_, Need::Nothing | Need::SignedIn)
            | (Self::Owner, _)
            | (Self::Holding(_), Need::Somebody | Need::Account) => true,
            (Self::Ended, _) => false,
            (Self::Holding(held), Need::May(permission)) => {
                held == Some(permission) || held.and_then(Permission::parent) == Some(permission)
            }
        }
    }
}

/// Ends the session, or the membership: called by those only for whom it does not.
fn would_end(path: &str, caller: Caller) -> bool {
    path == "/api/session/sign-out" || (path == "/api/security/leave" && matches!(caller, Caller::Holding(_)))
}

async fn functions(client: &Client, caller: Caller) {
    for (path, need, form) in FUNCTIONS {
        if would_end(path, caller) {
            continue;
        }
        let answer = client.call(path, form).await;
        let what = format!("{path} for {caller:?}: {} {}", answer.status, answer.text());
        assert!(!answer.status.is_server_error(), "{what}");
        if *path == "/api/security/leave" || !caller.has(*need) {
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
        } else {
            assert_ne!(answer.status, StatusCode::FORBIDDEN, "{what}");
            // Signing in with nothing typed is refused as a form.
            assert_ne!(answer.status, StatusCode::UNAUTHORIZED, "{what}");
        }
    }
}

/// Whether the server writes this page whole, so that a server function gives it too.
fn is_served(route: &str) -> bool {
    app::served::PAGES.iter().any(|page| page.path == route)
}

async fn pages(client: &Client, caller: Caller) {
    for (route, path, need) in PAGES {
        if is_served(route) {
            let answer = client.page(path).await;
            let what = format!("the function for {path} for {caller:?}: {} {}", answer.status, answer.text());
            assert!(!answer.status.is_server_error(), "{what}");
            assert_eq!(answer.status == StatusCode::FORBIDDEN, !caller.has(*need), "{what}");
        }
        let page = client.get(path).await;
        let what = format!("{path} for {caller:?}: {}", page.status);
        assert!(!page.status.is_server_error(), "{what}");
        if caller.has(*need) {
            assert!(page.status != StatusCode::FORBIDDEN && page.status != StatusCode::UNAUTHORIZED, "{what}");
            let elsewhere = page.header("location");
            assert!(*path == "/login" || elsewhere.is_empty(), "{what} {elsewhere}");
        } else {
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{what}");
            says_why(&page, caller, *need);
        }
    }
}

async fn downloads(client: &Client, caller: Caller) {
    for (_, path, need) in DOWNLOADS {
        let file = client.get(path).await;
        let what = format!("{path} for {caller:?}: {} {}", file.status, file.text());
        if caller.has(*need) {
            assert!(matches!(file.status, StatusCode::OK | StatusCode::NOT_FOUND), "{what}");
        } else {
            assert_eq!(file.status, StatusCode::FORBIDDEN, "{what}");
            assert_eq!(file.header("content-disposition"), "", "{what}");
        }
    }
}

/// Asks for an address of files of tickets. Its form lacks what would change something.
async fn ask_ticket_file(client: &Client, path: &str, form: bool) -> Answer {
    if form {
        let body = "--x\r\ncontent-disposition: form-data; name=\"text\"\r\n\r\nHello\r\n--x--\r\n";
        client.post(path, "text/html,*/*", "multipart/form-data; boundary=x", body).await
    } else {
        client.get(path).await
    }
}

async fn ticket_files(world: &World, client: &Client, caller: Caller) {
    let rows = async || {
        let rows = "SELECT (SELECT COUNT(*) FROM tickets) + (SELECT COUNT(*) FROM ticket_messages)";
        world.number(rows).await
    };
    let before = rows().await;
    for (_, path, form) in TICKET_FILES {
        let answer = ask_ticket_file(client, path, *form).await;
        let what = format!("{path} for {caller:?}: {} {}", answer.status, answer.text());
        assert!(!answer.status.is_server_error(), "{what}");
        assert_eq!(answer.header("content-disposition"), "", "{what}");
        if caller.has(TICKETS) {
            let refused = [StatusCode::FORBIDDEN, StatusCode::UNAUTHORIZED].contains(&answer.status);
            assert!(!refused && !answer.header("location").starts_with("/login"), "{what}");
        } else {
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
        }
    }
    assert_eq!(rows().await, before, "{caller:?}");
}

/// A refused page names what is missing, or what ended.
fn says_why(page: &Answer, caller: Caller, need: Need) {
    let html = page.text();
    if caller == Caller::Ended {
        assert!(html.contains("Your access has ended") && html.contains("Northwind Studio"), "{html}");
        assert!(!html.contains("id=\"sections\""), "{html}");
    } else if let Need::May(permission) = need {
        let label = app::locales::texts(domain::Locale::English).permissions.label(permission);
        assert!(html.contains(&label.replace('&', "&amp;")), "{label}: {html}");
        assert!(html.contains("You can open"), "{html}");
    }
}

async fn world(engine: Engine) -> World {
    let options = Options { affiliates: Some("1".to_owned()), ..Options::default() };
    World::with(engine, options).await.demo().await
}

/// Each page as it is routed.
pub fn routed_pages() -> Vec<String> {
    let mut routed: Vec<_> = server::router::listed_pages().iter().map(|route| route.path().to_owned()).collect();
    // What stands for every other address shows the pages that the server writes, and that there is no other.
    routed.retain(|route| route != "/{*any}" && !is_served(route));
    routed.extend(app::served::PAGES.iter().map(|page| page.path.to_owned()));
    routed
}

#[test]
fn everything_that_is_registered_stands_in_the_table() {
    let mut registered: Vec<_> = server_fn_paths().map(|(path, _)| path).collect();
    let mut written: Vec<_> = FUNCTIONS.iter().map(|(path, ..)| *path).collect();
    registered.sort_unstable();
    written.sort_unstable();
    assert_eq!(registered, written);
    let mut routed = routed_pages();
    let mut written: Vec<_> = PAGES.iter().map(|(route, ..)| *route).collect();
    for page in app::served::PAGES {
        let need = PAGES.iter().find(|(route, ..)| *route == page.path).map(|(_, _, need)| *need);
        let says = match page.open {
            app::served::Open::ToAll => Nothing,
            app::served::Open::OnAccount => Account,
            app::served::Open::To(permission) => May(permission),
        };
        assert_eq!(need, Some(says), "{}", page.path);
    }
    routed.sort_unstable();
    written.sort_unstable();
    assert_eq!(routed, written);
    let written: Vec<_> = DOWNLOADS.iter().map(|(route, ..)| *route).collect();
    assert_eq!(written, server::http::downloads::ADDRESSES);
    let written: Vec<_> = TICKET_FILES.iter().map(|(route, ..)| *route).collect();
    assert_eq!(written, server::http::tickets::ADDRESSES);
}

async fn nobody_signed_in(engine: Engine) {
    let world = world(engine).await;
    let stranger = world.anonymous();
    for (path, need, form) in FUNCTIONS {
        let answer = stranger.call(path, form).await;
        let what = format!("{path}: {} {}", answer.status, answer.text());
        assert!(!answer.status.is_server_error(), "{what}");
        assert_eq!(answer.status == StatusCode::UNAUTHORIZED, *need != Need::Nothing, "{what}");
    }
    for (route, path, need) in PAGES {
        if is_served(route) {
            let answer = stranger.page(path).await;
            assert_eq!(answer.status == StatusCode::UNAUTHORIZED, *need != Need::Nothing, "{path}: {}", answer.text());
        }
        let page = stranger.get(path).await;
        let to = page.header("location");
        if *need == Need::Nothing {
            assert!(page.status == StatusCode::OK || page.status == StatusCode::GONE, "{path}: {}", page.status);
        } else {
            assert_eq!(page.status, StatusCode::FOUND, "{path}");
            let back = if *path == "/" { "/login".to_owned() } else { format!("/login?next={path}") };
            assert_eq!(to, back, "{path}");
        }
    }
    for (_, path, _) in DOWNLOADS {
        let file = stranger.get(path).await;
        // The list that the file belongs to.
        let parts = if path.starts_with("/account/") { 3 } else { 2 };
        let list = path.split('/').take(parts).collect::<Vec<_>>().join("/");
        assert_eq!((file.status, file.header("location")), (StatusCode::FOUND, &*format!("/login?next={list}")));
    }
    for (_, path, form) in TICKET_FILES {
        let answer = ask_ticket_file(&stranger, path, *form).await;
        let to = answer.header("location");
        assert!(answer.status.is_redirection() && to.starts_with("/login"), "{path}: {} {to}", answer.status);
    }
}

async fn the_owner(engine: Engine) {
    let world = world(engine).await;
    let owner = world.signed_in("owner@northwind.test").await;
    functions(&owner, Caller::Owner).await;
    pages(&owner, Caller::Owner).await;
    downloads(&owner, Caller::Owner).await;
    ticket_files(&world, &owner, Caller::Owner).await;
}

/// One session, open all the time: what it may do changes from one request to the next.
async fn a_sub_account_with_each_permission(engine: Engine) {
    let world = world(engine).await;
    let kai = world.signed_in("kai@zones.test").await;
    for held in Permission::ALL.iter().copied().map(Some).chain([None]) {
        hold(&world, "kai@zones.test", held).await;
        functions(&kai, Caller::Holding(held)).await;
        pages(&kai, Caller::Holding(held)).await;
        downloads(&kai, Caller::Holding(held)).await;
        ticket_files(&world, &kai, Caller::Holding(held)).await;
    }
}

async fn a_sub_account_that_ended(engine: Engine) {
    let world = world(engine).await;
    let kai = world.signed_in("kai@zones.test").await;
    let whose = "WHERE user_id = (SELECT id FROM users WHERE email = 'kai@zones.test')";
    let now = world.backend.now().0;
    for change in [format!("ends_at = {now}"), format!("ends_at = NULL, state = 'revoked', revoked_at = {now}")] {
        world.sql(&format!("UPDATE memberships SET {change} {whose}")).await;
        functions(&kai, Caller::Ended).await;
        pages(&kai, Caller::Ended).await;
        downloads(&kai, Caller::Ended).await;
        ticket_files(&world, &kai, Caller::Ended).await;
    }
}

async fn the_owner_of_another_account(engine: Engine) {
    let world = world(engine).await;
    let northwind = world.signed_in("owner@northwind.test").await;
    let ines = contact(&northwind, "ines@ledger.test").await.id.to_string();
    let fabrikam = world.signed_in("owner@fabrikam.test").await;
    let forms: [(&str, &[(&str, &str)]); 5] = [
        ("/api/contacts/page", &[("selected", &ines)]),
        (
            "/api/contacts/save",
            &[("id", &ines), ("form[first_name]", "Mallory"), ("form[email]", "m@evil.test")],
        ),
        ("/api/contacts/delete", &[("id", &ines)]),
        ("/api/contacts/invite", &[("id", &ines)]),
        ("/api/contacts/test", &[("id", &ines)]),
    ];
    for (path, form) in forms {
        let answer = fabrikam.call(path, form).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {}", answer.text());
    }
    let page = fabrikam.get(&format!("/account/contacts/{ines}")).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(!page.text().contains("ledger.test"));
    not_there(&world, &fabrikam).await;
    let account: serde_json::Value = northwind.call("/api/accounts/page", &[]).await.json();
    let account = account["accounts"][0]["id"].as_str().unwrap();
    let answer = fabrikam.call("/api/accounts/choose", &[("id", account)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let security: serde_json::Value = northwind.call("/api/security/page", &[]).await.json();
    let session = security["page"]["sessions"][0]["id"].as_str().unwrap();
    let answer = fabrikam.call("/api/security/end-session", &[("id", session)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(contact(&northwind, "ines@ledger.test").await.id.to_string(), ines, "nothing happened");
}

/// The functions and pages of services and domains, for somebody to whom these are not there.
async fn not_there(world: &World, client: &Client) {
    let service = world.id("SELECT id FROM services WHERE name = 'nw-app-01'").await;
    let domain = world.id("SELECT id FROM domains WHERE name = 'northwind.test'").await;
    for (path, _, form) in FUNCTIONS {
        let id = match path.split('/').nth(2) {
            Some("services") => &service,
            Some("domains") => &domain,
            _ => continue,
        };
        let ticked = format!("form[domains][id-{id}]");
        let mut form: Vec<_> = form.iter().copied().filter(|(name, _)| *name != "id").collect();
        form.push(if *path == "/api/domains/several" { (&ticked, "true") } else { ("id", id) });
        let answer = client.call(path, &form).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {}", answer.text());
    }
    for path in [format!("/services/{service}"), format!("/domains/{domain}")] {
        let page = client.get(&path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!page.text().contains("nw-app-01") && !page.text().contains("northwind.test"), "{path}");
        assert_eq!(client.page(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

macro_rules! on_both_engines {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() { super::$test(super::Engine::Sqlite).await; })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() { super::$test(super::Engine::Postgres).await; })*
        }
    };
}

on_both_engines!(
    nobody_signed_in,
    the_owner,
    a_sub_account_with_each_permission,
    a_sub_account_that_ended,
    the_owner_of_another_account,
);
