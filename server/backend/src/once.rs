//! Forms that may be sent only once: a double click, a reload or a slow network must not pay, order or reinstall twice.
//!
//! The form carries a token. The first transaction that uses it does the work and notes where it led; whoever sends the
//! same form again is led there too.

use domain::{AccountId, AppError, Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, TryInsertResult};
use uuid::Uuid;

use crate::{
    Backend, Failure, Tx,
    db::{entity::form_tokens, found, one_row},
    random::new_id,
};

/// For how long a form can be sent. Its token tells when it was shown.
const VALID: i64 = Timestamp::DAY;

/// A token for a form that is shown now.
pub fn form_token(backend: &Backend) -> String {
    new_id(backend.now()).to_string()
}

/// A form that is being sent.
pub(crate) struct Once {
    account: AccountId,
    token: Uuid,
}

/// Whether a form was sent before.
pub(crate) enum Sent {
    First(Once),
    /// And led there.
    Before(String),
}

impl Once {
    /// Claims the token of a form, in the transaction of what the form does. Others who send it at the same time wait.
    ///
    /// # Errors
    ///
    /// [`AppError::Stale`] when the form was shown too long ago; [`AppError::BadRequest`] when the token is none of ours,
    /// or was used for something else.
    pub async fn claim(
        tx: &Tx,
        account: AccountId,
        token: &str,
        purpose: &str,
        now: Timestamp,
    ) -> Result<Sent, Failure> {
        let token: Uuid = token.parse().map_err(|_| AppError::BadRequest)?;
        let (seconds, _) = token.get_timestamp().ok_or(AppError::BadRequest)?.to_unix();
        let shown = Timestamp(i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(Timestamp::SECOND));
        if shown > now.plus(Timestamp::MINUTE) || shown.plus(VALID) < now {
            return Err(AppError::Stale.into());
        }
        let row = form_tokens::ActiveModel {
            account_id: Set(account.0),
            token: Set(token),
            purpose: Set(purpose.to_owned()),
            led_to: Set(String::new()),
            used_at: Set(now.0),
        };
        let inserted = form_tokens::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(tx.conn());
        if matches!(inserted.await?, TryInsertResult::Inserted(1..)) {
            forget_old(tx, account, now).await?;
            return Ok(Sent::First(Self { account, token }));
        }
        let before = found(form_tokens::Entity::find_by_id((account.0, token)).one(tx.conn()).await?)?;
        if before.purpose == purpose {
            Ok(Sent::Before(before.led_to))
        } else {
            Err(AppError::BadRequest.into())
        }
    }

    /// Notes where the form led to.
    pub async fn leads_to(self, tx: &Tx, path: &str) -> Result<(), Failure> {
        let result = form_tokens::Entity::update_many()
            .set(form_tokens::ActiveModel { led_to: Set(path.to_owned()), ..Default::default() })
            .filter(form_tokens::Column::AccountId.eq(self.account.0))
            .filter(form_tokens::Column::Token.eq(self.token))
            .exec(tx.conn())
            .await?;
        one_row(result.rows_affected)
    }
}

/// Tokens that would be refused for their age need not be kept.
async fn forget_old(tx: &Tx, account: AccountId, now: Timestamp) -> Result<(), Failure> {
    form_tokens::Entity::delete_many()
        .filter(form_tokens::Column::AccountId.eq(account.0))
        .filter(form_tokens::Column::UsedAt.lt(now.plus(-2 * VALID).0))
        .exec(tx.conn())
        .await?;
    Ok(())
}
