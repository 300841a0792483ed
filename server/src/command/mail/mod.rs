//! `coterie mail`: the templates of emails, those that wait or failed, and those that come back.

mod bounce;
mod queue;
mod templates;

use backend::mail::Previewed;
use clap::Subcommand;
use domain::{Code as _, Locale};

use super::{Stopped, connect};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub(super) enum MailCommand {
    /// List the events that are told by email, with their categories, and security mail
    Events,
    /// Try all templates over sample data; exit code 1 when one is broken
    Check,
    /// Print an email over sample data
    Preview {
        /// Which, as `coterie mail events` lists them
        #[arg(value_parser = email)]
        email: Previewed,
        /// en or nb
        #[arg(long, default_value = "en", value_parser = language)]
        language: Locale,
        #[arg(long, value_enum, default_value = "text")]
        format: templates::Format,
    },
    /// List emails: what waits or failed, the oldest first
    Queue(queue::Listing),
    /// Try emails again that wait or failed
    Retry(queue::Again),
    /// Throw emails away that wait or failed
    Drop(queue::Away),
    /// Take a message that came back, from the standard input
    Bounce,
}

fn email(code: &str) -> Result<Previewed, String> {
    Previewed::from_code(code).ok_or_else(|| "there is no such email; `coterie mail events` lists them".to_owned())
}

fn language(code: &str) -> Result<Locale, String> {
    Locale::from_code(code).ok_or_else(|| "only en and nb are known".to_owned())
}

/// What concerns templates works without a database.
pub(super) async fn run(config: &Config, command: MailCommand) -> Result<(), Stopped> {
    match command {
        MailCommand::Events => templates::events(),
        MailCommand::Check => templates::check(&config.settings()),
        MailCommand::Preview { email, language, format } => {
            templates::preview(&config.settings(), email, language, format)
        }
        MailCommand::Queue(listing) => queue::list(&connect(config).await?, listing).await,
        MailCommand::Retry(which) => queue::again(&connect(config).await?, which).await,
        MailCommand::Drop(which) => queue::away(&connect(config).await?, which).await,
        MailCommand::Bounce => bounce::bounce(&connect(config).await?).await,
    }
}
