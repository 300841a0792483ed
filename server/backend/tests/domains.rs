//! Domains: the list, name servers, DNS records, registrant, lock, transfer code, auto-renew; and what people try who
//! may not.

use backend::{
    access::{ManageDomains, ViewDomains},
    domains::{self, RecordForm, RegistrantForm},
    paging::ListQuery,
    sessions,
};
use domain::{AppError, DomainId, Permission};

use crate::{
    on_both,
    possessions::{FABRIKAM, JONAS, KAI, SAM, Scene, form, may, none, origin, own, refused},
    world::World,
};

const NORTH: &str = "northwind.test";
const STUDIO: &str = "northwind-studio.test";
const NORDVIND: &str = "nordvind.test";
const TWO: &str = "ns1.elsewhere.test\nns2.elsewhere.test";

fn record(name: &str, kind: &str, value: &str) -> RecordForm {
    RecordForm { name: name.into(), kind: kind.into(), ttl: "3600".into(), value: value.into() }
}

/// Kai, who manages the domains of Northwind Studio, sets name servers.
async fn set(scene: &Scene, ids: &[DomainId], typed: &str) -> Result<(), backend::Failure> {
    let kai = scene.actor(KAI).await;
    domains::set_name_servers(&scene.world.backend, &may(&kai), ids, typed, None).await
}

/// The name servers of a domain as they are typed.
async fn servers(scene: &Scene, id: DomainId) -> Vec<String> {
    let owner = scene.owner().await;
    let page = domains::page(&scene.world.backend, &may(&owner), id).await.unwrap();
    page.name_servers.iter().map(domains::NameServer::line).collect()
}

/// The records of a domain as `name kind value`.
async fn records(scene: &Scene, id: DomainId) -> Vec<String> {
    let owner = scene.owner().await;
    let page = domains::page(&scene.world.backend, &may(&owner), id).await.unwrap();
    page.records.iter().map(|one| format!("{} {} {}", one.name, one.kind, one.value)).collect()
}

on_both!(lists_and_pages_show_what_is_in_scope, |world: World| async move {
    let scene = Scene::new(world).await;
    let backend = &scene.world.backend;
    let kai = scene.actor(KAI).await;
    let list = domains::list(backend, &may(&kai), ListQuery::default()).await.unwrap();
    assert_eq!((list.lines.len(), list.manages, list.next), (6, true, None));
    let query = ListQuery::read(Some("NORDVIND."), None, None);
    assert_eq!(domains::list(backend, &may(&kai), query).await.unwrap().lines.len(), 1);
    let page = domains::page(backend, &may(&kai), scene.domain(NORTH).await).await.unwrap();
    assert_eq!((page.name_servers.len(), page.records.len()), (3, 12));
    assert!(page.manages && page.changes && page.code && page.locked);
    let expired = scene.domain("northwind-summer.test").await;
    let page = domains::page(backend, &may(&kai), expired).await.unwrap();
    assert!(page.manages && !page.changes && !page.code);
    scene.take("managedomains").await;
    let kai = scene.actor(KAI).await;
    let page = domains::page(backend, &may(&kai), scene.domain(NORTH).await).await.unwrap();
    assert!(!page.manages && !page.changes && !page.code);
    scene.limit(KAI, "domain", NORDVIND).await;
    let kai = scene.actor(KAI).await;
    let list = domains::list(backend, &may(&kai), ListQuery::default()).await.unwrap();
    assert_eq!(list.lines.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(), [NORDVIND]);
});

