//! `coterie account create`: an account with its owner.

use backend::{
    Backend,
    access::{SystemAccess, SystemReason},
    moments::is_time_zone,
    set_up::{NewAccount, create_account},
};
use clap::{Args, Subcommand};
use domain::{Code as _, EmailAddress, Locale, contact_form::PersonalDetails};

use super::Stopped;

#[derive(Debug, Subcommand)]
pub(super) enum AccountCommand {
    /// Create an account; its owner gets a link to set a password, unless the address has a login already
    Create(NewOwner),
}

#[derive(Args, Debug)]
pub(super) struct NewOwner {
    /// The owner's sign-in address
    #[arg(long)]
    email: String,
    /// The account's company; without one, the owner's name is the account's
    #[arg(long, default_value = "")]
    company: String,
    #[arg(long, default_value = "")]
    first_name: String,
    #[arg(long, default_value = "")]
    last_name: String,
    /// Of emails: en or nb
    #[arg(long, default_value = "en")]
    language: String,
    /// In which dates are chosen and shown, such as Europe/Oslo
    #[arg(long, default_value = "UTC")]
    time_zone: String,
}

pub(super) async fn run(backend: &Backend, command: AccountCommand) -> Result<(), Stopped> {
    let AccountCommand::Create(owner) = command;
    let new = check(owner)?;
    let email = new.email.as_str().to_owned();
    let system = SystemAccess::new(SystemReason::Operator);
    let account = create_account(backend, &system, new)
        .await
        .map_err(|error| Stopped::failed("the account cannot be created", error))?;
    println!("created account {}; its owner is {email}", account.0);
    if backend.settings.smtp_url.is_none() {
        println!("no mail server is configured, so no mail leaves: `coterie user reset-link {email}` prints a link");
    }
    Ok(())
}

fn check(owner: NewOwner) -> Result<NewAccount, Stopped> {
    let usage = |problem: String| Stopped::Usage(problem);
    let email = EmailAddress::parse(&owner.email)
        .map_err(|_| usage(format!("--email is {:?}, which is not an email address", owner.email)))?;
    let locale = Locale::from_code(&owner.language)
        .ok_or_else(|| usage(format!("--language is {:?}, but only en and nb are known", owner.language)))?;
    if !is_time_zone(&owner.time_zone) {
        return Err(usage(format!("--time-zone is {:?}, which is no name such as Europe/Oslo", owner.time_zone)));
    }
    if [&owner.company, &owner.first_name, &owner.last_name].iter().all(|name| name.trim().is_empty()) {
        return Err(usage("--company or --first-name and --last-name must say whose account it is".to_owned()));
    }
    let details = PersonalDetails {
        first_name: owner.first_name.trim().to_owned(),
        last_name: owner.last_name.trim().to_owned(),
        company: owner.company.trim().to_owned(),
        ..PersonalDetails::default()
    };
    Ok(NewAccount { email, password: None, details, locale, time_zone: owner.time_zone })
}
