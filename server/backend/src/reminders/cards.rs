//! Cards on file that can soon be used no more.

use domain::{
    CalendarDate, Timestamp,
    business_event::{BusinessEvent, CardExpiring, LastDigits, Month},
};
use sea_orm::{EntityTrait, sea_query::Condition};

use super::{
    due::{Due, Source, all_due},
    schedule::{CARD, Notice},
    tell::claim_and_post,
};
use crate::{Backend, Failure, access::SystemAccess, billing::line, db::entity::payment_cards};

static CARDS: Source = Source { kind: "card", table: "payment_cards", id: "id", due: "expires_at" };

pub(super) async fn tell(backend: &Backend, system: &SystemAccess) -> Result<usize, Failure> {
    let only = |_: &Notice| Condition::all();
    all_due(backend, &CARDS, &CARD, only, |due, notice| one(backend, system, due, notice)).await
}

async fn one(backend: &Backend, system: &SystemAccess, due: Due, notice: &Notice) -> Result<bool, Failure> {
    claim_and_post(backend, system, &CARDS, due, notice, |tx| async move {
        let found = payment_cards::Entity::find_by_id((due.account().0, due.id())).one(tx.conn()).await?;
        let Some(row) = found.filter(|row| row.expires_at == due.at().0) else {
            return Ok((tx, None));
        };
        let last_digits = LastDigits::try_from(row.last_digits)
            .map_err(|_| Failure::inconsistent("the last digits of a card are none"))?;
        let expires = month_before(due.at());
        let event = BusinessEvent::CardExpiring(CardExpiring { brand: line(&row.brand)?, last_digits, expires });
        Ok((tx, Some(event)))
    })
    .await
}

/// The month that ends at that instant, in UTC.
pub(super) fn month_before(end: Timestamp) -> Month {
    let last = CalendarDate::of_day(end.plus(-1).0.div_euclid(Timestamp::DAY));
    Month { year: last.year(), month: last.month() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_where_the_next_begins() {
        let month = |end: i64| String::from(month_before(Timestamp(end)));
        // 2030-03-01, 2030-01-01 and a millisecond later.
        assert_eq!(month(1_898_553_600_000), "2030-02");
        assert_eq!(month(1_893_456_000_000), "2029-12");
        assert_eq!(month(1_893_456_000_001), "2030-01");
    }
}