on_both!(name_servers_are_checked, |world: World| async move {
    let scene = Scene::new(world).await;
    let north = [scene.domain(NORTH).await];
    let before = servers(&scene, north[0]).await;
    let many = (1..=14).map(|number| format!("ns{number}.a.test")).collect::<Vec<_>>().join("\n");
    for (typed, input, problem) in [
        ("", "name_servers", "too_few_name_servers"),
        ("ns1.a.test", "name_servers", "too_few_name_servers"),
        (many.as_str(), "name_servers", "too_many_name_servers"),
        ("ns1.a.test\nns1.A.test.", "name_servers/2", "twice"),
        ("ns1.a.test\nnonsense", "name_servers/2", "not_a_host"),
        ("ns1.a.test\n192.0.2.1", "name_servers/2", "not_a_host"),
        ("ns1.a.test\n\nns_2.a.test", "name_servers/3", "not_a_host"),
        ("ns1.a.test\nns1.northwind.test", "name_servers/2", "glue_needed"),
        ("ns1.a.test 192.0.2.1\nns2.a.test", "name_servers/1", "glue_not_needed"),
        ("ns1.a.test\nns1.northwind.test nonsense", "name_servers/2", "not_an_address"),
        ("ns1.a.test\nns1.northwind.test 127.0.0.1", "name_servers/2", "not_an_address"),
        ("ns1.a.test\nns1.northwind.test 192.0.2.1 192.0.2.1", "name_servers/2", "twice"),
        ("ns1.a.test\nns1.notnorthwind.test 192.0.2.1", "name_servers/2", "glue_not_needed"),
    ] {
        assert_eq!(refused(set(&scene, &north, typed).await), form(input, problem), "{typed:?}");
    }
    assert_eq!(refused(set(&scene, &north, &"x".repeat(9000)).await), form("name_servers", "too_long"));
    assert_eq!(servers(&scene, north[0]).await, before);
    assert!(scene.tasks().await.is_empty());
    set(&scene, &north, "NS1.Northwind.Test. 192.0.2.1, 2001:db8::1\r\nns2.a.test\r\n").await.unwrap();
    assert_eq!(servers(&scene, north[0]).await, ["ns1.northwind.test 192.0.2.1 2001:db8::1", "ns2.a.test"]);
    assert_eq!(scene.tasks().await, ["name_servers_changed"]);
    assert_eq!(scene.log(1).await, [format!("name_servers_changed {NORTH}")]);
    let mails = scene.behind.number("SELECT COUNT(*) FROM emails WHERE event IS NOT NULL").await;
    assert_eq!(mails, 1, "one email tells of it");
    set(&scene, &north, "ns1.northwind.test 192.0.2.1 2001:db8::1\nns2.a.test").await.unwrap();
    assert_eq!(scene.tasks().await.len(), 1, "nothing changed");
    // Thirteen will do.
    let most = (1..=13).map(|number| format!("ns{number}.a.test")).collect::<Vec<_>>().join("\n");
    set(&scene, &north, &most).await.unwrap();
    let kai = scene.actor(KAI).await;
    let backend = &scene.world.backend;
    let stale = domains::set_name_servers(backend, &may(&kai), &north, TWO, Some("ns1.a.test\nns2.a.test")).await;
    assert_eq!(refused(stale), form("name_servers", "changed"));
    domains::set_name_servers(backend, &may(&kai), &north, TWO, Some(&most)).await.unwrap();
});

on_both!(several_domains_are_changed_at_once_or_none, |world: World| async move {
    let scene = Scene::new(world).await;
    let backend = &scene.world.backend;
    let (north, studio, nordvind) =
        (scene.domain(NORTH).await, scene.domain(STUDIO).await, scene.domain(NORDVIND).await);
    let glued = "ns1.northwind.test 192.0.2.1\nns2.elsewhere.test";
    set(&scene, &[north, studio, nordvind, north], glued).await.unwrap();
    assert_eq!(servers(&scene, north).await, ["ns1.northwind.test 192.0.2.1", "ns2.elsewhere.test"]);
    assert_eq!(servers(&scene, studio).await, ["ns1.northwind.test", "ns2.elsewhere.test"], "no glue of others");
    assert_eq!(scene.tasks().await, ["name_servers_changed"; 3]);
    assert_eq!(scene.behind.number("SELECT COUNT(*) FROM emails WHERE event IS NOT NULL").await, 3);
    assert_eq!(refused(set(&scene, &[], TWO).await), form("domains", "nothing_chosen"));
    let expired = scene.domain("northwind-summer.test").await;
    assert_eq!(refused(set(&scene, &[north, expired], TWO).await), form("", "not_now"));
    let fabrikam = scene.domain("fabrikam.test").await;
    assert_eq!(refused(set(&scene, &[north, fabrikam], TWO).await), AppError::NotFound);
    scene.limit(KAI, "domain", NORTH).await;
    assert_eq!(refused(set(&scene, &[north, studio], TWO).await), AppError::NotFound, "out of scope");
    assert_eq!(servers(&scene, north).await[0], "ns1.northwind.test 192.0.2.1", "all or none");

    let kai = scene.actor(KAI).await;
    assert_eq!(refused(domains::set_auto_renew(backend, &may(&kai), &[studio], false).await), AppError::NotFound);
    domains::set_auto_renew(backend, &may(&kai), &[north], false).await.unwrap();
    domains::set_auto_renew(backend, &may(&kai), &[north], false).await.unwrap();
    assert_eq!(scene.tasks().await.iter().filter(|kind| *kind == "auto_renew_changed").count(), 1);
    assert_eq!(scene.log(1).await, [format!("auto_renew_set {NORTH}")]);
});

