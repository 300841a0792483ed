//! `coterie payment receive`: what an invoice was paid with elsewhere, by card or by bank transfer.

use backend::{
    Backend, Failure,
    access::{SystemAccess, SystemReason},
    billing::{self, Received},
    problems::{Problem, Problems},
};
use clap::{Args, Subcommand};
use domain::{
    AccountId, AppError,
    business_event::Line,
    money::{Amount, Currency},
};
use uuid::Uuid;

use super::Stopped;

#[derive(Debug, Subcommand)]
pub(super) enum PaymentCommand {
    /// Enter what was received for an invoice; what is too much (all of it, if it is paid already), or paid for funds, becomes
    /// credit
    Receive(Receive),
}

#[derive(Debug, Args)]
pub(super) struct Receive {
    /// The number of the invoice
    #[arg(long)]
    invoice: String,
    /// How much, such as 1249.50
    #[arg(long)]
    amount: String,
    /// Its currency, which must be the invoice's: ISO 4217
    #[arg(long)]
    currency: String,
    /// How it was paid, as the invoice shows it: card, bank transfer
    #[arg(long)]
    method: String,
    /// The account, where several have an invoice of that number
    #[arg(long)]
    account: Option<AccountId>,
    /// A UUID of your own: received twice with the same, it counts once
    #[arg(long)]
    id: Option<Uuid>,
}

pub(super) async fn run(backend: &Backend, command: PaymentCommand) -> Result<(), Stopped> {
    let PaymentCommand::Receive(call) = command;
    let usage = |what: String| Stopped::Usage(what);
    let currency = Currency::parse(&call.currency)
        .map_err(|_| usage(format!("{:?} is not a currency such as NOK", call.currency)))?;
    let amount = Amount::typed(&call.amount, currency)
        .map_err(|_| usage(format!("{:?} is not an amount of {}", call.amount, currency.code())))?;
    let method =
        Line::parse(&call.method).map_err(|_| usage("--method is empty, too long or cannot be printed".into()))?;
    let system = SystemAccess::new(SystemReason::Operator);
    let failed = |failure: Failure| Stopped::Failed(why(&call.invoice, &failure));
    let found = billing::invoices_numbered(backend, &system, &call.invoice).await.map_err(failed)?;
    let mut found = found.into_iter().filter(|(account, _)| call.account.is_none_or(|wanted| wanted == *account));
    let (account, invoice) = match (found.next(), found.next()) {
        (Some(one), None) => one,
        (None, _) => return Err(Stopped::Failed(format!("there is no invoice {}", call.invoice))),
        (Some(_), Some(_)) => {
            return Err(Stopped::Usage(format!(
                "several accounts have an invoice {}: name one by --account",
                call.invoice
            )));
        }
    };
    let id = call.id.unwrap_or_else(|| backend::random::new_id(backend.now()));
    let received = Received { id, amount, method };
    let new = billing::receive(backend, &system, account, invoice, &received).await.map_err(failed)?;
    let what = if new { "entered" } else { "was entered before" };
    println!("{} {} for {}: {what}", currency.code(), amount.plain(), call.invoice);
    Ok(())
}

/// Why it was refused, for an operator.
fn why(invoice: &str, failure: &Failure) -> String {
    let Failure::Refused(refusal) = failure else {
        return format!("the payment cannot be entered: {failure}");
    };
    let problem = Problems::of(refusal).first().map(|(_, problem)| *problem);
    match (refusal, problem) {
        (_, Some(Problem::WrongCurrency)) => format!("invoice {invoice} is in another currency"),
        (_, Some(Problem::NotAnAmount)) => "nothing was received".to_owned(),
        (_, Some(Problem::NotPayable)) => format!("invoice {invoice} is cancelled or refunded"),
        (AppError::Stale, _) => format!("somebody paid invoice {invoice} at the same time: try again"),
        _ => format!("the payment cannot be entered: {refusal:?}"),
    }
}
