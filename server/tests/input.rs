//! What people type, and what others send in their name: refused field by field, or shown as what it is. Never a failure
//! of ours, and nothing stored by halves.

use axum::http::{Method, StatusCode, header};
use domain::{AppError, Code as _, ContactField, ContactForm, FieldProblem, details_form::DetailsForm};
use server_fn::axum::server_fn_paths;

use crate::{
    harness::{Client, Engine, World},
    on_both,
    steps::{INES, OWNER, call, contact, posted},
};

const FORM: &str = "application/x-www-form-urlencoded";

/// Texts that no line of text may have.
fn unprintable() -> Vec<String> {
    let texts = ["a\r\nBcc: victim@else.test", "a\nb", "\u{202e}gnp.exe", "a\u{0}b", "a\u{200b}b", "a\u{2066}b"];
    texts.map(str::to_owned).to_vec()
}

fn mallory() -> ContactForm {
    ContactForm {
        first_name: "Mallory".into(),
        last_name: "Test".into(),
        email: "mallory@evil.test".into(),
        ..ContactForm::default()
    }
}

on_both!(each_field_of_a_contact_says_what_is_wrong, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let before = world.stored().await;
    let texts: Vec<_> = ContactField::ALL
        .iter()
        .copied()
        .filter(|field| serde_json::to_value(mallory()).unwrap()[field.code()].is_string())
        .filter(|field| ![ContactField::Scope, ContactField::AccessEnds].contains(field))
        .collect();
    assert_eq!(texts.len(), 13);
    for field in texts {
        for wrong in unprintable().into_iter().chain(["x".repeat(10_000)]) {
            let mut form = serde_json::to_value(mallory()).unwrap();
            form[field.code()] = wrong.clone().into();
            let answer = call(&owner, "/api/contacts/save", &posted(&form), &[("id", "")]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {wrong:?}: {}", answer.text());
            let AppError::Contact(errors) = answer.json() else {
                panic!("{}", answer.text())
            };
            assert!(errors.get(field).is_some() && errors.iter().count() == 1, "{field} {wrong:?}: {errors:?}");
        }
    }
    assert_eq!(world.stored().await, before);
});

on_both!(each_field_of_the_account_and_of_a_profile_too, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let before = world.stored().await;
    let shown: serde_json::Value = owner.call("/api/details/page", &[]).await.json();
    let stored: DetailsForm = serde_json::from_value(shown["page"]["stored"].clone()).unwrap();
    let stored = serde_json::to_value(stored).unwrap();
    for (field, _) in stored.as_object().unwrap().iter().filter(|(_, value)| value.is_string()) {
        for wrong in unprintable().into_iter().chain(["x".repeat(10_000)]) {
            let mut form = stored.clone();
            form[field] = wrong.clone().into();
            let answer = call(&owner, "/api/details/save", &posted(&form), &[]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {wrong:?}: {}", answer.text());
        }
    }
    for wrong in unprintable().into_iter().chain(["x".repeat(10_000)]) {
        for form in [
            [("form[name]", wrong.as_str()), ("form[language]", "en")],
            [("form[name]", "A"), ("form[language]", &wrong)],
        ] {
            let answer = owner.call("/api/security/profile", &form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}: {}", answer.text());
        }
    }
    assert_eq!(world.stored().await, before);
});

/// Markup that would run, or end what it stands in, if it were not text.
const MARKUP: [&str; 4] = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "{{7*7}}</title><svg onload=alert(1)>",
];

fn nothing_runs(what: &str, html: &str) {
    for tag in ["<script>alert", "<img src=x", "<svg onload", "\"onload", "</title><svg"] {
        assert!(!html.contains(tag), "{tag} on {what}: {html}");
    }
}

