//! Support tickets as a browser uses them: the forms with files, what comes back, downloads, and attacks.

use axum::http::{Method, StatusCode, header};
use domain::{Code as _, Permission};

use crate::{
    harness::{Answer, Client, World},
    on_both,
    steps::{KAI, OWNER, SAM, hold},
};

const BOUNDARY: &str = "----a-boundary";
const FORM: &str = "/tickets/new/send";

/// A form with files as browsers write it (RFC 7578).
fn multipart(texts: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in texts {
        let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.into_bytes());
    }
    for (name, bytes) in files {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
             Content-Type: text/html\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    body
}

/// Posts a form with files.
pub async fn upload(client: &Client, path: &str, texts: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    client.post(path, "text/html,*/*", &kind, multipart(texts, files)).await
}

#[track_caller]
fn leads(answer: &Answer, to: &str) {
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, to), "{}", answer.text());
}

/// What stands between two texts of a page.
#[track_caller]
fn between<'a>(html: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = html.split_once(start).unwrap_or_else(|| panic!("no {start} in {html}"));
    rest.split_once(end).unwrap().0
}

/// The token and the account of the form on a page.
async fn hidden(client: &Client, page: &str) -> (String, String) {
    let html = client.get(page).await.text();
    let value = |name: &str| {
        let input = html.split("<input").find(|input| input.contains(&format!("name=\"{name}\"")));
        between(input.unwrap_or_else(|| panic!("no {name} in {html}")), "value=\"", "\"").to_owned()
    };
    (value("token"), value("account"))
}

const TEXTS: [(&str, &str); 4] = [
    ("subject", "The <b>shop</b> is down"),
    ("department", "technical"),
    ("priority", "normal"),
    ("text", "**Since noon** <script>alert(1)</script>"),
];

/// Opens a ticket with a file, and returns its page.
async fn open(client: &Client, files: &[(&str, &[u8])]) -> String {
    let (token, account) = hidden(client, "/tickets/new").await;
    let mut texts = vec![("token", token.as_str()), ("account", account.as_str()), ("about", "")];
    texts.extend(TEXTS);
    let page = format!("/tickets/{token}");
    for _ in 0..2 {
        leads(&upload(client, FORM, &texts, files).await, &format!("{page}?done=opened"));
    }
    page
}

/// The links to files on a page.
async fn links(client: &Client, page: &str) -> Vec<String> {
    let html = client.get(page).await.text();
    html.split("href=\"")
        .filter(|rest| rest.starts_with("/tickets/") && rest.contains("/files/"))
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

on_both!(a_ticket_with_a_file_is_opened_answered_and_closed, |world: World| async move {
    let world = world.demo().await;
    let sam = world.signed_in(SAM).await;
    let choose: serde_json::Value = sam.call("/api/accounts/page", &[]).await.json();
    let northwind =
        choose["accounts"].as_array().unwrap().iter().find(|one| one["name"] == "Northwind Studio").unwrap();
    sam.call("/api/accounts/choose", &[("id", northwind["id"].as_str().unwrap())]).await;
    let before = world.number("SELECT COUNT(*) FROM tickets").await;
    let page = open(&sam, &[("../bilde \u{e5}.log", b"line 1\n")]).await;
    assert_eq!(world.number("SELECT COUNT(*) FROM tickets").await, before + 1, "a double click opens one");
    let html = sam.get(&format!("{page}?done=opened")).await.text();
    assert!(html.contains("The &lt;b&gt;shop&lt;/b&gt; is down"), "{html}");
    assert!(html.contains("<strong>Since noon</strong> &lt;script&gt;alert(1)&lt;/script&gt;"), "{html}");
    assert!(html.contains("Your ticket is open"), "{html}");
    assert!(!html.contains("NOK"), "no price: {html}");

    let files = links(&sam, &page).await;
    assert_eq!(files.len(), 1, "{files:?} {html}");
    let file = sam.get(&files[0]).await;
    assert_eq!((file.status, file.text().as_str()), (StatusCode::OK, "line 1\n"));
    assert_eq!(file.header("content-type"), "text/plain; charset=utf-8", "never what the browser says");
    let disposition = file.header("content-disposition");
    assert_eq!(disposition, "attachment; filename=\"bilde _.log\"; filename*=UTF-8''bilde%20%C3%A5.log");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert!(file.header("content-security-policy").contains("sandbox"), "{:?}", file.headers);
    assert!(file.header("cache-control").contains("no-store"));

    let (token, account) = hidden(&sam, &page).await;
    let id = page.trim_start_matches("/tickets/");
    let reply = [("token", token.as_str()), ("account", account.as_str()), ("text", "It is back")];
    let path = format!("/tickets/{id}/send");
    for _ in 0..2 {
        leads(&upload(&sam, &path, &reply, &[("", b"")]).await, &format!("{page}?done=replied"));
    }
    assert_eq!(sam.get(&page).await.text().matches(">It is back<").count(), 1);
    for (button, done) in [("close", "closed"), ("reopen", "reopened")] {
        let answer = sam.submit(&format!("/api/tickets/{button}"), &page, &[("id", id), ("account", &account)]).await;
        let to = format!("{page}?done={done}");
        assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, to.as_str()), "{}", answer.text());
    }
    let list = sam.get("/tickets?status=open&search=shop").await.text();
    assert!(list.contains(&page), "{list}");
});

