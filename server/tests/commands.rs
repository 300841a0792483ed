//! The binary itself: its exit codes and what it says.

use std::{
    process::{Command, Output},
    time::Duration,
};

/// Runs the binary with nothing but these variables, in an empty folder.
fn coterie(arguments: &[&str], variables: &[(&str, &str)]) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    let output: Output = Command::new(env!("CARGO_BIN_EXE_coterie"))
        .args(arguments)
        .env_clear()
        .envs(variables.iter().copied())
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap_or(-1), said)
}

/// Every command there is.
const COMMANDS: [&[&str]; 8] = [
    &["serve"],
    &["migrate"],
    &["demo"],
    &["account", "create", "--email", "owner@studio.test", "--company", "Studio"],
    &["user", "reset-link", "owner@studio.test"],
    &["activity", "verify"],
    &["secrets", "rotate"],
    &["payment", "receive", "--invoice", "INV-1", "--amount", "1", "--currency", "NOK", "--method", "Card"],
];

#[test]
fn a_wrong_value_stops_every_command_with_one_line_that_names_it() {
    for (variable, value) in [
        ("COTERIE_DATABASE_URL", "oracle://db"),
        ("COTERIE_DATABASE_URL", "postgres://user:secret@host:port/db"),
        ("COTERIE_DATABASE_URL", "sqlite://a.db?mode=secret"),
        ("COTERIE_LISTEN", "everywhere"),
        ("COTERIE_PUBLIC_URL", "clients.example"),
        ("COTERIE_SMTP_URL", "mail.example"),
        ("COTERIE_SMTP_URL", "smtp://user:secret@mail.example:port"),
        ("COTERIE_SMTP_URL", "smtp://user:secret@mail.example?tls=maybe"),
        ("COTERIE_SMTP_URL", "smtps://user:secret@mail.example?ca=/nowhere/ca.pem"),
        ("COTERIE_SECRET_KEYS", "old:secret"),
        ("COTERIE_PANEL_URL", "panel.example"),
        ("COTERIE_MAIL_FROM", "nobody"),
        ("COTERIE_MAIL_TEMPLATES", "/nowhere/at/all"),
        ("COTERIE_BRAND_COLOR", "blue"),
        ("COTERIE_DEMO", "maybe"),
        ("COTERIE_AFFILIATES", "2"),
        ("COTERIE_PAYMENT_URL", "https://pay.example/"),
        ("COTERIE_TRUSTED_PROXIES", "proxy.example"),
        ("COTERIE_LOG_FORMAT", "xml"),
        ("COTERIE_WATCH", "/nowhere/at/all"),
    ] {
        for command in COMMANDS {
            let (code, said) = coterie(command, &[(variable, value)]);
            assert_eq!(code, 2, "{command:?}: {said}");
            assert!(said.contains(variable) && !said.contains("user:secret"), "{said}");
            assert_eq!(said.trim_end().lines().count(), 1, "{said}");
        }
        let flag = format!("--{}={value}", variable.trim_start_matches("COTERIE_").to_lowercase().replace('_', "-"));
        let (code, said) = coterie(&["migrate", &flag], &[]);
        assert_eq!((code, said.contains(variable)), (2, true), "{flag}: {said}");
    }
}

#[test]
fn a_value_that_is_no_text_is_named() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};

    for command in COMMANDS {
        let output = Command::new(env!("CARGO_BIN_EXE_coterie"))
            .args(command)
            .env_clear()
            .env("COTERIE_BRAND", OsStr::from_bytes(b"Caf\xe9"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), said.trim()), (Some(2), "coterie: COTERIE_BRAND is not text in UTF-8"));
    }
}

