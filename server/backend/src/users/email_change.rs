//! Changing the own sign-in address: with the password, and confirmed from the new mailbox.
//!
//! That an address has a login already is never told: the request is answered the same, and nothing comes of it.

use domain::{
    AccountId, AppError, ContactId, EmailAddress, FieldProblem, FormErrors, Timestamp, UserId,
    activity::Event,
    security::{ChangeEmailForm, SecurityField},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

use super::{account, author, by_address, by_id, drop_links, locked, notify_owner, open_accounts, write_to};
use crate::{
    Backend, Failure, Tx,
    access::Origin,
    activity,
    db::entity::{contacts, email_changes, users},
    mail::{MailEvent, Notice},
    outbox::{Letter, queue},
    random::{Secret, hash_secret},
    sessions::SignedIn,
    throttle,
};

/// How long the link to confirm with holds.
const VALID: i64 = Timestamp::HOUR;

/// Asks for another sign-in address, which counts once it is confirmed from its mailbox.
pub async fn ask_email_change(
    backend: &Backend,
    signed_in: &SignedIn,
    form: &ChangeEmailForm,
    origin: &Origin,
) -> Result<(), Failure> {
    let now = backend.now();
    let user = by_id(backend.db.read(), signed_in.user).await?.ok_or(AppError::SignedOut)?;
    let mut errors = FormErrors::default();
    let new = errors.take(SecurityField::NewEmail, domain::contact_form::email(&form.new_email).map(Some));
    if let Err(problem) = super::profile::check_own_password(backend, &user, &form.current_password).await? {
        errors.add(SecurityField::CurrentPassword, problem);
    }
    let new = errors.or(new).map_err(AppError::Security)?;
    let Some(new) = new else {
        return Err(AppError::Security(FormErrors::one(SecurityField::NewEmail, FieldProblem::Missing)).into());
    };
    let tx = backend.db.write().await?;
    throttle::limit(&tx, throttle::EMAIL_CHANGE, &[&user.id.to_string()], now).await?;
    let row = email_changes::ActiveModel {
        user_id: Set(user.id),
        new_email: Set(new.as_str().to_owned()),
        created_at: Set(Some(now.0)),
        expires_at: Set(now.plus(VALID).0),
        token_hash: Set(Vec::new()),
    };
    email_changes::Entity::insert(row)
        .on_conflict(
            OnConflict::column(email_changes::Column::UserId)
                .update_columns([
                    email_changes::Column::NewEmail,
                    email_changes::Column::CreatedAt,
                    email_changes::Column::ExpiresAt,
                    email_changes::Column::TokenHash,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx.conn())
        .await?;
    if is_free(&tx, &new, &user).await? {
        let letter = Letter {
            account: None,
            event: MailEvent::AddressConfirm { user: signed_in.user },
            to: new.clone(),
            to_name: user.name.clone(),
            locale: super::locale(&user),
            routed: None,
        };
        queue(&tx, now, letter).await?;
    }
    let event = Event::EmailChangeRequested { to: new.as_str().to_owned() };
    for account in open_accounts(tx.conn(), signed_in.user, now).await? {
        activity::record(&tx, account, &author(&user, origin), None, &event, now).await?;
    }
    tx.commit().await
}

/// The secret of the link that confirms the address. Made when the mail is rendered; a new one replaces the old.
pub async fn make_email_link(tx: &Tx, user: UserId, now: Timestamp) -> Result<Secret, Failure> {
    let secret = Secret::generate()?;
    email_changes::Entity::update_many()
        .col_expr(email_changes::Column::TokenHash, Expr::value(secret.hash()))
        .filter(email_changes::Column::UserId.eq(user.0))
        .filter(email_changes::Column::ExpiresAt.gt(now.0))
        .exec(tx.conn())
        .await?;
    Ok(secret)
}

/// Makes the new address the user's: whoever follows the link has the mailbox, and whoever asked had the password.
///
/// # Errors
///
/// [`AppError::LinkInvalid`] when the link was used, replaced, or is too old, or the address went to somebody else.
pub async fn confirm_email(backend: &Backend, token: &str, origin: &Origin) -> Result<(), Failure> {
    let now = backend.now();
    let tx = backend.db.write().await?;
    let hash = hash_secret(token);
    let change = email_changes::Entity::find()
        .filter(email_changes::Column::TokenHash.eq(hash.clone()))
        .filter(email_changes::Column::ExpiresAt.gt(now.0))
        .one(tx.conn())
        .await?
        .ok_or(AppError::LinkInvalid)?;
    let new = EmailAddress::parse(&change.new_email).map_err(|_| AppError::LinkInvalid)?;
    // The user first, then the links, as when a password is set: in another order the two could wait for each other.
    let user = locked(&tx, UserId(change.user_id)).await?;
    let spent = email_changes::Entity::delete_many()
        .filter(email_changes::Column::UserId.eq(change.user_id))
        .filter(email_changes::Column::TokenHash.eq(hash))
        .exec(tx.conn())
        .await?;
    if spent.rows_affected != 1 || !is_free(&tx, &new, &user).await? {
        return Err(AppError::LinkInvalid.into());
    }
    drop_links(&tx, &user).await?;
    let event = Event::EmailChanged { from: user.email.clone(), to: new.as_str().to_owned() };
    let author = author(&user, origin);
    let mut logged = move_contacts(&tx, &user, &new, &author, &event, now).await?;
    logged.sort_unstable();
    move_login(&tx, &user, &new).await?;
    write_to(&tx, now, &user, MailEvent::AddressChanged { to: new.as_str().to_owned() }).await?;
    for account in open_accounts(tx.conn(), UserId(user.id), now).await? {
        if logged.binary_search(&account).is_err() {
            activity::record(&tx, account, &author, None, &event, now).await?;
        }
    }
    tx.commit().await
}

/// The login gets the new address. After the contacts, whose forms are saved in that order.
async fn move_login(tx: &Tx, user: &users::Model, new: &EmailAddress) -> Result<(), Failure> {
    let moved = users::Entity::update_many()
        .col_expr(users::Column::Email, Expr::value(new.as_str()))
        .col_expr(users::Column::EmailCanonical, Expr::value(new.canonical()))
        .filter(users::Column::Id.eq(user.id))
        .exec(tx.conn())
        .await
        .map_err(Failure::from);
    match moved {
        Ok(_) => Ok(()),
        // Somebody else became a user with that address in this very moment.
        Err(failure) if failure.is_unique_violation() => Err(AppError::LinkInvalid.into()),
        Err(failure) => Err(failure),
    }
}

/// Whether an address can become this user's.
async fn is_free(tx: &Tx, new: &EmailAddress, user: &users::Model) -> Result<bool, Failure> {
    let holder = by_address(tx.conn(), &new.canonical()).await?;
    Ok(holder.is_none_or(|holder| holder.id == user.id))
}

/// The person's entries as a contact follow, in every account, unless the new address stands there already. Returns the
/// accounts that logged it.
async fn move_contacts(
    tx: &Tx,
    user: &users::Model,
    new: &EmailAddress,
    author: &crate::access::Author,
    event: &Event,
    now: Timestamp,
) -> Result<Vec<AccountId>, Failure> {
    let entries = contacts::Entity::find()
        .filter(contacts::Column::EmailCanonical.eq(user.email_canonical.clone()))
        .all(tx.conn())
        .await?;
    let mut moved = Vec::new();
    for entry in entries {
        let id = AccountId(entry.account_id);
        if is_on_account(tx, id, new, entry.id).await? {
            continue;
        }
        contacts::Entity::update_many()
            .col_expr(contacts::Column::Email, Expr::value(new.as_str()))
            .col_expr(contacts::Column::EmailCanonical, Expr::value(new.canonical()))
            .col_expr(contacts::Column::BouncedAt, Expr::value(None::<i64>))
            .col_expr(contacts::Column::BounceWords, Expr::value(""))
            .col_expr(contacts::Column::DisownedAt, Expr::value(None::<i64>))
            .col_expr(contacts::Column::UpdatedAt, Expr::value(now.0))
            .col_expr(contacts::Column::UpdatedBy, Expr::value(user.name.clone()))
            .col_expr(contacts::Column::Version, Expr::col("version").add(1))
            .filter(contacts::Column::AccountId.eq(entry.account_id))
            .filter(contacts::Column::Id.eq(entry.id))
            .exec(tx.conn())
            .await?;
        let name = format!("{} {}", entry.first_name, entry.last_name).trim().to_owned();
        activity::record(tx, id, author, Some((ContactId(entry.id), &name, new.as_str())), event, now).await?;
        if account(tx.conn(), id).await?.owner_user_id != user.id {
            let notice = Notice::ContactAddressChanged { name, from: user.email.clone(), to: new.as_str().to_owned() };
            notify_owner(tx, id, &user.name, notice, now).await?;
        }
        moved.push(id);
    }
    Ok(moved)
}

/// Whether an account has the address already: another contact's, or its owner's.
async fn is_on_account(tx: &Tx, id: AccountId, new: &EmailAddress, except: Uuid) -> Result<bool, Failure> {
    let contact = contacts::Entity::find()
        .select_only()
        .column(contacts::Column::Id)
        .filter(contacts::Column::AccountId.eq(id.0))
        .filter(contacts::Column::EmailCanonical.eq(new.canonical()))
        .filter(contacts::Column::Id.ne(except))
        .into_tuple::<Uuid>()
        .one(tx.conn())
        .await?;
    if contact.is_some() {
        return Ok(true);
    }
    let account = account(tx.conn(), id).await?;
    let owner = by_id(tx.conn(), UserId(account.owner_user_id)).await?;
    Ok(owner.is_some_and(|owner| owner.email_canonical == new.canonical()))
}
