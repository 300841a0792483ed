//! An SMTP server for tests: it does at each step what it is told to, and keeps what it accepted.

use std::{
    collections::{HashMap, HashSet, VecDeque},
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

/// A step of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum At {
    /// Before the greeting.
    Greeting,
    Hello,
    SignIn,
    Sender,
    Recipient,
    /// Before the content is asked for.
    Data,
    /// When the first line of the content has come.
    Middle,
    /// When all of it has come.
    Content,
}

/// What the server does at a step instead of going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Says that. At the content, what begins with 2 accepts.
    Say(&'static str),
    /// Goes on after that many milliseconds.
    Wait(u64),
    /// Closes the connection.
    Drop,
    /// Nothing, ever.
    Hang,
    /// At the content: takes the email and closes the connection without an answer.
    TakeAndDrop,
    /// At the content: takes the email and never answers.
    TakeAndHang,
}

#[derive(Clone, Debug, Default)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    pub data: String,
}

#[derive(Default)]
struct State {
    plans: HashMap<At, VecDeque<Act>>,
    /// Addresses that are refused, and how.
    refused: HashMap<String, &'static str>,
    refuse_sign_in: bool,
    /// Whether each address is refused once, and who was.
    greylist: Option<HashSet<String>>,
    received: Vec<Received>,
    /// How often a conversation came to each step.
    reached: HashMap<At, usize>,
    sign_ins: Vec<String>,
    connections: usize,
    open: usize,
    most_open: usize,
}

