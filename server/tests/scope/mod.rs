//! Whoever has a limited scope, through every endpoint: with something in scope, and with the same thing out of it. They
//! hold every permission, so what hides something is the scope alone.

mod table;

use axum::http::StatusCode;
use domain::{Code as _, Permission};
use server::config::{Options, ServiceOptions};
use server_fn::axum::server_fn_paths;

use crate::{
    harness::{Answer, Client, Engine, START, World},
    steps::{KAI, OWNER},
    tickets::upload,
};
use table::{DOWNLOADS, FUNCTIONS, Form, MORE_PAGES, OUTSIDE, Of, PAGES, TICKETS};

const SECRET: &str = "0123456789abcdef";

/// The ids of one thing of each kind.
struct Thing {
    service: String,
    domain: String,
    record: String,
    invoice: String,
    ticket: String,
    email: String,
    file: String,
    quote: String,
    product: String,
}

impl Thing {
    async fn find(world: &World, [service, domain, invoice, number]: [&str; 4]) -> Self {
        let (domain, ticket) = (
            world.id(&format!("SELECT id FROM domains WHERE name = '{domain}'")).await,
            world.id(&format!("SELECT id FROM tickets WHERE number = '{number}'")).await,
        );
        let of_domain = world.uuid(&domain);
        let of_ticket = world.uuid(&ticket);
        Self {
            service: world.id(&format!("SELECT id FROM services WHERE name = '{service}'")).await,
            record: world.id(&format!("SELECT id FROM dns_records WHERE domain_id = {of_domain}")).await,
            invoice: world.id(&format!("SELECT id FROM invoices WHERE number = '{invoice}'")).await,
            file: world.id(&format!("SELECT id FROM ticket_files WHERE ticket_id = {of_ticket}")).await,
            email: world.id(&format!("SELECT id FROM emails WHERE subject LIKE '%{number}%'")).await,
            quote: world.id("SELECT id FROM quotes WHERE number = 'Q-2041'").await,
            product: world.id("SELECT id FROM catalogue WHERE name = 'Cloud VPS 8 GB'").await,
            domain,
            ticket,
        }
    }

    /// A text with the ids in it. `$new` is another in each form.
    fn fill(&self, text: &str) -> String {
        text.replace("$service", &self.service)
            .replace("$domain", &self.domain)
            .replace("$record", &self.record)
            .replace("$invoice", &self.invoice)
            .replace("$ticket", &self.ticket)
            .replace("$email", &self.email)
            .replace("$file", &self.file)
            .replace("$quote", &self.quote)
            .replace("$product", &self.product)
            .replace("$new", &token())
    }

    fn form(&self, form: Form) -> Vec<(String, String)> {
        form.iter().map(|(name, value)| (self.fill(name), self.fill(value))).collect()
    }
}

/// Asks for a page that the server writes as the hydrated client does.
async fn served(client: &Client, address: &str) -> Answer {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    client.call("/api/page", &[("path", path), ("query", query)]).await
}

/// The token of a form that is shown now.
fn token() -> String {
    backend::random::new_id(START).to_string()
}

fn pairs(form: &[(String, String)]) -> Vec<(&str, &str)> {
    form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// The two kinds of limited scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Only,
    AllBut,
}

/// A world in which Kai holds everything, for one service and two domains.
struct Scene {
    world: World,
    kai: Client,
    inside: Thing,
    outside: Thing,
}

const OF_KAI: &str = "(SELECT contact_id FROM memberships WHERE user_id = \
                      (SELECT id FROM users WHERE email = 'kai@zones.test'))";
const COVERED: &str = "('nw-app-01', 'northwind-print.test', 'nordvind.test')";

