//! The Security page: a user's own name, language and password.

use domain::{
    AppError, Code, EmailAddress, FieldProblem, FormErrors, Locale, Password, Timestamp,
    password::PasswordProblem,
    security::{ChangePasswordForm, ProfileForm, SecurityField, SecurityPage},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use super::{by_id, locked, set_password};
use crate::{
    Backend, Failure,
    access::{Actor, Origin},
    db::entity::{email_changes, users},
    moments::Moments,
    passwords::Verdict,
    sessions::{self, SignedIn},
    throttle,
};

/// The Security page. `actor` is who the user is on the account shown, if one is.
pub async fn security_page(
    backend: &Backend,
    signed_in: &SignedIn,
    actor: Option<&Actor>,
    moments: &Moments,
) -> Result<SecurityPage, Failure> {
    let db = backend.db.read();
    let user = by_id(db, signed_in.user).await?.ok_or(AppError::SignedOut)?;
    let pending = email_changes::Entity::find_by_id(signed_in.user.0)
        .filter(email_changes::Column::ExpiresAt.gt(backend.now().0))
        .one(db)
        .await?;
    let leavable = |actor: &&Actor| !actor.is_owner();
    Ok(SecurityPage {
        email: user.email,
        profile: ProfileForm { name: user.name, language: user.locale },
        pending_email: pending.map(|pending| pending.new_email),
        sessions: sessions::list(backend, signed_in, moments).await?,
        leavable: actor.filter(leavable).map(|actor| (actor.account(), actor.account_name().to_owned())),
        errors: FormErrors::default(),
        password_changed: user.password_changed_at.map(|at| moments.moment(Timestamp(at))),
    })
}

/// Saves the own name and language; returns the language.
pub async fn save_profile(backend: &Backend, signed_in: &SignedIn, form: &ProfileForm) -> Result<Locale, Failure> {
    let (name, locale) = form.parse().map_err(AppError::Security)?;
    let tx = backend.db.write().await?;
    let saved = users::Entity::update_many()
        .col_expr(users::Column::Name, Expr::value(name))
        .col_expr(users::Column::Locale, Expr::value(locale.code()))
        .filter(users::Column::Id.eq(signed_in.user.0))
        .exec(tx.conn())
        .await?;
    crate::db::one_row(saved.rows_affected)?;
    tx.commit().await?;
    Ok(locale)
}

/// Changes the own password. All other sessions end; this one stays.
pub async fn change_password(
    backend: &Backend,
    signed_in: &SignedIn,
    form: &ChangePasswordForm,
    origin: &Origin,
) -> Result<(), Failure> {
    let user = by_id(backend.db.read(), signed_in.user).await?.ok_or(AppError::SignedOut)?;
    let mut errors = FormErrors::default();
    let address = EmailAddress::parse(&user.email).ok();
    let (new, repeated) = new_password_problems(&form.new_password, &form.repeat_password, address.as_ref());
    if let Some(problem) = new {
        errors.add(SecurityField::NewPassword, problem);
    }
    if let Some(problem) = repeated {
        errors.add(SecurityField::RepeatPassword, problem);
    }
    if let Err(problem) = check_own_password(backend, &user, &form.current_password).await? {
        errors.add(SecurityField::CurrentPassword, problem);
    }
    errors.or(()).map_err(AppError::Security)?;
    let hash = backend.passwords.hash(&form.new_password).await?;
    let tx = backend.db.write().await?;
    // Somebody else may have set another since: then what was checked is not the current one.
    let current = locked(&tx, signed_in.user).await?;
    if current.password_hash != user.password_hash {
        return Err(
            AppError::Security(FormErrors::one(SecurityField::CurrentPassword, FieldProblem::WrongPassword)).into()
        );
    }
    set_password(backend, &tx, &current, hash, Some(signed_in.session), origin).await?;
    sessions::note_password(&tx, signed_in, backend.now()).await?;
    tx.commit().await
}

/// Checks the password of somebody signed in, who may be at a screen left open: counted like signing in.
pub(super) async fn check_own_password(
    backend: &Backend,
    user: &users::Model,
    password: &Password,
) -> Result<Result<(), FieldProblem>, Failure> {
    if password.is_empty() {
        return Ok(Err(FieldProblem::Missing));
    }
    let (id, now) = (user.id.to_string(), backend.now());
    let tx = backend.db.write().await?;
    let limited = throttle::limit(&tx, throttle::OWN_PASSWORD, &[&id], now).await;
    tx.commit().await?;
    limited?;
    if backend.passwords.verify(user.password_hash.as_deref(), password).await? == Verdict::Wrong {
        return Ok(Err(FieldProblem::WrongPassword));
    }
    let tx = backend.db.write().await?;
    throttle::forget(&tx, &throttle::key(throttle::OWN_PASSWORD, &[&id])).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// What is wrong with a new password and with its repetition.
pub(crate) fn new_password_problems(
    new: &Password,
    repeated: &Password,
    address: Option<&EmailAddress>,
) -> (Option<FieldProblem>, Option<FieldProblem>) {
    let (problem, repetition) = domain::password::new_password_problems(new, repeated, address);
    let common = crate::passwords::is_common(new).then_some(FieldProblem::Password(PasswordProblem::Common));
    (problem.or(common), repetition)
}
