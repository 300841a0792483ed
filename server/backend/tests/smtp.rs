//! An SMTP server for tests: it answers as it is told to, and keeps what it accepted.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
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

#[derive(Clone, Debug)]
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

/// A running server. It stops when it is dropped.
pub struct Sink {
    pub port: u16,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl Sink {
    pub async fn start() -> Self {
        Self::on(0).await
    }

    /// On that port; 0: any.
    pub async fn on(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = state.clone();
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                shared.lock().unwrap().connections += 1;
                tokio::spawn(serve(stream, shared.clone()));
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

async fn serve(stream: TcpStream, state: Arc<Mutex<State>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut mail = Received { from: String::new(), to: Vec::new(), data: String::new() };
    let _ = write.write_all(b"220 sink.test ESMTP\r\n").await;
    while let Ok(Some(line)) = lines.next_line().await {
        let verb = line.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        let reply = match verb.as_str() {
            "EHLO" => "250-sink.test\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN\r\n".to_owned(),
            "AUTH" => {
                let mut state = state.lock().unwrap();
                state.sign_ins.push(line.clone());
                if state.refuse_sign_in {
                    "535 no\r\n".to_owned()
                } else {
                    "235 yes\r\n".to_owned()
                }
            }
            "MAIL" => {
                mail = Received { from: line.clone(), to: Vec::new(), data: String::new() };
                "250 ok\r\n".to_owned()
            }
            "RCPT" => {
                mail.to.push(line.clone());
                "250 ok\r\n".to_owned()
            }
            "DATA" => {
                let _ = write.write_all(b"354 go on\r\n").await;
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    mail.data.push_str(&line);
                    mail.data.push_str("\r\n");
                }
                let answer = {
                    let mut state = state.lock().unwrap();
                    state.seen += 1;
                    state.answers.pop_front().unwrap_or(Answer::Accept)
                };
                match answer {
                    Answer::Later => "451 try again later\r\n".to_owned(),
                    Answer::Never => "550 no such mailbox\r\n".to_owned(),
                    Answer::Silence => std::future::pending().await,
                    Answer::Accept | Answer::Slowly(_) => {
                        if let Answer::Slowly(milliseconds) = answer {
                            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
                        }
                        state.lock().unwrap().received.push(mail.clone());
                        "250 accepted\r\n".to_owned()
                    }
                }
            }
            "QUIT" => {
                let _ = write.write_all(b"221 bye\r\n").await;
                return;
            }
            _ => "250 ok\r\n".to_owned(),
        };
        if write.write_all(reply.as_bytes()).await.is_err() {
            return;
        }
    }
}