impl Scene {
    async fn new(engine: Engine, kind: Kind) -> Self {
        let services = ServiceOptions {
            panel_url: Some("https://panel.example/sign-on".to_owned()),
            panel_secret: Some(SECRET.to_owned()),
            ..ServiceOptions::default()
        };
        let options = Options { affiliates: Some("1".to_owned()), services, ..Options::default() };
        let world = World::with(engine, options).await.demo().await;
        let owner = world.signed_in(OWNER).await;
        let ticket = world.id("SELECT id FROM tickets WHERE number = '48190'").await;
        let token = token();
        let reply = [("token", token.as_str()), ("text", "See the file")];
        let sent = upload(&owner, &format!("/tickets/{ticket}/send"), &reply, &[("a.log", b"a line")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let inside = Thing::find(&world, ["nw-app-01", "northwind-print.test", "INV-10362", "48190"]).await;
        let outside = Thing::find(&world, ["shop.northwind.test", "northwind-studio.test", "INV-10206", "48213"]).await;
        give(&world, kind).await;
        let kai = world.signed_in(KAI).await;
        let scene = Self { world, kai, inside, outside };
        scene.fill_the_log(&owner).await;
        scene
    }

    /// The owner does something with each thing.
    async fn fill_the_log(&self, owner: &Client) {
        let unpaid = self.world.id("SELECT id FROM invoices WHERE number = 'INV-10377'").await;
        for thing in [&self.inside, &self.outside] {
            let invoice = if thing.invoice == self.outside.invoice { &unpaid } else { &thing.invoice };
            let token = token();
            let paid = format!("SELECT paid_minor FROM invoices WHERE id = {}", self.world.uuid(invoice));
            let seen = self.world.number(&paid).await.to_string();
            let forms: [(&str, Vec<(&str, &str)>); 4] = [
                ("/api/services/reveal", vec![("id", &thing.service)]),
                ("/api/domains/auto-renew", vec![("id", &thing.domain), ("on", "false")]),
                ("/api/tickets/close", vec![("id", &thing.ticket)]),
                (
                    "/api/invoices/pay",
                    vec![("id", invoice), ("form[amount]", "1"), ("form[seen]", &seen), ("form[token]", &token)],
                ),
            ];
            for (path, form) in forms {
                let answer = owner.call(path, &form).await;
                assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
            }
        }
        let reopened = owner.call("/api/tickets/reopen", &[("id", &self.inside.ticket)]).await;
        assert_eq!(reopened.status, StatusCode::OK, "{}", reopened.text());
        let log = owner.get("/account/activity").await.text();
        for word in ["shop.northwind.test", "northwind-studio.test", "48213", "INV-10377"] {
            assert!(log.contains(word), "{word}: {log}");
        }
    }

    /// One request about something in scope, and the same about something out of it.
    async fn one(&self, what: &str, refused: StatusCode, ask: impl AsyncFn(&Thing) -> Answer) {
        let answer = ask(&self.outside).await;
        assert_eq!(answer.status, refused, "{what} out of scope: {}", answer.text());
        silent(what, &answer);
        let answer = ask(&self.inside).await;
        let bad = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN, StatusCode::UNAUTHORIZED];
        assert!(!bad.contains(&answer.status), "{what} in scope: {} {}", answer.status, answer.text());
        assert!(!answer.status.is_server_error(), "{what} in scope: {} {}", answer.status, answer.text());
        silent(what, &answer);
    }

    async fn walk(&self, what: &str, of: Of, ask: impl AsyncFn(&Thing) -> Answer) {
        match of {
            Of::Nothing => {}
            Of::Shows(words) => {
                let answer = ask(&self.inside).await;
                assert_eq!(answer.status, StatusCode::OK, "{what}: {}", answer.text());
                for word in words {
                    assert!(answer.text().contains(word), "{what} does not show {word}: {}", answer.text());
                }
                silent(what, &answer);
            }
            Of::One(refused) => self.one(what, refused, ask).await,
            Of::Whole => {
                let answer = ask(&self.inside).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}: {}", answer.text());
                silent(what, &answer);
            }
        }
    }
}

/// Nothing is said of what is out of scope.
#[track_caller]
fn silent(what: &str, answer: &Answer) {
    let text = answer.text();
    for word in OUTSIDE {
        assert!(!text.contains(word), "{what} tells of {word}: {text}");
    }
}