impl State {
    fn reach(&mut self, at: At) -> Option<Act> {
        *self.reached.entry(at).or_default() += 1;
        self.plans.get_mut(&at).and_then(VecDeque::pop_front)
    }
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
                let here = Here::new(&shared);
                let shared = shared.clone();
                tokio::spawn(async move {
                    serve(stream, security, &shared).await;
                    drop(here);
                });
            }
        });
        Self { port, state, task }
    }

    pub fn url(&self) -> String {
        format!("smtp://user:secret@127.0.0.1:{}", self.port)
    }

    /// What to do the next times that a conversation comes to that step; afterwards it goes on as usual.
    pub fn plan(&self, at: At, acts: impl IntoIterator<Item = Act>) {
        self.lock().plans.entry(at).or_default().extend(acts);
    }

    /// Refuses an address for good.
    pub fn refuse(&self, address: &str, words: &'static str) {
        self.lock().refused.insert(address.to_owned(), words);
    }

    /// Takes an address again.
    pub fn forgive(&self, address: &str) {
        self.lock().refused.remove(address);
    }

    /// Refuses each address once, for the time being.
    pub fn greylist(&self) {
        self.lock().greylist = Some(HashSet::new());
    }

    pub fn refuse_sign_in(&self, refuse: bool) {
        self.lock().refuse_sign_in = refuse;
    }

    pub fn received(&self) -> Vec<Received> {
        self.lock().received.clone()
    }

    /// The addresses of all emails that were accepted, in order.
    pub fn recipients(&self) -> Vec<String> {
        let mut all: Vec<String> = self.lock().received.iter().flat_map(|mail| &mail.to).map(|to| bare(to)).collect();
        all.sort_unstable();
        all
    }

    pub fn sign_ins(&self) -> Vec<String> {
        self.lock().sign_ins.clone()
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.lock().connections
    }

    /// How many connections were open at once.
    pub fn most_open(&self) -> usize {
        self.lock().most_open
    }

    pub fn reached(&self, at: At) -> usize {
        self.lock().reached.get(&at).copied().unwrap_or_default()
    }

    /// Waits until that many conversations came to that step.
    pub async fn saw(&self, at: At, count: usize) {
        for _ in 0..1000 {
            if self.reached(at) >= count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the server never saw {count} at {at:?}");
    }

    /// Waits until that many emails were accepted.
    pub async fn took(&self, count: usize) {
        for _ in 0..1000 {
            if self.lock().received.len() >= count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the server never took {count} emails");
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

/// One open connection.
struct Here(Arc<Mutex<State>>);

impl Here {
    fn new(state: &Arc<Mutex<State>>) -> Self {
        let mut locked = state.lock().unwrap();
        locked.connections += 1;
        locked.open += 1;
        locked.most_open = locked.most_open.max(locked.open);
        Self(state.clone())
    }
}

impl Drop for Here {
    fn drop(&mut self) {
        self.0.lock().unwrap().open -= 1;
    }
}

/// `RCPT TO:<ada@north.test>` → `ada@north.test`
pub fn bare(line: &str) -> String {
    let (_, rest) = line.split_once('<').unwrap_or(("", line));
    rest.split('>').next().unwrap_or_default().to_owned()
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

async fn serve(stream: TcpStream, security: Security, state: &Mutex<State>) {
    if security == Security::FromTheStart {
        if let Ok(stream) = acceptor().accept(stream).await {
            talk(stream, false, true, state).await;
        }
        return;
    }
    let offers = security == Security::StartTls;
    if let Some(stream) = talk(stream, offers, true, state).await
        && let Ok(stream) = acceptor().accept(stream).await
    {
        talk(stream, false, false, state).await;
    }
}

/// What is planned at a step: words instead of the usual ones. `Err`: the conversation ends.
async fn step(state: &Mutex<State>, at: At) -> Result<Option<&'static str>, ()> {
    let act = state.lock().unwrap().reach(at);
    match act {
        None | Some(Act::TakeAndDrop | Act::TakeAndHang) => Ok(None),
        Some(Act::Say(words)) => Ok(Some(words)),
        Some(Act::Wait(milliseconds)) => {
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            Ok(None)
        }
        Some(Act::Drop) => Err(()),
        Some(Act::Hang) => std::future::pending().await,
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
        let words = step(state, At::Greeting).await.ok()?;
        say(&mut stream, words.unwrap_or("220 sink.test ESMTP")).await?;
    }
    loop {
        let line = hear(&mut stream).await?;
        let verb = line.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        let reply = match verb.as_str() {
            "EHLO" => {
                let usual = if offers_tls {
                    "250-sink.test\r\n250-8BITMIME\r\n250 STARTTLS"
                } else {
                    "250-sink.test\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN"
                };
                step(state, At::Hello).await.ok()?.unwrap_or(usual)
            }
            "STARTTLS" => {
                say(&mut stream, "220 go on").await?;
                return Some(stream.into_inner());
            }
            "AUTH" => {
                let words = step(state, At::SignIn).await.ok()?;
                let mut state = state.lock().unwrap();
                state.sign_ins.push(line.clone());
                words.unwrap_or(if state.refuse_sign_in { "535 no" } else { "235 yes" })
            }
            "MAIL" => {
                mail = Received { from: line.clone(), ..Received::default() };
                step(state, At::Sender).await.ok()?.unwrap_or("250 ok")
            }
            "RCPT" => {
                let words = step(state, At::Recipient).await.ok()?.or_else(|| recipient(state, &bare(&line)));
                mail.to.push(line.clone());
                words.unwrap_or("250 ok")
            }
            "DATA" => {
                if let Some(words) = step(state, At::Data).await.ok()? {
                    words
                } else {
                    say(&mut stream, "354 go on").await?;
                    content(&mut stream, &mut mail, state).await?
                }
            }
            "QUIT" => {
                say(&mut stream, "221 bye").await?;
                return None;
            }
            _ => "250 ok",
        };
        say(&mut stream, reply).await?;
        if reply.starts_with("421") {
            return None;
        }
    }
}

fn recipient(state: &Mutex<State>, address: &str) -> Option<&'static str> {
    let mut state = state.lock().unwrap();
    if let Some(words) = state.refused.get(address) {
        return Some(words);
    }
    let seen = state.greylist.as_mut()?;
    seen.insert(address.to_owned()).then_some("451 4.7.1 greylisted, come back later")
}

/// Reads the content, and what there is to say to it.
async fn content<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut BufStream<S>,
    mail: &mut Received,
    state: &Mutex<State>,
) -> Option<&'static str> {
    loop {
        let line = hear(stream).await?;
        if line == "." {
            break;
        }
        let first = mail.data.is_empty();
        // Transparency (RFC 5321 §4.5.2).
        mail.data.push_str(line.strip_prefix('.').unwrap_or(&line));
        mail.data.push_str("\r\n");
        if first {
            step(state, At::Middle).await.ok()?;
        }
    }
    let planned = state.lock().unwrap().plans.get(&At::Content).and_then(|plans| plans.front().copied());
    let take = || state.lock().unwrap().received.push(mail.clone());
    if let Some(Act::TakeAndDrop | Act::TakeAndHang) = planned {
        take();
    }
    let words = step(state, At::Content).await.ok()?;
    match planned {
        Some(Act::TakeAndDrop) => return None,
        Some(Act::TakeAndHang) => std::future::pending().await,
        _ => {}
    }
    let words = words.unwrap_or("250 accepted");
    if words.starts_with('2') {
        take();
    }
    Some(words)
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
