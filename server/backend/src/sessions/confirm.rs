//! The own password, asked again before something that a screen left open must not give away.

use domain::{AppError, Password, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};

use super::SignedIn;
use crate::{
    Backend, Failure, Tx,
    access::Origin,
    db::entity::sessions,
    passwords::Verdict,
    problems::{Problem, Problems},
    throttle::Attempt,
    users,
};

/// For so long after it was entered the own password is not asked again before a service password is shown or changed.
pub const FRESH: i64 = 10 * Timestamp::MINUTE;

/// The input of the own password on every form that asks for it.
pub const PASSWORD_INPUT: &str = "password";

/// Whether the own password is asked again, because it was last entered too long ago.
pub async fn asks_password(backend: &Backend, signed_in: &SignedIn) -> Result<bool, Failure> {
    let entered: Option<Option<i64>> = sessions::Entity::find()
        .select_only()
        .column(sessions::Column::PasswordAt)
        .filter(sessions::Column::Id.eq(signed_in.session.0))
        .filter(sessions::Column::UserId.eq(signed_in.user.0))
        .into_tuple()
        .one(backend.db.read())
        .await?;
    let entered = entered.ok_or(AppError::SignedOut)?.map_or(signed_in.since, Timestamp);
    Ok(backend.now().0 - entered.0 > FRESH)
}

/// Makes sure that the own password was entered a short while ago: checks it, if it was not.
///
/// # Errors
///
/// As of [`check_password`].
pub async fn confirm_password(
    backend: &Backend,
    signed_in: &SignedIn,
    password: &Password,
    origin: &Origin,
) -> Result<(), Failure> {
    if asks_password(backend, signed_in).await? {
        check_password(backend, signed_in, password, origin).await
    } else {
        Ok(())
    }
}

/// Checks the own password, however short ago it was entered. Guessing is slowed down as at the sign-in, by the same
/// counters.
///
/// # Errors
///
/// A problem of the input [`PASSWORD_INPUT`]; [`AppError::Throttled`] after too many wrong ones.
pub async fn check_password(
    backend: &Backend,
    signed_in: &SignedIn,
    password: &Password,
    origin: &Origin,
) -> Result<(), Failure> {
    if password.is_empty() {
        return Err(Problems::one(PASSWORD_INPUT, Problem::Missing));
    }
    let now = backend.now();
    let user = users::by_id(backend.db.read(), signed_in.user).await?.ok_or(AppError::SignedOut)?;
    let attempt = Attempt::new(&user.email_canonical, &origin.address);
    attempt.count(&backend.db, now).await?;
    if backend.passwords.verify(user.password_hash.as_deref(), password).await? == Verdict::Wrong {
        return Err(Problems::one(PASSWORD_INPUT, Problem::WrongPassword));
    }
    let tx = backend.db.write().await?;
    note_password(&tx, signed_in, now).await?;
    attempt.succeeded(&tx, now).await?;
    tx.commit().await
}

/// Notes that the own password was entered, in this session.
pub(crate) async fn note_password(tx: &Tx, signed_in: &SignedIn, now: Timestamp) -> Result<(), Failure> {
    let noted = sessions::Entity::update_many()
        .col_expr(sessions::Column::PasswordAt, Expr::value(now.0))
        .filter(sessions::Column::Id.eq(signed_in.session.0))
        .filter(sessions::Column::UserId.eq(signed_in.user.0))
        .exec(tx.conn())
        .await?;
    if noted.rows_affected == 1 { Ok(()) } else { Err(AppError::SignedOut.into()) }
}
