//! The months of affiliates that are over.

use domain::{
    business_event::{AffiliateReport, BusinessEvent},
    money::{Amount, Currency},
};
use sea_orm::{EntityTrait, sea_query::Condition};

use super::{
    cards::month_before,
    due::{Due, Source, all_due},
    schedule::{AFFILIATE, Notice},
    tell::claim_and_post,
};
use crate::{Backend, Failure, access::SystemAccess, db::entity::affiliate_months};

static MONTHS: Source = Source { kind: "affiliate_month", table: "affiliate_months", id: "id", due: "ends_at" };

pub(super) async fn tell(backend: &Backend, system: &SystemAccess) -> Result<usize, Failure> {
    if !backend.settings.affiliates {
        return Ok(0);
    }
    let only = |_: &Notice| Condition::all();
    all_due(backend, &MONTHS, &AFFILIATE, only, |due, notice| one(backend, system, due, notice)).await
}

async fn one(backend: &Backend, system: &SystemAccess, due: Due, notice: &Notice) -> Result<bool, Failure> {
    claim_and_post(backend, system, &MONTHS, due, notice, |tx| async move {
        let found = affiliate_months::Entity::find_by_id((due.account().0, due.id())).one(tx.conn()).await?;
        let Some(row) = found.filter(|row| row.ends_at == due.at().0) else {
            return Ok((tx, None));
        };
        let currency = Currency::parse(&row.currency)
            .map_err(|_| Failure::inconsistent("a month of an affiliate has an unknown currency"))?;
        let count = |number: i64| {
            u64::try_from(number).map_err(|_| Failure::inconsistent("a month of an affiliate has a negative count"))
        };
        let event = BusinessEvent::AffiliateReport(AffiliateReport {
            month: month_before(due.at()),
            visits: count(row.visits)?,
            sign_ups: count(row.sign_ups)?,
            commission: Amount { minor: row.commission_minor, currency },
            balance: Amount { minor: row.balance_minor, currency },
        });
        Ok((tx, Some(event)))
    })
    .await
}
