//! Accepting connections, and ending well.
//!
//! An accept loop of our own, because `axum::serve` sets neither `TCP_NODELAY` (a page leaves in several small writes,
//! each of which would wait for an acknowledgement) nor a limit on how long a client may take to send its headers, nor
//! a deadline for the end.

use std::{convert::Infallible, net::SocketAddr, pin::pin, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, Response},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{net::TcpListener, time::sleep};
use tower::ServiceExt as _;

/// How long a client may take to send its headers, or to send another request on the same connection.
const HEADERS_WITHIN: Duration = Duration::from_mins(1);

/// How long requests that are under way may take to end.
pub const END_WITHIN: Duration = Duration::from_secs(20);

/// Serves until `end` comes, then lets the requests that are under way finish.
pub async fn serve(listener: TcpListener, router: Router, end: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEADERS_WITHIN);
    let mut end = pin!(end);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut end => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "TCP_NODELAY could not be set");
                }
                let router = router.clone();
                let service = service_fn(move |request| answer(router.clone(), peer, request));
                let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), service));
                tokio::spawn(async move {
                    if let Err(error) = connection.await {
                        tracing::trace!(%error, "a connection ended early");
                    }
                });
            }
            Err(error) => {
                // Out of file descriptors, say: wait until some are free again.
                tracing::error!(%error, "a connection could not be accepted");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = sleep(END_WITHIN) => tracing::warn!("some requests did not end in time"),
    }
}

async fn answer(router: Router, peer: SocketAddr, request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    router.oneshot(request).await
}
