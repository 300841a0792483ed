//! The rows of open sessions: the list on the Security page, and ending them.

use domain::{AccountId, AppError, SessionId, UserId, activity::Event, security::OpenSession};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Condition, Expr},
};

use super::SignedIn;
use crate::{Backend, Failure, Tx, access::Origin, activity, db::entity::sessions, moments::Moments, users};

/// Ends all sessions of a user, but one if asked, in the transaction of what ends them.
pub async fn end_all(tx: &Tx, user: UserId, except: Option<SessionId>) -> Result<(), Failure> {
    let mut which = Condition::all().add(sessions::Column::UserId.eq(user.0));
    if let Some(except) = except {
        which = which.add(sessions::Column::Id.ne(except.0));
    }
    sessions::Entity::delete_many().filter(which).exec(tx.conn()).await?;
    Ok(())
}

/// Ends one session of the user who asks.
///
/// # Errors
///
/// [`AppError::NotFound`] when it is not there, or somebody else's.
pub async fn end_one(
    backend: &Backend,
    signed_in: &SignedIn,
    session: SessionId,
    origin: &Origin,
) -> Result<(), Failure> {
    let now = backend.now();
    let tx = backend.db.write().await?;
    if delete(&tx, signed_in.user, session).await? == 0 {
        return Err(AppError::NotFound.into());
    }
    if let Some(user) = users::by_id(tx.conn(), signed_in.user).await? {
        let author = users::author(&user, origin);
        for account in users::open_accounts(tx.conn(), signed_in.user, now).await? {
            activity::record(&tx, account, &author, None, &Event::SessionEnded, now).await?;
        }
    }
    tx.commit().await
}

/// The open sessions of the user, this one first, then by last use.
pub async fn list(backend: &Backend, signed_in: &SignedIn, moments: &Moments) -> Result<Vec<OpenSession>, Failure> {
    let rows = sessions::Entity::find()
        .filter(sessions::Column::UserId.eq(signed_in.user.0))
        .filter(sessions::Column::ExpiresAt.gt(backend.now().0))
        .order_by_desc(sessions::Column::SeenAt)
        .all(backend.db.read())
        .await?;
    let mut sessions: Vec<OpenSession> = rows
        .into_iter()
        .map(|row| OpenSession {
            id: SessionId(row.id),
            device: row.device,
            address: row.address,
            started: moments.moment(domain::Timestamp(row.created_at)),
            seen: moments.moment(domain::Timestamp(row.seen_at)),
            current: row.id == signed_in.session.0,
        })
        .collect();
    sessions.sort_by_key(|session| !session.current);
    Ok(sessions)
}

/// How many were deleted: one, or none.
pub(super) async fn delete(tx: &Tx, user: UserId, session: SessionId) -> Result<u64, Failure> {
    let deleted = sessions::Entity::delete_many()
        .filter(sessions::Column::Id.eq(session.0))
        .filter(sessions::Column::UserId.eq(user.0))
        .exec(tx.conn())
        .await?;
    Ok(deleted.rows_affected)
}

pub(super) async fn set_account(backend: &Backend, signed_in: &SignedIn, account: AccountId) -> Result<(), Failure> {
    let tx = backend.db.write().await?;
    sessions::Entity::update_many()
        .col_expr(sessions::Column::AccountId, Expr::value(account.0))
        .filter(sessions::Column::Id.eq(signed_in.session.0))
        .filter(sessions::Column::UserId.eq(signed_in.user.0))
        .exec(tx.conn())
        .await?;
    tx.commit().await
}
