//! Adding funds: an invoice of its own, which becomes credit when it is paid.

use domain::{
    AccountId, AppError, Code, InvoiceId, Locale,
    activity::Event,
    billing::FundsForm,
    money::{Amount, Currency},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use serde_json::json;

use super::{
    issue::{Line, NewInvoice, issue},
    whole_account,
};
use crate::{
    Backend, Failure, Tx,
    access::{Access, ViewInvoices},
    db::{
        entity::{accounts, credits, invoices, services},
        found,
    },
    once::{Once, Sent},
    operator_tasks::{self, About, Kind},
    people::Change,
    problems::{Problem, Problems},
};

/// At most that many unpaid invoices for funds: whoever clicks for fun fills no books.
const WAITING: u64 = 3;
/// The most that is added at once, in whole units of the currency.
const MOST: i64 = 1_000_000;

/// Makes an invoice for funds. Sent again, the form leads to the same one.
///
/// # Errors
///
/// [`AppError::NotFound`] for a limited scope: credit is the whole account's. [`AppError::Form`] with a [`Problem`]
/// of the amount or the currency, or when enough such invoices wait.
pub async fn add_funds(
    backend: &Backend,
    access: &Access<'_, ViewInvoices>,
    form: &FundsForm,
) -> Result<InvoiceId, Failure> {
    let change = Change::begin(backend, access).await?;
    whole_account(change.scope())?;
    let account = change.account.id;
    let once = match Once::claim(&change.tx, account, &form.token, "funds", change.now).await? {
        Sent::First(once) => once,
        Sent::Before(id) => return Ok(InvoiceId(id.parse().map_err(|_| AppError::BadRequest)?)),
    };
    let known = currencies(change.tx.conn(), account).await?;
    let currency = known.into_iter().find(|known| known.code() == form.currency);
    let currency = currency.ok_or_else(|| Problems::one("currency", Problem::WrongCurrency))?;
    let amount = Amount::typed(&form.amount, currency).map_err(|_| Problems::one("amount", Problem::NotAnAmount))?;
    if amount.minor == 0 {
        return Err(Problems::one("amount", Problem::NotAnAmount));
    }
    if amount.minor > MOST * 10_i64.pow(u32::from(currency.digits())) {
        return Err(Problems::one("amount", Problem::AmountTooLarge));
    }
    if waiting(&change.tx, account).await? >= WAITING {
        return Err(Problems::one("", Problem::FundsWaiting));
    }
    let line = Line { description: description(&change).await?, minor: amount.minor, about: None };
    let new = NewInvoice { funds: true, currency, lines: vec![line] };
    let (id, number) = issue(backend, &change.tx, account, &new, change.now).await?;
    once.leads_to(&change.tx, &id.to_string()).await?;
    let data = json!({ "number": number, "amount": amount });
    let (author, about) = (change.actor.author(), About::Invoice(id.0));
    operator_tasks::add(&change.tx, account, &author, Kind::FundsAdded, about, &data, change.now).await?;
    change.log(None, &Event::FundsAsked { number, amount }).await?;
    change.commit().await?;
    Ok(id)
}

/// What the line says, in the language of the account.
async fn description(change: &Change<'_>) -> Result<String, Failure> {
    let row = found(accounts::Entity::find_by_id(change.account.id.0).one(change.tx.conn()).await?)?;
    Ok(match Locale::from_code(&row.locale).unwrap_or_default() {
        Locale::English => "Account credit",
        Locale::Bokmal => "Tilgodehavende på kontoen",
    }
    .to_owned())
}

async fn waiting(tx: &Tx, account: AccountId) -> Result<u64, Failure> {
    let waiting = invoices::Entity::find()
        .filter(invoices::Column::AccountId.eq(account.0))
        .filter(invoices::Column::Status.is_in(["unpaid", "overdue"]))
        .filter(invoices::Column::Kind.eq("funds"))
        .count(tx.conn())
        .await?;
    Ok(waiting)
}

/// The currencies that the account has to do with: of its services, its invoices and its credit.
pub(super) async fn currencies(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Currency>, Failure> {
    let id = account.0;
    let mut codes: Vec<String> = services::Entity::find()
        .select_only()
        .column(services::Column::Currency)
        .filter(services::Column::AccountId.eq(id))
        .distinct()
        .into_tuple()
        .all(conn)
        .await?;
    let invoiced: Vec<String> = invoices::Entity::find()
        .select_only()
        .column(invoices::Column::Currency)
        .filter(invoices::Column::AccountId.eq(id))
        .distinct()
        .into_tuple()
        .all(conn)
        .await?;
    let credited: Vec<String> = credits::Entity::find()
        .select_only()
        .column(credits::Column::Currency)
        .filter(credits::Column::AccountId.eq(id))
        .into_tuple()
        .all(conn)
        .await?;
    codes.extend(invoiced);
    codes.extend(credited);
    codes.sort_unstable();
    codes.dedup();
    codes.iter().map(|code| super::currency(code)).collect()
}
