//! A browser, as far as HTTP goes: it keeps cookies and says where its requests come from.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header},
};
use serde::de::DeserializeOwned;
use tower::ServiceExt as _;

/// A browser with its cookies. A clone shares them, like another tab.
#[derive(Clone)]
pub struct Client {
    router: Router,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
    peer: IpAddr,
    headers: HeaderMap,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Client {
    pub fn new(router: Router) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("127.0.0.1:3000"));
        headers.insert(header::USER_AGENT, HeaderValue::from_static("Mozilla/5.0 (test)"));
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        Self { router, cookies: Arc::default(), peer: Ipv4Addr::LOCALHOST.into(), headers }
    }

    /// The same browser with another header in every request.
    pub fn with_header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        self
    }

    /// The same browser without a header.
    pub fn without_header(mut self, name: &'static str) -> Self {
        self.headers.remove(name);
        self
    }

    /// The same browser on another machine.
    pub fn at_address(mut self, peer: &str) -> Self {
        self.peer = peer.parse().expect("an address");
        self
    }

    /// The same browser, reaching another server: it sends the same cookies.
    pub fn at(&self, router: Router) -> Self {
        Self { router, ..self.clone() }
    }

    /// Another browser, with a copy of the cookies as they are now.
    pub fn copy(&self) -> Self {
        Self { cookies: Arc::new(Mutex::new(self.cookies())), ..self.clone() }
    }

    /// The cookies that the server set.
    pub fn cookies(&self) -> BTreeMap<String, String> {
        self.cookies.lock().expect("cookies").clone()
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path).header(header::ACCEPT, "text/html,*/*").body(Body::empty()))
            .await
    }

    /// Calls a server function as the hydrated client does.
    pub async fn call(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.post(path, "application/json", "application/x-www-form-urlencoded", encode(form)).await
    }

    /// Asks for a page that the server writes as the hydrated client does.
    pub async fn page(&self, path: &str) -> Answer {
        self.call("/api/page", &[("path", path)]).await
    }

    /// Signs in as the hydrated client does.
    pub async fn sign_in(&self, email: &str, password: &str) -> Answer {
        self.call("/api/session/sign-in", &[("form[email]", email), ("form[password]", password)]).await
    }

    /// Posts a form of the page at `referer` as a browser without JavaScript does.
    pub async fn submit(&self, path: &str, referer: &str, form: &[(&str, &str)]) -> Answer {
        let request = self
            .request(Method::POST, path)
            .header(header::ACCEPT, "text/html,*/*")
            .header(header::REFERER, format!("http://127.0.0.1:3000{referer}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(encode(form).into())).await
    }

    /// Posts any body.
    pub async fn post(&self, path: &str, accept: &str, content_type: &str, body: impl Into<Body>) -> Answer {
        let request = self.request(Method::POST, path).header(header::ACCEPT, accept);
        self.send(request.header(header::CONTENT_TYPE, content_type).body(body.into())).await
    }

    /// Begins a request by hand.
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let cookies = self.cookies();
        if !cookies.is_empty() {
            let pairs: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        request.extension(ConnectInfo(SocketAddr::new(self.peer, 40_000)))
    }

    /// Sends a request and keeps the cookies that come back.
    pub async fn send(&self, request: Result<Request<Body>, axum::http::Error>) -> Answer {
        let response = self.router.clone().oneshot(request.expect("a request")).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        let mut cookies = self.cookies.lock().expect("cookies");
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("text");
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').expect("a pair");
            if value.is_empty() || attributes.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

impl Answer {
    /// The body, read from JSON.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// A cookie as it is set, with its attributes, or nothing.
    pub fn cookie(&self, name: &str) -> &str {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().expect("text"));
        cookies.into_iter().find(|cookie| cookie.split('=').next() == Some(name)).unwrap_or_default()
    }
}

/// A form as browsers write it (`application/x-www-form-urlencoded`).
pub fn encode(form: &[(&str, &str)]) -> String {
    let escape = |text: &str| {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
                b' ' => "+".to_owned(),
                other => format!("%{other:02X}"),
            })
            .collect::<String>()
    };
    form.iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect::<Vec<_>>()
        .join("&")
}