#[test]
fn wrong_calls_are_2_and_help_is_0() {
    assert_eq!(coterie(&["dance"], &[]).0, 2);
    assert_eq!(coterie(&["serve", "--loud"], &[]).0, 2);
    assert_eq!(coterie(&[], &[]).0, 2);
    for call in [&["--help"][..], &["serve", "--help"], &["migrate", "--help"]] {
        let (code, said) = coterie(call, &[("COTERIE_SMTP_URL", "smtp://user:hunter2@mail.example")]);
        assert_eq!(code, 0, "{call:?}: {said}");
        assert!(said.contains("COTERIE_DATABASE_URL"), "{call:?}: {said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
}

#[test]
fn an_env_file_is_read_and_the_environment_outranks_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), "COTERIE_LISTEN=nowhere\n").unwrap();
    let run = |variables: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_coterie"));
        command.arg("migrate").env_clear().envs(variables.iter().copied()).current_dir(folder.path());
        command.output().unwrap()
    };
    let from_file = run(&[]);
    assert_eq!(from_file.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&from_file.stderr).contains("COTERIE_LISTEN"));
    assert_eq!(run(&[("COTERIE_LISTEN", "127.0.0.1:1")]).status.code(), Some(0));
    std::fs::write(folder.path().join(".env"), "COTERIE_BRAND=not \"quoted secret\n").unwrap();
    let broken = run(&[]);
    let said = String::from_utf8_lossy(&broken.stderr).into_owned();
    assert_eq!(broken.status.code(), Some(2), "{said}");
    assert!(said.contains(".env") && !said.contains("secret"), "{said}");
}

#[test]
fn migrating_can_be_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("a.db").display());
    for _ in 0..2 {
        let (code, said) = coterie(&["migrate"], &[("COTERIE_DATABASE_URL", &url)]);
        assert_eq!(code, 0, "{said}");
    }
    let (code, said) = coterie(&["migrate"], &[("COTERIE_DATABASE_URL", "sqlite:///nowhere/at/all.db")]);
    assert_eq!(code, 1, "{said}");
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
}

#[test]
fn secrets_are_encrypted_with_another_key() {
    const OLD: &str = "old:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    const NEW: &str = "new:MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("a.db").display());
    let run = |command: &[&str], keys: &str| {
        coterie(command, &[("COTERIE_DATABASE_URL", &url), ("COTERIE_SECRET_KEYS", keys)])
    };
    assert_eq!(run(&["demo"], OLD).0, 0);
    let (code, said) = run(&["secrets", "rotate"], "");
    assert_eq!((code, said.contains("COTERIE_SECRET_KEYS")), (2, true), "{said}");
    let (code, said) = run(&["secrets", "rotate"], &format!("{NEW},{OLD}"));
    assert!(code == 0 && said.contains("12 secrets were encrypted anew, 0 had"), "{said}");
    let (code, said) = run(&["secrets", "rotate"], NEW);
    assert!(code == 0 && said.contains("0 secrets were encrypted anew, 12 had"), "{said}");
    let (code, said) = run(&["secrets", "rotate"], OLD);
    assert!(code == 1 && said.contains("12 secrets cannot be read"), "{said}");
}

#[test]
fn a_taken_port_is_one_clear_sentence() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let (code, said) = coterie(&["serve"], &[("COTERIE_LISTEN", &listen)]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains(&format!("{listen} is taken by another program")), "{said}");
}

#[test]
fn asked_to_end_the_server_ends_well() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("a.db").display());
    let listen = free_address();
    let variables = [("COTERIE_DATABASE_URL", url.as_str()), ("COTERIE_LISTEN", &listen)];
    assert_eq!(coterie(&["migrate"], &variables).0, 0);
    let mut server = Command::new(env!("CARGO_BIN_EXE_coterie"))
        .arg("serve")
        .env_clear()
        .envs(variables)
        .current_dir(folder.path())
        .spawn()
        .unwrap();
    let answered = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        get(&listen, "/readyz").is_some_and(|answer| answer.starts_with("HTTP/1.1 200"))
    });
    assert!(answered, "it serves");
    let ended = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(ended.success());
    assert_eq!(server.wait().unwrap().code(), Some(0));
    assert!(get(&listen, "/healthz").is_none(), "nobody listens any more");
}

