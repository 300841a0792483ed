//! Invitations to a sub-account: the emailed link, a first password by it, and accepting or declining.
//!
//! Looking changes nothing. A link holds for seven days and once; the invitation itself waits on the membership until
//! it is answered or withdrawn, also for a user who signs in without the link, or by *Forgot Password*.

use domain::{
    AccountId, AppError, Code, ContactId, EmailAddress, Invitation, InvitationId, Locale, MembershipState, Timestamp,
    UserId,
    account::{InvitationsPage, NewPasswordForm},
    activity::Event,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Condition, Expr, OnConflict},
};

use crate::{
    Backend, Failure, Tx,
    access::Origin,
    activity,
    db::entity::{access_endings, contacts, invitations, memberships, users},
    mail::{MailEvent, Notice},
    memberships::{rights, touch_contact},
    moments::Moments,
    outbox::{Letter, queue},
    password_reset,
    random::{Secret, hash_secret, new_id},
    users::{account, account_name, author, by_id, in_state, locked, notify_owner},
};

/// How long a link holds.
pub const VALID: i64 = 7 * Timestamp::DAY;

/// The secret of an invitation's link. Made when the mail is rendered; a new one replaces the old.
pub async fn make_link(tx: &Tx, account: AccountId, contact: ContactId, now: Timestamp) -> Result<Secret, Failure> {
    let secret = Secret::generate()?;
    let row = invitations::ActiveModel {
        account_id: Set(account.0),
        contact_id: Set(contact.0),
        id: Set(new_id(now)),
        token_hash: Set(secret.hash()),
        created_at: Set(now.0),
        expires_at: Set(now.plus(VALID).0),
    };
    invitations::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([invitations::Column::AccountId, invitations::Column::ContactId])
                .update_columns([
                    invitations::Column::Id,
                    invitations::Column::TokenHash,
                    invitations::Column::CreatedAt,
                    invitations::Column::ExpiresAt,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx.conn())
        .await?;
    Ok(secret)
}

/// The page behind a link, or, for somebody signed in, of all that waits for them. Changes nothing.
///
/// # Errors
///
/// [`AppError::LinkInvalid`] when the link was used, replaced, withdrawn, or is too old, and nothing else waits.
pub async fn page(
    backend: &Backend,
    token: Option<&str>,
    user: Option<UserId>,
    moments: &Moments,
) -> Result<InvitationsPage, Failure> {
    let (db, now) = (backend.db.read(), backend.now());
    if let Some(token) = token
        && let Some((membership, invited)) = find(db, token, now).await?
        && user != Some(UserId(invited.id))
    {
        if invited.password_hash.is_some() {
            let account = account(db, AccountId(membership.account_id)).await?;
            return Ok(InvitationsPage::SignIn { email: invited.email, account_name: account_name(&account) });
        }
        let id = membership.account_id;
        let mut others = waiting(UserId(invited.id), now);
        others = others.add(memberships::Column::AccountId.ne(id));
        return Ok(InvitationsPage::SetPassword {
            email: invited.email,
            invitation: shown(db, membership, moments).await?,
            others: names(db, others).await?,
        });
    }
    let Some(user) = user else {
        return Err(if token.is_some() { AppError::LinkInvalid } else { AppError::SignedOut }.into());
    };
    let list = list(db, waiting(user, now), moments).await?;
    if token.is_some() && list.is_empty() {
        return Err(AppError::LinkInvalid.into());
    }
    Ok(InvitationsPage::Waiting(list))
}

/// Sets a first password by the link of an invitation, which accepts it and whatever else waits for the address.
///
/// # Errors
///
/// [`AppError::LinkInvalid`] also when the user has a password already: then they sign in to answer.
pub async fn set_password(backend: &Backend, form: &NewPasswordForm, origin: &Origin) -> Result<UserId, Failure> {
    let now = backend.now();
    let found = find(backend.db.read(), &form.token, now).await?;
    let (_, user) = found.filter(|(_, user)| user.password_hash.is_none()).ok_or(AppError::LinkInvalid)?;
    password_reset::check(form, &user)?;
    let hash = backend.passwords.hash(&form.new_password).await?;
    let tx = backend.db.write().await?;
    let user = locked(&tx, UserId(user.id)).await?;
    // Again, now that nobody else can use it up or withdraw it.
    let still = find(tx.conn(), &form.token, now).await?;
    let (membership, _) = still.ok_or(AppError::LinkInvalid)?;
    let spent = invitations::Entity::delete_many()
        .filter(invitations::Column::AccountId.eq(membership.account_id))
        .filter(invitations::Column::ContactId.eq(membership.contact_id))
        .filter(invitations::Column::TokenHash.eq(hash_secret(&form.token)))
        .exec(tx.conn())
        .await?;
    if spent.rows_affected != 1 || user.password_hash.is_some() {
        return Err(AppError::LinkInvalid.into());
    }
    password_reset::set_by_link(backend, &tx, &user, hash, origin).await?;
    tx.commit().await?;
    Ok(UserId(user.id))
}

/// Accepts or declines an invitation. The owner is told.
///
/// # Errors
///
/// [`AppError::NotFound`] when it does not wait for that user any more.
pub async fn answer(
    backend: &Backend,
    user: UserId,
    invitation: InvitationId,
    accept: bool,
    origin: &Origin,
) -> Result<AccountId, Failure> {
    let now = backend.now();
    let tx = backend.db.write().await?;
    let user = locked(&tx, user).await?;
    let membership = memberships::Entity::find()
        .filter(waiting(UserId(user.id), now))
        .filter(memberships::Column::ContactId.eq(invitation.0))
        .one(tx.conn())
        .await?
        .ok_or(AppError::NotFound)?;
    let account = AccountId(membership.account_id);
    if accept {
        accept_one(&tx, &user, membership, origin, now).await?;
    } else {
        decline(&tx, &user, &membership, origin, now).await?;
    }
    tx.commit().await?;
    Ok(account)
}

/// Accepts everything that waits for a user.
pub(crate) async fn accept_all(tx: &Tx, user: &users::Model, origin: &Origin, now: Timestamp) -> Result<(), Failure> {
    let all = memberships::Entity::find()
        .filter(waiting(UserId(user.id), now))
        .order_by_asc(memberships::Column::AccountId)
        .all(tx.conn())
        .await?;
    for membership in all {
        accept_one(tx, user, membership, origin, now).await?;
    }
    Ok(())
}

async fn accept_one(
    tx: &Tx,
    user: &users::Model,
    membership: memberships::Model,
    origin: &Origin,
    now: Timestamp,
) -> Result<(), Failure> {
    let id = AccountId(membership.account_id);
    answered(tx, &membership, MembershipState::Active, memberships::Column::ActivatedAt, now).await?;
    access_endings::Entity::delete_many()
        .filter(access_endings::Column::AccountId.eq(id.0))
        .filter(access_endings::Column::UserId.eq(user.id))
        .exec(tx.conn())
        .await?;
    activity::record(tx, id, &author(user, origin), None, &Event::InvitationAccepted, now).await?;
    let rights = rights(tx.conn(), &membership).await?;
    let contact = contact(tx.conn(), &membership).await?;
    let name = format!("{} {}", contact.first_name, contact.last_name).trim().to_owned();
    let event =
        MailEvent::AccessGiven { account: id, account_name: account_name(&account(tx.conn(), id).await?), rights };
    let to =
        EmailAddress::parse(&contact.email).map_err(|_| Failure::inconsistent("a contact has no proper address"))?;
    let letter = Letter {
        account: Some(id),
        event,
        to,
        to_name: name.clone(),
        locale: Locale::from_code(&contact.locale).unwrap_or_default(),
        routed: None,
    };
    queue(tx, now, letter).await?;
    let notice = Notice::InvitationAccepted { name: name.clone(), email: user.email.clone() };
    notify_owner(tx, id, &name, notice, now).await
}

async fn decline(
    tx: &Tx,
    user: &users::Model,
    membership: &memberships::Model,
    origin: &Origin,
    now: Timestamp,
) -> Result<(), Failure> {
    let id = AccountId(membership.account_id);
    answered(tx, membership, MembershipState::Revoked, memberships::Column::RevokedAt, now).await?;
    activity::record(tx, id, &author(user, origin), None, &Event::InvitationDeclined, now).await?;
    let contact = contact(tx.conn(), membership).await?;
    let name = format!("{} {}", contact.first_name, contact.last_name).trim().to_owned();
    // A form that was filled before must not invite again by being saved.
    touch_contact(tx, id, ContactId(contact.id), &name, now).await?;
    let notice = Notice::InvitationDeclined { name: name.clone(), email: user.email.clone() };
    notify_owner(tx, id, &name, notice, now).await
}

/// The membership gets another state, once, and the link is used up.
async fn answered(
    tx: &Tx,
    membership: &memberships::Model,
    state: MembershipState,
    at: memberships::Column,
    now: Timestamp,
) -> Result<(), Failure> {
    let changed = memberships::Entity::update_many()
        .col_expr(memberships::Column::State, Expr::value(state.code()))
        .col_expr(at, Expr::value(now.0))
        .filter(memberships::Column::AccountId.eq(membership.account_id))
        .filter(memberships::Column::ContactId.eq(membership.contact_id))
        // Nor has the address changed to another person's meanwhile.
        .filter(memberships::Column::UserId.eq(membership.user_id))
        .filter(memberships::Column::State.eq(MembershipState::Invited.code()))
        .exec(tx.conn())
        .await?;
    if changed.rows_affected != 1 {
        return Err(AppError::NotFound.into());
    }
    invitations::Entity::delete_many()
        .filter(invitations::Column::AccountId.eq(membership.account_id))
        .filter(invitations::Column::ContactId.eq(membership.contact_id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// The names of the accounts that wait for a user's answer.
pub(crate) async fn waiting_names(
    conn: &impl ConnectionTrait,
    user: UserId,
    now: Timestamp,
) -> Result<Vec<String>, Failure> {
    names(conn, waiting(user, now)).await
}

async fn names(conn: &impl ConnectionTrait, which: Condition) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for membership in memberships::Entity::find().filter(which).all(conn).await? {
        names.push(account_name(&account(conn, AccountId(membership.account_id)).await?));
    }
    names.sort();
    Ok(names)
}

/// The invitations among those memberships, as they are shown.
pub(crate) async fn list(
    conn: &impl ConnectionTrait,
    which: Condition,
    moments: &Moments,
) -> Result<Vec<Invitation>, Failure> {
    let mut list = Vec::new();
    for membership in memberships::Entity::find().filter(which).all(conn).await? {
        list.push(shown(conn, membership, moments).await?);
    }
    list.sort_by(|one, other| one.account_name.cmp(&other.account_name));
    Ok(list)
}

fn waiting(user: UserId, now: Timestamp) -> Condition {
    in_state(user, MembershipState::Invited, now)
}

/// An invitation is named by the contact that it invites: it waits there also before its email is rendered and after
/// its link is too old.
async fn shown(
    conn: &impl ConnectionTrait,
    membership: memberships::Model,
    moments: &Moments,
) -> Result<Invitation, Failure> {
    let rights = rights(conn, &membership).await?;
    let account = account(conn, AccountId(membership.account_id)).await?;
    Ok(Invitation {
        id: InvitationId(membership.contact_id),
        account_name: account_name(&account),
        permissions: rights.permissions,
        limited: membership.limited,
        new_ones: membership.new_ones,
        ends: rights.ends_at.map(|end| moments.moment(end)),
    })
}

/// What a link invites to, and whom, while it holds.
async fn find(
    conn: &impl ConnectionTrait,
    token: &str,
    now: Timestamp,
) -> Result<Option<(memberships::Model, users::Model)>, Failure> {
    let invitation = invitations::Entity::find()
        .filter(invitations::Column::TokenHash.eq(hash_secret(token)))
        .filter(invitations::Column::ExpiresAt.gt(now.0))
        .one(conn)
        .await?;
    let Some(invitation) = invitation else { return Ok(None) };
    let membership = memberships::Entity::find_by_id((invitation.account_id, invitation.contact_id)).one(conn).await?;
    let Some(membership) = membership else { return Ok(None) };
    let stored = MembershipState::from_code(&membership.state).unwrap_or_default();
    if stored.at(membership.ends_at.map(Timestamp), now) != MembershipState::Invited {
        return Ok(None);
    }
    let user = by_id(conn, UserId(membership.user_id)).await?;
    Ok(user.map(|user| (membership, user)))
}

async fn contact(conn: &impl ConnectionTrait, membership: &memberships::Model) -> Result<contacts::Model, Failure> {
    let contact = contacts::Entity::find_by_id((membership.account_id, membership.contact_id)).one(conn).await?;
    contact.ok_or_else(|| Failure::inconsistent("a membership has no contact"))
}
