//! The whole server killed (SIGKILL) at each step of handing over an email: the next one sends it, once.

use std::{
    process::{Child, Command},
    thread,
    time::Duration,
};

use sea_orm::ConnectionTrait as _;

use crate::harness::MailServer;

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
    let (mail, smtp) = MailServer::start();
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
        assert_eq!(mail.taken().len(), number, "{step}");
        // What a dead server had claimed is free after some minutes; here they pass at once.
        for sql in [
            "UPDATE outbox SET lease_until = 0, next_at = 0 WHERE state = 'queued'",
            "UPDATE mail_slots SET until = 0",
        ] {
            behind.execute_unprepared(sql).await.unwrap();
        }
        mail.silence(None);
        let server = installed.serve();
        eventually(step, || mail.taken().len() == number + 1);
        // Recorded, too: a death before that is the one case that sends twice.
        eventually("the record", || {
            let listed = installed.command(&["mail", "queue"]).output().unwrap();
            listed.stdout.is_empty()
        });
        kill(server);
    }
    let mut taken: Vec<_> = mail.taken().into_iter().map(|envelope| envelope.to).collect();
    taken.sort_unstable();
    taken.dedup();
    assert_eq!((mail.taken().len(), taken.len()), (6, 6), "each once");
}