on_both!(markup_in_names_is_text_everywhere, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    for (number, markup) in MARKUP.into_iter().enumerate() {
        let email = format!("mallory{number}@evil.test");
        let form = ContactForm {
            first_name: markup.into(),
            last_name: "\u{200f}\u{5e9}\u{5dc}\u{5d5}\u{5dd}".into(),
            company: markup.into(),
            address1: markup.into(),
            city: markup.into(),
            postcode: "<b>0155</b>".into(),
            country: "NO".into(),
            email: email.clone(),
            activate: true,
            ..ContactForm::default()
        };
        let saved = call(&owner, "/api/contacts/save", &posted(&form), &[("id", "")]).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
        let id = contact(&owner, &email).await.id.to_string();
        // The account and its owner are called that as well.
        let shown: serde_json::Value = owner.call("/api/details/page", &[]).await.json();
        let mut details = shown["page"]["stored"].clone();
        details["company"] = markup.into();
        details["billing_contact"] = id.as_str().into();
        let saved = call(&owner, "/api/details/save", &posted(&details), &[]).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
        let profile = [("form[name]", markup), ("form[language]", "en")];
        assert_eq!(owner.call("/api/security/profile", &profile).await.status, StatusCode::OK);

        let pages = [
            "/".to_owned(),
            "/accounts".to_owned(),
            "/account/contacts".to_owned(),
            "/account/contacts/emails".to_owned(),
            format!("/account/contacts/{id}"),
            format!("/account/contacts/{id}?confirm=1"),
            "/account/details".to_owned(),
            "/account/activity".to_owned(),
            format!("/account/activity?person={email}"),
            "/account/security".to_owned(),
            "/nowhere/%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
        ];
        for path in pages {
            let page = owner.get(&path).await;
            assert!(!page.status.is_server_error(), "{path}: {}", page.status);
            nothing_runs(&path, &page.text());
        }
        let shown = owner.get(&format!("/account/contacts/{id}")).await.text();
        assert!(shown.contains("\u{200f}\u{5e9}"), "names in every script stay as they are");
        let token = world.token(&email, "/invitations").await;
        nothing_runs("the invitation", &world.anonymous().get(&format!("/invitations?token={token}")).await.text());
        for mail in world.mails(&email).await.iter().chain(&world.mails(OWNER).await) {
            nothing_runs("an email", &mail.html);
            assert!(!mail.subject.contains(['\r', '\n']), "{:?}", mail.subject);
        }
    }
});

