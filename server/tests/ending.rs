//! Being asked to end: what is under way may finish, nothing new begins.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use axum::{Router, routing::get};
use server::serve::serve;
use tokio::{net::TcpListener, sync::oneshot, task, time::sleep};

async fn slow() -> &'static str {
    sleep(Duration::from_millis(400)).await;
    "done"
}

fn ask(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_under_way_is_answered_and_its_connection_closed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (end, ended) = oneshot::channel::<()>();
    let server = tokio::spawn(serve(listener, Router::new().route("/", get(slow)), async {
        let _ = ended.await;
    }));
    let idle = TcpStream::connect(address).unwrap();
    let under_way = task::spawn_blocking(move || ask(address));
    sleep(Duration::from_millis(150)).await;
    end.send(()).unwrap();
    let asked = Instant::now();
    let answer = under_way.await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("done"), "{answer}");
    server.await.unwrap();
    assert!(asked.elapsed() < Duration::from_secs(5), "idle connections do not hold it up");
    assert!(task::spawn_blocking(move || ask(address)).await.unwrap().is_err(), "nobody listens any more");
    drop(idle);
}
