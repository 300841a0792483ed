//! Support tickets: who sees and does what, what is stored with it, and attacks.

use backend::{
    Failure,
    access::{Access, Actor, ViewTickets},
    demo,
    paging::ListQuery,
    tickets::{self, LARGEST, ReplyForm, TicketForm, Upload},
};
use domain::{AppError, Code, client_area::Status};
use uuid::Uuid;

use crate::{behind::Behind, on_both, world::World};

const NORTHWIND: &str = "Northwind Studio";

fn may(actor: &Actor) -> Access<'_, ViewTickets> {
    actor.require().unwrap()
}

async fn set_up(world: &World) -> Behind {
    demo::load(&world.backend).await.unwrap();
    Behind::of(world).await
}

/// Limits Sam to one service.
async fn limit(behind: &Behind, service: &str) {
    behind.run("UPDATE memberships SET limited = TRUE").await;
    let sql = format!(
        "INSERT INTO membership_scope (account_id, contact_id, subject_kind, subject_id) \
         SELECT contacts.account_id, contacts.id, 'service', services.id FROM contacts \
         JOIN services ON services.account_id = contacts.account_id \
         WHERE services.name = '{service}' AND email_canonical = 'sam@codeworks.test'"
    );
    assert_eq!(behind.run(&sql).await, 1);
}

fn token() -> String {
    Uuid::now_v7().to_string()
}

fn form(about: String) -> TicketForm {
    TicketForm {
        token: token(),
        account: None,
        subject: "The shop is down".into(),
        department: "technical".into(),
        priority: "high".into(),
        about,
        copies: vec!["owner".into(), "owner".into()],
        text: "Since *noon*.".into(),
    }
}

fn log() -> Upload {
    Upload { name: "../../evil/error.LOG".into(), bytes: b"line 1\n".to_vec() }
}

fn refusal<T: std::fmt::Debug>(result: Result<T, Failure>) -> AppError {
    result.unwrap_err().into_app_error()
}

fn wrong(input: &str, problem: &str) -> AppError {
    AppError::Form(vec![(input.to_owned(), problem.to_owned())])
}

async fn service(behind: &Behind, name: &str) -> String {
    format!("service-{}", behind.id(&format!("SELECT id FROM services WHERE name = '{name}'")).await)
}

async fn id(behind: &Behind, number: &str) -> Uuid {
    behind.id(&format!("SELECT id FROM tickets WHERE number = '{number}'")).await
}

async fn numbers(world: &World, actor: &Actor, query: ListQuery) -> Vec<String> {
    let list = tickets::list(&world.backend, &may(actor), query, "").await.unwrap();
    list.lines.into_iter().map(|line| line.number).collect()
}

on_both!(a_ticket_is_opened_once_with_all_that_belongs_to_it, |world: World| async move {
    let behind = set_up(&world).await;
    let backend = &world.backend;
    let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
    let form = form(service(&behind, "shop.northwind.test").await);
    let id = tickets::open(backend, &may(&sam), &form, vec![log()]).await.unwrap();
    assert_eq!(id.to_string(), form.token);
    // The button was pressed twice.
    assert_eq!(tickets::open(backend, &may(&sam), &form, vec![log()]).await.unwrap(), id);
    assert_eq!(behind.number("SELECT COUNT(*) FROM tickets WHERE subject = 'The shop is down'").await, 1);

    let page = tickets::page(backend, &may(&sam), id).await.unwrap();
    assert_eq!((page.status, page.priority.as_str()), (Status::Open, "high"));
    assert_eq!(page.about.as_deref(), Some("shop.northwind.test"));
    assert_eq!(page.copies, ["Astrid Berg"]);
    assert_eq!(page.messages.len(), 1);
    assert_eq!(page.messages[0].html, "<p>Since <em>noon</em>.</p>\n");
    let file = &page.messages[0].files[0];
    assert_eq!((file.name.as_str(), file.size), ("error.log", 7));
    let given = tickets::file(backend, &may(&sam), id, file.id).await.unwrap();
    assert_eq!(
        (given.kind.as_str(), given.content.as_slice()),
        ("text/plain; charset=utf-8", b"line 1\n".as_slice())
    );

    assert_eq!(behind.number("SELECT COUNT(*) FROM operator_tasks WHERE kind = 'ticket_opened'").await, 1);
    let logged = behind.texts("SELECT event FROM activity WHERE kind = 'tickets'").await;
    assert_eq!(logged.len(), 1);
    assert!(logged[0].contains(&page.number), "{logged:?}");
    let to = behind.texts("SELECT recipient FROM outbox ORDER BY recipient").await;
    assert_eq!(to, ["owner@northwind.test", "sam@codeworks.test"]);
});