async fn give(world: &World, kind: Kind) {
    world.sql(&format!("DELETE FROM membership_permissions WHERE contact_id IN {OF_KAI}")).await;
    for permission in Permission::ALL {
        let sql = format!(
            "INSERT INTO membership_permissions (account_id, contact_id, permission) \
             SELECT account_id, contact_id, '{}' FROM memberships WHERE contact_id IN {OF_KAI}",
            permission.code()
        );
        world.sql(&sql).await;
    }
    let (new_ones, named) = match kind {
        Kind::Only => ("FALSE", "IN"),
        Kind::AllBut => ("TRUE", "NOT IN"),
    };
    let columns = format!("limited = TRUE, new_ones = {new_ones}, ends_at = NULL");
    let sql = format!("UPDATE memberships SET {columns} WHERE contact_id IN {OF_KAI}");
    world.sql(&sql).await;
    for (code, things) in [("service", "services"), ("domain", "domains")] {
        let sql = format!(
            "INSERT INTO membership_scope (account_id, contact_id, subject_kind, subject_id) \
             SELECT memberships.account_id, memberships.contact_id, '{code}', {things}.id FROM memberships \
             JOIN {things} ON {things}.account_id = memberships.account_id \
             WHERE memberships.contact_id IN {OF_KAI} AND {things}.name {named} {COVERED}"
        );
        world.sql(&sql).await;
    }
}

async fn walk(engine: Engine, kind: Kind) {
    let scene = Scene::new(engine, kind).await;
    let kai = &scene.kai;
    for (route, of, address) in PAGES.iter().chain(DOWNLOADS) {
        scene.walk(route, *of, async |thing| kai.get(&thing.fill(address)).await).await;
        if app::served::PAGES.iter().any(|page| page.path == *route) {
            let what = format!("the function for {route}");
            scene.walk(&what, *of, async |thing| served(kai, &thing.fill(address)).await).await;
        }
    }
    for (address, of) in MORE_PAGES {
        scene.walk(address, *of, async |thing| kai.get(&thing.fill(address)).await).await;
        scene.walk(address, *of, async |thing| served(kai, &thing.fill(address)).await).await;
    }
    scene
        .walk("the overview", Of::Shows(&[]), async |_| kai.get("/account/contacts/emails").await)
        .await;
    counters(kai, [1, 2, 1, 0, 1]).await;
    others_forms(&scene).await;
    for (route, of, address, form) in TICKETS {
        let ask = async |thing: &Thing| {
            let form = thing.form(form);
            if form.is_empty() {
                kai.get(&thing.fill(address)).await
            } else {
                upload(kai, &thing.fill(address), &pairs(&form), &[]).await
            }
        };
        scene.walk(route, *of, ask).await;
    }
    for (path, of, form) in FUNCTIONS {
        scene.walk(path, *of, async |thing| kai.call(path, &pairs(&thing.form(form))).await).await;
    }
    redeeming(&scene).await;
    what_comes_later(&scene, kind).await;
}

/// The numbers on Home: services, domains, unpaid invoices, quotes, tickets.
async fn counters(client: &Client, expected: [u64; 5]) {
    let html = client.get("/").await.text();
    let tiles = ["tile-services", "tile-domains", "tile-unpaid", "tile-quotes", "tile-tickets"];
    for (tile, expected) in tiles.into_iter().zip(expected) {
        let (_, rest) = html.split_once(&format!("id=\"{tile}\"")).unwrap_or_else(|| panic!("no {tile}: {html}"));
        let (_, rest) = rest.split_once("class=\"count\">").unwrap();
        assert_eq!(rest.split('<').next().unwrap(), expected.to_string(), "{tile}");
    }
}

/// The forms of everybody else, who hold more or nothing: no ids of what is out of scope.
async fn others_forms(scene: &Scene) {
    let owner = scene.world.signed_in(OWNER).await;
    let sam = crate::steps::contact(&owner, "sam@codeworks.test").await.id.to_string();
    let (outside, inside) = (&scene.outside.service, &scene.inside.service);
    let saved = crate::steps::save(&owner, "sam@codeworks.test", |form| {
        "chosen".clone_into(&mut form.scope);
        form.services = [outside, inside].map(|id| (id.parse().unwrap(), true)).into();
    });
    saved.await;
    for page in [
        scene.kai.get(&format!("/account/contacts/{sam}")).await,
        scene.kai.call("/api/contacts/page", &[("selected", &sam)]).await,
    ] {
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        silent("Sam's form", &page);
        assert!(!page.text().contains(outside.as_str()), "{}", page.text());
    }
}

