//! A mail server that takes emails, and falls silent where it is told to.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// A mail server on a port of its own.
#[derive(Clone, Default)]
pub struct MailServer(Arc<Mutex<State>>);

/// Of an email that was taken: the addresses that the client named.
#[derive(Clone, Debug, Default)]
pub struct Envelope {
    pub from: String,
    pub to: String,
}

#[derive(Default)]
struct State {
    /// The verb at which it falls silent; `.`: when the content has come.
    silent_at: Option<&'static str>,
    /// Whether a conversation came there.
    reached: bool,
    taken: Vec<Envelope>,
}

impl MailServer {
    /// The server, and the address that emails are to be handed to.
    pub fn start() -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let mail = Self::default();
        let shared = mail.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mail = shared.clone();
                thread::spawn(move || mail.talk(&stream));
            }
        });
        (mail, url)
    }

    /// Falls silent for ever, if it is to do so here.
    fn is_silent(&self, step: &str) -> bool {
        let mut state = self.0.lock().unwrap();
        let silent = state.silent_at == Some(step);
        state.reached |= silent;
        silent
    }

    fn talk(&self, stream: &TcpStream) -> Option<()> {
        let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
        let say = |text: &str| {
            let mut stream = stream;
            stream.write_all(format!("{text}\r\n").as_bytes()).ok()
        };
        let mut envelope = Envelope::default();
        if self.is_silent("") {
            lines.next();
            return None;
        }
        say("220 mail.test")?;
        loop {
            let line = lines.next()?.ok()?;
            let verb = line.split_whitespace().next().unwrap_or_default().to_owned();
            if self.is_silent(&verb) {
                // Until the other side is gone.
                while lines.next()?.is_ok() {}
            }
            match verb.as_str() {
                "MAIL" => envelope.from = address(&line),
                "RCPT" => envelope.to = address(&line),
                "DATA" => {
                    say("354 go on")?;
                    while lines.next()?.ok()? != "." {}
                    if self.is_silent(".") {
                        while lines.next()?.is_ok() {}
                    }
                    self.0.lock().unwrap().taken.push(envelope.clone());
                }
                _ => {}
            }
            say("250 ok")?;
        }
    }

    /// From which step on it falls silent, if at all.
    pub fn silence(&self, step: Option<&'static str>) {
        let mut state = self.0.lock().unwrap();
        (state.silent_at, state.reached) = (step, false);
    }

    /// The emails that were taken, in order.
    pub fn taken(&self) -> Vec<Envelope> {
        self.0.lock().unwrap().taken.clone()
    }

    /// Whether a conversation came to where it is to fall silent.
    pub fn was_reached(&self) -> bool {
        self.0.lock().unwrap().reached
    }
}

/// `MAIL FROM:<a@b.test>` → `a@b.test`
fn address(line: &str) -> String {
    let (_, rest) = line.split_once('<').unwrap_or(("", line));
    rest.split('>').next().unwrap_or_default().to_owned()
}