on_both!(answers_closing_and_opening_again_are_told, |world: World| async move {
    let behind = set_up(&world).await;
    let backend = &world.backend;
    let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
    let id = id(&behind, "48213").await;
    let status = async || tickets::page(backend, &may(&sam), id).await.unwrap().status;
    assert_eq!(status().await, Status::Answered);
    let reply = ReplyForm { token: token(), text: "Thank you".into(), ..ReplyForm::default() };
    for _ in 0..2 {
        tickets::reply(backend, &may(&sam), id, &reply, vec![log()]).await.unwrap();
    }
    assert_eq!(status().await, Status::Open);
    assert_eq!(behind.number("SELECT COUNT(*) FROM tickets WHERE answered_at IS NOT NULL").await, 0);
    for _ in 0..2 {
        tickets::close(backend, &may(&sam), id).await.unwrap();
    }
    assert_eq!(status().await, Status::Closed);
    for _ in 0..2 {
        tickets::reopen(backend, &may(&sam), id).await.unwrap();
    }
    assert_eq!(status().await, Status::Open);
    tickets::close(backend, &may(&sam), id).await.unwrap();
    let again = ReplyForm { token: token(), text: "It is back".into(), ..ReplyForm::default() };
    tickets::reply(backend, &may(&sam), id, &again, Vec::new()).await.unwrap();
    assert_eq!(status().await, Status::Open);
    let kinds = behind.texts("SELECT kind FROM operator_tasks ORDER BY id").await;
    let mut sorted = kinds.clone();
    sorted.sort();
    let expected = ["ticket_answered", "ticket_answered", "ticket_closed", "ticket_closed", "ticket_reopened"];
    assert_eq!(sorted, expected);
    assert_eq!(behind.number("SELECT COUNT(*) FROM activity WHERE kind = 'tickets'").await, 5);
    // The author's name stays as it was.
    behind.run("UPDATE users SET name = 'Somebody Else' WHERE email = 'sam@codeworks.test'").await;
    let page = tickets::page(backend, &may(&sam), id).await.unwrap();
    assert!(page.messages.iter().all(|message| message.author != "Somebody Else"));
    assert_eq!(page.messages.len(), 6);
    assert_eq!(page.messages[5].html, "<p>It is back</p>\n");
});

on_both!(nothing_of_another_account_is_reached, |world: World| async move {
    let behind = set_up(&world).await;
    let backend = &world.backend;
    let jonas = behind.actor(&world, "owner@fabrikam.test", "Fabrikam Labs").await;
    let id = id(&behind, "48213").await;
    let file = behind.id("SELECT id FROM ticket_files").await;
    let own = self::id(&behind, "48155").await;
    let reply = ReplyForm { token: token(), text: "Hello".into(), ..ReplyForm::default() };
    let access = may(&jonas);
    assert_eq!(refusal(tickets::page(backend, &access, id).await), AppError::NotFound);
    assert_eq!(refusal(tickets::reply(backend, &access, id, &reply, Vec::new()).await), AppError::NotFound);
    assert_eq!(refusal(tickets::close(backend, &access, id).await), AppError::NotFound);
    assert_eq!(refusal(tickets::reopen(backend, &access, id).await), AppError::NotFound);
    for ticket in [id, own] {
        assert_eq!(refusal(tickets::file(backend, &access, ticket, file).await), AppError::NotFound);
    }
    let about = form(service(&behind, "shop.northwind.test").await);
    assert_eq!(refusal(tickets::open(backend, &access, &about, Vec::new()).await), AppError::NotFound);
    let ines = behind.contact(NORTHWIND, "ines@ledger.test").await;
    let copied = TicketForm { copies: vec![ines.to_string()], ..form(String::new()) };
    let refused = refusal(tickets::open(backend, &access, &copied, Vec::new()).await);
    assert_eq!(refused, wrong("copies", "unknown_choice"));
    // The id of a ticket of another account names one of this account, or nothing.
    let taken = TicketForm { token: id.to_string(), copies: Vec::new(), ..form(String::new()) };
    let opened = tickets::open(backend, &access, &taken, Vec::new()).await.unwrap();
    assert_eq!(tickets::page(backend, &access, opened).await.unwrap().messages.len(), 1);
    assert_eq!(numbers(&world, &jonas, ListQuery::default()).await.len(), 2);
});