/// A link to a panel that was made in scope lets nobody in once it is out of it.
async fn redeeming(scene: &Scene) {
    let signed = scene
        .kai
        .submit(
            "/api/services/sign-on",
            &format!("/services/{}", scene.inside.service),
            &[("id", &scene.inside.service)],
        )
        .await;
    let token = signed.header("location").rsplit_once("token=").unwrap_or_else(|| panic!("{}", signed.text())).1;
    let rows = format!("SELECT COUNT(*) FROM membership_scope WHERE contact_id IN {OF_KAI}");
    assert!(scene.world.number(&rows).await > 0);
    scene
        .world
        .sql(&format!("UPDATE memberships SET new_ones = FALSE WHERE contact_id IN {OF_KAI}"))
        .await;
    scene.world.sql(&format!("DELETE FROM membership_scope WHERE contact_id IN {OF_KAI}")).await;
    let request = scene.world.anonymous().request(axum::http::Method::POST, "/panel/redeem");
    let request = request
        .header("authorization", format!("Bearer {SECRET}"))
        .header("content-type", "application/x-www-form-urlencoded");
    let answer = scene.world.anonymous().send(request.body(format!("token={token}").into())).await;
    assert_eq!(answer.status, StatusCode::GONE, "{}", answer.text());
}

/// What is added to the account: seen with new ones, and with a list alone not.
async fn what_comes_later(scene: &Scene, kind: Kind) {
    give(&scene.world, kind).await;
    let account = scene
        .world
        .uuid(&scene.world.id("SELECT id FROM accounts WHERE company = 'Northwind Studio'").await);
    let [service, domain] = [(); 2].map(|()| scene.world.uuid(&uuid::Uuid::now_v7().to_string()));
    for sql in [
        format!(
            "INSERT INTO services (account_id, id, name, product, status, price_minor, currency) \
             VALUES ({account}, {service}, 'brand-new-01', 'Hosting', 'active', 0, 'NOK')"
        ),
        format!(
            "INSERT INTO domains (account_id, id, name, status, registered_at, auto_renew, locked) \
             VALUES ({account}, {domain}, 'brand-new.test', 'active', 0, TRUE, TRUE)"
        ),
    ] {
        scene.world.sql(&sql).await;
    }
    for (page, name) in [
        ("/services", "brand-new-01"),
        ("/domains", "brand-new.test"),
        ("/tickets/new", "brand-new-01"),
        ("/account/contacts/new", "brand-new.test"),
    ] {
        let html = scene.kai.get(page).await;
        assert_eq!(html.text().contains(name), kind == Kind::AllBut, "{page} of {kind:?}: {}", html.text());
        silent(page, &html);
    }
}

#[test]
fn every_endpoint_stands_in_the_table() {
    let mut registered: Vec<_> = server_fn_paths().map(|(path, _)| path).collect();
    let mut written: Vec<_> = FUNCTIONS.iter().map(|(path, ..)| *path).collect();
    registered.sort_unstable();
    written.sort_unstable();
    assert_eq!(registered, written);
    let mut routed = crate::access_table::routed_pages();
    let mut written: Vec<_> = PAGES.iter().map(|(route, ..)| *route).collect();
    routed.sort_unstable();
    written.sort_unstable();
    assert_eq!(routed, written);
    let written: Vec<_> = DOWNLOADS.iter().map(|(route, ..)| *route).collect();
    assert_eq!(written, server::http::downloads::ADDRESSES);
    let written: Vec<_> = TICKETS.iter().map(|(route, ..)| *route).collect();
    assert_eq!(written, server::http::tickets::ADDRESSES);
}

macro_rules! on_both_engines {
    ($($test:ident: $kind:expr),* $(,)?) => {
        $(mod $test {
            use super::{Engine, Kind, walk};

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { walk(Engine::Sqlite, $kind).await; }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() { walk(Engine::Postgres, $kind).await; }
        })*
    };
}

on_both_engines!(a_chosen_list: Kind::Only, a_list_with_new_ones: Kind::AllBut);