on_both!(records_are_checked_and_kept, |world: World| async move {
    let scene = Scene::new(world).await;
    let backend = &scene.world.backend;
    let (kai, north) = (scene.actor(KAI).await, scene.domain(NORTH).await);
    let access = may::<ManageDomains>(&kai);
    let save = async |form: RecordForm| domains::save_record(backend, &access, north, None, &form).await;
    for (name, kind, value, input, problem) in [
        ("@", "CNAME", "a.example", "name", "cname_at_apex"),
        ("www", "A", "192.0.2.9", "name", "cname_not_alone"),
        ("shop", "CNAME", "a.example", "name", "cname_not_alone"),
        ("www", "CNAME", "other.example", "name", "cname_not_alone"),
        ("@", "A", "192.0.2.80", "value", "twice"),
        ("@", "MX", "20 www", "value", "target_is_cname"),
        ("x", "A", "nonsense", "value", "not_ipv4"),
        ("x", "AAAA", "192.0.2.1", "value", "not_ipv6"),
        ("x", "NS", "a.example", "kind", "unknown_choice"),
        ("x", "TXT", "one\r\nevil 60 A 192.0.2.66", "value", "unprintable"),
        ("x\r\nevil", "A", "192.0.2.1", "name", "not_a_name"),
        ("x", "TXT", "", "value", "missing"),
    ] {
        let result = save(record(name, kind, value)).await;
        assert_eq!(refused(result), form(input, problem), "{name} {kind} {value}");
    }
    assert_eq!(refused(save(record("x", "TXT", &"x".repeat(3000))).await), form("value", "too_long"));
    assert!(scene.tasks().await.is_empty());
    save(record("Blog.northwind.test.", "a", "192.0.2.44")).await.unwrap_err();
    save(record("Blog.northwind.test.", "A", "192.0.2.44")).await.unwrap();
    save(RecordForm { ttl: "300".into(), ..record("blog", "A", "192.0.2.45") }).await.unwrap();
    save(record("mail", "MX", "10 blog")).await.unwrap();
    let all = records(&scene, north).await;
    assert!(all.contains(&"blog A 192.0.2.44".to_owned()), "{all:?}");
    assert!(all.contains(&"mail MX 10 blog.northwind.test.".to_owned()), "{all:?}");
    let ttls = scene.behind.number("SELECT COUNT(*) FROM dns_records WHERE name = 'blog' AND ttl = 300").await;
    assert_eq!(ttls, 2, "all of a name and kind");
    let told = scene.behind.texts("SELECT data FROM operator_tasks WHERE data LIKE '%192.0.2.45%'").await;
    let told: serde_json::Value = serde_json::from_str(&told[0]).unwrap();
    assert_eq!(told["added"], serde_json::json!(["blog 300 A 192.0.2.45", "blog 300 A 192.0.2.44"]));
    assert_eq!(told["removed"], serde_json::json!(["blog 3600 A 192.0.2.44"]), "what changed with it");
    let logged = scene
        .behind
        .texts("SELECT event FROM activity WHERE event LIKE '%dns_changed%' ORDER BY number")
        .await;
    let logged: serde_json::Value = serde_json::from_str(&logged[1]).unwrap();
    assert_eq!((&logged["added"], &logged["removed"]), (&told["added"], &told["removed"]));
    assert_eq!(scene.tasks().await, ["dns_changed"; 3]);
    assert_eq!(scene.log(1).await, [format!("dns_changed {NORTH}")]);

    let owner = scene.owner().await;
    let page = domains::page(backend, &may::<ViewDomains>(&owner), north).await.unwrap();
    let one = page.records.iter().find(|one| one.value == "192.0.2.44").unwrap();
    let changed = RecordForm { value: "192.0.2.46".into(), ..one.form() };
    domains::save_record(backend, &access, north, Some(one.id), &changed).await.unwrap();
    assert!(records(&scene, north).await.contains(&"blog A 192.0.2.46".to_owned()));
    domains::remove_record(backend, &access, north, one.id).await.unwrap();
    assert_eq!(refused(domains::remove_record(backend, &access, north, one.id).await), AppError::NotFound);
    let gone = domains::save_record(backend, &access, north, Some(one.id), &changed).await;
    assert_eq!(refused(gone), form("", "changed"));
    let studio = scene.domain(STUDIO).await;
    let of_another = page.records[0].id;
    assert_eq!(refused(domains::remove_record(backend, &access, studio, of_another).await), AppError::NotFound);
    let into_another = domains::save_record(backend, &access, studio, Some(of_another), &changed).await;
    assert_eq!(refused(into_another), form("", "changed"));
});