on_both!(a_limited_scope_sees_and_opens_only_what_it_covers, |world: World| async move {
    let behind = set_up(&world).await;
    let backend = &world.backend;
    let (shop, vps) = (service(&behind, "shop.northwind.test").await, service(&behind, "nw-app-01").await);
    limit(&behind, "nw-app-01").await;
    let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
    let access = may(&sam);
    assert!(numbers(&world, &sam, ListQuery::default()).await.is_empty());
    let choices = tickets::choices(backend, &access, "").await.unwrap();
    assert_eq!(choices.services, [(vps.clone(), "nw-app-01".to_owned())]);
    assert!(choices.domains.is_empty());
    let outside = id(&behind, "48213").await;
    assert_eq!(refusal(tickets::page(backend, &access, outside).await), AppError::NotFound);
    assert_eq!(refusal(tickets::close(backend, &access, outside).await), AppError::NotFound);
    let file = behind.id("SELECT id FROM ticket_files").await;
    assert_eq!(refusal(tickets::file(backend, &access, outside, file).await), AppError::NotFound);
    assert_eq!(refusal(tickets::open(backend, &access, &form(shop), Vec::new()).await), AppError::NotFound);
    assert_eq!(
        refusal(tickets::open(backend, &access, &form("service-x".into()), Vec::new()).await),
        AppError::NotFound
    );
    // About what is covered, and about nothing: their own.
    let about = tickets::open(backend, &access, &form(vps), Vec::new()).await.unwrap();
    let general = tickets::open(backend, &access, &form(String::new()), Vec::new()).await.unwrap();
    tickets::page(backend, &access, about).await.unwrap();
    tickets::close(backend, &access, general).await.unwrap();
    assert_eq!(numbers(&world, &sam, ListQuery::default()).await.len(), 2);
    // The same address under another login is somebody else.
    behind.run("UPDATE tickets SET opened_by_user_id = account_id").await;
    assert_eq!(refusal(tickets::page(backend, &access, general).await), AppError::NotFound);
    assert_eq!(refusal(tickets::reopen(backend, &access, general).await), AppError::NotFound);
});

on_both!(what_does_not_do_is_refused_by_field, |world: World| async move {
    let behind = set_up(&world).await;
    let backend = &world.backend;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let access = may(&owner);
    let good = form(String::new());
    let text = |text: String| TicketForm { text, ..good.clone() };
    for (form, upload, expected) in [
        (TicketForm { subject: " ".into(), ..good.clone() }, None, wrong("subject", "missing")),
        (TicketForm { subject: "x".repeat(201), ..good.clone() }, None, wrong("subject", "too_long")),
        (TicketForm { subject: "a\r\nBcc: x".into(), ..good.clone() }, None, wrong("subject", "unprintable")),
        (TicketForm { department: String::new(), ..good.clone() }, None, wrong("department", "missing")),
        (TicketForm { department: "x".into(), ..good.clone() }, None, wrong("department", "unknown_choice")),
        (TicketForm { priority: "urgent".into(), ..good.clone() }, None, wrong("priority", "unknown_choice")),
        (text(String::new()), None, wrong("text", "missing")),
        (text("x".repeat(20_001)), None, wrong("text", "too_long")),
        (text("a\u{202e}b".into()), None, wrong("text", "unprintable")),
        (TicketForm { token: "x".into(), ..good.clone() }, None, AppError::BadRequest),
        (TicketForm { token: Uuid::nil().to_string(), ..good.clone() }, None, AppError::BadRequest),
        (good.clone(), Some(("a.html", b"<script>".to_vec())), wrong("files", "file_type")),
        (good.clone(), Some(("a.png", b"<script>".to_vec())), wrong("files", "file_type")),
        (good.clone(), Some(("a.txt", vec![b'a'; LARGEST + 1])), wrong("files", "file_too_large")),
    ] {
        let uploads = upload.map(|(name, bytes)| Upload { name: name.into(), bytes }).into_iter().collect();
        assert_eq!(refusal(tickets::open(backend, &access, &form, uploads).await), expected, "{form:?}");
    }
    assert_eq!(behind.number("SELECT COUNT(*) FROM operator_tasks").await, 0);
    assert_eq!(behind.number("SELECT COUNT(*) FROM outbox").await, 0);
});

