//! The answer when something of ours broke or took too long: a page with a reference to the log, never the cause, in
//! the reader's language.
//!
//! Plain on purpose: whatever broke may be what pages are made with. Refusals that the product knows are pages of the
//! app.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::Poll,
    time::Duration,
};

use app::{locale, locales::texts};
use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::{AppError, Code as _, Locale};
use uuid::Uuid;

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Turns a panic into a page.
pub async fn catch_panic(request: Request, next: Next) -> Response {
    let locale = locale::of_headers(request.headers());
    let mut answering = pin!(next.run(request));
    let answered =
        std::future::poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| answering.as_mut().poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(cause) => Poll::Ready(Err(cause)),
        });
    match answered.await {
        Ok(response) => response,
        Err(cause) => {
            let reference = reference();
            tracing::error!(%reference, cause = in_words(cause.as_ref()), "a request panicked");
            page(StatusCode::INTERNAL_SERVER_ERROR, locale, &reference)
        }
    }
}

/// Gives up on a request that takes too long.
pub async fn lose_patience(request: Request, next: Next) -> Response {
    answer_within(PATIENCE, request, next).await
}

async fn answer_within(patience: Duration, request: Request, next: Next) -> Response {
    let locale = locale::of_headers(request.headers());
    if let Ok(response) = tokio::time::timeout(patience, next.run(request)).await {
        return response;
    }
    let reference = reference();
    tracing::error!(%reference, "a request took too long and was given up");
    page(StatusCode::SERVICE_UNAVAILABLE, locale, &reference)
}

fn reference() -> String {
    Uuid::now_v7().simple().to_string()
}

/// What a panic said.
fn in_words(cause: &(dyn Any + Send)) -> &str {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("unknown")
}

fn page(status: StatusCode, locale: Locale, reference: &str) -> Response {
    let t = &texts(locale).refusals;
    let (lang, to_home, label) = (locale.code(), t.to_home, t.reference);
    let words = t.of(&AppError::Unavailable { reference: reference.to_owned() });
    let (title, next) = (words.title, words.next);
    let html = format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"></head><body><main><h1>{title}</h1><p>{next}</p>\
         <p>{label}: <code>{reference}</code></p><p><a href=\"/\">{to_home}</a></p></main></body></html>"
    );
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use axum::{
        Router,
        body::{Body, to_bytes},
        middleware::from_fn,
        routing::get,
    };
    use tower::ServiceExt as _;

    use super::*;

    fn router() -> Router {
        let impatient = from_fn(|request, next| answer_within(Duration::from_millis(5), request, next));
        Router::new()
            .route("/broken", get(async || -> &'static str { panic!("<secret cause>") }))
            .route("/slow", get(std::future::pending::<()>))
            .route("/well", get(async || "well"))
            .layer(impatient)
            .layer(from_fn(catch_panic))
    }

    async fn ask(path: &str, header: (&str, &str)) -> (StatusCode, String) {
        let request = Request::get(path).header(header.0, header.1).body(Body::empty()).unwrap();
        let response = router().oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn what_broke_is_told_in_the_reader_s_language() {
        for (path, expected) in
            [("/broken", StatusCode::INTERNAL_SERVER_ERROR), ("/slow", StatusCode::SERVICE_UNAVAILABLE)]
        {
            let (status, english) = ask(path, ("accept-language", "en")).await;
            assert_eq!(status, expected, "{path}");
            assert!(english.contains("lang=\"en\"") && english.contains("Something went wrong"), "{english}");
            assert!(english.contains("Reference: <code>") && !english.contains("secret cause"), "{english}");
            for header in [("accept-language", "nb-NO,nb;q=0.9"), ("cookie", "locale=nb")] {
                let (_, bokmal) = ask(path, header).await;
                assert!(bokmal.contains("lang=\"nb\"") && bokmal.contains("Referanse: <code>"), "{bokmal}");
            }
        }
        assert_eq!(ask("/well", ("accept-language", "nb")).await, (StatusCode::OK, "well".to_owned()));
    }
}