fn free_address() -> String {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

fn get(listen: &str, path: &str) -> Option<String> {
    use std::io::{Read as _, Write as _};
    let mut stream = std::net::TcpStream::connect(listen).ok()?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {listen}\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

#[test]
fn an_account_is_created_and_its_owner_gets_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("a.db").display());
    let run = |arguments: &[&str]| coterie(arguments, &[("COTERIE_DATABASE_URL", &url)]);
    assert_eq!(run(&["migrate"]).0, 0);
    let create = ["account", "create", "--email", "owner@studio.test"];
    let (code, said) = run(&[&create[..], &["--company", "Studio", "--time-zone", "Europe/Oslo"]].concat());
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("created account ") && said.contains("owner@studio.test"), "{said}");
    let (code, said) = run(&["activity", "verify"]);
    assert_eq!((code, said.trim()), (0, "1 entries of 1 accounts are in order"));
    let (code, said) = run(&["user", "reset-link", "Owner@Studio.test"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.starts_with("http://127.0.0.1:3000/reset-password?token="), "{said}");
    assert_eq!(run(&["user", "reset-link", "nobody@studio.test"]).0, 1);
    for wrong in [
        &["user", "reset-link", "nobody"][..],
        &["account", "create", "--email", "nobody", "--company", "Studio"],
        &create,
        &[&create[..], &["--company", "Studio", "--time-zone", "Mars/Olympus"]].concat(),
        &[&create[..], &["--company", "Studio", "--language", "tlh"]].concat(),
    ] {
        let (code, said) = run(wrong);
        assert_eq!((code, said.trim_end().lines().count()), (2, 1), "{wrong:?}: {said}");
    }
}

#[test]
fn the_demo_can_be_loaded_again() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("a.db").display());
    for _ in 0..2 {
        let (code, said) = coterie(&["demo"], &[("COTERIE_DATABASE_URL", &url), ("COTERIE_DEMO", "1")]);
        assert_eq!(code, 0, "{said}");
        assert!(said.contains("owner@northwind.test / correct horse battery"), "{said}");
    }
    let (code, said) = coterie(&["activity", "verify"], &[("COTERIE_DATABASE_URL", &url)]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("of 2 accounts are in order"), "{said}");
}

#[test]
fn events_become_email_and_a_wrong_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("a.db").display());
    let file = folder.path().join("events.json");
    let send = |json: &str| {
        std::fs::write(&file, json).unwrap();
        coterie(&["event", "send", file.to_str().unwrap()], &[("COTERIE_DATABASE_URL", &url)])
    };
    assert_eq!(coterie(&["demo"], &[("COTERIE_DATABASE_URL", &url), ("COTERIE_DEMO", "1")]).0, 0);
    let total = r#"{"minor": 123450, "currency": "EUR"}"#;
    let invoice = format!(
        r#"{{"id": "01900000-0000-7000-8000-000000000009", "account": "owner@northwind.test",
            "event": "invoice_created", "data": {{"invoice": {{"number": "INV-9", "total": {total}}},
            "issued": "2031-03-03T11:00:00Z", "due": "2031-03-17T11:00:00Z"}}}}"#
    );
    let (code, said) = send(&invoice);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("invoice_created for account ") && said.contains(": 2 emails queued\n"), "{said}");
    assert!(said.contains("  owner@northwind.test (owner)\n  ines@ledger.test (ticked for it)\n"), "{said}");
    let renewing = r#"{"account": "owner@northwind.test", "event": "service_renewing",
        "data": {"service": {"name": "nw-app-01"}, "renews": "2031-04-01T10:00:00Z"}}"#;
    let (code, said) = send(&format!("[{invoice}, {renewing}]"));
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("was sent before, so nothing was queued"), "{said}");
    assert!(said.contains("service_renewing for account ") && said.contains(": 1 email queued"), "{said}");
    for (json, words) in [
        ("[", "event 1 (line 1, column 1): EOF"),
        (&renewing.replace("2031-04-01T10:00:00Z", "soon"), "event 1, data.renews (line 2, column "),
        (
            &renewing.replace("nw-app-01", "nowhere"),
            "event 1, data.service.name: the account has no service named",
        ),
        (
            &format!("[{renewing}, {}]", renewing.replace("owner@", "nobody@")),
            "event 2, account: there is no such account",
        ),
        (&invoice.replace("INV-9", "INV-10"), "event 1, id: this id was used for another event"),
    ] {
        let (code, said) = send(json);
        assert_eq!((code, said.trim_end().lines().count()), (2, 1), "{json}: {said}");
        assert!(said.contains(words), "{said}");
    }
    let (code, said) = coterie(&["event", "send", "/nowhere.json"], &[("COTERIE_DATABASE_URL", &url)]);
    assert_eq!((code, said.trim_end().lines().count()), (2, 1), "{said}");
}

