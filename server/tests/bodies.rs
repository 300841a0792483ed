//! Bodies that the product never sends: each is refused clearly, none with a 500.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use server_fn::axum::server_fn_paths;

use crate::harness::{Engine, World};

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn oversized_bodies_are_refused() {
    let world = World::new(Engine::Sqlite).await;
    let browser = world.anonymous();
    let large = "a=".to_owned() + &"x".repeat(1024 * 1024);
    let declared = browser.post("/api/frame", "*/*", FORM, large.clone()).await;
    assert_eq!(declared.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(declared.text(), "The request is larger than 1 MiB: send less at once.");
    let lying = browser
        .request(Method::POST, "/api/frame")
        .header(header::CONTENT_TYPE, FORM)
        .header(header::CONTENT_LENGTH, "999999999");
    assert_eq!(browser.send(lying.body(Body::empty())).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    // Without a length, as a chunked body comes.
    let chunks = Body::from_stream(Body::from(large).into_data_stream());
    assert_eq!(browser.post("/api/frame", "*/*", FORM, chunks).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn only_forms_and_json_in_utf_8_are_read() {
    let world = World::new(Engine::Sqlite).await;
    let browser = world.anonymous();
    for kind in ["text/plain", "multipart/form-data; boundary=x", "application/octet-stream", ""] {
        let answer = browser.post("/api/frame", "*/*", kind, "a=b").await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
    }
    let compressed = browser.clone().with_header("content-encoding", "gzip");
    assert_eq!(compressed.post("/api/frame", "*/*", FORM, "a=b").await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let broken = browser.post("/api/frame", "*/*", FORM, vec![b'a', b'=', 0xff, 0xfe]).await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
}

/// Whatever is sent to whichever server function, nothing of ours breaks.
#[tokio::test]
async fn no_body_breaks_a_server_function() {
    let world = World::new(Engine::Sqlite).await;
    let bodies = [
        "",
        "=",
        "&&&",
        "a",
        "form",
        "form=",
        "form[email]=a&form[email]=b",
        "form[unknown]=1",
        "form[permissions][root]=true",
        "form[a][b][c][d][e][f][g][h][i]=1",
        "form%5Bemail%5D=%FF%FE",
        "form[email]=%00",
        "form[email]=a%0D%0ABcc: b@c.test",
        "id=../../etc/passwd",
        "id=ffffffff-ffff-ffff-ffff-ffffffffffff",
        "locale=xx",
        "{}",
        "[",
    ];
    for (path, _) in server_fn_paths() {
        for body in bodies {
            for accept in ["application/json", "text/html"] {
                let answer = world.anonymous().post(path, accept, FORM, body).await;
                assert!(
                    !answer.status.is_server_error(),
                    "{path} {accept} {body:?}: {} {}",
                    answer.status,
                    answer.text()
                );
            }
        }
        let long = format!("form[email]={}", "x".repeat(10_000));
        let answer = world.anonymous().post(path, "application/json", FORM, long).await;
        assert!(!answer.status.is_server_error(), "{path} with a long field: {}", answer.status);
    }
}

#[tokio::test]
async fn arguments_that_are_wrong_are_the_callers_fault() {
    let world = World::new(Engine::Sqlite).await;
    let answer = world.anonymous().call("/api/locale", &[("locale", "klingon")]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text());
}