on_both!(the_list_is_searched_filtered_and_read_in_pages, |world: World| async move {
    let behind = set_up(&world).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let read = |search, status| ListQuery::read(Some(search), Some(status), None);
    assert_eq!(numbers(&world, &owner, ListQuery::default()).await, ["48213", "48190", "47950", "48077", "47721"]);
    assert_eq!(numbers(&world, &owner, read("", Status::Closed.code())).await, ["48077", "47721"]);
    assert_eq!(numbers(&world, &owner, read("INVOICE", "")).await, ["47950"]);
    assert_eq!(numbers(&world, &owner, read("4821", "open")).await, Vec::<String>::new());
    let account = behind.account(NORTHWIND).await;
    let quoted = if world.url.starts_with("sqlite") {
        format!("x'{}'", account.0.simple())
    } else {
        format!("'{account}'")
    };
    for n in 0..120_u128 {
        let id = Uuid::from_u128(n + 1);
        let id = if world.url.starts_with("sqlite") {
            format!("x'{}'", id.simple())
        } else {
            format!("'{id}'")
        };
        let sql = format!(
            "INSERT INTO tickets (account_id, id, number, subject, status, department, opened_by_name, \
             opened_by_email, updated_at) VALUES ({quoted}, {id}, 'n{n}', 's', 'open', 'x', 'y', 'z', {})",
            n / 7
        );
        behind.run(&sql).await;
    }
    let (mut seen, mut before) = (Vec::new(), String::new());
    loop {
        let page = tickets::list(&world.backend, &may(&owner), ListQuery::default(), &before).await.unwrap();
        seen.extend(page.lines.into_iter().map(|line| line.number));
        let Some(older) = page.older else { break };
        before = older;
    }
    assert_eq!(seen.len(), 125);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 125);
});

on_both!(what_somebody_wrote_stays_theirs_after_they_are_gone, |world: World| async move {
    let behind = set_up(&world).await;
    let backend = &world.backend;
    let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
    let form = form(service(&behind, "shop.northwind.test").await);
    let id = tickets::open(backend, &may(&sam), &form, vec![log()]).await.unwrap();
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let contact = behind.contact(NORTHWIND, "sam@codeworks.test").await;
    let access = owner.require().unwrap();
    backend::contacts::delete(backend, &access, contact, None).await.unwrap();
    let page = tickets::page(backend, &may(&owner), id).await.unwrap();
    let message = &page.messages[0];
    assert_eq!((message.author.as_str(), page.opened_by.as_str()), ("Sam Okafor", "Sam Okafor"));
    let address = behind.texts("SELECT author_email FROM ticket_messages WHERE text = 'Since *noon*.'").await;
    assert_eq!(address, ["sam@codeworks.test"]);
    assert_eq!(tickets::file(backend, &may(&owner), id, message.files[0].id).await.unwrap().content, b"line 1\n");
    let opened = behind.texts("SELECT opened_by_email FROM tickets WHERE subject = 'The shop is down'").await;
    assert_eq!(opened, ["sam@codeworks.test"]);
});

on_both!(opening_and_answering_often_is_slowed_down_for_one_person, |world: World| async move {
    let behind = set_up(&world).await;
    let backend = &world.backend;
    let sam = behind.actor(&world, "sam@codeworks.test", NORTHWIND).await;
    let owner = behind.actor(&world, demo::OWNER, NORTHWIND).await;
    let open = async |by: &Actor| tickets::open(backend, &may(by), &form(String::new()), Vec::new()).await;
    for _ in 0..20 {
        open(&sam).await.unwrap();
    }
    assert_eq!(refusal(open(&sam).await), AppError::Throttled { seconds: 3601 });
    open(&owner).await.unwrap();
    let id = id(&behind, "48213").await;
    let reply = |text: &str| ReplyForm { token: token(), text: text.to_owned(), ..ReplyForm::default() };
    let first = reply("1");
    for number in 0..60 {
        // What is refused, and a double click, does not count.
        let form = if number == 0 { first.clone() } else { reply("again") };
        tickets::reply(backend, &may(&sam), id, &form, Vec::new()).await.unwrap();
        tickets::reply(backend, &may(&sam), id, &first, Vec::new()).await.unwrap();
        tickets::reply(backend, &may(&sam), id, &reply(""), Vec::new()).await.unwrap_err();
    }
    let over = tickets::reply(backend, &may(&sam), id, &reply("x"), Vec::new()).await;
    assert_eq!(refusal(over), AppError::Throttled { seconds: 3601 });
    world.clock.advance(domain::Timestamp::HOUR);
    open(&sam).await.unwrap();
    tickets::reply(backend, &may(&sam), id, &reply("x"), Vec::new()).await.unwrap();
});