on_both!(a_registrant_is_the_account_a_contact_or_typed, |world: World| async move {
    let scene = Scene::new(world).await;
    let backend = &scene.world.backend;
    let (owner, kai, north) = (scene.owner().await, scene.actor(KAI).await, scene.domain(NORTH).await);
    let own = RegistrantForm {
        source: "own".into(),
        first_name: "Ada".into(),
        last_name: "Berg".into(),
        email: "ada@north.test".into(),
        address1: "Storgata 1".into(),
        city: "Oslo".into(),
        postcode: "0155".into(),
        country: "NO".into(),
        ..RegistrantForm::default()
    };
    let set = async |actor, form: &RegistrantForm| domains::set_registrant(backend, &may(actor), north, form).await;
    set(&kai, &own).await.unwrap();
    let now = domains::registrant(backend, &may(&kai), north).await.unwrap();
    assert_eq!(now.current.unwrap().1.form(), own);
    assert!(now.contacts.is_empty(), "who may not see the contacts does not see their names");
    assert_eq!(scene.log(1).await, [format!("registrant_changed {NORTH}")]);
    for (change, input, problem) in [
        (RegistrantForm { email: "nonsense".into(), ..own.clone() }, "email", "not_an_email"),
        (RegistrantForm { city: String::new(), ..own.clone() }, "city", "missing"),
        (RegistrantForm { country: "XX".into(), ..own.clone() }, "country", "unknown_country"),
        (RegistrantForm { last_name: "A\r\nB".into(), ..own.clone() }, "last_name", "unprintable"),
        (RegistrantForm { company: "x".repeat(101), ..own.clone() }, "company", "too_long"),
        (RegistrantForm { phone: "call me".into(), ..own.clone() }, "phone", "not_a_phone"),
        (RegistrantForm { source: "nonsense".into(), ..own.clone() }, "source", "unknown_choice"),
    ] {
        assert_eq!(refused(set(&owner, &change).await), form(input, problem));
    }
    let account = RegistrantForm { source: "account".into(), ..RegistrantForm::default() };
    set(&kai, &account).await.unwrap();
    let now = domains::registrant(backend, &may(&owner), north).await.unwrap();
    assert_eq!(now.current.unwrap().1.email, backend::demo::OWNER);
    assert_eq!(now.contacts.len(), 4);
    let contact = |id: domain::ContactId| RegistrantForm { source: id.to_string(), ..RegistrantForm::default() };
    let sam = scene.behind.contact("Northwind Studio", SAM).await;
    assert_eq!(refused(set(&kai, &contact(sam)).await), form("source", "unknown_choice"), "without `contacts`");
    let foreign = scene.behind.contact(FABRIKAM, SAM).await;
    assert_eq!(refused(set(&owner, &contact(foreign)).await), form("source", "unknown_choice"), "another account's");
    scene
        .behind
        .run("UPDATE contacts SET address1 = 'Gata 2', city = 'Bergen', postcode = '5003', country = 'NO'")
        .await;
    set(&owner, &contact(sam)).await.unwrap();
    scene.behind.run("UPDATE contacts SET country = ''").await;
    assert_eq!(refused(set(&owner, &contact(sam)).await), form("source", "incomplete_address"));
    assert_eq!(scene.tasks().await, ["registrant_changed"; 3]);
});