on_both!(a_refused_form_comes_back_as_typed, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let (token, account) = hidden(&owner, "/tickets/new").await;
    let fresh = owner.get("/tickets/new").await.text();
    let user = world.id("SELECT id FROM users WHERE email = 'owner@northwind.test'").await;
    assert!(fresh.contains(&format!("data-draft=\"{user} {account} ticket \"")), "{fresh}");
    assert!(!fresh.contains("data-kept"), "{fresh}");
    let large = vec![b'a'; backend::tickets::LARGEST + 1];
    let huge = vec![b'a'; 4 * backend::tickets::LARGEST];
    let files: [(&str, &[u8], &str); 4] = [
        ("a.html", b"<script>alert(1)</script>", "of a kind that cannot be attached"),
        ("a.png", b"<script>alert(1)</script>", "of a kind that cannot be attached"),
        ("a.txt", &large, "The files are too large"),
        ("a.txt", &huge, "The files are too large"),
    ];
    let mut texts = vec![("token", token.as_str()), ("account", account.as_str()), ("copies", "owner")];
    texts.extend(TEXTS);
    for (name, bytes, words) in files {
        leads(&upload(&owner, FORM, &texts, &[(name, bytes)]).await, "/tickets/new");
        let html = owner.get("/tickets/new").await.text();
        assert!(html.contains(words), "{name}: {html}");
        assert!(html.contains("data-kept"), "a draft does not take its place: {html}");
        if bytes.len() == huge.len() {
            // Here it comes in one piece, too large to be looked into; a browser's texts come before its files.
            continue;
        }
        assert!(html.contains("value=\"The &lt;b&gt;shop&lt;/b&gt; is down\""), "{html}");
        assert!(html.contains("**Since noon** &lt;script&gt;alert(1)&lt;/script&gt;</textarea>"), "{html}");
        assert!(html.contains(&token), "{html}");
    }
    let empty = [("token", token.as_str()), ("subject", ""), ("priority", "normal"), ("text", "\nkept")];
    leads(&upload(&owner, FORM, &empty, &[]).await, "/tickets/new");
    let html = owner.get("/tickets/new").await.text();
    assert!(html.contains("href=\"#subject\"") && html.contains("href=\"#department\""), "{html}");
    assert!(html.contains("aria-invalid=\"true\""), "{html}");
    assert!(!owner.get("/tickets/new").await.text().contains("aria-invalid=\"true\""), "once");
    // Not what a browser sends.
    for (kind, body) in [
        ("multipart/form-data", multipart(&texts, &[])),
        ("application/json", b"{}".to_vec()),
        ("multipart/form-data; boundary=----a-boundary", b"------a-boundary\r\nnonsense".to_vec()),
        ("multipart/form-data; boundary=----a-boundary", multipart(&[("text", &"x".repeat(400_000))], &[])),
    ] {
        let answer = owner.post(FORM, "text/html", kind, body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{kind}: {}", answer.text());
    }
    // The form of another account.
    let other = "01930000-0000-7000-8000-000000000000";
    let mut texts = vec![("token", token.as_str()), ("account", other)];
    texts.extend(TEXTS);
    leads(&upload(&owner, FORM, &texts, &[]).await, "/tickets/new");
    assert!(owner.get("/tickets/new").await.text().contains("Another account is open now"));
});