#[test]
fn a_payment_is_entered_once() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("a.db").display());
    assert_eq!(coterie(&["demo"], &[("COTERIE_DATABASE_URL", &url), ("COTERIE_DEMO", "1")]).0, 0);
    let receive = |invoice: &str, amount: &str, currency: &str, id: &str| {
        let call = ["payment", "receive", "--method", "Card", "--invoice", invoice, "--amount", amount];
        let rest = ["--currency", currency, "--id", id];
        coterie(&[&call[..], &rest].concat(), &[("COTERIE_DATABASE_URL", &url)])
    };
    let [one, other] = ["01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-000000000002"];
    for (invoice, amount, currency, code, words) in [
        ("INV-0", "1", "NOK", 1, "there is no invoice INV-0"),
        ("INV-10377", "a lot", "NOK", 2, "\"a lot\" is not an amount of NOK"),
        ("INV-10377", "1", "kroner", 2, "\"kroner\" is not a currency"),
        ("INV-10377", "1", "EUR", 1, "invoice INV-10377 is in another currency"),
        ("INV-10377", "0", "NOK", 1, "nothing was received"),
        ("INV-10199", "1", "NOK", 1, "invoice INV-10199 is cancelled or refunded"),
    ] {
        let (found, said) = receive(invoice, amount, currency, one);
        assert_eq!((found, said.trim_end().lines().count()), (code, 1), "{said}");
        assert!(said.contains(words), "{said}");
    }
    for what in ["entered", "was entered before"] {
        let (code, said) = receive("INV-10377", "1600.00", "NOK", one);
        assert_eq!((code, said), (0, format!("NOK 1600.00 for INV-10377: {what}\n")));
    }
    // It is paid now; what was too much is credit, and so is all that comes after.
    for what in ["entered", "was entered before"] {
        let (code, said) = receive("INV-10377", "1", "NOK", other);
        assert_eq!((code, said), (0, format!("NOK 1.00 for INV-10377: {what}\n")));
    }
}

#[test]
fn emails_are_listed_previewed_and_checked_without_a_database() {
    let none = [("COTERIE_DATABASE_URL", "sqlite:///nowhere/at/all.db"), ("COTERIE_BRAND", "Provider")];
    let (code, said) = coterie(&["mail", "events"], &none);
    assert_eq!((code, said.contains("invoice    invoice_created\n")), (0, true), "{said}");
    assert!(said.contains("security   password_reset\n"), "{said}");
    let preview = ["mail", "preview", "invoice_created"];
    let (code, said) = coterie(&preview, &none);
    assert_eq!(code, 0, "{said}");
    assert!(said.starts_with("Subject: Invoice INV-10377") && said.contains("Kind regards\nProvider"), "{said}");
    let (code, said) = coterie(&[&preview[..], &["--language", "nb", "--format", "html"]].concat(), &none);
    assert_eq!((code, said.contains("<html lang=\"nb\">")), (0, true), "{said}");
    let (code, said) = coterie(&[&preview[..], &["--format", "headers"]].concat(), &none);
    assert!(code == 0 && said.contains("Auto-Submitted: auto-generated") && !said.contains("<html"), "{said}");
    let (code, said) = coterie(&["mail", "preview", "owner_notice"], &none);
    assert!(code == 0 && said.starts_with("Subject: "), "{said}");
    assert_eq!(coterie(&["mail", "preview", "dance"], &none).0, 2);
    assert_eq!(coterie(&["mail", "check"], &none), (0, "all templates are in order\n".into()));

    let own = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(own.path().join(name), text).unwrap();
    write("invoice_created.en.jinja", "{% extends layout %}{% block subject %}Ours{% endblock %}");
    let folder = [none[0], ("COTERIE_MAIL_TEMPLATES", own.path().to_str().unwrap())];
    let (code, said) = coterie(&preview, &folder);
    assert!(code == 0 && said.starts_with("Subject: Ours\n"), "{said}");
    write("layout.txt", "{{ nothing }}");
    write("invoice_paid.en.jinja", "");
    let (code, said) = coterie(&["mail", "check"], &folder);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("invoice_paid.en.jinja: no email uses a file of this name\n"), "{said}");
    std::fs::remove_file(own.path().join("invoice_paid.en.jinja")).unwrap();
    let (code, said) = coterie(&["mail", "check"], &folder);
    assert_eq!((code, said.lines().count()), (1, 2), "{said}");
    assert!(said.starts_with("layout.txt, line 1: undefined value"), "{said}");
    let (code, said) = coterie(&["serve"], &[("COTERIE_LISTEN", &free_address()), folder[1]]);
    assert_eq!((code, said.trim_end().lines().count()), (2, 1), "{said}");
    assert!(said.contains("COTERIE_MAIL_TEMPLATES: layout.txt, line 1"), "{said}");
}

