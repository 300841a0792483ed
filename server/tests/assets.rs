//! The browser's files: compressed as the browser takes them, cached for ever under names with a hash.

use axum::http::StatusCode;

use crate::harness::{Engine, World};

#[tokio::test]
async fn files_leave_in_the_smallest_form_that_is_taken() {
    let world = World::new(Engine::Sqlite).await;
    let path = "/assets/client.0011223344556677.js";
    for (accepted, encoding, body) in [
        ("gzip, deflate, br, zstd", "br", "brotli script"),
        ("gzip", "gzip", "gzip script"),
        ("br;q=0, gzip;q=0.5", "gzip", "gzip script"),
        ("identity", "", "plain script"),
    ] {
        let answer = world.anonymous().with_header("accept-encoding", accepted).get(path).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!((answer.header("content-encoding"), answer.text().as_str()), (encoding, body), "{accepted}");
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("set-cookie"), "");
    }
    let answer = world.anonymous().get("/assets/client.8899aabbccddeeff.wasm").await;
    assert_eq!(answer.header("content-type"), "application/wasm");
}

#[tokio::test]
async fn what_the_browser_has_is_not_sent_again() {
    let world = World::new(Engine::Sqlite).await;
    let browser = world.anonymous().with_header("accept-encoding", "br");
    let first = browser.get("/assets/client.0011223344556677.js").await;
    assert_eq!(first.header("etag"), "\"00112233445566778899aabbccddeeff-br\"");
    let again = browser.with_header("if-none-match", "\"00112233445566778899aabbccddeeff-br\"");
    let again = again.get("/assets/client.0011223344556677.js").await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.body.is_empty());
}

#[tokio::test]
async fn open_files_have_a_plain_name_too() {
    let world = World::new(Engine::Sqlite).await;
    let icon = world.anonymous().get("/favicon.svg").await;
    assert_eq!((icon.status, icon.text().as_str()), (StatusCode::OK, "<svg/>"));
    assert_eq!(icon.header("cache-control"), "public, max-age=3600");
    assert_eq!(world.anonymous().get("/client.js").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let world = World::new(Engine::Sqlite).await;
    for path in ["/assets/", "/assets/client.js", "/assets/../Cargo.toml", "/assets/%2e%2e/Cargo.toml"] {
        assert_eq!(world.anonymous().get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
