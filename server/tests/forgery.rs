//! Requests that another site's page makes the browser send.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use server_fn::axum::server_fn_paths;

use crate::harness::{Engine, World};

#[tokio::test]
async fn every_server_function_refuses_what_comes_from_elsewhere() {
    let world = World::new(Engine::Sqlite).await;
    let paths: Vec<_> = server_fn_paths().collect();
    assert!(!paths.is_empty(), "server functions are registered");
    for (path, method) in paths {
        assert_eq!(method, Method::POST, "{path} changes state on a GET");
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
        ] {
            let elsewhere = world.anonymous().without_header("sec-fetch-site").with_header(name, value);
            let answer = elsewhere.call(path, &[]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} with {name}: {value}");
        }
        let silent = world.anonymous().without_header("sec-fetch-site").call(path, &[]).await;
        assert_eq!(silent.status, StatusCode::FORBIDDEN, "{path} without a word about its origin");
    }
}

#[tokio::test]
async fn older_browsers_are_known_by_their_origin() {
    let world = World::new(Engine::Sqlite).await;
    let (path, _) = server_fn_paths().next().unwrap();
    let older = world.anonymous().without_header("sec-fetch-site");
    for (name, value) in [("origin", "http://127.0.0.1:3000"), ("referer", "http://127.0.0.1:3000/login")] {
        let answer = older.clone().with_header(name, value).call(path, &[]).await;
        assert_ne!(answer.status, StatusCode::FORBIDDEN, "{name}");
    }
}

#[tokio::test]
async fn other_methods_are_no_way_around() {
    let world = World::new(Engine::Sqlite).await;
    let elsewhere = world.anonymous().with_header("sec-fetch-site", "cross-site");
    for method in [Method::PUT, Method::PATCH, Method::DELETE, Method::POST] {
        for path in ["/login", "/account/contacts", "/api/frame"] {
            let answer = elsewhere.send(elsewhere.request(method.clone(), path).body(Body::empty())).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path}");
        }
    }
    let reading = elsewhere.get("/login").await;
    assert_eq!(reading.status, StatusCode::OK, "links from elsewhere lead here");
}
