//! A number for each request, in every line of the log that it causes and in its answer.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    http::HeaderValue,
    middleware::Next,
    response::Response,
};
use tracing::Instrument as _;
use uuid::Uuid;

/// The number of a request, in its extensions.
#[derive(Clone, Copy, Debug)]
pub struct RequestId(pub Uuid);

/// Around everything. The log gets the route, never the path: paths and queries hold addresses and secrets of links.
pub async fn request_id(mut request: Request, next: Next) -> Response {
    let id = RequestId(Uuid::now_v7());
    request.extensions_mut().insert(id);
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let number = id.0.simple();
    let span = tracing::info_span!("request", id = %number, method = %request.method(), route);
    async move {
        let started = Instant::now();
        let mut response = next.run(request).await;
        let status = response.status().as_u16();
        let milliseconds = started.elapsed().as_millis();
        if response.status().is_server_error() {
            tracing::warn!(status, milliseconds, "answered");
        } else {
            tracing::debug!(status, milliseconds, "answered");
        }
        let mut buffer = Uuid::encode_buffer();
        if let Ok(value) = HeaderValue::from_str(number.encode_lower(&mut buffer)) {
            response.headers_mut().insert("x-request-id", value);
        }
        response
    }
    .instrument(span)
    .await
}
