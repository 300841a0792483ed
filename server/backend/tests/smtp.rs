//! An SMTP server for tests: it answers as it is told to, and keeps what it accepted.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufStream},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        self, ServerConfig,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    },
};

/// What the server answers to a finished email.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    Accept,
    /// 451
    Later,
    /// 550
    Never,
    /// Nothing, ever.
    Silence,
    /// Accepts after that many milliseconds.
    Slowly(u64),
}

#[derive(Clone, Debug, Default)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    pub data: String,
}

#[derive(Default)]
struct State {
    answers: VecDeque<Answer>,
    refuse_sign_in: bool,
    received: Vec<Received>,
    /// How many emails were sent in full, whatever the answer.
    seen: usize,
    sign_ins: Vec<String>,
    connections: usize,
}

/// Whether and when the server speaks TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    None,
    StartTls,
    FromTheStart,
}

/// A running server. It stops when it is dropped.
pub struct Sink {
    pub port: u16,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl Sink {
    pub async fn start() -> Self {
        Self::on(0, Security::None).await
    }

    pub async fn with(security: Security) -> Self {
        Self::on(0, security).await
    }

    /// On that port; 0: any.
    pub async fn on(port: u16, security: Security) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = state.clone();
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                shared.lock().unwrap().connections += 1;
                tokio::spawn(serve(stream, security, shared.clone()));
            }
        });
        Self { port, state, task }
    }

    pub fn url(&self) -> String {
        format!("smtp://user:secret@127.0.0.1:{}", self.port)
    }

    /// The answers to the next emails, in that order; afterwards it accepts.
    pub fn answers(&self, answers: impl IntoIterator<Item = Answer>) {
        self.state.lock().unwrap().answers.extend(answers);
    }

    pub fn refuse_sign_in(&self, refuse: bool) {
        self.state.lock().unwrap().refuse_sign_in = refuse;
    }

    pub fn received(&self) -> Vec<Received> {
        self.state.lock().unwrap().received.clone()
    }

    pub fn sign_ins(&self) -> Vec<String> {
        self.state.lock().unwrap().sign_ins.clone()
    }

    pub fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }

    /// Waits until that many emails were sent in full.
    pub async fn saw(&self, count: usize) {
        for _ in 0..500 {
            if self.state.lock().unwrap().seen >= count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the server never saw {count} emails");
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The authority that the server's certificate is from.
pub fn authority() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tls/authority.pem").to_owned()
}

/// The certificate and its key were made for these tests; nobody trusts the authority, whose key is gone.
fn acceptor() -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("tls/server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/server.key")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

async fn serve(stream: TcpStream, security: Security, state: Arc<Mutex<State>>) {
    if security == Security::FromTheStart {
        if let Ok(stream) = acceptor().accept(stream).await {
            talk(stream, false, true, &state).await;
        }
        return;
    }
    let offers = security == Security::StartTls;
    if let Some(stream) = talk(stream, offers, true, &state).await
        && let Ok(stream) = acceptor().accept(stream).await
    {
        talk(stream, false, false, &state).await;
    }
}

/// Talks until the client leaves, or asks for STARTTLS: then the stream is given back.
async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    offers_tls: bool,
    greet: bool,
    state: &Mutex<State>,
) -> Option<S> {
    let mut stream = BufStream::new(stream);
    let mut mail = Received::default();
    if greet {
        say(&mut stream, "220 sink.test ESMTP").await?;
    }
    loop {
        let line = hear(&mut stream).await?;
        let verb = line.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        let reply = match verb.as_str() {
            "EHLO" if offers_tls => "250-sink.test\r\n250-8BITMIME\r\n250 STARTTLS",
            "EHLO" => "250-sink.test\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN",
            "STARTTLS" => {
                say(&mut stream, "220 go on").await?;
                return Some(stream.into_inner());
            }
            "AUTH" => {
                let mut state = state.lock().unwrap();
                state.sign_ins.push(line.clone());
                if state.refuse_sign_in { "535 no" } else { "235 yes" }
            }
            "MAIL" => {
                mail = Received { from: line.clone(), ..Received::default() };
                "250 ok"
            }
            "RCPT" => {
                mail.to.push(line.clone());
                "250 ok"
            }
            "DATA" => {
                say(&mut stream, "354 go on").await?;
                loop {
                    let line = hear(&mut stream).await?;
                    if line == "." {
                        break;
                    }
                    mail.data.push_str(&line);
                    mail.data.push_str("\r\n");
                }
                answer(&mail, state).await
            }
            "QUIT" => {
                say(&mut stream, "221 bye").await?;
                return None;
            }
            _ => "250 ok",
        };
        say(&mut stream, reply).await?;
    }
}

async fn answer(mail: &Received, state: &Mutex<State>) -> &'static str {
    let answer = {
        let mut state = state.lock().unwrap();
        state.seen += 1;
        state.answers.pop_front().unwrap_or(Answer::Accept)
    };
    match answer {
        Answer::Later => return "451 try again later",
        Answer::Never => return "550 no such mailbox",
        Answer::Silence => std::future::pending().await,
        Answer::Slowly(milliseconds) => tokio::time::sleep(Duration::from_millis(milliseconds)).await,
        Answer::Accept => {}
    }
    state.lock().unwrap().received.push(mail.clone());
    "250 accepted"
}

async fn say<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufStream<S>, line: &str) -> Option<()> {
    stream.write_all(format!("{line}\r\n").as_bytes()).await.ok()?;
    stream.flush().await.ok()
}

async fn hear<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufStream<S>) -> Option<String> {
    let mut line = String::new();
    match stream.read_line(&mut line).await {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(line.trim_end_matches(['\r', '\n']).to_owned()),
    }
}
