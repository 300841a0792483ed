//! Logins: finding and creating them, setting their passwords, and what a user does with their own.
//!
//! A login belongs to an address and reaches any number of accounts. What follows here works on the user alone; what
//! a user may do on an account is decided in `access`.

mod choosing;
mod email_change;
mod familiar;
mod leaving;
mod notices;
mod profile;

use domain::{AccountId, Code, EmailAddress, Locale, MembershipState, SessionId, Timestamp, UserId, activity::Event};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Condition, Expr, LockType, OnConflict},
};
use uuid::Uuid;

use crate::{
    Backend, Failure, Tx,
    access::{Author, Origin},
    activity,
    db::entity::{accounts, email_changes, memberships, password_resets, users},
    mail::MailEvent,
    outbox::{Letter, queue},
    random::new_id,
    sessions,
};

pub use choosing::accounts_page;
pub use email_change::{ask_email_change, confirm_email, make_email_link};
pub use leaving::leave;
pub use profile::{change_password, save_profile, security_page};

pub(crate) use familiar::{forget_old, remember, tell_of_sign_in};
pub(crate) use profile::new_password_problems;

pub(crate) use notices::notify_owner;

/// The login of an address: the one there is, or a new one without a password.
pub async fn user_for_address(
    tx: &Tx,
    address: &EmailAddress,
    name: &str,
    locale: Locale,
    now: Timestamp,
) -> Result<UserId, Failure> {
    let row = users::ActiveModel {
        id: Set(new_id(now)),
        email: Set(address.as_str().to_owned()),
        email_canonical: Set(address.canonical()),
        name: Set(name.to_owned()),
        password_hash: Set(None),
        password_changed_at: Set(None),
        locale: Set(locale.code().to_owned()),
        created_at: Set(now.0),
        last_sign_in_at: Set(None),
    };
    users::Entity::insert(row)
        .on_conflict(OnConflict::column(users::Column::EmailCanonical).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    let user = by_address(tx.conn(), &address.canonical()).await?;
    user.map(|user| UserId(user.id))
        .ok_or_else(|| Failure::inconsistent("a login that was just made is not there"))
}

pub(crate) async fn by_id(conn: &impl ConnectionTrait, user: UserId) -> Result<Option<users::Model>, Failure> {
    Ok(users::Entity::find_by_id(user.0).one(conn).await?)
}

/// The login of a canonical address.
pub(crate) async fn by_address(conn: &impl ConnectionTrait, canonical: &str) -> Result<Option<users::Model>, Failure> {
    Ok(users::Entity::find().filter(users::Column::EmailCanonical.eq(canonical)).one(conn).await?)
}

/// The user, locked until the transaction ends: two that set a password at once go one after the other.
pub(crate) async fn locked(tx: &Tx, user: UserId) -> Result<users::Model, Failure> {
    let row = users::Entity::find_by_id(user.0).lock(LockType::NoKeyUpdate).one(tx.conn()).await?;
    row.ok_or(Failure::Refused(domain::AppError::SignedOut))
}

/// The accounts that a user can open now: own ones, and active memberships.
pub(crate) async fn open_accounts(
    conn: &impl ConnectionTrait,
    user: UserId,
    now: Timestamp,
) -> Result<Vec<AccountId>, Failure> {
    let owned: Vec<Uuid> = accounts::Entity::find()
        .select_only()
        .column(accounts::Column::Id)
        .filter(accounts::Column::OwnerUserId.eq(user.0))
        .into_tuple()
        .all(conn)
        .await?;
    let member: Vec<Uuid> = memberships::Entity::find()
        .select_only()
        .column(memberships::Column::AccountId)
        .filter(is_active(user, now))
        .into_tuple()
        .all(conn)
        .await?;
    let mut all: Vec<AccountId> = owned.into_iter().chain(member).map(AccountId).collect();
    // In one order everywhere, so that two transactions that log on several accounts do not wait for each other.
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// The active memberships of a user.
pub(crate) fn is_active(user: UserId, now: Timestamp) -> Condition {
    in_state(user, MembershipState::Active, now)
}

/// The memberships of a user that are in a stored state and have not ended.
pub(crate) fn in_state(user: UserId, state: MembershipState, now: Timestamp) -> Condition {
    Condition::all()
        .add(memberships::Column::UserId.eq(user.0))
        .add(memberships::Column::State.eq(state.code()))
        .add(
            Condition::any()
                .add(memberships::Column::EndsAt.is_null())
                .add(memberships::Column::EndsAt.gt(now.0)),
        )
}

/// The user as the author of an entry in the log.
pub(crate) fn author(user: &users::Model, origin: &Origin) -> Author {
    Author {
        user: Some(UserId(user.id)),
        name: user.name.clone(),
        email: user.email.clone(),
        address: origin.address.clone(),
    }
}

/// A security mail to a user.
pub(crate) async fn write_to(tx: &Tx, now: Timestamp, user: &users::Model, event: MailEvent) -> Result<(), Failure> {
    let Ok(to) = EmailAddress::parse(&user.email) else {
        return Err(Failure::inconsistent("a login has no proper address"));
    };
    let letter = Letter { account: None, event, to, to_name: user.name.clone(), locale: locale(user), routed: None };
    queue(tx, now, letter).await
}

pub(crate) fn locale(user: &users::Model) -> Locale {
    Locale::from_code(&user.locale).unwrap_or_default()
}

/// Makes the links die that a user's mailboxes may hold: to set a password, and to confirm another address. Whoever asked
/// for them had the old password, or guessed at the address.
pub(crate) async fn drop_links(tx: &Tx, user: &users::Model) -> Result<(), Failure> {
    password_resets::Entity::delete_many()
        .filter(password_resets::Column::UserId.eq(user.id))
        .exec(tx.conn())
        .await?;
    email_changes::Entity::delete_many()
        .filter(email_changes::Column::UserId.eq(user.id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Sets a password, with all that belongs to it: the other sessions end, links die, the user is told, the accounts that
/// they can open log it, and those that they own tell it to whoever else gets their General emails.
pub(crate) async fn set_password(
    backend: &Backend,
    tx: &Tx,
    user: &users::Model,
    hash: String,
    keep: Option<SessionId>,
    origin: &Origin,
) -> Result<(), Failure> {
    let (id, now) = (UserId(user.id), backend.now());
    let changed = users::Entity::update_many()
        .col_expr(users::Column::PasswordHash, Expr::value(hash))
        .col_expr(users::Column::PasswordChangedAt, Expr::value(now.0))
        .filter(users::Column::Id.eq(user.id))
        .exec(tx.conn())
        .await?;
    crate::db::one_row(changed.rows_affected)?;
    sessions::end_all(tx, id, keep).await?;
    drop_links(tx, user).await?;
    let told = MailEvent::PasswordChanged { user: id, address: origin.address.clone(), at: now };
    write_to(tx, now, user, told).await?;
    let event = if user.password_hash.is_some() {
        notices::tell_accounts_of_password(backend, tx, user, now).await?;
        Event::PasswordChanged
    } else {
        Event::PasswordSet
    };
    let author = author(user, origin);
    for account in open_accounts(tx.conn(), id, now).await? {
        activity::record(tx, account, &author, None, &event, now).await?;
    }
    Ok(())
}

/// Notes that a user signed in, on the user and on their memberships, in the log of the accounts that they can open.
pub(crate) async fn note_sign_in(tx: &Tx, user: &users::Model, origin: &Origin, now: Timestamp) -> Result<(), Failure> {
    let id = UserId(user.id);
    users::Entity::update_many()
        .col_expr(users::Column::LastSignInAt, Expr::value(now.0))
        .filter(users::Column::Id.eq(user.id))
        .exec(tx.conn())
        .await?;
    memberships::Entity::update_many()
        .col_expr(memberships::Column::LastSignInAt, Expr::value(now.0))
        .filter(is_active(id, now))
        .exec(tx.conn())
        .await?;
    let author = author(user, origin);
    for account in open_accounts(tx.conn(), id, now).await? {
        activity::record(tx, account, &author, None, &Event::SignedIn, now).await?;
    }
    Ok(())
}

/// The accounts in an order, with their owners' rows where needed.
pub(crate) async fn account(conn: &impl ConnectionTrait, account: AccountId) -> Result<accounts::Model, Failure> {
    let row = accounts::Entity::find_by_id(account.0).order_by_asc(accounts::Column::Id).one(conn).await?;
    row.ok_or_else(|| Failure::inconsistent("an account is not there"))
}

/// What an account is called.
pub(crate) fn account_name(account: &accounts::Model) -> String {
    domain::account::display_name(&account.company, &account.first_name, &account.last_name)
}