on_both!(unlocking_and_the_code_ask_for_the_own_password, |world: World| async move {
    let scene = Scene::new(world).await;
    let backend = &scene.world.backend;
    let (kai, session, north) = (scene.actor(KAI).await, scene.session(KAI).await, scene.domain(NORTH).await);
    let (access, from) = (may::<ManageDomains>(&kai), origin());
    let who = (&session, &from);
    let lock = async |locked, password: &domain::Password| {
        domains::set_lock(backend, &access, who, &[north], locked, password).await
    };
    assert_eq!(refused(lock(false, &none()).await), form("password", "missing"));
    assert_eq!(refused(domains::reveal(backend, &access, who, north, &none()).await), form("password", "missing"));
    assert!(scene.tasks().await.is_empty());
    lock(false, &own()).await.unwrap();
    lock(true, &none()).await.unwrap();
    assert_eq!(scene.tasks().await, ["transfer_lock_changed"; 2]);
    // That it was entered a moment ago opens the passwords of services, and none of this.
    assert!(!sessions::asks_password(backend, &session).await.unwrap());
    assert_eq!(refused(lock(false, &none()).await), form("password", "missing"));
    let wrong = domain::Password::new("wrong horse".to_owned());
    assert_eq!(refused(lock(false, &wrong).await), form("password", "wrong_password"));
    assert_eq!(refused(domains::reveal(backend, &access, who, north, &none()).await), form("password", "missing"));
    assert_eq!(scene.tasks().await.len(), 2);
    domains::reveal(backend, &access, who, north, &own()).await.unwrap();
    assert_eq!(scene.log(1).await, [format!("epp_code_shown {NORTH}")]);
    let code = domains::shown(backend, &access, &session, north).await.unwrap().unwrap();
    assert_eq!(code.expose(), "NW-7Q4r-91ksT");
    assert!(domains::shown(backend, &access, &session, north).await.unwrap().is_none(), "once");
    assert_eq!(scene.behind.number("SELECT COUNT(*) FROM emails WHERE event IS NOT NULL").await, 3);
    for (table, column) in [("operator_tasks", "data"), ("activity", "event"), ("emails", "event")] {
        for text in scene.behind.texts(&format!("SELECT COALESCE({column}, '') FROM {table}")).await {
            assert!(!text.contains(code.expose()), "{table}: {text}");
        }
    }
});

on_both!(nothing_of_another_account_or_out_of_scope_is_found, |world: World| async move {
    let scene = Scene::new(world).await;
    scene.limit(KAI, "domain", NORDVIND).await;
    let backend = &scene.world.backend;
    let north = scene.domain(NORTH).await;
    let jonas = scene.behind.actor(&scene.world, JONAS, FABRIKAM).await;
    let kai = scene.actor(KAI).await;
    let nobody = DomainId(uuid::Uuid::from_u128(7));
    for (actor, email, id) in [(&jonas, JONAS, north), (&kai, KAI, north), (&kai, KAI, nobody)] {
        let (session, from) = (scene.session(email).await, origin());
        let (who, access) = ((&session, &from), may::<ManageDomains>(actor));
        assert_eq!(refused(domains::page(backend, &may(actor), id).await), AppError::NotFound);
        assert_eq!(refused(domains::registrant(backend, &access, id).await), AppError::NotFound);
        let registrant = RegistrantForm { source: "account".into(), ..RegistrantForm::default() };
        assert_eq!(refused(domains::set_registrant(backend, &access, id, &registrant).await), AppError::NotFound);
        assert_eq!(refused(domains::set_name_servers(backend, &access, &[id], TWO, None).await), AppError::NotFound);
        let form = record("x", "A", "192.0.2.1");
        assert_eq!(refused(domains::save_record(backend, &access, id, None, &form).await), AppError::NotFound);
        assert_eq!(refused(domains::remove_record(backend, &access, id, id.0).await), AppError::NotFound);
        assert_eq!(refused(domains::set_lock(backend, &access, who, &[id], false, &own()).await), AppError::NotFound);
        assert_eq!(refused(domains::set_auto_renew(backend, &access, &[id], false).await), AppError::NotFound);
        assert_eq!(refused(domains::reveal(backend, &access, who, id, &own()).await), AppError::NotFound);
        assert_eq!(refused(domains::shown(backend, &access, &session, id).await), AppError::NotFound);
    }
    assert!(scene.tasks().await.is_empty());
});

on_both!(a_right_taken_away_since_the_page_was_opened_is_gone, |world: World| async move {
    let scene = Scene::new(world).await;
    let backend = &scene.world.backend;
    let (kai, session, north) = (scene.actor(KAI).await, scene.session(KAI).await, scene.domain(NORTH).await);
    let (access, from) = (may::<ManageDomains>(&kai), origin());
    scene.take("managedomains").await;
    let denied = AppError::Denied(Permission::ManageDomains);
    let changed = domains::set_name_servers(backend, &access, &[north], TWO, None).await;
    assert_eq!(refused(changed), denied);
    let revealed = domains::reveal(backend, &access, (&session, &from), north, &own()).await;
    assert_eq!(refused(revealed), denied);
    let saved = domains::save_record(backend, &access, north, None, &record("x", "A", "192.0.2.1")).await;
    assert_eq!(refused(saved), denied);
    assert!(scene.tasks().await.is_empty());
});
