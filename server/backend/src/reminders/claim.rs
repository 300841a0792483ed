//! That a notice is told once: a row in `reminders` that only one transaction can insert.

use domain::{AccountId, Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, TryInsertResult};
use uuid::Uuid;

use super::{due::Source, schedule::Notice};
use crate::{Failure, Tx, db::entity::reminders};

/// Claims a notice in the transaction that tells it. `false`: somebody else has told it.
pub(crate) async fn claim(
    tx: &Tx,
    source: &Source,
    account: AccountId,
    subject: Uuid,
    notice: &Notice,
    due: Timestamp,
    now: Timestamp,
) -> Result<bool, Failure> {
    let row = reminders::ActiveModel {
        account_id: Set(account.0),
        subject_kind: Set(source.kind.to_owned()),
        subject_id: Set(subject),
        kind: Set(notice.code.to_owned()),
        due_at: Set(due.0),
        told_at: Set(now.0),
    };
    let inserted = reminders::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(tx.conn()).await?;
    // A conflict counts as an insert of nothing.
    Ok(matches!(inserted, TryInsertResult::Inserted(1..)))
}

/// Nothing is told any more of what was due already when somebody chose that time: whoever gives access for a day need
/// not be told at once that it ends tomorrow.
pub(crate) async fn forgo(
    tx: &Tx,
    source: &Source,
    schedule: &[Notice],
    account: AccountId,
    subject: Uuid,
    due: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Failure> {
    let Some(due) = due else { return Ok(()) };
    for notice in schedule.iter().filter(|notice| notice.from < 0 && due.plus(notice.from) <= now) {
        claim(tx, source, account, subject, notice, due, now).await?;
    }
    Ok(())
}

/// How long it is kept what was told of something, since it was told and since it was due.
const KEPT: i64 = 400 * Timestamp::DAY;

/// Forgets what was told long ago. Not of logins: that one is over is told however late, so it must be remembered.
pub(crate) async fn forget_old(tx: &Tx, now: Timestamp) -> Result<(), Failure> {
    reminders::Entity::delete_many()
        .filter(reminders::Column::SubjectKind.ne("membership"))
        .filter(reminders::Column::DueAt.lt(now.plus(-KEPT).0))
        .filter(reminders::Column::ToldAt.lt(now.plus(-KEPT).0))
        .exec(tx.conn())
        .await?;
    Ok(())
}