on_both!(what_no_form_of_ours_sends_is_refused_whole, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let before = world.stored().await;
    for extra in [
        ("form[permissions][root]", "true"),
        ("form[permissions][products]", "yes"),
        ("form[permissions]", "products"),
        ("form[emails][spam]", "true"),
        ("form[first_name]", "Second"),
        ("form[first_name][]", "Second"),
        ("form[city][x]", "1"),
        ("form[services][1]", "true"),
        ("form[services][id-nonsense]", "true"),
        ("form[version]", "x"),
        ("form[version]", "99999999999999999999"),
        ("form[a][b][c][d][e][f]", "1"),
        ("id", ""),
    ] {
        for accept in ["application/json", "text/html"] {
            let form = [posted(&mallory()), vec![("id".to_owned(), String::new())]].concat();
            let pairs: Vec<_> =
                form.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain([extra]).collect();
            let body = crate::harness::encode(&pairs);
            let answer = owner.post("/api/contacts/save", accept, FORM, body).await;
            // Without JavaScript it leads back to the page.
            let expected = if accept == "text/html" { StatusCode::FOUND } else { StatusCode::BAD_REQUEST };
            assert_eq!(answer.status, expected, "{extra:?} {accept}: {}", answer.text());
        }
    }
    // Bytes that are no text, by themselves and behind a percent sign.
    let raw = [b"id=&form[first_name]=a\xff\xfe".as_slice(), b"&form[last_name]=b&form[email]=m@evil.test"].concat();
    assert_eq!(owner.post("/api/contacts/save", "*/*", FORM, raw).await.status, StatusCode::BAD_REQUEST);
    let escaped = "id=&form[first_name]=a%FF%FE&form[last_name]=b&form[email]=m@evil.test";
    let answer = owner.post("/api/contacts/save", "*/*", FORM, escaped).await;
    let AppError::Contact(errors) = answer.json() else {
        panic!("{}", answer.text())
    };
    assert_eq!(errors.get(ContactField::FirstName), Some(&FieldProblem::Unprintable));
    // Too much, and in other forms than ours.
    let large = format!("id=&form[first_name]={}", "x".repeat(1024 * 1024));
    assert_eq!(owner.post("/api/contacts/save", "*/*", FORM, large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    for kind in ["multipart/form-data; boundary=x", "text/plain"] {
        let answer = owner.post("/api/contacts/save", "*/*", kind, "id=&form[first_name]=a").await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
    }
    let json = r#"{"id":"","form":{"first_name":"a","last_name":"b","email":"m@evil.test"}}"#;
    assert_eq!(
        owner.post("/api/contacts/save", "*/*", "application/json", json).await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(world.stored().await, before);
});

/// Whatever the owner's browser is made to send to whichever server function.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_body_breaks_a_server_function_for_the_owner() {
    let world = World::new(Engine::Sqlite).await.demo().await;
    let owner = world.signed_in(OWNER).await;
    let ines = contact(&owner, INES).await.id.to_string();
    let bodies = [
        "",
        "=&&a&form&form=",
        "form[version]=-1",
        "form[version]=9223372036854775807",
        "form[email]=%00&form[first_name]=%00&id=%00&token=%00&selected=%00&person=%00&kind=%00&before=%00",
        "form[new_email]=a%0D%0ABcc:%20b@c.test&form[current_password]=%00&form[new_password]=%F0%9F%92%A9",
        "before=99999999999999999999&person=%25&kind=%27",
        "before=-1&person=%27%20OR%201=1%20--",
        "selected=../../etc/passwd&id=../../etc/passwd",
        "id=00000000-0000-0000-0000-000000000000&accept=maybe",
        "form[access_ends]=99999-99-99&form[activate]=true&form[scope]=chosen&form[first_name]=a",
        "form[time_zone]=../../etc/passwd&form[first_name]=a&form[last_name]=b",
        "locale=nb&locale=en",
        "next=//evil.test&next=x",
        "{\"id\":1}",
    ];
    for (path, _) in server_fn_paths() {
        if ["/api/session/sign-out", "/api/contacts/delete"].contains(&path) {
            continue;
        }
        for body in bodies.iter().map(|body| (*body).to_owned()).chain([format!("id={ines}&form[x]=1")]) {
            for accept in ["application/json", "text/html"] {
                let answer = owner.post(path, accept, FORM, body.clone()).await;
                assert!(
                    !answer.status.is_server_error(),
                    "{path} {accept} {body:?}: {} {}",
                    answer.status,
                    answer.text()
                );
            }
        }
    }
    still_well(&owner).await;
    // Queries and paths are typed by people, too.
    for path in [
        "/account/activity?before=x&kind=%00&person=%F0%9F%92%A9",
        "/account/activity?before=-9223372036854775808",
        "/account/contacts/%00",
        "/account/contacts/%FF%FE",
        "/account/contacts?contact=%27",
        "/account/contacts?contact=%FF",
        "/login?next=%0d%0aset-cookie:x",
        "/invitations?token=%00",
        "/invitations?token=%FF",
        "/reset-password?token=%00",
        "/confirm-email?token=%00",
        "/accounts?next=%00",
        "/?__path=/api/x&__err=%7B",
    ] {
        let page = owner.get(path).await;
        assert!(!page.status.is_server_error(), "{path}: {} {}", page.status, page.text());
        assert!(page.headers.get("x").is_none());
    }
    let odd = owner.request(Method::GET, "/").header(header::COOKIE, "session=%00; locale=%7F; user_locale==");
    let page = owner.send(odd.header(header::ACCEPT_LANGUAGE, "*;q=x").body(axum::body::Body::empty())).await;
    assert!(!page.status.is_server_error(), "{}", page.status);
}

async fn still_well(owner: &Client) {
    for path in ["/", "/account/contacts", "/account/details", "/account/security", "/account/activity"] {
        assert_eq!(owner.get(path).await.status, StatusCode::OK, "{path}");
    }
}
