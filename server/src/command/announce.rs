//! `coterie announce`: one email to all accounts, or to chosen ones.

use std::{fs, path::PathBuf, time::Instant as Stopwatch};

use backend::{
    Backend,
    access::{SystemAccess, SystemReason},
    announcements::{
        self, Announcement, AnnouncementState, Audience, Progress, Unknown, cancel, create, list, pause, queue_some,
        resume,
    },
};
use clap::{Args, Subcommand};
use domain::{AccountId, code::Code as _, instant::Instant};
use uuid::Uuid;

use super::{Stopped, progress::Bar};

#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Announce {
    /// A part for each language: a line [en] or [nb], a line `Subject: …`, an empty line, the text
    #[arg(required = true)]
    file: Option<PathBuf>,
    /// For all accounts
    #[arg(long, required_unless_present = "accounts", conflicts_with = "accounts")]
    all: bool,
    /// For these accounts only
    #[arg(long, value_name = "ID,ID,…", value_delimiter = ',')]
    accounts: Vec<Uuid>,
    /// How many of its emails leave in a minute; 0: as fast as they leave [default: what the configuration says]
    #[arg(long, value_name = "NUMBER")]
    rate: Option<u32>,
    #[command(subcommand)]
    command: Option<Steering>,
}

#[derive(Debug, Subcommand)]
enum Steering {
    /// List the announcements, the newest first
    List,
    /// Stop sending for now
    Pause { id: Uuid },
    /// Go on with one that was paused, or whose queueing was interrupted
    Resume { id: Uuid },
    /// Call one back: what has not left does not leave any more
    Cancel { id: Uuid },
}

pub(super) async fn run(backend: &Backend, call: Announce) -> Result<(), Stopped> {
    let system = SystemAccess::new(SystemReason::Operator);
    match (call.command, call.file) {
        (Some(Steering::List), _) => show(backend, &system).await,
        (Some(Steering::Pause { id }), _) => {
            let progress = pause(backend, &system, id).await.map_err(|error| of(id, error))?;
            println!("announcement {id} is {}", words(progress.state));
            Ok(())
        }
        (Some(Steering::Resume { id }), _) => {
            let progress = resume(backend, &system, id).await.map_err(|error| of(id, error))?;
            match progress.state {
                AnnouncementState::Queueing => queue_all(backend, &system, id).await,
                state => {
                    println!("announcement {id} is {}", words(state));
                    Ok(())
                }
            }
        }
        (Some(Steering::Cancel { id }), _) => {
            let count = cancel(backend, &system, id).await.map_err(|error| of(id, error))?;
            println!("announcement {id} is called back; {count} emails do not leave any more");
            Ok(())
        }
        (None, Some(file)) => {
            let audience = if call.all {
                Audience::All
            } else {
                Audience::These(call.accounts.into_iter().map(AccountId).collect())
            };
            begin(backend, &system, &file, &audience, call.rate).await
        }
        (None, None) => Err(Stopped::Usage("name the file of the announcement".to_owned())),
    }
}

/// What went wrong with an announcement that was named.
fn of(id: Uuid, error: backend::Failure) -> Stopped {
    match error {
        backend::Failure::Refused(_) => Stopped::Failed(format!("there is no announcement {id}")),
        other => Stopped::failed("the announcement cannot be changed", other),
    }
}

async fn begin(
    backend: &Backend,
    system: &SystemAccess,
    file: &PathBuf,
    audience: &Audience,
    rate: Option<u32>,
) -> Result<(), Stopped> {
    let name = file.display();
    let text = fs::read_to_string(file).map_err(|error| Stopped::Usage(format!("{name} cannot be read: {error}")))?;
    let texts = announcements::read(&text).map_err(|bad| Stopped::Usage(format!("{name}, {bad}")))?;
    let rate = rate.unwrap_or(backend.settings.mail_announcement_rate);
    let failed = |error| Stopped::failed("the announcement cannot be begun", error);
    let id = match create(backend, system, &texts, audience, rate).await.map_err(failed)? {
        Ok(id) => id,
        Err(Unknown(unknown)) => {
            let unknown: Vec<String> = unknown.iter().map(|id| id.0.to_string()).collect();
            return Err(Stopped::Usage(format!("there are no such accounts: {}", unknown.join(", "))));
        }
    };
    println!("announcement {id}");
    queue_all(backend, system, id).await
}

/// Queues what is left to queue. Between two steps it waits as long as one took: others want to write, too.
async fn queue_all(backend: &Backend, system: &SystemAccess, id: Uuid) -> Result<(), Stopped> {
    let mut bar = Bar::new();
    loop {
        let began = Stopwatch::now();
        let progress = queue_some(backend, system, id).await.map_err(|error| {
            Stopped::failed(&format!("its queueing stopped; `coterie announce resume {id}` goes on"), error)
        })?;
        let Progress { state, accounts, accounts_done, letters } = progress;
        bar.show(accounts_done, accounts, &format!("{accounts_done} of {accounts} accounts, {letters} emails queued"));
        if state != AnnouncementState::Queueing {
            bar.end();
            println!("announcement {id} is {}", words(state));
            return Ok(());
        }
        tokio::time::sleep(began.elapsed()).await;
    }
}

async fn show(backend: &Backend, system: &SystemAccess) -> Result<(), Stopped> {
    let all = list(backend, system).await.map_err(|error| Stopped::failed("they cannot be listed", error))?;
    for one in &all {
        println!("{}", line(one));
    }
    Ok(())
}

fn line(one: &Announcement) -> String {
    let number = |state: &str| one.letters.get(state).copied().unwrap_or(0);
    let state = match one.progress.state {
        AnnouncementState::Sending if one.waiting() == 0 => "done",
        state => state.code(),
    };
    let counts = format!(
        "{} of {} sent, {} wait, {} failed, {} dropped",
        number("sent"),
        one.progress.letters,
        one.waiting(),
        number("failed"),
        number("dropped"),
    );
    [one.id.to_string(), state.to_owned(), Instant(one.created).to_string(), counts, one.subject.clone()].join("\t")
}

fn words(state: AnnouncementState) -> &'static str {
    match state {
        AnnouncementState::Queueing => "being queued",
        AnnouncementState::Sending => "queued; its emails leave as `coterie serve` sends them",
        AnnouncementState::Paused => "paused",
        AnnouncementState::Cancelled => "called back",
    }
}