on_both!(uploads_and_downloads_pass_the_same_gate_as_pages, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let page = open(&owner, &[("a.log", b"secret")]).await;
    let id = page.trim_start_matches("/tickets/").to_owned();
    let file = links(&owner, &page).await.remove(0);
    let (reply, texts) = (format!("/tickets/{id}/send"), [("token", id.as_str()), ("text", "x")]);

    let stranger = world.anonymous();
    for path in [FORM, &reply] {
        let answer = upload(&stranger, path, &texts, &[]).await;
        assert!(answer.header("location").starts_with("/login?next="), "{path}: {}", answer.status);
    }
    assert!(stranger.get(&file).await.header("location").starts_with("/login?next="));

    let kai = world.signed_in(KAI).await;
    for held in Permission::ALL.iter().copied().map(Some).chain([None]) {
        hold(&world, KAI, held).await;
        let may = held == Some(Permission::Tickets);
        for path in [FORM, &reply] {
            // A form that changes nothing: its token is none.
            let answer = upload(&kai, path, &[("token", "x"), ("subject", "")], &[]).await;
            assert_eq!(answer.status == StatusCode::FORBIDDEN, !may, "{path} with {held:?}: {}", answer.status);
        }
        let answer = kai.get(&file).await;
        assert_eq!(answer.status, if may { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{held:?}");
        assert_eq!(answer.text().contains("secret"), may);
    }
    // Out of scope: a ticket about nothing is another's.
    hold(&world, KAI, Some(Permission::Tickets)).await;
    world.sql("UPDATE memberships SET limited = TRUE").await;
    // The owner of another account.
    let fabrikam = world.signed_in("owner@fabrikam.test").await;
    for client in [&kai, &fabrikam] {
        assert_eq!(upload(client, &reply, &texts, &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(client.get(&file).await.status, StatusCode::NOT_FOUND);
        assert_eq!(client.get(&page).await.status, StatusCode::NOT_FOUND);
        for button in ["close", "reopen"] {
            let answer = client.call(&format!("/api/tickets/{button}"), &[("id", &id)]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.text());
        }
    }
    for path in ["/tickets/x/files/y", "/tickets/..%2F..%2Fetc/files/passwd"] {
        assert_eq!(owner.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    // From another site.
    let foreign = owner.clone().with_header("sec-fetch-site", "cross-site");
    for path in [FORM, &reply] {
        assert_eq!(upload(&foreign, path, &texts, &[]).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let get = owner.request(Method::GET, FORM).header(header::ACCEPT, "text/html").body(axum::body::Body::empty());
    assert_eq!(owner.send(get).await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(world.number("SELECT COUNT(*) FROM ticket_messages WHERE text = 'x'").await, 0);
});

on_both!(what_is_sent_too_often_or_weighs_too_much_comes_back_as_typed, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let page = open(&owner, &[]).await;
    let reply = format!("{page}/send");
    let send =
        async |token: String, text: &str| upload(&owner, &reply, &[("token", &token), ("text", text)], &[]).await;
    for _ in 0..60 {
        leads(&send(uuid::Uuid::now_v7().to_string(), "again").await, &format!("{page}?done=replied"));
    }
    let last = uuid::Uuid::now_v7().to_string();
    leads(&send(last.clone(), "one too many").await, &page);
    let html = owner.get(&page).await.text();
    assert!(html.contains("Too many attempts") && html.contains("Please wait 61 minutes"), "{html}");
    assert!(html.contains("one too many</textarea>"), "nothing typed is lost: {html}");
    assert!(html.contains(&last), "the form is the same: {html}");
    world.clock.advance(domain::Timestamp::HOUR);
    leads(&send(last, "one too many").await, &format!("{page}?done=replied"));

    // Opening is counted by itself, and a double click is one.
    for _ in 0..20 {
        open(&owner, &[]).await;
    }
    let (token, account) = hidden(&owner, "/tickets/new").await;
    let mut texts = vec![("token", token.as_str()), ("account", account.as_str())];
    texts.extend(TEXTS);
    let before = world.number("SELECT COUNT(*) FROM tickets").await;
    leads(&upload(&owner, FORM, &texts, &[]).await, "/tickets/new");
    assert_eq!(world.number("SELECT COUNT(*) FROM tickets").await, before);
    let html = owner.get("/tickets/new").await.text();
    assert!(html.contains("Too many attempts") && html.contains("value=\"The &lt;b&gt;shop"), "{html}");
});

on_both!(the_files_of_an_account_have_a_limit, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let page = open(&owner, &[("a.log", b"12345")]).await;
    let reply = format!("{page}/send");
    let megabytes = 200 * 1024 * 1024;
    let others = world
        .number("SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM ticket_files WHERE size <> 5")
        .await;
    world
        .sql(&format!("UPDATE ticket_files SET size = {} WHERE size = 5", megabytes - others - 7))
        .await;
    let token = uuid::Uuid::now_v7().to_string();
    let texts = [("token", token.as_str()), ("text", "With a file")];
    leads(&upload(&owner, &reply, &texts, &[("b.log", b"12345678")]).await, &page);
    let html = owner.get(&page).await.text();
    assert!(
        html.contains("There is no room for these files") && html.contains("With a file</textarea>"),
        "{html}"
    );
    leads(&upload(&owner, &reply, &texts, &[("b.log", b"1234567")]).await, &format!("{page}?done=replied"));
    // Another account has its own room, and who sends no file needs none.
    let fabrikam = world.signed_in("owner@fabrikam.test").await;
    open(&fabrikam, &[("a.log", b"12345")]).await;
    open(&owner, &[]).await;
});

on_both!(who_lost_the_permission_meanwhile_is_refused_and_it_is_logged, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let page = open(&owner, &[("a.log", b"12345")]).await;
    let file = links(&owner, &page).await.remove(0);
    let kai = world.signed_in(KAI).await;
    hold(&world, KAI, Some(Permission::Tickets)).await;
    let logged = async || {
        world.number("SELECT COUNT(*) FROM activity WHERE event LIKE '%\"kind\":\"refused\"%' AND actor_email = 'kai@zones.test'").await
    };
    assert_eq!(kai.get(&file).await.status, StatusCode::OK);
    let before = logged().await;
    // What is not there is no attempt.
    assert_eq!(kai.get("/tickets/x/files/y").await.status, StatusCode::NOT_FOUND);
    assert_eq!(logged().await, before);
    hold(&world, KAI, None).await;
    let texts = [("token", "x"), ("text", "x")];
    let refused: [(&str, StatusCode); 4] = [
        ("an upload", upload(&kai, FORM, &texts, &[]).await.status),
        ("an answer", upload(&kai, &format!("{page}/send"), &texts, &[]).await.status),
        ("a file", kai.get(&file).await.status),
        ("a statement", kai.get("/invoices/statement.csv").await.status),
    ];
    for (what, status) in refused {
        assert_eq!(status, StatusCode::FORBIDDEN, "{what}");
    }
    assert_eq!(logged().await, before + 4);
});