#[test]
fn an_announcement_is_queued_steered_and_listed() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("a.db").display());
    let run = |arguments: &[&str]| coterie(arguments, &[("COTERIE_DATABASE_URL", &url)]);
    assert_eq!(run(&["migrate"]).0, 0);
    for owner in ["ada@north.test", "bob@north.test"] {
        assert_eq!(run(&["account", "create", "--email", owner, "--company", owner]).0, 0);
    }
    let file = folder.path().join("news.txt");
    std::fs::write(&file, "[en]\nSubject: News\n\nThere is news.\n").unwrap();
    let file = file.to_str().unwrap();
    let (code, said) = run(&["announce", file, "--all"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("2 of 2 accounts, 2 emails queued"), "{said}");
    let id = said.split_whitespace().nth(1).unwrap().to_owned();
    let listed = |state: &str| {
        let (code, said) = run(&["announce", "list"]);
        assert_eq!((code, said.lines().count()), (0, 1), "{said}");
        assert!(said.starts_with(&format!("{id}\t{state}\t")) && said.ends_with("\tNews\n"), "{said}");
    };
    listed("sending");
    assert_eq!(run(&["announce", "pause", &id]).0, 0);
    listed("paused");
    assert_eq!(run(&["announce", "resume", &id]).0, 0);
    listed("sending");
    let (code, said) = run(&["announce", "cancel", &id]);
    assert_eq!(code, 0);
    assert!(said.contains("2 emails do not leave"), "{said}");
    listed("cancelled");

    std::fs::write(file, "[en]\nThere is news.\n").unwrap();
    for (wrong, code, word) in [
        (&["announce", file, "--all"][..], 2, "line 1"),
        (&["announce", "/nowhere/news.txt", "--all"], 2, "/nowhere/news.txt"),
        (&["announce", file], 2, "--all"),
        (&["announce"], 2, "FILE"),
        (&["announce", file, "--all", "--accounts", &id], 2, "cannot be used"),
        (&["announce", "pause", "01900000-0000-7000-8000-000000000000"], 1, "there is no announcement"),
    ] {
        let (exit, said) = run(wrong);
        assert_eq!(exit, code, "{wrong:?}: {said}");
        assert!(said.contains(word), "{wrong:?}: {said}");
    }
}

#[test]
fn the_queue_is_listed_and_worked_on() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("a.db").display());
    let run = |arguments: &[&str]| coterie(arguments, &[("COTERIE_DATABASE_URL", &url)]);
    assert_eq!(run(&["migrate"]).0, 0);
    assert_eq!(run(&["account", "create", "--email", "ada@north.test", "--company", "North"]).0, 0);
    let (code, said) = run(&["mail", "queue"]);
    assert_eq!((code, said.lines().count()), (0, 1), "{said}");
    let line: Vec<&str> = said.trim_end_matches('\n').split('\t').collect();
    assert_eq!((line[1], line[4], line[6]), ("queued", "password_reset_asked", "ada@north.test"), "{said}");
    let id = line[0].to_owned();
    assert_eq!(run(&["mail", "queue", "--state", "failed"]), (0, String::new()));
    assert_eq!(run(&["mail", "retry", "--failed"]).1.trim(), "0 emails are tried again");
    assert_eq!(run(&["mail", "retry", &id]).1.trim(), "1 email is tried again");
    assert_eq!(run(&["mail", "drop", &id]).1.trim(), "1 email is thrown away");
    let (code, said) = run(&["mail", "drop", &id]);
    assert_eq!((code, said.trim_end().lines().count()), (1, 1), "{said}");
    for wrong in [
        &["mail", "retry"][..],
        &["mail", "drop"],
        &["mail", "queue", "--state", "lost"],
        &["mail", "retry", "--failed", &id],
        &["mail", "bounce"],
    ] {
        assert_eq!(run(wrong).0, 2, "{wrong:?}");
    }
}
