//! The commands of the binary.
//!
//! Exit codes: 0 done, 1 it could not be done, 2 the call or the configuration is wrong.

mod account;
mod activity;
mod announce;
mod demo;
mod event;
mod mail;
mod payment;
mod progress;
mod secrets;
mod serve;
mod user;

use std::{process::ExitCode, sync::Arc, thread};

use backend::{Backend, Db, clock::SystemClock, passwords::Passwords};
use clap::{Parser, Subcommand};
use tokio::runtime;

use crate::{
    config::{self, Config, Options, WrongValue},
    logging,
};

/// Who else is on the account: contacts, email preferences and sub-accounts for a hosting provider's client area.
#[derive(Debug, Parser)]
#[command(name = "coterie", version, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the pages
    Serve,
    /// Bring the database up to date; safe to run again
    Migrate,
    /// Load the demo, two accounts with people and data; safe to run again
    Demo,
    /// Accounts: create one with its owner
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// Logins: a link to set a new password
    #[command(subcommand)]
    User(user::UserCommand),
    /// Events of the provider, as JSON: queue the emails that tell of them
    #[command(subcommand)]
    Event(event::EventCommand),
    /// Emails: what there is, whether the templates work, how they look; what waits or failed; what came back
    #[command(subcommand)]
    Mail(mail::MailCommand),
    /// Payments: enter what an invoice was paid with elsewhere
    #[command(subcommand)]
    Payment(payment::PaymentCommand),
    /// Announcements: one email to all accounts, or to chosen ones
    Announce(announce::Announce),
    /// Encrypted passwords of services and codes of domains: encrypt them with a new key
    #[command(subcommand)]
    Secrets(secrets::SecretsCommand),
    /// The activity log: check that it is what was written
    #[command(subcommand)]
    Activity(activity::ActivityCommand),
}

/// Why a command did not do what it was asked for: one line.
#[derive(Debug)]
pub enum Stopped {
    /// The call or the configuration is wrong.
    Usage(String),
    /// It could not be done.
    Failed(String),
}

impl Stopped {
    fn failed(what: &str, cause: impl std::fmt::Display) -> Self {
        Self::Failed(format!("{what}: {cause}"))
    }
}

impl From<WrongValue> for Stopped {
    fn from(wrong: WrongValue) -> Self {
        Self::Usage(wrong.to_string())
    }
}

/// What the process does.
pub fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stopped::Usage(line)) => {
            eprintln!("coterie: {line}");
            ExitCode::from(2)
        }
        Err(Stopped::Failed(line)) => {
            eprintln!("coterie: {line}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<(), Stopped> {
    config::check_environment().map_err(Stopped::Usage)?;
    config::load_env_file().map_err(Stopped::Usage)?;
    // Help, version and wrong calls end the process here, with 0 or 2.
    let cli = Cli::parse();
    let config = Arc::new(Config::new(cli.options)?);
    logging::start(&config);
    let runtime = runtime::Builder::new_multi_thread()
        // With a single one, resources of a page that wait for each other may never end.
        .worker_threads(cores().max(2))
        .enable_all()
        .build()
        .map_err(|error| Stopped::failed("the system gave no threads", error))?;
    runtime.block_on(run(cli.command, config))
}

async fn run(command: Command, config: Arc<Config>) -> Result<(), Stopped> {
    match command {
        Command::Serve => serve::serve(connect(&config).await?, config).await,
        Command::Migrate => migrate(&connect(&config).await?).await,
        Command::Demo => demo::run(&connect(&config).await?, &config).await,
        Command::Account(command) => account::run(&connect(&config).await?, command).await,
        Command::User(command) => user::run(&connect(&config).await?, command).await,
        Command::Event(command) => event::run(&connect(&config).await?, command).await,
        // Templates need no database.
        Command::Mail(command) => mail::run(&config, command).await,
        Command::Payment(command) => payment::run(&connect(&config).await?, command).await,
        Command::Announce(call) => announce::run(&connect(&config).await?, call).await,
        Command::Secrets(command) => secrets::run(&connect(&config).await?, command).await,
        Command::Activity(command) => activity::run(&connect(&config).await?, command).await,
    }
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// The backend on the configured database.
async fn connect(config: &Config) -> Result<Backend, Stopped> {
    let db = Db::connect(&config.database_url)
        .await
        .map_err(|error| Stopped::failed("the database of COTERIE_DATABASE_URL cannot be opened", error))?;
    let passwords = Passwords::new(cores()).map_err(|error| Stopped::failed("passwords cannot be checked", error))?;
    Ok(Backend { db, clock: Arc::new(SystemClock), passwords, settings: config.settings() })
}

async fn migrate(backend: &Backend) -> Result<(), Stopped> {
    backend
        .db
        .migrate()
        .await
        .map_err(|error| Stopped::failed("the database cannot be brought up to date", error))?;
    println!("the database is up to date");
    Ok(())
}
