//! What there is to tell, whether the templates work, and how an email looks.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
};

use backend::{
    Settings,
    mail::{self, Broken, Previewed},
};
use clap::ValueEnum;
use domain::{Code, Locale};

use crate::command::Stopped;

/// Which side of an email is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Html,
    Headers,
}

pub(super) fn events() -> Result<(), Stopped> {
    let mut list = String::new();
    for one in Previewed::all() {
        // Writing to a String cannot fail.
        let _ = writeln!(list, "{:<10} {}", one.category.map_or("security", Code::code), one.code);
    }
    print(&list)
}

pub(super) fn check(settings: &Settings) -> Result<(), Stopped> {
    match settings.templates.check() {
        Ok(()) => print("all templates are in order\n"),
        Err(broken) => {
            print(&lines(&broken))?;
            Err(Stopped::Failed(format!("{} templates are broken", broken.len())))
        }
    }
}

pub(super) fn preview(settings: &Settings, email: Previewed, language: Locale, format: Format) -> Result<(), Stopped> {
    let message = mail::preview(settings, email, language)
        .map_err(|broken| Stopped::Failed(lines(&broken).trim_end().replace('\n', "; ")))?;
    match format {
        Format::Text => print(&format!("Subject: {}\n\n{}", message.subject, message.text)),
        Format::Html => print(&message.html),
        Format::Headers => {
            let wire = message.to_wire().map_err(Stopped::Failed)?;
            let wire = String::from_utf8_lossy(&wire).into_owned();
            let headers = wire.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n", "\n");
            print(&format!("{headers}\n"))
        }
    }
}

fn lines(broken: &[Broken]) -> String {
    let mut lines = String::new();
    for one in broken {
        // Writing to a String cannot fail.
        let _ = writeln!(lines, "{one}");
    }
    lines
}

/// Written at once, and quietly given up when the reader has seen enough (`| head`).
fn print(text: &str) -> Result<(), Stopped> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Stopped::failed("nothing can be printed", error))
        }
        _ => Ok(()),
    }
}
