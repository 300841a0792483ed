//! The whole server killed (SIGKILL) at each step of handing over an email: the next one sends it, once.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use sea_orm::ConnectionTrait as _;

/// A mail server on a port of its own.
#[derive(Clone, Default)]
struct Mail(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// The verb at which it falls silent; `.`: when the content has come.
    silent_at: Option<&'static str>,
    /// Whether a conversation came there.
    reached: bool,
    /// To whom emails were taken.
    taken: Vec<String>,
}

impl Mail {
    fn start() -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let mail = Self::default();
        let shared = mail.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mail = shared.clone();
                thread::spawn(move || mail.talk(stream));
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

    fn talk(&self, stream: TcpStream) -> Option<()> {
        let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
        let mut say = |text: &str| (&stream).write_all(format!("{text}\r\n").as_bytes()).ok();
        let mut to = String::new();
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
                "RCPT" => to = line,
                "DATA" => {
                    say("354 go on")?;
                    while lines.next()?.ok()? != "." {}
                    if self.is_silent(".") {
                        while lines.next()?.is_ok() {}
                    }
                    self.0.lock().unwrap().taken.push(to.clone());
                }
                _ => {}
            }
            say("250 ok")?;
        }
    }

    fn silence(&self, step: Option<&'static str>) {
        let mut state = self.0.lock().unwrap();
        (state.silent_at, state.reached) = (step, false);
    }

    fn taken(&self) -> usize {
        self.0.lock().unwrap().taken.len()
    }

    fn was_reached(&self) -> bool {
        self.0.lock().unwrap().reached
    }
}

fn eventually(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..600 {
        if holds() {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("waited in vain: {what}");
}

struct Installed {
    url: String,
    smtp: String,
    folder: tempfile::TempDir,
}

impl Installed {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_coterie"));
        command.args(arguments).env_clear().current_dir(self.folder.path()).envs([
            ("COTERIE_DATABASE_URL", self.url.as_str()),
            ("COTERIE_SMTP_URL", &self.smtp),
            ("COTERIE_MAIL_FROM", "hosting@provider.test"),
            ("COTERIE_LISTEN", "127.0.0.1:0"),
            ("COTERIE_LOG", "error"),
        ]);
        command
    }

    fn done(&self, arguments: &[&str]) {
        assert!(self.command(arguments).status().unwrap().success(), "{arguments:?}");
    }

    fn serve(&self) -> Child {
        self.command(&["serve"]).spawn().unwrap()
    }
}

fn kill(mut server: Child) {
    server.kill().unwrap();
    server.wait().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_every_step() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("a.db").display());
    let (mail, smtp) = Mail::start();
    let installed = Installed { url, smtp, folder };
    installed.done(&["migrate"]);
    let behind = sea_orm::Database::connect(&installed.url).await.unwrap();
    for (number, step) in ["", "EHLO", "MAIL", "RCPT", "DATA", "."].into_iter().enumerate() {
        let email = format!("owner{number}@north.test");
        installed.done(&["account", "create", "--email", &email, "--company", "North"]);
        mail.silence(Some(step));
        let server = installed.serve();
        eventually(step, || mail.was_reached());
        kill(server);
        assert_eq!(mail.taken(), number, "{step}");
        // What a dead server had claimed is free after some minutes; here they pass at once.
        for sql in [
            "UPDATE outbox SET lease_until = 0, next_at = 0 WHERE state = 'queued'",
            "UPDATE mail_slots SET until = 0",
        ] {
            behind.execute_unprepared(sql).await.unwrap();
        }
        mail.silence(None);
        let server = installed.serve();
        eventually(step, || mail.taken() == number + 1);
        // Recorded, too: a death before that is the one case that sends twice.
        eventually("the record", || {
            let listed = installed.command(&["mail", "queue"]).output().unwrap();
            listed.stdout.is_empty()
        });
        kill(server);
    }
    let mut taken = mail.0.lock().unwrap().taken.clone();
    taken.sort_unstable();
    taken.dedup();
    assert_eq!((mail.taken(), taken.len()), (6, 6), "each once");
}
