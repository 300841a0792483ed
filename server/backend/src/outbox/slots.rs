//! How many connections to the SMTP server there are on all nodes together.
//!
//! Each that there may be is a row ([`Slots`] holds some of them for a time, as a lease). A worker takes as many as it
//! has emails to send, keeps them while it works, and gives them back when it has nothing to do; those of a worker that
//! died come back by themselves.

use domain::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict, Order, Query},
};
use uuid::Uuid;

use crate::{Db, Failure, db::entity::mail_slots};

/// How long they are held. A worker asks again well before.
const LEASE: i64 = Timestamp::MINUTE;
/// When a worker asks again.
const RENEW: i64 = LEASE / 3;

/// The connections that a worker may have.
#[derive(Debug)]
pub(super) struct Slots {
    holder: Uuid,
    most: u64,
    held: u64,
    /// When they were last asked for.
    asked: Timestamp,
}

impl Slots {
    /// None yet; `most` are there for all nodes together.
    pub fn new(holder: Uuid, most: u16) -> Self {
        Self { holder, most: u64::from(most), held: 0, asked: Timestamp(0) }
    }

    pub fn most(&self) -> u64 {
        self.most
    }

    /// Takes as many as are wanted and free, or keeps what is held. Returns how many are held now.
    pub async fn take(&mut self, db: &Db, now: Timestamp, wanted: u64) -> Result<u64, Failure> {
        let wanted = Ord::min(wanted, self.most);
        if self.held >= wanted && now.0 - self.asked.0 < RENEW {
            return Ok(self.held);
        }
        let wanted = Ord::max(wanted, self.held);
        if wanted == 0 {
            return Ok(0);
        }
        if self.asked.0 == 0 {
            self.make_rows(db).await?;
        }
        let mine = Expr::col(mail_slots::Column::Holder).eq(self.holder);
        let mut free = Query::select()
            .column(mail_slots::Column::Number)
            .from(mail_slots::Entity)
            .and_where(Expr::col(mail_slots::Column::Number).lt(i64::try_from(self.most).unwrap_or(i64::MAX)))
            .and_where(mine.clone().or(Expr::col(mail_slots::Column::Until).lte(now.0)))
            // Its own first.
            .order_by_expr(Expr::case(mine, 0).finally(1).into(), Order::Asc)
            .order_by(mail_slots::Column::Number, Order::Asc)
            .limit(wanted)
            .take();
        if !db.is_sqlite() {
            free.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        let update = Query::update()
            .table(mail_slots::Entity)
            .value(mail_slots::Column::Holder, self.holder)
            .value(mail_slots::Column::Until, now.plus(LEASE).0)
            .and_where(Expr::col(mail_slots::Column::Number).in_subquery(free))
            .returning_col(mail_slots::Column::Number)
            .take();
        let rows = db.read().query_all(&update).await?;
        self.held = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        self.asked = now;
        Ok(self.held)
    }

    /// Gives all of them back.
    pub async fn give_back(&mut self, db: &Db) -> Result<(), Failure> {
        if std::mem::take(&mut self.held) == 0 {
            return Ok(());
        }
        mail_slots::Entity::update_many()
            .col_expr(mail_slots::Column::Until, Expr::value(0))
            .filter(mail_slots::Column::Holder.eq(self.holder))
            .exec(db.read())
            .await?;
        Ok(())
    }

    async fn make_rows(&self, db: &Db) -> Result<(), Failure> {
        let rows = (0..self.most)
            .filter_map(|number| i64::try_from(number).ok())
            .map(|number| mail_slots::ActiveModel { number: Set(number), holder: Set(None), until: Set(0) });
        mail_slots::Entity::insert_many(rows)
            .on_conflict(OnConflict::column(mail_slots::Column::Number).do_nothing().to_owned())
            .exec_without_returning(db.read())
            .await?;
        Ok(())
    }
}
