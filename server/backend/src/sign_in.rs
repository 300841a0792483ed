//! Signing in with address and password: throttled, and never telling whether an address is known.
//!
//! An unknown address, one without a password and a wrong password get the same answer after the same work. What only
//! happens for a known address (the entry in its log) happens after the answer. Not here: the session that follows
//! (`sessions`).

use domain::{
    AppError, FieldProblem, FormErrors, UserId,
    account::{SignInField, SignInForm},
    activity::Event,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{
    Backend, Failure,
    access::Origin,
    activity,
    db::entity::users,
    passwords::Verdict,
    throttle::{self, Attempt},
    users::{by_address, note_sign_in, open_accounts, tell_of_sign_in},
};

/// Checks address and password. Whether the user has anything to open is not looked at: that is told to whoever gave
/// the right password only, by the pages after.
///
/// # Errors
///
/// [`AppError::WrongCredentials`] and [`AppError::Throttled`], the same for known and unknown addresses.
pub async fn sign_in(backend: &Backend, form: &SignInForm, origin: &Origin) -> Result<UserId, Failure> {
    let now = backend.now();
    let address = form.email.trim().to_lowercase();
    filled_in(&address, form)?;
    let attempt = Attempt::new(&address, &origin.address);
    attempt.count(&backend.db, now).await?;
    let user = by_address(backend.db.read(), &address).await?;
    let stored = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let verdict = backend.passwords.verify(stored, &form.password).await?;
    let Some(user) = user else { return Err(AppError::WrongCredentials.into()) };
    let stronger = match verdict {
        Verdict::Wrong => {
            log_failure(backend, user, origin);
            return Err(AppError::WrongCredentials.into());
        }
        Verdict::Right => None,
        Verdict::RightButOld => Some(backend.passwords.hash(&form.password).await?),
    };
    let tx = backend.db.write().await?;
    // Also locks the user: a password that is being changed at this moment is a wrong one when that is done.
    let hash = stronger.or_else(|| user.password_hash.clone());
    let still = users::Entity::update_many()
        .col_expr(users::Column::PasswordHash, Expr::value(hash))
        .filter(users::Column::Id.eq(user.id))
        .filter(users::Column::PasswordHash.eq(user.password_hash.clone()))
        .exec(tx.conn())
        .await?;
    if still.rows_affected == 0 {
        return Err(AppError::WrongCredentials.into());
    }
    note_sign_in(&tx, &user, origin, now).await?;
    tell_of_sign_in(&tx, &user, origin, now).await?;
    attempt.succeeded(&tx, now).await?;
    tx.commit().await?;
    Ok(UserId(user.id))
}

fn filled_in(address: &str, form: &SignInForm) -> Result<(), Failure> {
    let mut errors = FormErrors::default();
    if address.is_empty() {
        errors.add(SignInField::Email, FieldProblem::Missing);
    }
    if form.password.is_empty() {
        errors.add(SignInField::Password, FieldProblem::Missing);
    }
    errors.or(()).map_err(|errors| AppError::SignIn(errors).into())
}

/// Logs a wrong password on the accounts of the user, without making the answer wait: its time would tell that the
/// address is known. A few of them: who guesses must not fill the log.
fn log_failure(backend: &Backend, user: users::Model, origin: &Origin) {
    let (backend, origin) = (backend.clone(), origin.clone());
    tokio::spawn(async move {
        if let Err(failure) = write_failure(&backend, &user, &origin).await {
            tracing::error!(error = %failure, "a failed sign-in could not be logged");
        }
    });
}

async fn write_failure(backend: &Backend, user: &users::Model, origin: &Origin) -> Result<(), Failure> {
    let now = backend.now();
    let tx = backend.db.write().await?;
    match throttle::limit(&tx, throttle::LOGGED_FAILURES, &[&user.id.to_string()], now).await {
        Err(Failure::Refused(_)) => return tx.commit().await,
        result => result?,
    }
    // Whoever tried is not known to be the user: the user is whom it concerned, by name and address.
    let author = crate::access::Author {
        user: None,
        name: user.name.clone(),
        email: user.email.clone(),
        address: origin.address.clone(),
    };
    for account in open_accounts(tx.conn(), UserId(user.id), now).await? {
        activity::record(&tx, account, &author, None, &Event::SignInFailed, now).await?;
    }
    tx.commit().await
}
