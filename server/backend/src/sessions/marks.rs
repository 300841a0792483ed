//! What a session may see once: a mark is put by the post that logs it, and taken by the page that shows it.

use domain::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::SignedIn;
use crate::{Backend, Failure, Tx, db::entity::session_marks, vault::Place};

/// How long a mark holds.
pub const MARK: i64 = Timestamp::MINUTE;

/// Lets this session see a secret once, within a minute.
pub(crate) async fn mark(tx: &Tx, signed_in: &SignedIn, place: Place, now: Timestamp) -> Result<(), Failure> {
    use session_marks::Column as C;
    let (kind, id) = place.columns();
    let row = session_marks::ActiveModel {
        account_id: Set(place.account.0),
        session_id: Set(signed_in.session.0),
        subject_kind: Set(kind.to_owned()),
        subject_id: Set(id),
        expires_at: Set(now.plus(MARK).0),
    };
    let again = OnConflict::columns([C::AccountId, C::SessionId, C::SubjectKind, C::SubjectId])
        .update_column(C::ExpiresAt)
        .to_owned();
    session_marks::Entity::insert(row).on_conflict(again).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Takes the mark of this session, if there is one that still holds: of two requests at once, one gets it.
pub(crate) async fn take_mark(backend: &Backend, signed_in: &SignedIn, place: Place) -> Result<bool, Failure> {
    use session_marks::Column as C;
    let (kind, id) = place.columns();
    let key = (place.account.0, signed_in.session.0, kind.to_owned(), id);
    // Most pages are opened without one: they must not wait for writers.
    if session_marks::Entity::find_by_id(key).one(backend.db.read()).await?.is_none() {
        return Ok(false);
    }
    let tx = backend.db.write().await?;
    let taken = session_marks::Entity::delete_many()
        .filter(C::AccountId.eq(place.account.0))
        .filter(C::SessionId.eq(signed_in.session.0))
        .filter(C::SubjectKind.eq(kind))
        .filter(C::SubjectId.eq(id))
        .filter(C::ExpiresAt.gt(backend.now().0))
        .exec(tx.conn())
        .await?;
    tx.commit().await?;
    Ok(taken.rows_affected == 1)
}
