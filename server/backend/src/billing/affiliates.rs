//! The affiliate account: what it brought, and asking for a payout.

use domain::{
    AppError, Moment, Timestamp,
    activity::Event,
    billing::PayoutForm,
    client_area::{Money, Status},
    money::Amount,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use serde_json::json;

use super::{amount, currency, whole_account};
use crate::{
    Backend, Failure,
    access::{Access, ViewAffiliates},
    client_area::{moments, money},
    db::entity::{
        affiliate_payouts::{self, Column as P},
        affiliates::{self, Column as A},
    },
    once::{Once, Sent},
    operator_tasks::{self, About, Kind},
    paging::{Place, by_time},
    people::{Change, noted},
    problems::{Problem, Problems},
    random::new_id,
};

/// The affiliate account as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AffiliatePage {
    pub link: String,
    pub visits: i64,
    pub sign_ups: i64,
    pub balance: Money,
    /// The least that is paid out.
    pub minimum: Money,
    /// What can be asked for now, as it is typed; `None`: less than is paid out.
    pub most: Option<String>,
    pub payouts: Vec<Payout>,
    /// Where the next page of the payouts begins, if there is one.
    pub older: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payout {
    pub asked: Moment,
    pub by: String,
    pub amount: Money,
    pub status: Status,
}

/// The affiliate account. `before` is where the page of the payouts before ended.
///
/// # Errors
///
/// [`AppError::NotFound`] when the operator runs no affiliate programme, the account is not in it, or the scope is limited:
/// what others brought is no service's.
pub async fn affiliates(
    backend: &Backend,
    access: &Access<'_, ViewAffiliates>,
    before: &str,
) -> Result<AffiliatePage, Failure> {
    let (actor, conn) = (access.actor(), backend.db.read());
    runs(backend)?;
    whole_account(access.scope())?;
    let row = affiliates::Entity::find_by_id(access.account().0).one(conn).await?;
    let row = row.ok_or(AppError::NotFound)?;
    let all = affiliate_payouts::Entity::find().filter(P::AccountId.eq(access.account().0));
    let place = |row: &affiliate_payouts::Model| Place { at: row.asked_at, id: row.id };
    let (payouts, older) = by_time(conn, all, (P::AskedAt, P::Id), place, before).await?;
    let moments = moments(backend, actor);
    let text = |minor| money(minor, &row.currency, actor.locale());
    let payable = row.balance_minor > 0 && row.balance_minor >= row.minimum_minor;
    Ok(AffiliatePage {
        visits: row.visits,
        sign_ups: row.sign_ups,
        balance: text(row.balance_minor),
        minimum: text(row.minimum_minor),
        most: if payable {
            Some(amount(row.balance_minor, &row.currency)?.plain())
        } else {
            None
        },
        payouts: payouts
            .into_iter()
            .map(|one| Payout {
                asked: moments.moment(Timestamp(one.asked_at)),
                amount: money(one.amount_minor, &one.currency, actor.locale()),
                status: match one.state.as_str() {
                    "paid" => Status::Paid,
                    "refused" => Status::Cancelled,
                    _ => Status::Pending,
                },
                by: one.asked_by,
            })
            .collect(),
        older,
        link: row.link,
    })
}

fn runs(backend: &Backend) -> Result<(), Failure> {
    if backend.settings.affiliates {
        Ok(())
    } else {
        Err(AppError::NotFound.into())
    }
}

/// Asks for a payout. What is asked for is not in the balance any more.
///
/// # Errors
///
/// [`AppError::NotFound`] as for the page; [`AppError::Form`] when it is less than is paid out, or more than there is.
pub async fn ask_for_payout(
    backend: &Backend,
    access: &Access<'_, ViewAffiliates>,
    form: &PayoutForm,
) -> Result<(), Failure> {
    noted(backend, access, None, try_ask(backend, access, form)).await
}

async fn try_ask(backend: &Backend, access: &Access<'_, ViewAffiliates>, form: &PayoutForm) -> Result<(), Failure> {
    runs(backend)?;
    let change = Change::begin(backend, access).await?;
    whole_account(change.scope())?;
    let (tx, account, now) = (&change.tx, change.account.id, change.now);
    let row = affiliates::Entity::find_by_id(account.0).one(tx.conn()).await?.ok_or(AppError::NotFound)?;
    let once = match Once::claim(tx, account, &form.token, "payout", now).await? {
        Sent::First(once) => once,
        Sent::Before(_) => return Ok(()),
    };
    let asked = Amount::typed(&form.amount, currency(&row.currency)?)
        .map_err(|_| Problems::one("amount", Problem::NotAnAmount))?;
    if asked.minor == 0 || asked.minor < row.minimum_minor {
        return Err(Problems::one("amount", Problem::BelowMinimum));
    }
    // The row itself says whether there is as much.
    let taken = affiliates::Entity::update_many()
        .col_expr(A::BalanceMinor, Expr::col(A::BalanceMinor).sub(asked.minor))
        .filter(A::AccountId.eq(account.0))
        .filter(A::BalanceMinor.gte(asked.minor))
        .exec(tx.conn())
        .await?;
    if taken.rows_affected != 1 {
        return Err(Problems::one("amount", Problem::BelowMinimum));
    }
    let payout = affiliate_payouts::ActiveModel {
        account_id: Set(account.0),
        id: Set(new_id(now)),
        amount_minor: Set(asked.minor),
        currency: Set(row.currency),
        state: Set("asked".to_owned()),
        asked_at: Set(now.0),
        asked_by: Set(change.actor.name().to_owned()),
    };
    affiliate_payouts::Entity::insert(payout).exec_without_returning(tx.conn()).await?;
    once.leads_to(tx, "").await?;
    let author = change.actor.author();
    let data = json!({ "amount": asked });
    operator_tasks::add(tx, account, &author, Kind::PayoutAsked, About::Affiliate, &data, now).await?;
    change.log(None, &Event::PayoutAsked { amount: asked }).await?;
    change.commit().await
}
