//! Demo mode answers this machine only: its passwords are public and its mail is readable by everyone.
//!
//! Listening on a loopback address keeps other machines out; the name in the request is checked too, because a
//! foreign page can point a name of its own at this machine and read what is answered (DNS rebinding).

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, StatusCode, Uri, header},
    middleware::Next,
    response::Response,
};

use super::refusal::refuse;
use crate::router::AppState;

/// In demo mode, lets only this machine through.
pub async fn loopback_only(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if !state.config.demo {
        return next.run(request).await;
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let near = peer.is_some_and(|ConnectInfo(peer)| peer.ip().to_canonical().is_loopback());
    if near && names_this_machine(request.uri(), request.headers()) {
        next.run(request).await
    } else {
        refuse(StatusCode::FORBIDDEN, "This is a demo, which answers only its own machine, as http://127.0.0.1.")
    }
}

fn names_this_machine(uri: &Uri, headers: &HeaderMap) -> bool {
    // A request line with a host in it outranks the header (RFC 9112, 3.2.2).
    let host = match uri.host() {
        Some(host) => host,
        None => match headers.get(header::HOST).and_then(|host| host.to_str().ok()) {
            Some(host) => host_without_port(host),
            None => return false,
        },
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn host_without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine() {
        let named = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            names_this_machine(&Uri::from_static("/"), &headers)
        };
        for host in ["localhost", "LOCALHOST:3000", "127.0.0.1:3000", "127.0.0.2", "[::1]:3000", "[::1]"] {
            assert!(named(host), "{host}");
        }
        for host in ["demo.example", "127.0.0.1.evil.example:3000", "192.0.2.1", "", "localhost.evil.example"] {
            assert!(!named(host), "{host}");
        }
        assert!(!names_this_machine(&Uri::from_static("/"), &HeaderMap::new()));
        assert!(!names_this_machine(&Uri::from_static("http://evil.example/"), &HeaderMap::new()));
    }
}
