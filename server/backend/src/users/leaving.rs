//! Leaving an account by oneself: the contact stays, the login on that account ends.

use domain::{AccountId, AppError, Code, MembershipState, Timestamp, UserId, activity::Event};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use super::{account, account_name, notify_owner};
use crate::{
    Backend, Failure, Tx,
    access::{Access, Anyone, Standing},
    activity,
    db::entity::{access_endings, memberships, sessions},
    mail::Notice,
    memberships::touch_contact,
};

/// Ends the viewer's own access to the account that they are on. The owner is told.
///
/// # Errors
///
/// [`AppError::OwnerOnly`] for the owner, who cannot leave.
pub async fn leave(backend: &Backend, access: &Access<'_, Anyone>) -> Result<(), Failure> {
    let actor = access.actor();
    let Standing::Member { contact, rights } = actor.standing() else {
        return Err(AppError::OwnerOnly.into());
    };
    let (id, now) = (access.account(), backend.now());
    let tx = backend.db.write().await?;
    let left = memberships::Entity::update_many()
        .col_expr(memberships::Column::State, Expr::value(MembershipState::Revoked.code()))
        .col_expr(memberships::Column::RevokedAt, Expr::value(now.0))
        .filter(memberships::Column::AccountId.eq(id.0))
        .filter(memberships::Column::ContactId.eq(contact.0))
        .filter(super::is_active(actor.user(), now))
        .exec(tx.conn())
        .await?;
    if left.rows_affected == 0 {
        return Err(AppError::NotFound.into());
    }
    touch_contact(&tx, id, *contact, actor.name(), now).await?;
    sessions::Entity::update_many()
        .col_expr(sessions::Column::AccountId, Expr::value(Option::<uuid::Uuid>::None))
        .filter(sessions::Column::UserId.eq(actor.user().0))
        .filter(sessions::Column::AccountId.eq(id.0))
        .exec(tx.conn())
        .await?;
    note_ending(&tx, id, actor.user(), now).await?;
    let event = Event::AccountLeft { rights: rights.clone() };
    activity::record(&tx, id, &actor.author(), None, &event, now).await?;
    let notice = Notice::Left { name: actor.name().to_owned(), email: actor.email().to_owned() };
    notify_owner(&tx, id, actor.name(), notice, now).await?;
    tx.commit().await
}

/// Remembers that a user's access to an account ended: what they are told if nothing else is left to open.
async fn note_ending(tx: &Tx, of: AccountId, user: UserId, now: Timestamp) -> Result<(), Failure> {
    let name = account_name(&account(tx.conn(), of).await?);
    let row = access_endings::ActiveModel {
        account_id: Set(of.0),
        user_id: Set(user.0),
        account_name: Set(name),
        ended_at: Set(now.0),
    };
    access_endings::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([access_endings::Column::AccountId, access_endings::Column::UserId])
                .update_columns([access_endings::Column::AccountName, access_endings::Column::EndedAt])
                .to_owned(),
        )
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}
