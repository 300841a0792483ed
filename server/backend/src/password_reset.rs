//! *Forgot Password*: asking for a link, and setting a password with it.
//!
//! Asking does the same for every address, known or not: it counts, and queues one email. Whether there is a login is
//! looked up when that email is rendered.

use domain::{
    AppError, EmailAddress, FormErrors, Locale, Timestamp, UserId,
    account::{NewPasswordForm, PasswordLink, SignInField},
    activity::Event,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use crate::{
    Backend, Failure, Tx,
    access::{Origin, SystemAccess, SystemReason},
    activity,
    db::entity::{password_resets, users},
    invitations,
    mail::MailEvent,
    outbox::{Letter, queue},
    random::{Secret, hash_secret},
    throttle,
    users::{
        by_address, by_id, drop_links, locked, new_password_problems, note_sign_in, open_accounts, remember,
        set_password,
    },
};

/// How long a link holds.
pub const VALID: i64 = 60 * Timestamp::MINUTE;

/// Asks for a link to set a password with, sent to that address if it has a login. Too many for one address are
/// answered the same, and nothing is sent.
///
/// # Errors
///
/// [`AppError::SignIn`] when the text is no address at all; [`AppError::Throttled`] when one network asks too often.
pub async fn ask(backend: &Backend, email: &str, locale: Locale, origin: &Origin) -> Result<(), Failure> {
    let now = backend.now();
    let to = domain::contact_form::email(email)
        .map_err(|problem| AppError::SignIn(FormErrors::one(SignInField::Email, problem)))?;
    let tx = backend.db.write().await?;
    let network = throttle::network(&origin.address);
    let by_network = throttle::limit(&tx, throttle::RESET_NETWORK, &[&network], now).await;
    let by_address = throttle::limit(&tx, throttle::RESET_ADDRESS, &[&to.canonical()], now).await;
    if by_network.is_ok() && by_address.is_ok() {
        let letter = Letter {
            account: None,
            event: MailEvent::PasswordResetAsked,
            to,
            to_name: String::new(),
            locale,
            routed: None,
        };
        queue(&tx, now, letter).await?;
    }
    tx.commit().await?;
    by_network
}

/// The secret of a link for a user. Made when the mail is rendered, or by the operator's command; a new one replaces
/// the old. Logged on the user's accounts.
pub async fn make_link(tx: &Tx, user: UserId, now: Timestamp) -> Result<Secret, Failure> {
    let secret = Secret::generate()?;
    let row = password_resets::ActiveModel {
        user_id: Set(user.0),
        token_hash: Set(secret.hash()),
        created_at: Set(now.0),
        expires_at: Set(now.plus(VALID).0),
    };
    password_resets::Entity::insert(row)
        .on_conflict(
            OnConflict::column(password_resets::Column::UserId)
                .update_columns([
                    password_resets::Column::TokenHash,
                    password_resets::Column::CreatedAt,
                    password_resets::Column::ExpiresAt,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx.conn())
        .await?;
    if let Some(row) = by_id(tx.conn(), user).await? {
        // Whoever asked is not known to be the user.
        let mut author = SystemAccess::new(SystemReason::SignIn).author();
        (author.name, author.email) = (row.name, row.email);
        for account in open_accounts(tx.conn(), user, now).await? {
            activity::record(tx, account, &author, None, &Event::PasswordResetRequested, now).await?;
        }
    }
    Ok(secret)
}

/// A link for the user of an address, for the operator to hand over when mail does not arrive. `None`: nobody signs in
/// with that address.
pub async fn link_for(
    backend: &Backend,
    _system: &SystemAccess,
    address: &EmailAddress,
) -> Result<Option<String>, Failure> {
    let tx = backend.db.write().await?;
    let Some(user) = by_address(tx.conn(), &address.canonical()).await? else {
        return Ok(None);
    };
    let secret = make_link(&tx, UserId(user.id), backend.now()).await?;
    tx.commit().await?;
    Ok(Some(format!("{}/reset-password?token={}", backend.settings.public_url, secret.expose())))
}

/// What a link leads to. Changes nothing.
///
/// # Errors
///
/// [`AppError::LinkInvalid`] when it was used, replaced, or is too old.
pub async fn look_up(backend: &Backend, token: &str) -> Result<PasswordLink, Failure> {
    let now = backend.now();
    let user = find(backend.db.read(), token, now).await?;
    let accepts = if user.password_hash.is_none() {
        invitations::waiting_names(backend.db.read(), UserId(user.id), now).await?
    } else {
        Vec::new()
    };
    Ok(PasswordLink { email: user.email, accepts })
}

/// Sets the password of the link's user, who counts as signed in by it. All their sessions end. A first password
/// accepts the invitations that wait for the address, too.
pub async fn set(backend: &Backend, form: &NewPasswordForm, origin: &Origin) -> Result<UserId, Failure> {
    let now = backend.now();
    let user = find(backend.db.read(), &form.token, now).await?;
    check(form, &user)?;
    let hash = backend.passwords.hash(&form.new_password).await?;
    let tx = backend.db.write().await?;
    let user = locked(&tx, UserId(user.id)).await?;
    let spent = password_resets::Entity::delete_many()
        .filter(password_resets::Column::UserId.eq(user.id))
        .filter(password_resets::Column::TokenHash.eq(hash_secret(&form.token)))
        .filter(password_resets::Column::ExpiresAt.gt(now.0))
        .exec(tx.conn())
        .await?;
    if spent.rows_affected != 1 {
        return Err(AppError::LinkInvalid.into());
    }
    set_by_link(backend, &tx, &user, hash, origin).await?;
    tx.commit().await?;
    Ok(UserId(user.id))
}

/// Sets a password by an emailed link that was just used up.
pub(crate) async fn set_by_link(
    backend: &Backend,
    tx: &Tx,
    user: &users::Model,
    hash: String,
    origin: &Origin,
) -> Result<(), Failure> {
    let now = backend.now();
    // Before the logs are written to: whoever makes such a link takes its row first, too.
    drop_links(tx, user).await?;
    if user.password_hash.is_none() {
        invitations::accept_all(tx, user, origin, now).await?;
    }
    set_password(backend, tx, user, hash, None, origin).await?;
    note_sign_in(tx, user, origin, now).await?;
    remember(tx, user, origin, now).await?;
    // Whoever reads the mailbox is the user: what strangers guessed before does not stand in the way.
    throttle::Attempt::new(&user.email_canonical, &origin.address).succeeded(tx, now).await
}

/// Whether the form is in order.
pub(crate) fn check(form: &NewPasswordForm, user: &users::Model) -> Result<(), Failure> {
    let address = EmailAddress::parse(&user.email).ok();
    let mut errors = FormErrors::default();
    let (new, repeated) = new_password_problems(&form.new_password, &form.repeat_password, address.as_ref());
    for (field, problem) in [(SignInField::NewPassword, new), (SignInField::RepeatPassword, repeated)] {
        if let Some(problem) = problem {
            errors.add(field, problem);
        }
    }
    errors.or(()).map_err(|errors| AppError::SignIn(errors).into())
}

async fn find(conn: &impl ConnectionTrait, token: &str, now: Timestamp) -> Result<users::Model, Failure> {
    let reset = password_resets::Entity::find()
        .filter(password_resets::Column::TokenHash.eq(hash_secret(token)))
        .filter(password_resets::Column::ExpiresAt.gt(now.0))
        .one(conn)
        .await?
        .ok_or(AppError::LinkInvalid)?;
    Ok(by_id(conn, UserId(reset.user_id)).await?.ok_or(AppError::LinkInvalid)?)
}
